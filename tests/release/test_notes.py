"""What a release says of itself and of what changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import diplopack
from diplopack import contract
from diplopack.compare import compare
from diplopack.load.read import read_table
from diplopack.release.notes import Share, changes_csv, release_notes, shares

if TYPE_CHECKING:
    from pathlib import Path

    from diplopack.release.facts import Facts


@pytest.fixture
def new(package: Path, tmp_path: Path) -> Path:
    """The package without its first event, with a name in another and a country in the last that are new."""
    folder = shutil.copytree(package, tmp_path / "new")
    table = read_table(folder, "events", "parquet").slice(1)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    columns["actor_name"][0] = "Peking"
    columns["event_id"][1] = "e" + "9" * 16
    columns["target_country"][1] = "CHN"
    pq.write_table(pa.table(columns, table.schema), folder / "events.parquet")
    return folder


def facts_of(folder: Path) -> Facts:
    return cast(
        "Facts",
        SimpleNamespace(
            version="1.3.0",
            date=dt.date(2021, 3, 18),
            descriptor=json.loads((folder / "datapackage.json").read_text()),
            tables={name: read_table(folder, name, "parquet") for name in contract.PUBLISHED_TABLES},
        ),
    )


def test_changes(package: Path, new: Path) -> None:
    text = changes_csv(compare(package, new))
    assert text.startswith("event_id,change,columns\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [
        ["e9999999999999999", "added", ""],
        ["e0000000000000000", "removed", ""],
        ["e2222222222222222", "removed", ""],
        ["e1111111111111111", "changed", "actor_name"],
    ]


def test_a_first_release_has_no_changes() -> None:
    assert changes_csv(None) == "event_id,change,columns\r\n"


def test_an_event_counts_once_for_a_country_that_is_both(package: Path, new: Path) -> None:
    events = read_table(new, "events", "parquet")
    found = shares(events, ("actor_country", "target_country"), compare(package, new))
    assert sorted(found) == [Share("CHN", 2, 1, 2, 1), Share("USA", 1, 0, 2, 1)]
    assert sorted(shares(events, ("event_root_code",), None)) == [Share("02", 1), Share("19", 1)]


def test_notes_of_a_release(package: Path, new: Path) -> None:
    notes = release_notes(facts_of(new), compare(package, new))
    assert notes.startswith("# diplopack 1.3.0\n")
    for line in (
        "Diplomatic events coded from news articles, 2021-03-18.",
        "| events | 2 | 3 | 1 | 2 | 1 |",
        f"## Changes since {diplopack.__version__}",
        "- minor: `events: 2 rows are removed`",
        "| actor_name | 1 |",
        "| 02 Appeal | 1 | 0 | 0 | 1 |",
        "| 03 Express intent to cooperate | 0 | 0 | 1 | 0 |",
        "| CHN China | 2 | 1 | 2 | 1 |",
    ):
        assert line in notes.splitlines()
    assert str(new) not in notes


def test_notes_of_a_first_release(package: Path) -> None:
    notes = release_notes(facts_of(package), None)
    assert "| events | 3 |" in notes.splitlines()
    assert "| USA United States | 3 |" in notes.splitlines()
    assert "Changes" not in notes
