"""The head of a file: header, separator, encoding, and what is no text at all."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.extract.rows.conftest import Read

    Reader = Callable[..., Read]

NAMES = "event_date actor_code target_code event_code source_url quote contributor note".split()
HEADER = ",".join(NAMES)
SWAPPED = ",".join([NAMES[1], NAMES[0], *NAMES[2:]])
CELLS = ["2020-11-11", "CHNGOV", "USA", "010", "https://example.org/1", "They talked.", "Ada", "n"]
ROW = ",".join(CELLS)


def _told(found: Read) -> list[str]:
    return [f"{finding.line} {finding.check} {finding.column}: {finding.text}" for finding in found.findings]


@pytest.mark.parametrize(
    ("header", "row", "missing", "told"),
    [
        (
            HEADER.replace("actor_code", "actor_cod"),
            ROW,
            [],
            ["1 header-misspelt actor_code: 'actor_cod' is not a column (did you mean 'actor_code'?)"],
        ),
        (
            HEADER.replace("event_date", "Date").replace("source_url", " Source URL"),
            ROW,
            [],
            [
                "1 header-misspelt event_date: 'Date' is not a column (did you mean 'event_date'?)",
                "1 header-misspelt source_url: ' Source URL' is not a column (did you mean 'source_url'?)",
            ],
        ),
        (
            HEADER.replace(",note", ""),
            ROW.removesuffix(",n"),
            ["note"],
            [f"1 header-missing note: column 'note' is missing, expected the columns {HEADER}"],
        ),
        (
            HEADER + ",page",
            ROW + ",12",
            [],
            [f"1 header-unknown page: 'page' is not a column, expected the columns {HEADER}"],
        ),
        (
            HEADER + ",",
            ROW + ",",
            [],
            [f"1 header-unknown None: column 9 has no name, expected the columns {HEADER}"],
        ),
        (
            HEADER + ",quote",
            ROW + ",another",
            [],
            ["1 header-doubled quote: column 'quote' is given twice, expected each column once"],
        ),
        (
            SWAPPED,
            ",".join([CELLS[1], CELLS[0], *CELLS[2:]]),
            [],
            [f"1 header-order None: the columns are in another order ({SWAPPED}), expected {HEADER}"],
        ),
    ],
)
def test_one_fault_of_the_header_is_one_finding_and_rows_are_read(
    read_text: Reader, header: str, row: str, missing: list[str], told: list[str]
) -> None:
    found = read_text(f"{header}\n{row}\n")
    assert _told(found) == told
    assert found.rows == [tuple(None if name in missing else cell for name, cell in zip(NAMES, CELLS, strict=True))]


def test_line_breaks_are_counted_in_the_order_of_the_file(read_text: Reader) -> None:
    header = ",".join(["page", *reversed(NAMES)])
    row = ",".join(['"p\n1"', *(f'"{cell}\n"' for cell in reversed(CELLS))])
    found = read_text(f"{header}\n{row}\n")
    assert found.cell_lines == [(10, 9, 8, 7, 6, 5, 4, 3)]


def test_a_file_without_header_is_read_by_position(read_text: Reader) -> None:
    found = read_text(f"{ROW}\n{ROW}\n")
    assert _told(found) == [f"1 header-missing None: found no header, expected {HEADER}"]
    assert found.lines == [1, 2]
    named_otherwise = read_text(f"a,b,c,d,e,f,g,h\n{ROW}\n")
    assert named_otherwise.places == found.places
    assert named_otherwise.lines == [2]


def test_a_file_of_other_columns_is_not_read(read_text: Reader) -> None:
    found = read_text("id,name\n1,x\n")
    assert found.places == [(1, "header-missing", None)]
    assert found.rows == []


@pytest.mark.parametrize(
    ("name", "delimiter", "told"),
    [
        ("rows.csv", ";", "1 separator None: separated by ';', expected ','"),
        ("rows.csv", "\t", "1 separator None: separated by a tab, expected ','"),
        ("rows.csv", "|", "1 separator None: separated by '|', expected ','"),
        ("rows.tsv", ",", "1 separator None: separated by ',', expected a tab"),
        ("rows.tsv", "\t", None),
        ("rows.CSV", ",", None),
    ],
)
def test_another_separator_is_named_once_and_used(
    read_text: Reader, name: str, delimiter: str, told: str | None
) -> None:
    content = "\n".join([delimiter.join(NAMES), delimiter.join(CELLS), f'x{delimiter}"y{delimiter}z"', ""])
    found = read_text(content, name)
    assert _told(found)[:-1] == ([told] if told else [])
    assert found.places[-1] == (3, "row-length", "target_code")
    assert found.rows == [tuple(CELLS)]


def test_a_byte_order_mark_and_a_quoted_header_are_no_fault(read_text: Reader) -> None:
    quoted = ",".join(f'"{name}"' for name in NAMES)
    found = read_text(f"\ufeff{quoted}\r\n{ROW}\r\n")
    assert found.findings == []
    assert found.rows == [tuple(CELLS)]


def test_a_broken_quote_in_the_header_is_named_and_rows_are_read(read_text: Reader) -> None:
    found = read_text(f'"{HEADER}\n{ROW}\n')
    assert found.places == [(1, "quote-unclosed", None)]
    assert found.rows == [tuple(CELLS)]


def test_blank_lines_above_the_header_are_counted(read_text: Reader) -> None:
    found = read_text(f"\n \r\n{HEADER},x\n{ROW},\n")
    assert found.places == [(1, "blank-row", None), (2, "blank-row", None), (3, "header-unknown", "x")]
    assert found.lines == [4]


def test_bare_carriage_returns_are_named_once_and_end_lines(read_text: Reader) -> None:
    found = read_text(f"{HEADER}\r{ROW}\r\r{ROW}")
    assert found.places == [(1, "separator", None), (3, "blank-row", None)]
    assert found.lines == [2, 4]


@pytest.mark.parametrize(
    ("content", "check", "message"),
    [
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), "encoding", "looks like UTF-16, and is not read"),
        (f"{HEADER}\n{ROW}\n".encode("utf-16-be"), "encoding", "looks like UTF-16, and is not read"),
        (f"{HEADER}\n{ROW}\n".encode("utf-32"), "encoding", "looks like UTF-32, and is not read"),
        (bytes(5_000_000), "file-type", "begins with nothing but NUL bytes, and is not read"),
        (f"{HEADER}\n".encode() + bytes(5_000_000), "file-type", "binary (NUL bytes for the most part)"),
        (b"PK\x03\x04" + bytes(100), "file-type", "the content is that of a zip archive or an Excel workbook"),
        (gzip.compress(b"x", mtime=0), "file-type", "the content is that of a gzip archive, and is not read"),
        (b"PAR1....PAR1", "file-type", "the content is that of a Parquet file, and is not read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "file-type", "binary (byte 0x1A at offset 6), and is not read"),
        (b"<!DOCTYPE html>\n", "file-type", "the content is that of HTML or XML, and is not read"),
    ],
)
def test_what_is_no_text_is_named_as_what_it_is(read_text: Reader, content: bytes, check: str, message: str) -> None:
    (finding,) = read_text(content).findings
    assert (finding.line, finding.check) == (None, check)
    assert finding.message.startswith(message)


@pytest.mark.parametrize("columns", [100_000, 1_000])
def test_a_header_of_very_many_columns_is_refused(read_text: Reader, columns: int) -> None:
    (finding,) = read_text(",".join(f"c{number}" for number in range(columns)) + f"\n{ROW}\n").findings
    assert (finding.line, finding.check, finding.value) == (1, "header-unknown", f"{columns} columns")


def test_a_header_beyond_the_limit_is_refused(read_text: Reader) -> None:
    assert read_text("x" * 3_000_000 + f"\n{ROW}\n").places == [(1, "line-length", None)]


def test_a_row_of_very_many_cells_is_one_finding(read_text: Reader) -> None:
    found = read_text(f"{HEADER}\n{',' * 100_000}\n{ROW}\n")
    assert found.places == [(2, "row-length", None)]
    assert found.findings[0].value == "100001 cells"
    assert found.lines == [3]


def test_a_header_that_is_not_utf_8_is_read(read_text: Reader) -> None:
    found = read_text(f"{HEADER},größe\n{ROW},\n".encode("latin-1"))
    assert found.places == [(1, "encoding", "größe"), (1, "header-unknown", "größe")]
    assert found.rows == [tuple(CELLS)]
