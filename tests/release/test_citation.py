"""Citation metadata that agree, and that those who read them accept."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from diplopack.release.citation import citation, citation_cff, zenodo_json

if TYPE_CHECKING:
    from pathlib import Path

    from diplopack.release.facts import Facts


@pytest.fixture
def credited(facts: Facts) -> Facts:
    people = [
        {"title": "Ada & Łucja: 北京", "roles": ["creator", "contributor"]},
        {"title": "Bo", "roles": ["contributor"]},
    ]
    return dataclasses.replace(facts, descriptor={**facts.descriptor, "contributors": people})


def test_the_citation_keeps_its_schema(credited: Facts, tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(citation_cff(credited), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, "CITATION.cff"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_both_say_the_same(credited: Facts) -> None:
    cff, zenodo = yaml.safe_load(citation_cff(credited)), json.loads(zenodo_json(credited))
    for name in ("title", "version", "keywords"):
        assert cff[name] == zenodo[name], name
    assert [author["name"] for author in cff["authors"]] == [creator["name"] for creator in zenodo["creators"]]
    assert cff["date-released"].isoformat() == zenodo["publication_date"] == "2021-03-18"
    assert cff["license"].lower() == zenodo["license"] == "cc-by-4.0"
    assert (cff["type"], zenodo["upload_type"]) == ("dataset", "dataset")
    assert cff["version"] == "1.2.0"


def test_whoever_is_no_creator_is_named_as_contributor(credited: Facts) -> None:
    zenodo = json.loads(zenodo_json(credited))
    assert [person["name"] for person in zenodo["contributors"]] == ["Bo"]
    assert citation(credited).startswith("Ada & Łucja: 北京 (2021). ")
    assert "Bo" not in citation(credited)


def test_text_is_text_in_the_description(facts: Facts) -> None:
    marked = dataclasses.replace(facts, descriptor={**facts.descriptor, "description": "a < b & <script>"})
    assert json.loads(zenodo_json(marked))["description"] == "<p>a &lt; b &amp; &lt;script&gt;</p>"
