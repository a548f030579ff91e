"""Whether tables keep the contract, each and together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.contract.codebooks import codebook
from diplopack.contract.faults import Fault, faults, foreign_key_faults, in_order, keys
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

MOST_SHOWN = 20
"""So many faults of a table are spelt out in a `DataError`; the others are counted."""


def check(tables: Mapping[str, pa.Table]) -> None:
    """Check that tables keep the contract: each by Pandera, and the foreign keys between them.

    Args:
        tables: Tables by name. What they refer to is among them, or is a codebook.

    Raises:
        DataError: They do not; the lines name table, key of the row, column, value, and what was expected:
            of each table the first `MOST_SHOWN`, and how many there are beyond.
    """
    found = {name: faults(name, table) for name, table in tables.items()}
    # Without its column, or with one of another type, a key cannot be looked up.
    if all(fault.row is not None for of_table in found.values() for fault in of_table):
        for name, table in tables.items():
            found[name] = in_order(name, [*found[name], *_foreign_key_faults(tables, name, table)])
    _report(tables, found)


def check_foreign_keys(tables: Mapping[str, pa.Table]) -> None:
    """Check that what refers to a row of another table, or of a codebook, refers to one that is there.

    Args:
        tables: Tables of the contract's types by name. What they refer to is among them, or is a codebook.

    Raises:
        DataError: Something is not there; the lines are those of `check`.
    """
    _report(tables, {name: _foreign_key_faults(tables, name, table) for name, table in tables.items()})


def _foreign_key_faults(tables: Mapping[str, pa.Table], name: str, table: pa.Table) -> list[Fault]:
    return foreign_key_faults(name, table, lambda target: tables[target] if target in tables else codebook(target))


def _report(tables: Mapping[str, pa.Table], found: Mapping[str, list[Fault]]) -> None:
    lines: list[str] = []
    for name, of_table in found.items():
        lines += [_line(name, tables[name], fault) for fault in of_table[:MOST_SHOWN]]
        if len(of_table) > MOST_SHOWN:
            lines.append(f"{name}: {len(of_table) - MOST_SHOWN:,} more of {len(of_table):,} faults")
    if lines:
        raise DataError(lines)


def _line(name: str, table: pa.Table, fault: Fault) -> str:
    if fault.row is None:
        return f"{name}: {fault}"
    key = ", ".join(f"{column} {table[column][fault.row].as_py()!r}" for column in keys(name)[0])
    return f"{name}: row {fault.row + 1} ({key}): {fault}"
