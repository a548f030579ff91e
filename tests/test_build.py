"""The whole way: articles and contributed rows in, a package out, or the package that was there before."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import pytest

import diplopack
from diplopack import contract
from diplopack.errors import DataError
from diplopack.validation.package import validate_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

URL = "https://example.org/talks"
ARTICLE = f"---\npublished: 2021-03-18\nurl: {URL}\n---\nIran condemned Israel on Monday. Peru welcomed it.\n"
COLUMNS = [field["name"] for field in contract.table_schema("contributed")["fields"]]
FOUND = {
    "event_date": "2021-03-15",
    "actor_code": "IRN",
    "target_code": "ISR",
    "event_code": "111",
    "source_url": URL,
    "quote": "Iran condemned Israel on Monday.",
    "contributor": "Ada Lovelace",
    "note": "",
}
MISSED = {**FOUND, "actor_code": "PERGOV", "target_code": "IRN", "event_code": "051", "quote": "Peru welcomed it."}
ELSEWHERE = {**MISSED, "event_date": "2021", "source_url": "https://example.com/a", "contributor": "Bo"}


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seeds with an article and a folder for rows, in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds" / "contributed").mkdir(parents=True)
    (tmp_path / "seeds" / "talks.md").write_text(ARTICLE)
    return Path("seeds")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def origins(folder: Path) -> dict[tuple[str, str], str]:
    events = diplopack.load(folder).events.astype(str)
    return dict(zip(zip(events["actor_code"], events["event_date"], strict=True), events["origin"], strict=True))


def contributors(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "datapackage.json").read_bytes())["contributors"]
    return found


def test_rows_enter_the_package_which_is_valid(seeds: Path) -> None:
    write_csv(seeds / "contributed" / "rows.csv", [FOUND, MISSED, ELSEWHERE])
    diplopack.build()
    assert validate_package(Path("dist")).problems == ()
    found = origins(Path("dist"))
    assert found["IRN", "2021-03-15"] == "both"
    assert found["PERGOV", "2021-03-15"] == found["PERGOV", "2021-01-01"] == "contributed"
    data = diplopack.load("dist")
    assert data.mentions.query("rule == 'contributed'")["sentence"].to_list().count("Peru welcomed it.") == 2
    (unread,) = data.articles.query("num_sentences == 0").to_dict("records")
    assert unread["url"] == ELSEWHERE["source_url"]
    assert pd.isna(unread["published"])


def test_contributors_are_credited_once_each_in_order(seeds: Path) -> None:
    project = contract.package_metadata()["contributors"][0]
    rows = [
        {**row, "contributor": name}
        for row, name in ((FOUND, "Łucja"), (MISSED, "Ada"), (ELSEWHERE, "Ada"), (ELSEWHERE, project["title"]))
    ]
    rows[3]["quote"] = "Other words."
    write_csv(seeds / "contributed" / "rows.csv", rows)
    diplopack.build()
    assert contributors(Path("dist")) == [
        {"title": project["title"], "roles": [*project["roles"], "contributor"]},
        {"title": "Ada", "roles": ["contributor"]},
        {"title": "Łucja", "roles": ["contributor"]},
    ]


def test_without_rows_the_project_alone_is_credited(seeds: Path) -> None:
    (seeds / "contributed").rmdir()
    diplopack.build()
    assert contributors(Path("dist")) == contract.package_metadata()["contributors"]
    assert set(origins(Path("dist")).values()) == {"coded"}


def test_a_folder_that_only_waits_for_rows_stops_nothing(seeds: Path) -> None:
    (seeds / "contributed" / "README.md").write_text("Rows go here.")
    diplopack.build([seeds], out="dist")
    assert set(origins(Path("dist")).values()) == {"coded"}


def test_rows_need_no_articles(seeds: Path) -> None:
    (seeds / "talks.md").unlink()
    write_csv(seeds / "contributed" / "rows.csv", [ELSEWHERE])
    diplopack.build()
    assert validate_package(Path("dist")).rows["events"] == 1


def test_files_in_any_form_and_order_give_the_same_bytes(seeds: Path) -> None:
    rows = [FOUND, MISSED, ELSEWHERE, {**ELSEWHERE, "event_date": "2021-03"}]
    folder = seeds / "contributed"
    write_csv(folder / "all.csv", rows)
    diplopack.build(out="one")
    (folder / "all.csv").unlink()
    write_csv(folder / "a.tsv", rows[3:], "\t")
    (folder / "deep").mkdir()
    write_csv(folder / "deep" / "b.csv", rows[1:3][::-1])
    table = contract.arrow_schema("contributed").empty_table()
    pq.write_table(table.from_pylist([{**FOUND, "note": None}], table.schema), folder / "c.parquet")
    diplopack.build([folder, seeds / "talks.md"], "other")
    assert contents(Path("one")) == contents(Path("other"))


def test_a_file_that_is_named_is_read_alone(seeds: Path) -> None:
    write_csv(seeds / "contributed" / "a.csv", [FOUND])
    write_csv(seeds / "contributed" / "b.csv", [ELSEWHERE])
    diplopack.build([seeds / "talks.md", seeds / "contributed" / "a.csv"])
    assert "contributed" not in origins(Path("dist")).values()
    assert "both" in origins(Path("dist")).values()


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([FOUND, {**MISSED, "actor_code": "PERGVO"}], "seeds/contributed/rows.csv:3: actor_code: 'PERGVO'"),
        ([{**MISSED, "quote": "Peru laughed at it."}], "seeds/contributed/rows.csv:2: quote: "),
        ([{**MISSED, "event_date": "2999"}], "seeds/contributed/rows.csv:2: event_date: '2999'"),
        ([MISSED, FOUND, MISSED], "seeds/contributed/rows.csv:4: "),
    ],
)
def test_a_wrong_row_stops_the_build_and_leaves_the_package(
    seeds: Path, rows: Sequence[Mapping[str, str]], where: str
) -> None:
    diplopack.build([seeds / "talks.md"])
    before = contents(Path("dist"))
    write_csv(seeds / "contributed" / "rows.csv", rows)
    with pytest.raises(DataError) as caught:
        diplopack.build()
    assert len(caught.value.lines) == 1
    assert caught.value.lines[0].startswith(where)
    assert contents(Path("dist")) == before


def test_every_wrong_row_is_named_until_there_are_too_many(seeds: Path) -> None:
    wrong = [
        {**FOUND, "event_date": "2021-02-30", "quote": f"Iran {n}", "source_url": f"{URL}/{n}"} for n in range(150)
    ]
    write_csv(seeds / "contributed" / "rows.csv", wrong)
    with pytest.raises(DataError) as caught:
        diplopack.build()
    *lines, last = caught.value.lines
    assert [line.split(": ")[0] for line in lines] == [f"seeds/contributed/rows.csv:{n}" for n in range(2, 102)]
    assert last == "50 more errors; diplopack validate seeds/contributed lists all"


def test_what_is_already_coded_is_no_error(seeds: Path) -> None:
    """The package in dist/ has the event of the row, which says nothing against the row."""
    write_csv(seeds / "contributed" / "rows.csv", [FOUND, MISSED])
    diplopack.build()
    before = contents(Path("dist"))
    diplopack.build()
    assert contents(Path("dist")) == before
