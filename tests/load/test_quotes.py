"""How much of an article's words a package quotes."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.package import write_package
from diplopack.validation.package import validate_package

if TYPE_CHECKING:
    from collections.abc import Callable

    Publish = Callable[[object], Path]

ROOT = Path(__file__).parents[2]
QUOTED = ["sentence", "actor_text", "action_text", "target_text"]


@pytest.fixture
def publish(tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Write the package under a policy, as schema/package.yaml states it."""

    def written(policy: object) -> Path:
        for module in ("diplopack.contract.schemas", "diplopack.contract"):
            monkeypatch.setattr(f"{module}.sentence_policy", lambda: policy)
        return write_package(tables, tmp_path / "dist").folder

    return written


def mentions(folder: Path) -> pa.Table:
    return pq.read_table(folder / "mentions.parquet")


def test_the_seed_publishes_whole_sentences(tables: dict[str, pa.Table], package: Path) -> None:
    assert contract.sentence_policy() == "whole"
    assert mentions(package).equals(tables["mentions"])
    assert json.loads((package / "datapackage.json").read_bytes())["sentences"] == "whole"


@pytest.mark.parametrize("words", [1, 3, 1000])
def test_no_cell_quotes_more_words_than_allowed(tables: dict[str, pa.Table], publish: Publish, words: int) -> None:
    folder = publish({"words": words})
    cut, whole = mentions(folder), tables["mentions"]
    for name in QUOTED:
        for found, quoted in zip(cut[name].to_pylist(), whole[name].to_pylist(), strict=True):
            assert quoted.startswith(found)
            assert found.split() == quoted.split()[:words]
    assert json.loads((folder / "datapackage.json").read_bytes())["sentences"] == {"words": words}
    assert validate_package(folder).problems == ()


def test_words_that_may_not_be_published_are_in_no_file(publish: Publish) -> None:
    folder = publish("none")
    assert {name: mentions(folder)[name].null_count for name in QUOTED} == dict.fromkeys(QUOTED, 3)
    assert not [path.name for path in folder.iterdir() if "北京".encode() in path.read_bytes()]
    assert validate_package(folder).problems == ()


@pytest.mark.parametrize("policy", ["none", {"words": 2}])
def test_whoever_has_the_article_finds_the_sentence(
    tables: dict[str, pa.Table], publish: Publish, policy: object
) -> None:
    whole = tables["mentions"]["sentence"].to_pylist()
    text = "".join(sentence.ljust(100) for sentence in whole)
    for row, sentence in zip(mentions(publish(policy)).to_pylist(), whole, strict=True):
        found = text[row["sentence_start"] :][: row["sentence_length"]]
        assert found == sentence
        assert hashlib.sha256(found.encode()).hexdigest() == row["sentence_sha256"]


def test_null_words_stay_null(tables: dict[str, pa.Table], publish: Publish) -> None:
    at = tables["mentions"].schema.get_field_index("actor_text")
    field = tables["mentions"].schema.field(at)
    tables["mentions"] = tables["mentions"].set_column(at, field, pa.nulls(3, pa.string()))
    found = mentions(publish({"words": 2}))
    assert found["actor_text"].null_count == 3
    assert pc.all(found["sentence"].is_valid()).as_py()


@pytest.mark.parametrize("policy", ["all", None, 5, {"words": 0}, {"words": True}, {"words": 1001}, {"word": 1}])
def test_another_policy_is_refused_before_anything_is_written(publish: Publish, tmp_path: Path, policy: object) -> None:
    with pytest.raises(DataError, match=r"package\.yaml: sentences: .* found, whole, none or \{words: N\}"):
        publish(policy)
    assert list(tmp_path.iterdir()) == []


def test_the_descriptor_says_what_decides_the_bytes(package: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = dict(line.split("==") for line in project["dependencies"] if "==" in line)
    found = json.loads((package / "datapackage.json").read_bytes())["builtWith"]
    assert found == {"diplopack": project["version"], **pinned}
