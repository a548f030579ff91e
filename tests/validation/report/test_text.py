"""The form for people: what they see first, and that nothing in it acts upon their terminal."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplopack.validation.report import Format, write
from diplopack.validation.rows import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diplopack.finding import Finding

    Report = Callable[[Format, Sequence[Finding]], str]

SNAPSHOT = Path(__file__).with_name("report.txt")


def test_a_summary_then_each_finding_at_its_place(report: Report, findings: list[Finding]) -> None:
    assert report("text", findings) == SNAPSHOT.read_text("utf-8")


def test_of_many_the_first_of_each_kind_and_how_to_see_all(
    report: Report, findings: list[Finding], many: Callable[[int], list[Finding]]
) -> None:
    text = report("text", [*findings, *many(1_000)])
    assert text.startswith("1,007 errors and 1 warning: 1,203 rows in 3 files\n")
    assert "\n  1,002  actor code that is not in the codebook\n" in text
    assert "\n      1  misspelt column\n" in text
    assert text.count("many.csv:") == 3
    assert "\n… and 997 more\n" in text
    assert text.endswith("\nAll 1,008, each on a line: --format json\n")


def test_what_is_not_much_is_shown_in_full(report: Report, many: Callable[[int], list[Finding]]) -> None:
    text = report("text", many(50))
    assert text.count("many.csv:") == 50
    assert "more" not in text
    assert "--format" not in text


def test_all_is_valid(report: Report) -> None:
    assert report("text", []) == "valid: 1,203 rows in 3 files\n"


def test_warnings_leave_it_valid(report: Report, findings: list[Finding]) -> None:
    text = report("text", findings[-1:])
    assert text.startswith("valid, with 1 warning: 1,203 rows in 3 files\n")
    assert "seeds/contributed/talks.parquet: row 10: dist has this event\n" in text


def test_valid_packages_are_named_beside_valid_rows() -> None:
    out = io.StringIO()
    packages = {"dist": {"events": 1200, "mentions": 3}}
    assert write("text", iter(()), Counts(files=2, rows=1205), out, packages=packages)
    assert out.getvalue() == "dist: valid (1,200 events, 3 mentions)\nvalid: 1,205 rows in 2 files\n"


def test_colours_change_no_word(report: Report, findings: list[Finding]) -> None:
    out = io.StringIO()
    write("text", iter(findings), Counts(files=3, rows=1203), out, color=True)
    assert "\x1b[" in out.getvalue()
    assert click.unstyle(out.getvalue()) == report("text", findings)


def test_nothing_reaches_the_terminal_unseen(report: Report, nasty: Finding) -> None:
    text = report("text", [nasty])
    assert all(line.isprintable() for line in text.split("\n"))
    assert r"\r\n\x00\x1b[2J\u202e\udc80\ufffe🕊" in text


def test_a_cell_of_a_megabyte_is_cut(report: Report, many: Callable[[int], list[Finding]]) -> None:
    (finding,) = many(1)
    object.__setattr__(finding, "message", "x" * 1_000_000)
    text = report("text", [finding])
    assert len(text) < 2_000
    assert "xxx… (999,000 more characters)\n" in text
