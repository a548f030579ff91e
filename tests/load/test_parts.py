"""A package whose Parquet is cut by year is read like any other, and becomes one again."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import diplopack
from diplopack import contract
from diplopack.compare import compare
from diplopack.errors import DataError
from diplopack.load.chunks import Chunk
from diplopack.load.owned import foreign_files
from diplopack.load.package import write_package
from diplopack.load.parts import by_year
from diplopack.validation.package import validate_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARTS = {
    "events": ["2019", "2021"],
    "mentions": ["2019", "2021"],
    "articles": ["2020", contract.UNDATED],
}
UNDATED = f"articles/year={contract.UNDATED}/part-0.parquet"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def parts(folder: Path) -> list[str]:
    return sorted(path for path in contents(folder) if "/" in path)


def test_rows_lie_in_their_year_and_mentions_in_that_of_their_event(cut: Path) -> None:
    assert parts(cut) == sorted(
        f"{table}/year={part}/part-0.parquet" for table, found in PARTS.items() for part in found
    )
    for table in contract.DATA_TABLES:
        assert not (cut / f"{table}.parquet").exists()
        assert (cut / f"{table}.csv").exists()
    for part in PARTS["mentions"]:
        keys = pq.read_table(cut / f"mentions/year={part}/part-0.parquet", partitioning=None)["event_id"]
        dates = pq.read_table(cut / f"events/year={part}/part-0.parquet", partitioning=None)
        assert set(keys.to_pylist()) <= set(dates["event_id"].to_pylist())
        assert {date.year for date in dates["event_date"].to_pylist()} == {int(part)}


def test_the_descriptor_has_a_resource_for_each_part_and_says_how_they_are_cut(cut: Path) -> None:
    descriptor = json.loads((cut / "datapackage.json").read_bytes())
    assert descriptor["partition"]["by"] == "year"
    assert set(descriptor["partition"]["columns"]) == set(contract.DATA_TABLES)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert resources["events-parquet-2019"]["partition"] == {"year": 2019}
    assert resources["events-parquet-2019"]["rows"] == 2
    assert resources["articles-parquet-undated"]["path"] == UNDATED
    assert {resource["path"] for resource in resources.values()} | {"datapackage.json"} == set(contents(cut))


def test_a_whole_package_says_nothing_of_parts(package: Path) -> None:
    assert "partition" not in json.loads((package / "datapackage.json").read_bytes())


def test_it_is_loaded_as_it_was_whole(dated: dict[str, pa.Table], cut: Path, tmp_path: Path) -> None:
    write_package(dated, tmp_path / "whole")
    whole, parted = diplopack.load(tmp_path / "whole"), diplopack.load(cut)
    for name in whole:
        assert_frame_equal(whole[name], parted[name])


def test_other_readers_read_the_parts_as_one_table(cut: Path) -> None:
    codes = ["036", "0211", "193"]
    by_pandas = pd.read_parquet(cut / "events")
    assert by_pandas["event_code"].tolist() == codes
    assert by_pandas["year"].astype(int).tolist() == [2019, 2019, 2021]
    with duckdb.connect() as connection:
        events = connection.read_parquet(f"{cut}/events/**/*.parquet", hive_partitioning=True)
        rows = events.order("event_id").project("event_code, year").fetchall()
        assert rows == list(zip(codes, [2019, 2019, 2021], strict=True))
        assert events.filter("year = 2021").project("event_code").fetchall() == [("193",)]
    by_polars = pl.scan_parquet(cut / "events", hive_partitioning=True).filter(pl.col("year") == 2021).collect()
    assert by_polars["event_code"].to_list() == ["193"]
    articles = pd.read_parquet(cut / "articles").set_index("article_id")
    assert articles["year"].astype(int).to_dict() == {"a1": 2020, "a2": 0}
    assert articles["published"].isna().to_dict() == {"a1": False, "a2": True}


def test_frictionless_reads_every_part(cut: Path) -> None:
    report = frictionless.Package(str(cut / "datapackage.json")).validate()
    assert report.valid, report.flatten(["place", "type", "note"])
    read = {task.name: task.stats.get("rows") for task in report.tasks}
    assert (read["events"], read["events-parquet-2019"], read["events-parquet-2021"]) == (3, 2, 1)


def test_a_package_is_cut_when_a_table_has_too_many_rows(
    dated: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(dated, tmp_path / "dist")
    assert parts(tmp_path / "dist") == []
    monkeypatch.setattr(contract, "partition_above", lambda: 2)
    write_package(dated, tmp_path / "dist")
    assert len(parts(tmp_path / "dist")) == 6
    monkeypatch.setattr(contract, "partition_above", lambda: 3)
    write_package(dated, tmp_path / "dist")
    assert parts(tmp_path / "dist") == []


def test_no_file_stays_behind_when_a_package_is_cut_and_made_whole(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    out = tmp_path / "dist"
    found = []
    for in_parts in (False, True, False, True):
        write_package(dated, out, in_parts=in_parts)
        assert foreign_files(out) == []
        assert [path.name for path in tmp_path.iterdir()] == ["dist"]
        found.append(contents(out))
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert sorted(path.name for path in out.iterdir() if path.is_dir()) == sorted(PARTS)


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("in_parts", [False, True])
def test_the_same_rows_in_any_chunks_give_the_same_bytes(
    dated: dict[str, pa.Table], tmp_path: Path, size: int, in_parts: bool
) -> None:
    write_package(dated, tmp_path / "whole", in_parts=in_parts)
    streams = {
        name: [
            Chunk(year, rows.slice(start, size))
            for year, rows in (by_year(name, dated) if in_parts else [Chunk(None, dated[name])])
            for start in range(0, rows.num_rows, size)
        ]
        for name in dated
    }
    write_package({name: iter(stream) for name, stream in streams.items()}, tmp_path / "stream", in_parts=in_parts)
    assert contents(tmp_path / "stream") == contents(tmp_path / "whole")


def test_blocks_are_of_one_size_whatever_the_chunks(
    dated: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("diplopack.load.chunks").blocks, "__defaults__", (2,))
    found = []
    for size in (1, 3):
        streams = {
            name: [Chunk(None, table.slice(start, size)) for start in range(0, table.num_rows, size)]
            for name, table in dated.items()
        }
        write_package(streams, tmp_path / str(size), in_parts=False)
        found.append(contents(tmp_path / str(size)))
    assert found[0] == found[1]
    assert pq.read_metadata(tmp_path / "1" / "events.parquet").num_row_groups == 2


def test_faults_of_later_chunks_are_named_by_their_row(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    events = dated["events"]
    wrong = pa.concat_tables([events, events.slice(1, 1)])
    streams = {
        name: [Chunk(None, table.slice(row, 1)) for row in range(table.num_rows)]
        for name, table in {**dated, "events": wrong}.items()
    }
    with pytest.raises(DataError) as caught:
        write_package(streams, tmp_path / "dist", in_parts=False)
    key = events["event_id"][1].as_py()
    assert caught.value.lines[0] == (
        f"events: row 4 (event_id '{key}'): event_id: found '{key}', expected a value that no row above has"
    )
    assert not (tmp_path / "dist").exists()


def test_chunks_with_other_columns_are_refused(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    streams = {name: [Chunk(None, table)] for name, table in dated.items()}
    streams["mentions"].append(Chunk(None, dated["mentions"].drop_columns(["rule"])))
    with pytest.raises(DataError) as caught:
        write_package(streams, tmp_path / "dist", in_parts=False)
    assert caught.value.lines == ("mentions: rule: found nothing, expected a column of string",)


@pytest.mark.parametrize(
    ("chunks", "message"),
    [
        (lambda rows: [Chunk(2021, rows), Chunk(2019, rows)], "rows of 2019 after those of 2021"),
        (lambda rows: [Chunk(None, rows), Chunk(2019, rows)], "rows of 2019 after those of None"),
    ],
)
def test_years_that_do_not_ascend_are_an_error_of_the_caller(
    dated: dict[str, pa.Table], tmp_path: Path, chunks: Callable[[pa.Table], list[Chunk]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        write_package({**dated, "events": chunks(dated["events"])}, tmp_path / "dist", in_parts=True)
    assert not (tmp_path / "dist").exists()


def test_streams_say_whether_they_are_cut(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="in_parts was expected"):
        write_package({**dated, "events": [Chunk(None, dated["events"])]}, tmp_path / "dist")
    with pytest.raises(ValueError, match="not cut by year"):
        write_package({**dated, "events": [Chunk(2019, dated["events"])]}, tmp_path / "dist", in_parts=False)


def test_a_package_is_the_same_whole_and_cut(dated: dict[str, pa.Table], cut: Path, tmp_path: Path) -> None:
    write_package(dated, tmp_path / "whole")
    assert compare(tmp_path / "whole", cut).is_same
    assert compare(cut, tmp_path / "whole").is_same
    changed = {**dated, "events": dated["events"].slice(0, 2), "mentions": dated["mentions"].slice(0, 2)}
    write_package(changed, tmp_path / "other", in_parts=True)
    assert compare(cut, tmp_path / "other").tables["events"].removed["event_code"].to_pylist() == ["193"]


@pytest.mark.parametrize(
    "name", ["events/notes.txt", "events/year=2019/part-1.parquet", "events/year=19/part-0.parquet"]
)
def test_other_files_among_parts_are_never_replaced(dated: dict[str, pa.Table], cut: Path, name: str) -> None:
    (cut / name).parent.mkdir(exist_ok=True)
    (cut / name).write_text("mine")
    with pytest.raises(DataError, match="holds files that no build of diplopack wrote"):
        write_package(dated, cut)
    assert (cut / name).read_text() == "mine"


def test_a_link_to_a_folder_of_parts_is_not_followed(dated: dict[str, pa.Table], cut: Path, tmp_path: Path) -> None:
    (cut / "events").rename(tmp_path / "elsewhere")
    (cut / "events").symlink_to(tmp_path / "elsewhere")
    assert f"{cut}/events: is a link and is not followed, a file was expected" in validate_package(cut).problems
    with pytest.raises(DataError, match="holds files that no build of diplopack wrote"):
        write_package(dated, cut)
    assert len(list((tmp_path / "elsewhere").rglob("*.parquet"))) == 2


def test_a_table_in_one_file_and_in_parts_is_refused(cut: Path) -> None:
    (cut / "events.parquet").write_bytes((cut / "events/year=2021/part-0.parquet").read_bytes())
    with pytest.raises(DataError, match=r"events\.parquet: is there beside parts of the same table"):
        diplopack.load(cut)
    assert any("is there beside parts" in line for line in validate_package(cut).problems)


def test_the_page_sums_up_the_parts(cut: Path) -> None:
    page = (cut / "index.html").read_text("utf-8")
    assert "part-0.parquet" not in page
    size = sum(path.stat().st_size for path in (cut / "events").rglob("*.parquet"))
    assert f'{{"path":"events/","bytes":{size},"parts":2}}' in page
