"""Parquet: text of any Arrow type that holds it, and files that are none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.extract.rows.conftest import Read

    ReadPath = Callable[[Path], Read]

LOOKS = " (looks like Latin-1 or Windows-1252)"
NAMES = "event_date actor_code target_code event_code source_url quote contributor note".split()
CELLS = ("2020-11-11", "CHNGOV", "USA", "010", "https://example.org/1", "They\ntalked.", "Ada", None)


def _table(**columns: Any) -> pa.Table:  # noqa: ANN401  (whatever an Arrow column is made of)
    rows = len(next(iter(columns.values()))) if columns else 3
    arrays = {name: pa.array([cell] * rows, pa.string()) for name, cell in zip(NAMES, CELLS, strict=True)}
    return pa.table(arrays | columns)


@pytest.fixture
def read_table(tmp_path: Path, read_path: ReadPath) -> Callable[..., Read]:
    def write_and_read(table: pa.Table, **options: Any) -> Read:  # noqa: ANN401  (options of pyarrow)
        parquet.write_table(table, tmp_path / "rows.parquet", **options)
        return read_path(tmp_path / "rows.parquet")

    return write_and_read


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()]
)
def test_text_is_read_whatever_holds_it(read_table: Callable[..., Read], kind: pa.DataType) -> None:
    table = _table()
    found = read_table(table.cast(pa.schema([(name, kind) for name in NAMES])), row_group_size=2)
    assert found.findings == []
    assert found.rows == [CELLS] * 3
    assert found.cell_lines == [(2,) * 8, (3,) * 8, (4,) * 8]


@pytest.mark.parametrize(
    ("dates", "texts"),
    [
        (pa.array([dt.date(2020, 11, 11), None]), ["2020-11-11", None]),
        (pa.array([dt.date(2020, 11, 11)], pa.date64()), ["2020-11-11"]),
        (
            pa.array([0, 32_400_000_000], pa.timestamp("us")),
            ["1970-01-01", "1970-01-01 09:00:00.000000"],
        ),
        (pa.array([dt.datetime(2020, 11, 11, tzinfo=dt.UTC)]), ["2020-11-11"]),
        (pa.array([2020, None], pa.int16()), ["2020", None]),
        (pa.array(["2020", ""]), ["2020", None]),
        (pa.nulls(2), [None, None]),
    ],
)
def test_dates_are_taken_as_their_text(read_table: Callable[..., Read], dates: pa.Array, texts: list[str]) -> None:
    found = read_table(_table(event_date=dates))
    assert found.findings == []
    assert [row[0] for row in found.rows] == texts


def test_a_column_of_another_type_is_named_and_the_others_are_read(read_table: Callable[..., Read]) -> None:
    found = read_table(_table(event_code=[10, 20], note=[["x"], ["y"]]))
    assert [str(finding) for finding in found.findings] == [
        "rows.parquet:1: event_code: the column's type is int64, expected text",
        "rows.parquet:1: note: the column's type is list<element: string>, expected text",
    ]
    assert found.rows == [(*CELLS[:3], None, *CELLS[4:])] * 2


def test_columns_are_matched_by_name(read_table: Callable[..., Read]) -> None:
    table = _table()
    found = read_table(table.select(["quote", *[name for name in NAMES if name not in {"quote", "note"}]]))
    assert found.places == [(1, "header-missing", "note"), (1, "header-order", None)]
    assert found.rows == [CELLS] * 3
    doubled = pa.Table.from_arrays([*table.columns, pa.array(["x"] * 3)], [*NAMES, "quote"])
    found = read_table(doubled)
    assert found.places == [(1, "header-doubled", "quote")]
    assert found.rows == [CELLS] * 3


def test_text_that_is_not_utf_8_is_named_at_its_row(read_table: Callable[..., Read]) -> None:
    data = pa.array([b"good", b"Z\xfcrich", None], pa.binary())
    wrong = pa.Array.from_buffers(pa.string(), 3, data.buffers())
    for options in ({}, {"use_dictionary": False}):
        found = read_table(_table(note=wrong), **options)
        assert [str(finding) for finding in found.findings] == [
            f"rows.parquet: row 2: note: byte 0xFC is not UTF-8{LOOKS}, expected text in UTF-8"
        ]
        assert [row[7] for row in found.rows] == ["good", "Zürich", None]


def test_a_file_without_rows_says_so(read_table: Callable[..., Read]) -> None:
    assert read_table(_table().slice(0, 0)).places == [(None, "empty", None)]


def test_a_spoilt_file_is_named(tmp_path: Path, read_path: ReadPath) -> None:
    path = tmp_path / "rows.parquet"
    parquet.write_table(_table(), path)
    data = path.read_bytes()
    for cut in range(0, len(data), 97):
        path.write_bytes(data[:cut])
        found = read_path(path)
        assert [(finding.line, finding.check in {"file", "file-type"}) for finding in found.findings] == [(None, True)]
    for place in range(4, len(data) - 8, 23):
        path.write_bytes(data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :])
        found = read_path(path)
        assert found.rows or found.findings


def test_text_that_unpacks_to_fill_the_memory_is_refused(read_table: Callable[..., Read]) -> None:
    count = 20_000
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array(["x" * 100_000]))
    (finding,) = read_table(_table(quote=repeated)).findings
    assert str(finding) == (
        "rows.parquet: rows 1 to 20000 unpack to 1908 MiB, and are not read, expected rows of at most 16 KiB on average"
    )
