"""A comparison for a person at a terminal: a table of counts, then each row that comes, goes or changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO, get_args

import click

from diplopack.compare.report.changes import Changes, Kind, rows_of
from diplopack.compare.report.words import column_lines, place, summary, value, verdict
from diplopack.validation.report.escape import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from diplopack.compare.comparison import Comparison, TableDifference
    from diplopack.compare.report.changes import Change

    Style = Callable[..., str]

_SIGNS: Mapping[Kind, tuple[str, str]] = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def write(comparison: Comparison, out: TextIO, *, limit: int | None, color: bool) -> None:
    """Write the verdict, a table of counts, and the rows of each table that differs."""
    style = click.style if color else _plain
    out.write(f"{style(verdict(comparison), bold=True)}\n")
    out.write("\n")
    out.writelines(f"{line}\n" for line in _counts(comparison))
    changes = Changes(comparison, limit)
    for table in comparison.tables.values():
        if not table.is_same:
            out.writelines(f"{line}\n" for line in _table(table, changes, style))


def _plain(text: str, **_colors: object) -> str:
    return text


def _counts(comparison: Comparison) -> Iterator[str]:
    header = ["", "old rows", "new rows", *get_args(Kind)]
    rows = [
        [
            table.name,
            *map(_number, (table.old_rows, table.new_rows)),
            *(_number(rows_of(table, kind).num_rows) for kind in get_args(Kind)),
        ]
        for table in comparison.tables.values()
    ]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        first, *numbers = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([f"  {first}", *numbers])


def _number(count: int | None) -> str:
    return "missing" if count is None else f"{count:,}"


def _table(table: TableDifference, changes: Changes, style: Style) -> Iterator[str]:
    yield ""
    yield style(table.name, bold=True)
    for line in column_lines(table):
        yield f"* {line}"
    for kind in get_args(Kind):
        for change in changes.of(table, kind):
            yield from _change(table, change, style)
        if left_out := changes.left_out(table, kind):
            yield f"… and {left_out:,} more {kind}"


def _change(table: TableDifference, change: Change, style: Style) -> Iterator[str]:
    sign, fg = _SIGNS[change.kind]
    head = style(f"{sign} {printable(str(change.key))}", fg=fg)
    yield f"{head}  {printable(summary(table, change))}".rstrip()
    for column, (old, new) in change.cells.items():
        yield f"    {column}: {printable(value(old))} → {printable(value(new))}"
    yield from _evidence(change.evidence)


def _evidence(evidence: Mapping[str, Any]) -> Iterator[str]:
    if not evidence:
        return
    where = f"({printable(place(evidence))})"
    sentence = evidence.get("sentence")
    yield f"    {where}" if sentence is None else f"    “{printable(sentence)}” {where}"
