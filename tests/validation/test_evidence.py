"""Rows held against the articles that they quote and the events that are coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diplopack.errors import DataError
from diplopack.validation.evidence import CodedEvents, Quotes, fold
from diplopack.validation.rows import Checker, validate_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from tests.validation.conftest import Find

URL = "https://example.org/seed"
TEXT = """Taiwan’s government described the talks as a “major milestone” in relations.
China considers the island its own territory – with no right to form ties of its own.

Then Pompeo   spoke.
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "one.md").write_text(f"---\npublished: 2020-11\nurl: {URL}\n---\n{TEXT}", "utf-8")
    (folder / "two.md").write_text(f"---\npublished: 2020-11\nurl: {URL}\n---\nAn update says more.\n", "utf-8")
    (folder / "three.md").write_text("---\npublished: 2020-11\n---\nIt has no address.\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "quote",
    [
        "Taiwan’s government described the talks as a “major milestone” in relations.",
        'Taiwan\'s government described the talks as a "major milestone" in relations.',
        "its own territory - with no right",
        "in relations. China considers",
        "Then Pompeo spoke.",
        "Then\nPompeo\tspoke.",
        "An update says more.",
    ],
)
def test_a_quote_is_found_whatever_its_space_and_marks(find: Find, seeds: Path, today: dt.date, quote: str) -> None:
    assert find({"source_url": URL, "quote": quote}, checker=Checker(today, Quotes([seeds]))) == []


def test_a_quote_that_is_not_there_is_named_with_the_nearest_sentence(find: Find, seeds: Path, today: dt.date) -> None:
    quote = "China considers the island its own territory, with no right to form ties."
    found = find(
        {"source_url": URL, "quote": quote},
        {"source_url": URL, "quote": "Something else was said."},
        {"source_url": "https://example.org/unknown", "quote": quote},
        checker=Checker(today, Quotes([seeds])),
    )
    assert [(finding.line, finding.column, finding.check, finding.suggestion) for finding in found] == [
        (
            2,
            "quote",
            "quote-not-found",
            "China considers the island its own territory – with no right to form ties of its own.",
        ),
        (3, "quote", "quote-not-found", None),
    ]
    assert found[0].value == quote
    assert URL in found[0].message


def test_a_quote_with_a_fault_of_its_own_is_not_looked_up(find: Find, seeds: Path, today: dt.date) -> None:
    rows = ({"source_url": URL, "quote": "=1+1"}, {"source_url": URL, "quote": None})
    found = find(*rows, checker=Checker(today, Quotes([seeds])))
    assert [finding.check for finding in found] == ["formula", "required"]


def test_a_space_around_a_quote_is_the_only_fault_of_it(find: Find, seeds: Path, today: dt.date) -> None:
    found = find({"source_url": URL, "quote": " Then Pompeo spoke."}, checker=Checker(today, Quotes([seeds])))
    assert [finding.check for finding in found] == ["whitespace"]


def test_folding_keeps_every_character_at_its_place() -> None:
    assert fold("“a” – ‘b’…") == "\"a\" - 'b'…"
    assert len(fold(TEXT)) == len(TEXT)


def test_an_article_that_cannot_be_read_is_warned_of(tmp_path: Path, today: dt.date) -> None:
    seeds, rows = tmp_path / "seeds", tmp_path / "rows"
    for folder in (seeds, rows):
        folder.mkdir()
    (seeds / "bad.md").write_text("---\npublished: someday\n---\nText.\n", "utf-8")
    found = list(validate_rows([rows], today=today, seeds=seeds))
    assert (found[0].check, found[0].severity, found[0].column) == ("file", "warning", "published")
    assert "bad.md" in found[0].file


def test_events_that_are_coded_already_are_warned_of(find: Find, package: Path, today: dt.date) -> None:
    coded = {"event_date": "2020-11-11", "actor_code": "CHNGOV", "target_code": "USA", "event_code": "036"}
    found = find(
        coded,
        coded | {"event_date": "2020-11"},
        coded | {"event_code": "042"},
        coded | {"quote": None},
        checker=Checker(today, coded=CodedEvents(package)),
    )
    assert [(finding.line, finding.column, finding.check, finding.severity) for finding in found] == [
        (2, None, "already-coded", "warning"),
        (5, "quote", "required", "error"),
        (5, None, "already-coded", "warning"),
    ]


def test_a_folder_that_is_no_package_is_said(tmp_path: Path, today: dt.date) -> None:
    with pytest.raises(DataError, match="is no data package"):
        list(validate_rows([tmp_path], today=today, against=tmp_path))
