"""What Frictionless, which our readers use, says of a package that was written."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from frictionless import Error

_WHOLE_ROWS = 5_000  # a second or two
_SAMPLE_ROWS = 250  # as good as more to show that it reads our files; each value is judged before that
_SHOWN = 20


def rows_to_read(rows: int) -> tuple[int | None, str | None]:
    """How much of a package Frictionless reads, which takes 27,000 rows a second as CSV, 2,500 as Parquet.

    Args:
        rows: the number of rows of all its tables.

    Returns:
        The limit for `frictionless_errors`, and what to tell of it; None and None where it reads everything.
    """
    if rows <= _WHOLE_ROWS:
        return None, None
    note = (
        f"Frictionless read the first {_SAMPLE_ROWS:,} rows of each table, no Parquet file of more rows, "
        "and no foreign keys"
    )
    return _SAMPLE_ROWS, note


def frictionless_errors(folder: Path, descriptor: dict[str, Any], limit: int | None) -> list[str]:
    """Validate a package with Frictionless.

    Args:
        folder: where the files of the package are.
        descriptor: our own descriptor; never one that came from elsewhere, as Frictionless fetches the
            addresses that it names.
        limit: rows to read of each table, or None for all. Foreign keys are left out with a limit, since
            they need the whole of the table that they point to; and so are Parquet files of more rows, which
            Frictionless takes whole into memory, and of tables in parts all but the first.

    Returns:
        One line for each error, at most 20 of a table and one that counts the rest; empty where it is valid.
    """
    from frictionless import FrictionlessException, Package

    try:
        if limit is not None:
            Package.from_descriptor(descriptor, basepath=str(folder))
            descriptor = _of_a_part(folder, descriptor, limit)
        report = Package.from_descriptor(descriptor, basepath=str(folder)).validate(limit_rows=limit)
    except FrictionlessException as exception:
        return [f"datapackage.json: {reason.note}" for reason in (exception.reasons or [exception.error])]
    lines = [f"datapackage.json: {error.note}" for error in report.errors]
    for task in report.tasks:
        lines += [_line(task.place, error) for error in task.errors[:_SHOWN]]
        if len(task.errors) > _SHOWN:
            lines.append(f"{task.place}: and {len(task.errors) - _SHOWN:,} more errors")
    return lines


def _of_a_part(folder: Path, descriptor: dict[str, Any], limit: int) -> dict[str, Any]:
    """A copy of a descriptor that counts no rows, points to no other table, and has no large Parquet file."""
    from diplopack import contract

    copied = copy.deepcopy(descriptor)
    resources = []
    in_parts = set()
    for resource in copied["resources"]:
        resource.pop("rows", None)
        resource.get("schema", {}).pop("foreignKeys", None)
        file = contract.table_file(resource["path"])
        if file and file.fmt == "parquet" and _has_more_rows(folder / resource["path"], limit):
            continue
        if file and file.part and file.table in in_parts:
            continue
        if file and file.part:
            in_parts.add(file.table)
        resources.append(resource)
    return {**copied, "resources": resources}


def _has_more_rows(path: Path, limit: int) -> bool:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        return int(pyarrow.parquet.read_metadata(path).num_rows) > limit
    except (OSError, pa.ArrowException):
        return False  # what is wrong with it is for Frictionless to say


def _line(place: str, error: Error) -> str:
    """An error of Frictionless at its place; it counts records, not lines, the header being the first."""
    row = getattr(error, "row_number", None)
    field = getattr(error, "field_name", None)
    parts = [place, f"record {row}" if row else None, field, f"{error.note} ({error.type})"]
    return ": ".join(part for part in parts if part)
