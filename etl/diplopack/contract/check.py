"""Whether tables keep the contract, each and together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.contract.codebooks import codebook
from diplopack.contract.faults import foreign_key_faults
from diplopack.contract.stream import StreamCheck, fault_line
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_ROWS_AT_ONCE = 65_536


def check(tables: Mapping[str, pa.Table]) -> None:
    """Check that tables keep the contract: each by Pandera, and the foreign keys between them.

    Args:
        tables: Tables by name. What they refer to is among them, or is a codebook.

    Raises:
        DataError: They do not; the lines name table, key of the row, column, value, and what was expected:
            of each table the first `stream.MOST_SHOWN`, and how many there are beyond.
    """
    stream = StreamCheck(lambda name: tables[name] if name in tables else codebook(name))
    for name, table in tables.items():
        for start in range(0, max(1, table.num_rows), _ROWS_AT_ONCE):
            if not stream.add(name, table.slice(start, _ROWS_AT_ONCE)):
                break
    stream.finish()


def check_foreign_keys(tables: Mapping[str, pa.Table]) -> None:
    """Check that what refers to a row of another table, or of a codebook, refers to one that is there.

    Args:
        tables: Tables of the contract's types by name. What they refer to is among them, or is a codebook.

    Raises:
        DataError: Something is not there; the lines are those of `check`.
    """
    lines: list[str] = []
    for name, table in tables.items():
        found = foreign_key_faults(name, table, lambda target: tables[target] if target in tables else codebook(target))
        lines += [fault_line(name, table, fault) for fault in found]
    if lines:
        raise DataError(lines)
