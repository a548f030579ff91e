"""Building again from the seeds gives the same bytes, and where it does not, the file is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import diplopack
from diplopack.cli import main
from diplopack.errors import DataError
from diplopack.load.seal import sealed_text
from diplopack.release import reproducible
from diplopack.release.reproducible import refuse_other_builds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SEED = """---
article_id: talks
title: Talks
published: 2020-11-11
url: https://example.org/talks
---
China urged the United States to stop boosting ties with Taiwan. Angela Merkel met Emmanuel Macron in Łódź.
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds with spaces"
    folder.mkdir()
    (folder / "talks.md").write_text(SEED, "utf-8")
    return folder


@pytest.fixture
def built(seeds: Path, tmp_path: Path) -> Path:
    return diplopack.build([seeds], tmp_path / "dist").folder


def test_the_seeds_give_the_release(seeds: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["release", "1.0.0", "dist", "--check-reproducible", "--seeds", seeds.name]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.stderr
    files = len(list(built.iterdir()))
    assert result.stdout.splitlines()[0] == f"Built twice more: {files} files, the same bytes"


def test_a_package_of_other_seeds_is_named(
    seeds: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (seeds / "talks.md").write_text(SEED.replace("Talks", "Other talks"), "utf-8")
    result = CliRunner().invoke(main, ["release", "1.0.0", str(built), "--check-reproducible", "--seeds", str(seeds)])
    assert result.exit_code == 1
    assert [line.strip() for line in result.stderr.splitlines()][1:] == [
        f"{name}: is not what {seeds} gives"
        for name in ("articles.csv", "articles.parquet", "datapackage.json", "index.html")
    ]
    assert not (tmp_path / "releases").exists()


def test_builds_that_differ_are_named(seeds: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differing(_seeds: Path, _folder: Path, changed: Mapping[str, str]) -> dict[str, str]:
        return {"events.csv": changed["TZ"], "events.parquet": "the same"}

    monkeypatch.setattr(reproducible, "build_again", differing)
    with pytest.raises(DataError, match=r"events\.csv: two builds of .* differ"):
        refuse_other_builds(seeds, built)


def test_seeds_that_cannot_be_built(seeds: Path, built: Path) -> None:
    (seeds / "talks.md").write_text("---\npublished: soon\n---\nText.\n", "utf-8")
    with pytest.raises(DataError, match="cannot be built again") as refused:
        refuse_other_builds(seeds, built)
    assert "talks.md" in str(refused.value)


def test_only_the_version_of_a_descriptor_may_differ(seeds: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = reproducible.build_again(seeds, built.with_name("again"), {})
    monkeypatch.setattr(reproducible, "build_again", lambda *_: digests)
    path = built / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    path.write_text(sealed_text({**descriptor, "version": "7.0.0"}), "utf-8")
    assert refuse_other_builds(seeds, built) == len(list(built.iterdir()))
    path.write_text(sealed_text({**descriptor, "title": "Other"}), "utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json: is not what"):
        refuse_other_builds(seeds, built)
