"""A comparison as one JSON object, each row that differs on a line of its own."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, TextIO, get_args

from diplopack.compare import versions
from diplopack.compare.report.changes import Change, Changes, Kind
from diplopack.validation.report.escape import as_json
from diplopack.validation.report.json import Array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diplopack.compare.comparison import ColumnChanges, Comparison, TableDifference


def write(comparison: Comparison, out: TextIO, *, limit: int | None) -> None:
    """Write ``{"same": bool, "level": …, "tables": {name: {…}}}``.

    A table has ``same``, ``rows`` (old and new, null where it is missing), ``columns``, ``unmatched``, ``counts``, and
    in ``added``, ``removed`` and ``changed`` the rows: each has its key, ``row`` or, if it is changed, ``columns``
    with the old and new values, and if it is an event, ``evidence``.
    """
    changes = Changes(comparison, limit)
    level = str(versions.level(comparison))
    out.write(f'{{"same": {as_json(comparison.is_same)},\n"level": {as_json(level)},\n"tables": {{')
    before = "\n"
    for table in comparison.tables.values():
        out.write(f"{before}{as_json(table.name)}: {{")
        _write_table(table, changes, out)
        before = "},\n"
    out.write("}}}\n" if comparison.tables else "}}\n")


def _write_table(table: TableDifference, changes: Changes, out: TextIO) -> None:
    counts = {"added": table.added.num_rows, "removed": table.removed.num_rows, "changed": table.changed.num_rows}
    facts = {
        "same": table.is_same,
        "rows": {"old": table.old_rows, "new": table.new_rows},
        "columns": _columns(table.columns),
        "unmatched": table.unmatched,
        "counts": counts,
    }
    out.write(",\n".join(f"{as_json(name)}: {as_json(fact)}" for name, fact in facts.items()))
    for kind in get_args(Kind):
        out.write(f",\n{as_json(kind)}: ")
        rows = Array(out)
        for change in changes.of(table, kind):
            rows.add(as_json(_record(table, change)))
        rows.end()


def _columns(columns: ColumnChanges) -> dict[str, Any]:
    return {
        "added": columns.added,
        "removed": columns.removed,
        "renamed": [{"old": old, "new": new} for old, new in columns.renamed],
        "retyped": [{"column": column, "old": old, "new": new} for column, old, new in columns.retyped],
        "reordered": columns.reordered,
    }


def _record(table: TableDifference, change: Change) -> dict[str, Any]:
    record: dict[str, Any] = {table.key: _plain(change.key)}
    if change.kind == "changed":
        record["columns"] = {
            column: {"old": _plain(old), "new": _plain(new)} for column, (old, new) in change.cells.items()
        }
    else:
        record["row"] = _plain_values(change.row)
    if table.name == "events":
        record["evidence"] = _plain_values(change.evidence) if change.evidence else None
    return record


def _plain_values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(cell) for name, cell in row.items()}


def _plain(cell: object) -> object:
    """A value as JSON has one: a date as 2020-11-11, what is no number as null."""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)
