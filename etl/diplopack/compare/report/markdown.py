"""A comparison as Markdown, for a pull request or release notes; nothing from an article is markup in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO, get_args

from diplopack.compare.report.changes import Changes, Kind, rows_of
from diplopack.compare.report.words import column_lines, place, summary, value, verdict
from diplopack.validation.report.escape import code_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplopack.compare.comparison import Comparison, TableDifference
    from diplopack.compare.report.changes import Change


def write(comparison: Comparison, out: TextIO, *, limit: int | None) -> None:
    """Write the verdict, a table of counts, and a list of rows for each table that differs."""
    out.writelines(f"{line}\n" for line in (verdict(comparison), "", *counts(comparison)))
    changes = Changes(comparison, limit)
    for table in comparison.tables.values():
        if not table.is_same:
            out.writelines(f"{line}\n" for line in _table(table, changes))


def counts(comparison: Comparison) -> Iterator[str]:
    """The numbers of rows of each table, as lines of a Markdown table."""
    yield f"| table | old rows | new rows | {' | '.join(get_args(Kind))} |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for table in comparison.tables.values():
        sides = ("missing" if rows is None else f"{rows:,}" for rows in (table.old_rows, table.new_rows))
        kinds = (f"{rows_of(table, kind).num_rows:,}" for kind in get_args(Kind))
        yield f"| {table.name} | {' | '.join((*sides, *kinds))} |"


def _table(table: TableDifference, changes: Changes) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield from _list(f"- {code_span(line)}" for line in column_lines(table))
    for kind in get_args(Kind):
        if rows_of(table, kind).num_rows:
            yield ""
            yield f"### {table.name} {kind}"
            yield from _list(line for change in changes.of(table, kind) for line in _change(table, change))
            if left_out := changes.left_out(table, kind):
                yield f"- … and {left_out:,} more"


def _list(lines: Iterator[str]) -> Iterator[str]:
    """Items of a list after the blank line that it needs; nothing where there are none."""
    for number, line in enumerate(lines):
        if not number:
            yield ""
        yield line


def _change(table: TableDifference, change: Change) -> Iterator[str]:
    about = summary(table, change)
    yield f"- {code_span(str(change.key))}{f' {code_span(about)}' if about else ''}"
    for column, (old, new) in change.cells.items():
        yield f"  - {column}: {code_span(value(old))} → {code_span(value(new))}"
    if change.evidence:
        sentence = change.evidence.get("sentence")
        where = code_span(place(change.evidence))
        yield f"  - {where}" if sentence is None else f"  - {code_span(sentence)} ({where})"
