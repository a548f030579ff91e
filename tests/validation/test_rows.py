"""Contributed rows validated: each fault at its place and once, whatever the chunks and files."""

from __future__ import annotations

import csv
import dataclasses
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from diplopack.extract.rows.chunk import Chunk
from diplopack.finding import CHECKS, Finding
from diplopack.validation import cells, coded, columns
from diplopack.validation.rows import Checker, Counts, validate_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.validation.conftest import Find, MakeChunk, Row

    from diplopack.validation.fault import Fault

SPOILT = {
    "event_date": ["", "2021-02-30", "03/04/2021", "3 May 2021", "2031", "1899", " 2020", "x", "2020\u200b"],
    "actor_code": ["", "CHNGVO", "chn", "SUN", "CHN ", "XYZ", "=A1"],
    "target_code": ["", "USAGVO", "usa", "DDRGOV", "XKXQQQ"],
    "event_code": ["", "36", "999", "0.42", "042 "],
    "source_url": [
        "",
        "www.example.org",
        "ftp://example.org/x",
        "https://x",
        "https://example.org/a b",
        " https://a.b",
    ],
    "quote": ["", "=1+1", " He left.", "a\x07b", "\u202eb", "-1", "  "],
    "contributor": ["", "@ada", "Ada ", "Ada\u200b"],
    "note": ["+1", " x", " ", "x\ufeff"],
}
CELLS = [(column, value) for column, values in SPOILT.items() for value in values]


def places(findings: Sequence[Finding]) -> list[tuple[int | None, str | None, str]]:
    return [(finding.line, finding.column, finding.check) for finding in findings]


def test_good_rows_have_no_finding(find: Find) -> None:
    assert find({}, {"note": "seen twice"}, {"event_date": "2020"}, {"actor_code": "IGOUNO"}) == []


@pytest.mark.parametrize(("column", "value"), CELLS)
def test_a_spoilt_cell_is_one_finding_at_its_place(find: Find, column: str, value: str) -> None:
    (found,) = find({}, {column: value or None}, {})
    assert (found.file, found.line, found.column, found.value) == ("rows.csv", 3, column, value or None)
    assert found.check in CHECKS
    assert (found.severity, found.row) == ("error", None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    spoilt=st.dictionaries(
        st.tuples(st.integers(0, 11), st.sampled_from(list(SPOILT))), st.integers(0, 100), max_size=20
    ),
    cuts=st.sets(st.integers(1, 11)),
)
def test_every_spoilt_cell_is_found_and_no_other_whatever_the_chunks(
    chunk: MakeChunk, good: Row, today: dt.date, spoilt: dict[tuple[int, str], int], cuts: set[int]
) -> None:
    rows = [good | {"quote": f"He left {number}."} for number in range(12)]
    for (row, column), choice in spoilt.items():
        rows[row][column] = SPOILT[column][choice % len(SPOILT[column])] or None
    bounds = [0, *sorted(cuts), len(rows)]
    chunks = [chunk(rows[a:b], first_row=a) for a, b in itertools.pairwise(bounds)]
    counts = Counts()
    found = list(Checker(today).findings([chunks], counts))
    expected = {(row + 2, column) for row, column in spoilt}
    # A state is only too late for a date that can be read.
    for row, column in spoilt:
        if rows[row][column] in {"SUN", "DDRGOV"} and (row, "event_date") in spoilt:
            expected.discard((row + 2, column))
    cells_found = [(finding.line, finding.column) for finding in found if finding.check != "duplicate"]
    order = [(line, cells.columns().index(column)) for line, column in cells_found if line and column]
    assert sorted(order) == order
    assert set(cells_found) == expected
    assert len(cells_found) == len(expected)
    assert counts.rows == 12


def test_a_state_is_held_against_the_year(find: Find) -> None:
    found = find(
        {"actor_code": "SUNGOV", "event_date": "1991"},
        {"actor_code": "SUNGOV", "event_date": "2005-01-01"},
        {"target_code": "SSD", "event_date": "2010-12"},
        {"target_code": "XKXREBKLA", "event_date": "1998"},
    )
    assert [str(finding) for finding in found] == [
        "rows.csv:3: actor_code: 'SUNGOV' (Soviet Union) ended in 1991, expected a state that existed in 2005",
        "rows.csv:4: target_code: 'SSD' (South Sudan) came into being in 2011, expected a state that existed in 2010",
    ]


def test_a_party_does_not_act_upon_itself(find: Find) -> None:
    found = find({"actor_code": "USA"}, {"actor_code": "XYZ", "target_code": "XYZ"}, {"target_code": "CHN"})
    assert places(found) == [
        (2, "target_code", "same-party"),
        (3, "actor_code", "actor-code"),
        (3, "target_code", "actor-code"),
    ]


def test_a_party_that_acts_upon_itself_is_found_where_its_code_is_also_written_with_space(find: Find) -> None:
    found = find({"actor_code": "CHN", "target_code": "CHN"}, {"actor_code": "CHN "})
    assert places(found) == [(2, "target_code", "same-party"), (3, "actor_code", "whitespace")]


def test_a_state_that_was_not_there_and_is_both_parties_is_said_once_a_cell(find: Find) -> None:
    assert places(find({"actor_code": "SUN", "target_code": "SUN"})) == [
        (2, "actor_code", "state-not-on-date"),
        (2, "target_code", "state-not-on-date"),
    ]


def test_a_repetition_names_the_first_row_like_it(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    other = good | {"event_code": "042"}
    spaced = good | {"quote": f"{good['quote']} ", "note": "the same but for space"}
    files = [
        [chunk([good, other, good]), chunk([spaced], first_row=3)],
        [chunk([other], file="more.parquet", is_parquet=True)],
        [chunk([good, other], file="last.csv")],
    ]
    found = list(Checker(today).findings(files, Counts()))
    assert [str(finding) for finding in found if finding.check == "duplicate"] == [
        "rows.csv:4: repeats rows.csv:2, expected each event and quote once",
        "rows.csv:5: repeats rows.csv:2, expected each event and quote once",
        "more.parquet: row 1: repeats rows.csv:3, expected each event and quote once",
        "last.csv:2: repeats rows.csv:2, expected each event and quote once",
        "last.csv:3: repeats rows.csv:3, expected each event and quote once",
    ]
    assert [finding.check for finding in found].count("whitespace") == 1


def test_rows_without_a_value_of_the_key_repeat_nothing(find: Find) -> None:
    empty: Row = {"quote": None}
    assert [finding.check for finding in find(empty, empty)] == ["required", "required"]


def test_a_row_of_parquet_is_told_by_its_number(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    bad = good | {"event_code": "36"}
    part = chunk([bad], file="rows.parquet", first_row=7, is_parquet=True)
    (found,) = Checker(today).findings([[part]], Counts())
    assert (found.line, found.row) == (9, 8)
    assert str(found).startswith("rows.parquet: row 8: event_code: '36' lost")


def test_what_is_wrong_with_the_form_comes_in_the_order_of_lines(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    def broken(line: int | None, column: str | None = None, file: str = "rows.csv") -> Finding:
        return Finding(file, line, column, None, "row-length", "has 7 cells")

    bad = good | {"event_code": "999", "contributor": None}
    part = chunk([good, bad])
    part = dataclasses.replace(part, lines=np.array([2, 4], np.int64))
    files: list[list[Chunk | Finding]] = [
        [broken(None), broken(1), broken(3), broken(5, "note"), part, broken(9)],
        [broken(1, file="b.csv")],
    ]
    found = list(Checker(today).findings(files, Counts()))
    assert [(finding.file, finding.line, finding.column) for finding in found] == [
        ("rows.csv", None, None),
        ("rows.csv", 1, None),
        ("rows.csv", 3, None),
        ("rows.csv", 4, "event_code"),
        ("rows.csv", 4, "contributor"),
        ("rows.csv", 5, "note"),
        ("rows.csv", 9, None),
        ("b.csv", 1, None),
    ]


def test_nothing_more_is_said_of_a_cell_that_could_not_be_decoded(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    undecodable = Finding("rows.csv", 2, "quote", "\x81", "encoding", "byte 0x81 is not UTF-8")
    part = chunk([good | {"quote": "\x81", "event_code": "999"}])
    found = list(Checker(today).findings([[undecodable, part]], Counts()))
    assert places(found) == [(2, "event_code", "event-code"), (2, "quote", "encoding")]


def test_a_column_in_which_no_value_is_like_another_is_not_remembered(
    find: Find, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded, "_MOST_KNOWN", 3)
    checker = Checker(today)
    for _ in range(3):
        found = find(*({"contributor": f"Ada {number}", "event_code": "36"} for number in range(5)), checker=checker)
        assert [finding.check for finding in found].count("event-code") == 5


def test_a_column_that_the_file_lacks_is_not_missed_in_every_row(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    part = chunk([good | {"quote": None}] * 2)
    part = dataclasses.replace(part, absent=frozenset({"quote"}))
    assert list(Checker(today).findings([[part]], Counts())) == []


def test_the_contract_has_the_last_word(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> Fault | None:
        return None

    monkeypatch.setattr(cells, "fault", nothing)
    found = find({"event_date": "someday", "source_url": "ftp://example.org"}, {"quote": "fine"})
    assert places(found) == [(2, "event_date", "constraint"), (2, "source_url", "constraint")]
    assert found[0].message == "'someday' breaks the contract"
    assert "2020-11" in found[0].expected


def test_an_error_of_ours_is_not_taken_for_a_valid_file(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(columns, "look_at_texts", fail)
    monkeypatch.setattr("diplopack.validation.rows.look_at_texts", fail)
    with pytest.raises(RuntimeError, match="broken"):
        find({})


def test_who_stops_listening_is_not_waited_for(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    read = []

    def endless() -> Iterator[Chunk]:
        for number in range(10_000):
            read.append(number)
            yield chunk([good | {"event_code": "999"}], first_row=number)

    findings = Checker(today).findings([endless()], Counts())
    assert next(findings).line == 2
    del findings
    assert len(read) <= 20


def test_sliced_columns_are_read_from_their_start(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    rows = [good | {"quote": f"{sign}He left."} for sign in ("=", "", " ", "")]
    whole = chunk(rows)
    part = Chunk("rows.csv", whole.table.slice(1, 2), whole.lines[1:3], 1, False, frozenset())
    found = list(Checker(today).findings([[part]], Counts()))
    assert places(found) == [(4, "quote", "whitespace"), (4, None, "duplicate")]


def test_files_are_read_and_all_their_faults_named(tmp_path: Path, good: Row, today: dt.date) -> None:
    rows = [
        good | {"quote": "He left.\nThen she left.", "note": "=1"},
        good | {"event_date": "03/04/2021"},
        dict(good),
    ]
    first, second = tmp_path / "a.csv", tmp_path / "b.parquet"
    with first.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, good, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    table = pa.Table.from_pylist(rows[2:], pa.schema([(name, pa.string()) for name in good]))
    parquet.write_table(table, second)
    counts = Counts()
    found = list(validate_rows([tmp_path], today=today, counts=counts))
    assert [(finding.file, *place) for finding, place in zip(found, places(found), strict=True)] == [
        (first.as_posix(), 3, "note", "formula"),
        (first.as_posix(), 4, "event_date", "date-ambiguous"),
        (second.as_posix(), 2, None, "duplicate"),
    ]
    assert found[2].message == f"repeats {first.as_posix()}:5"
    assert (counts.files, counts.rows) == (2, 4)


def test_codes_that_are_right_with_a_zero_too_are_asked_about_where_no_code_has_one(
    chunk: MakeChunk, good: Row, today: dt.date
) -> None:
    stripped = chunk([good | {"event_code": "10"}, good | {"event_code": "112"}])
    (question,) = Checker(today).findings([[stripped]], Counts())
    assert (question.line, question.column, question.severity) == (2, "event_code", "warning")
    assert question.text == "'10' lost its leading zero? '010' is a code"
    kept = chunk([good | {"event_code": "10"}, good | {"event_code": "012"}])
    assert list(Checker(today).findings([[kept]], Counts())) == []


def test_an_address_that_no_page_has_is_called_that(chunk: MakeChunk, good: Row, today: dt.date) -> None:
    (found,) = Checker(today).findings([[chunk([good | {"source_url": "https://example.org/a b"}])]], Counts())
    assert (found.check, found.suggestion) == ("url", "https://example.org/a%20b")
