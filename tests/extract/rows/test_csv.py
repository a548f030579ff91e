"""CSV: the same cells as Python's csv module reads, and every broken record at its line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.extract.rows.conftest import Read

    Reader = Callable[[str | bytes], Read]

ROW = "2020-11-11,CHNGOV,USA,010,https://example.org/1,They talked.,Ada,"
CELLS = ("2020-11-11", "CHNGOV", "USA", "010", "https://example.org/1", "They talked.", "Ada", None)
LONG = 1 << 20

_ANY_FILE = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_TEXT = st.text(st.sampled_from('ab,;"\n\r\t =é北\ufeff\0'), max_size=6)
_RECORDS = st.lists(st.lists(_TEXT, min_size=8, max_size=8).filter(any), max_size=12)


@_ANY_FILE
@given(
    records=_RECORDS,
    form=st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)]),
    ends=st.booleans(),
)
def test_what_a_csv_writer_writes_is_read_as_it_was(
    read_body: Reader, records: list[list[str]], form: tuple[str, int], ends: bool
) -> None:
    line_end, quoting = form
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    lines = []
    for record in records:
        lines.append(2 + file.getvalue().count("\n"))
        writer.writerow(record)
    body = file.getvalue() if ends else file.getvalue().removesuffix(line_end)
    found = read_body(body)
    assert found.rows == [tuple(cell or None for cell in record) for record in records]
    assert found.lines == lines
    assert found.cell_lines == [
        tuple(line + "".join(record[:column]).count("\n") for column in range(8))
        for line, record in zip(lines, records, strict=True)
    ]
    assert found.places == ([] if records else [(None, "empty", None)])


_BROKEN = st.sampled_from(
    [
        ('x,"open', "quote-unclosed", "actor_code"),
        ('"open, 1', "quote-unclosed", "event_date"),
        ('a,b "c" d,e', "quote-misplaced", "actor_code"),
        ('a,"b" c,e', "quote-misplaced", "actor_code"),
        ("a,b", "row-length", "target_code"),
        ("a,b,c,d,e,f,g,h,i", "row-length", None),
        ("", "blank-row", None),
        (" \t", "blank-row", None),
        (",,,,,,,", "blank-row", None),
        ('"",,,,,,,""', "blank-row", None),
    ]
)
_GOOD = st.sampled_from(
    [
        ROW,
        ROW.replace("They talked.", '"They ""talked"", twice."'),
        ROW.replace("They talked.", '"They\ntalked."'),
        ROW.replace("They talked.", '"They\r\n\r\n""talked"".\n"'),
        ROW.replace("They talked.", "They\rtalked."),
        ROW.replace("They talked.", "è"),
        ",".join(f'"{cell or ""}"' for cell in CELLS),
    ]
)


@_ANY_FILE
@given(st.lists(st.one_of(_GOOD, _BROKEN), min_size=1, max_size=20))
@example([('x,"open', "quote-unclosed", "actor_code"), ROW])
def test_broken_records_are_named_and_no_other_is_lost(
    read_body: Reader, lines: list[str | tuple[str, str, str | None]]
) -> None:
    expected_rows, expected_lines, expected_findings = [], [], []
    number = 2
    body = ""
    for line in lines:
        if isinstance(line, str):
            (cells,) = csv.reader(io.StringIO(line.replace("They\rtalked.", "They~talked."), newline=""))
            expected_rows.append(tuple(cell.replace("~", "\r") or None for cell in cells))
            expected_lines.append(number)
            text = line
        else:
            text, check, column = line
            expected_findings.append((number, check, column))
        body += text + "\n"
        number += text.count("\n") + 1
    found = read_body(body)
    assert found.places == expected_findings
    assert found.rows == expected_rows
    assert found.lines == expected_lines


@_ANY_FILE
@given(st.text(st.sampled_from('a,"\n\r'), max_size=60))
def test_any_text_is_read_to_its_end(read_body: Reader, text: str) -> None:
    found = read_body(text + "\n" + ROW + "\n")
    assert found.rows[-1:] == [CELLS] or found.findings
    assert all(line is not None and line <= 2 + text.count("\n") + 1 for line, _, _ in found.places)


def test_a_row_that_a_quote_swallowed_is_read_all_the_same(read_body: Reader) -> None:
    found = read_body(f'2020,CHN,"USA,010\n{ROW}\n2020,CHN,USA",010\n{ROW}\n')
    assert found.places == [(2, "quote-unclosed", "target_code"), (4, "quote-misplaced", "target_code")]
    assert found.rows == [CELLS, CELLS]
    assert found.lines == [3, 5]


def test_a_finding_says_what_was_found(read_body: Reader) -> None:
    found = read_body(f'2020,CHN\n2020,"CHN" GOV,USA\n{ROW},\n{ROW}"unclosed\n')
    assert [str(finding) for finding in found.findings] == [
        "rows.csv:2: target_code: the row has 2 cells, expected 8",
        'rows.csv:3: actor_code: text after a closing quotation mark, expected "" for " inside a cell',
        'rows.csv:4: the row has 9 cells, expected 8; a cell that holds a separator is written in "…"',
        'rows.csv:5: note: a quotation mark opens here and is not closed, expected a closing " at the end of the cell',
    ]
    assert [finding.value for finding in found.findings] == ["2 cells", '"CHN" GOV,USA', "9 cells", '"unclosed']


def test_a_line_beyond_the_limit_is_left_out(read_body: Reader) -> None:
    found = read_body(f"{ROW}\n{'x' * (LONG + 1)}\n{ROW}\n{'y' * 3 * LONG}\n{ROW}{'z' * 5 * LONG}")
    assert found.places == [(3, "line-length", None), (5, "line-length", None), (6, "line-length", None)]
    assert found.lines == [2, 4]


def test_a_quote_that_opens_above_a_line_beyond_the_limit_is_not_closed(read_body: Reader) -> None:
    found = read_body(f'2020,"\n{ROW}\n{"x" * 4 * LONG}\n{ROW}\n2020,"\n{"x" * LONG}x"\n{ROW}')
    assert found.places == [
        (2, "quote-unclosed", "actor_code"),
        (4, "line-length", None),
        (6, "quote-unclosed", "actor_code"),
        (7, "line-length", None),
    ]
    assert found.lines == [3, 5, 8]


def test_a_line_at_the_limit_is_read(read_body: Reader) -> None:
    filler = "n" * (LONG - len(ROW))
    found = read_body(f"{ROW}{filler}\r\n{ROW}{filler}\n")
    assert (found.places, found.lines) == ([(2, "line-length", None)], [3])
    assert len(found.rows[-1][-1] or "") == len(filler)


def test_a_quote_is_not_sought_beyond_the_limit(read_body: Reader) -> None:
    found = read_body(f'{ROW}\n2020,"CHN\n' + f"{ROW}\n" * (LONG // len(ROW) + 10))
    assert found.places == [(3, "quote-unclosed", "actor_code")]
    assert len(found.rows) == LONG // len(ROW) + 11


def test_cells_that_are_not_utf_8_are_named_and_read(read_body: Reader) -> None:
    latin = ROW.replace("They talked.", '"Zürich\nsaid"').encode("latin-1")
    mixed = ROW.replace("They talked.", "Genève").encode() + "caf\xe9".encode("latin-1")
    found = read_body(b"\n".join([ROW.encode(), latin, mixed, b"\xff,too short", ROW.encode(), b""]))
    assert found.places == [(3, "encoding", "quote"), (5, "encoding", "note"), (6, "row-length", "target_code")]
    assert [row[5] for row in found.rows] == ["They talked.", "Zürich\nsaid", "Genève", "They talked."]
    assert found.rows[2][7] == found.findings[1].value == "café"
    assert (
        found.findings[0].text == "byte 0xFC is not UTF-8 (looks like Latin-1 or Windows-1252), expected text in UTF-8"
    )


def test_a_file_without_rows_says_so(read_text: Callable[..., Read], read_body: Reader) -> None:
    assert read_text("").places == [(None, "empty", None)]
    assert read_text("\ufeff\n").places == [(None, "empty", None)]
    assert read_body("").places == [(None, "empty", None)]
    assert read_body("\n").places == [(2, "blank-row", None)]
