"""Whether tables keep the contract that come block by block, and are never held whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from diplopack.contract.codebooks import codebook
from diplopack.contract.faults import (
    UNIQUE,
    Fault,
    column_faults,
    column_order,
    faults,
    foreign_key_faults,
    foreign_keys,
    in_order,
    keys,
    reference,
)
from diplopack.contract.schemas import CODEBOOKS, arrow_schema
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    import pyarrow as pa

    from diplopack.contract.hashes import KeySet

MOST_SHOWN = 20
"""So many faults of a table are spelt out in a `DataError`; the others are counted."""


class _Unresolved(NamedTuple):
    """Cells of a column that refer to keys which did not come yet.

    Attributes:
        column: its name.
        target: the table and the column that they refer to.
        at: the row of each in its table, from 0.
        hashes: of the cells.
        rows: the cells, and the primary keys of their rows.
    """

    column: str
    target: tuple[str, str]
    at: np.ndarray
    hashes: np.ndarray
    rows: pa.Table


class StreamCheck:
    """What `check` checks, of tables that come in blocks: of the rows before, only 8 bytes a key are kept.

    Least memory is needed where a table comes after those that it refers to; any order finds the same.

    Args:
        codebooks: Gives the codebook of a name, which rows may refer to.
    """

    def __init__(self, codebooks: Callable[[str], pa.Table] = codebook) -> None:
        self._codebooks = codebooks
        self._sizes: dict[str, int] = {}
        self._counts: dict[str, int] = defaultdict(int)
        self._lines: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._key_sets: dict[tuple[str, ...], KeySet] = {}
        self._unresolved: dict[str, list[_Unresolved]] = defaultdict(list)
        self._has_columns = True

    @property
    def is_faultless(self) -> bool:
        """Whether all blocks so far keep the contract, aside from references to rows that may still come."""
        return not self._counts

    def add(self, name: str, rows: pa.Table) -> bool:
        """Check the next rows of a table.

        Args:
            name: As for `table_schema`.
            rows: They follow those of the block before.

        Returns:
            Whether the columns are those of the contract. Where they are not, nothing else is looked at.
        """
        if not self.has_columns(name, rows):
            return False
        start = self._sizes[name]
        self._sizes[name] = start + rows.num_rows
        found = faults(name, rows, with_keys=False)
        found += self._repetitions(name, rows)
        found += foreign_key_faults(name, rows, self._codebooks, only=CODEBOOKS)
        self._keep_unresolved(name, rows, start, found)
        self._tell(name, rows, start, in_order(name, found))
        return True

    def has_columns(self, name: str, rows: pa.Table) -> bool:
        """Check the columns of a table alone; arguments and result as of `add`."""
        self._sizes.setdefault(name, 0)
        wrong = list(column_faults(arrow_schema(name), rows.schema))
        self._has_columns = self._has_columns and not wrong
        self._tell(name, rows, 0, wrong)
        return not wrong

    def finish(self) -> None:
        """Look up what referred to rows that came later, and tell of all that is wrong.

        Raises:
            DataError: As that of `check`.
        """
        # Without its column, or with one of another type, a key cannot be looked up.
        for name, unresolved in self._unresolved.items() if self._has_columns else ():
            for cells in unresolved:
                self._tell_orphans(name, cells)
        lines: list[str] = []
        for name in self._sizes:
            lines += [line for _, _, line in sorted(self._lines[name])[:MOST_SHOWN]]
            count = self._counts.get(name, 0)
            if count > MOST_SHOWN:
                lines.append(f"{name}: {count - MOST_SHOWN:,} more of {count:,} faults")
        if lines:
            raise DataError(lines)

    def _repetitions(self, name: str, rows: pa.Table) -> Iterator[Fault]:
        for key in keys(name):
            is_repeated = self._key_set(name, *key).add(_hashed(rows, key))
            at = is_repeated.nonzero()[0]
            cells = zip(*(rows[column].take(at).to_pylist() for column in key), strict=True)
            for row, values in zip(at.tolist(), cells, strict=True):
                yield Fault(row, ", ".join(key), values[0] if len(key) == 1 else values, UNIQUE)

    def _keep_unresolved(self, name: str, rows: pa.Table, start: int, found: Sequence[Fault]) -> None:
        """Keep the cells that refer to no key so far, and in which nothing else is wrong."""
        import numpy as np

        for column, *target in foreign_keys(name):
            if target[0] in CODEBOOKS:
                continue
            hashes = _hashed(rows, [column])
            is_open = ~self._key_set(*target).has(hashes) & rows[column].is_valid().to_numpy()
            is_open[[fault.row for fault in found if fault.column == column]] = False
            at = np.flatnonzero(is_open)
            if len(at):
                own = rows.select(list(dict.fromkeys([column, *keys(name)[0]]))).take(at)
                self._unresolved[name].append(_Unresolved(column, (target[0], target[1]), at + start, hashes[at], own))

    def _tell_orphans(self, name: str, cells: _Unresolved) -> None:
        for row in (~self._key_set(*cells.target).has(cells.hashes)).nonzero()[0].tolist():
            fault = reference(row, cells.column, cells.rows[cells.column][row].as_py(), *cells.target)
            self._tell(name, cells.rows, int(cells.at[row]) - row, [fault])

    def _tell(self, name: str, rows: pa.Table, start: int, found: Sequence[Fault]) -> None:
        """Keep the lines of the first faults of a block that begins at a row, and count all."""
        order = column_order(name)
        lines = self._lines[name]
        for fault in found:
            self._counts[name] += 1
            at = start + (fault.row or 0)
            if len(lines) < MOST_SHOWN or at < lines[-1][0]:
                line = fault_line(name, rows, fault, start)
                lines.append((at, order.get(fault.column, len(order)), line))

    def _key_set(self, *columns: str) -> KeySet:
        from diplopack.contract.hashes import KeySet

        return self._key_sets.setdefault(columns, KeySet())


def fault_line(name: str, rows: pa.Table, fault: Fault, start: int = 0) -> str:
    """A fault as a `DataError` tells it.

    Args:
        name: Of the table.
        rows: Some of its rows, or all.
        fault: In one of them.
        start: The position in the table of the first of them.
    """
    if fault.row is None:
        return f"{name}: {fault}"
    key = ", ".join(f"{column} {rows[column][fault.row].as_py()!r}" for column in keys(name)[0])
    return f"{name}: row {start + fault.row + 1} ({key}): {fault}"


def _hashed(rows: pa.Table, columns: Sequence[str]) -> np.ndarray:
    """One hash a row, of its cells in some columns."""
    import pyarrow as pa

    from diplopack.contract.hashes import combine, hash_texts

    return combine(hash_texts(rows[column].cast(pa.string()).combine_chunks()) for column in columns)
