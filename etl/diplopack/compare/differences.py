"""Two packages compared: rows matched by the key that the contract gives a table, then column by column."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.compare.comparison import Cells, ColumnChanges, Comparison, TableDifference
from diplopack.compare.stored import stored_table
from diplopack.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    from diplopack.compare.stored import StoredTable

_THREADS = 2  # each holds a column of both tables
_MOST_RUNS = 2_000  # of more, copies in one order are compared faster


def compare_packages(old: Path, new: Path) -> Comparison:
    """Compare two packages; see `diplopack.compare.compare`.

    One table after the other, so that no more of the packages is held in memory than some columns of one.
    """
    tables = {}
    for name in contract.PUBLISHED_TABLES:
        before, after = stored_table(old, name), stored_table(new, name)
        if before and after:
            tables[name] = _Pair(name, old, new, before, after).difference()
        elif before or after:
            tables[name] = _only_one(name, before, after)
    return Comparison(old, new, tables)


def _key(name: str) -> str:
    (key,) = contract.table_schema(name)["primaryKey"]
    return str(key)


def _only_one(name: str, old: StoredTable | None, new: StoredTable | None) -> TableDifference:
    import numpy as np
    import pyarrow as pa

    def rows(table: StoredTable | None) -> pa.Table:
        return table.rows(pa.array(np.arange(table.num_rows))) if table else pa.table({})

    old_rows, new_rows = old.num_rows if old else None, new.num_rows if new else None
    return TableDifference(name, _key(name), old_rows, new_rows, ColumnChanges(), rows(new), rows(old), pa.table({}))


class _Pair:
    """A table that both packages have, and the rows that match."""

    def __init__(self, name: str, old_folder: Path, new_folder: Path, old: StoredTable, new: StoredTable) -> None:
        self.name, self.key = name, _key(name)
        self.old, self.new = old, new
        self._folders = old_folder, new_folder
        self.common = [column for column in new.columns if column in old.columns]

    def difference(self) -> TableDifference:
        import numpy as np
        import pyarrow as pa

        if self.key not in self.common:
            return self._unmatched()
        self._match()
        columns = [column for column in self.common if column != self.key]
        with ThreadPoolExecutor(_THREADS) as threads:  # Arrow reads and compares without Python's lock
            found = threads.map(self._differing, columns, columns)
            cells = {column: rows for column, rows in zip(columns, found, strict=True) if len(rows)}
        rows = np.unique(np.concatenate([np.empty(0, np.int64), *cells.values()]))
        at_old, at_new = self.at_old.take(pa.array(rows)), self.at_new.take(pa.array(rows))
        return TableDifference(
            self.name,
            self.key,
            self.old.num_rows,
            self.new.num_rows,
            self._columns(),
            added=self.new.rows(self.added),
            removed=self.old.rows(self.removed),
            changed=self.new.rows(at_new),
            cells={column: self._cells(column, rows, at, at_old, at_new) for column, at in cells.items()},
        )

    def _match(self) -> None:
        """Find which rows are in both tables, and where; in the order of the new one."""
        import numpy as np
        import pyarrow as pa

        with ThreadPoolExecutor(_THREADS) as threads:
            old, new = threads.map(self._keys, (self.old, self.new), self._folders)
        if old.type != new.type:
            old, new = old.cast(pa.large_string()), new.cast(pa.large_string())
        # Keys are numbered as they come: those of the old table by their row, if none occurs twice.
        numbers = pa.concat_arrays([old, new]).dictionary_encode().indices.to_numpy()
        of_old, of_new = numbers[: len(old)], numbers[len(old) :]
        for keys, own, folder in ((old, of_old, self._folders[0]), (new, of_new, self._folders[1])):
            self._refuse_doubled(keys, own, folder)
        is_found, is_removed = of_new < len(old), np.ones(len(old), bool)
        is_removed[of_new[is_found]] = False
        self.at_new, self.at_old = pa.array(np.flatnonzero(is_found)), pa.array(of_new[is_found].astype(np.int64))
        self.runs = _runs(self.at_old.to_numpy(), self.at_new.to_numpy())
        self.added, self.removed = pa.array(np.flatnonzero(~is_found)), pa.array(np.flatnonzero(is_removed))

    def _keys(self, table: StoredTable, folder: Path) -> pa.Array:
        keys = table.column(self.key)
        if keys.null_count:
            row = keys.is_null().index(True).as_py() + 1
            place = f"{folder}: {self.name}: {self.key}"
            raise DataError(f"{place}: row {row} has none, a key of its own was expected in every row")
        return keys

    def _refuse_doubled(self, keys: pa.Array, numbers: np.ndarray, folder: Path) -> None:
        import numpy as np

        counts = np.bincount(numbers, minlength=1)
        number = int(counts.argmax())
        if (times := int(counts[number])) > 1:
            key = keys[int(np.flatnonzero(numbers == number)[0])].as_py()
            place = f"{folder}: {self.name}: {self.key}"
            raise DataError(f"{place}: {key} occurs {times:,} times, once was expected")

    def _differing(self, old_column: str, new_column: str) -> np.ndarray:
        """The matched rows in which two columns differ."""
        import numpy as np

        old, new = self.old.column(old_column), self.new.column(new_column)
        if len(self.runs) > _MOST_RUNS:
            return _differing(old.take(self.at_old), new.take(self.at_new))
        found = [np.empty(0, np.int64)]
        for start, old_start, new_start, length in self.runs:
            ours, theirs = old.slice(old_start, length), new.slice(new_start, length)
            if not ours.equals(theirs):
                found.append(_differing(ours, theirs) + start)
        return np.concatenate(found)

    def _cells(self, column: str, rows: np.ndarray, found: np.ndarray, at_old: pa.Array, at_new: pa.Array) -> Cells:
        import numpy as np
        import pyarrow as pa

        positions = np.searchsorted(rows, found)
        old = self.old.column(column).take(at_old.take(pa.array(positions)))
        new = self.new.column(column).take(at_new.take(pa.array(positions)))
        return Cells(positions, old, new)

    def _columns(self) -> ColumnChanges:
        removed = [column for column in self.old.columns if column not in self.common]
        added = [column for column in self.new.columns if column not in self.common]
        renamed = []
        for before in tuple(removed):
            after = next((column for column in added if self._is_renamed(before, column)), None)
            if after is not None:
                renamed.append((before, after))
                removed.remove(before)
                added.remove(after)
        return self._column_changes(added, removed, renamed)

    def _is_renamed(self, before: str, after: str) -> bool:
        if self.old.type_of(before) != self.new.type_of(after):
            return False
        is_blank = self.old.column(before).take(self.at_old).null_count == len(self.at_old)
        return not is_blank and not len(self._differing(before, after))

    def _column_changes(
        self, added: list[str], removed: list[str], renamed: list[tuple[str, str]] | None = None
    ) -> ColumnChanges:
        new_names = dict(renamed or ())
        types = [(column, self.old.type_of(column), self.new.type_of(column)) for column in self.common]
        before = [new_names.get(column, column) for column in self.old.columns if column not in removed]
        return ColumnChanges(
            added=tuple(added),
            removed=tuple(removed),
            renamed=tuple(new_names.items()),
            retyped=tuple((column, _type_name(old), _type_name(new)) for column, old, new in types if old != new),
            reordered=before != [column for column in self.new.columns if column not in added],
        )

    def _unmatched(self) -> TableDifference:
        import pyarrow as pa

        sides = {"the old package": self.old, "the new one": self.new}
        missing = " and ".join(side for side, table in sides.items() if self.key not in table.columns)
        removed = [column for column in self.old.columns if column not in self.common]
        added = [column for column in self.new.columns if column not in self.common]
        nothing = pa.table({})
        return TableDifference(
            self.name,
            self.key,
            self.old.num_rows,
            self.new.num_rows,
            self._column_changes(added, removed),
            added=nothing,
            removed=nothing,
            changed=nothing,
            unmatched=f"rows cannot be matched, as their key {self.key} is missing from {missing}",
        )


def _runs(at_old: np.ndarray, at_new: np.ndarray) -> list[tuple[int, int, int, int]]:
    """The matches that follow each other in both tables, and so need no copy to be compared.

    Returns:
        The number of the first match of each run, its row in either table, and the number of matches.
    """
    import numpy as np

    follows = (np.diff(at_old) == 1) & (np.diff(at_new) == 1)
    starts = np.concatenate([np.zeros(min(1, len(at_old)), np.int64), np.flatnonzero(~follows) + 1])
    lengths = np.diff(starts, append=len(at_old))
    columns = (starts, at_old[starts], at_new[starts], lengths)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _differing(old: pa.Array, new: pa.Array) -> np.ndarray:
    """The positions at which two arrays differ; null equals null, and what is no number what is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if old.type != new.type:
        old, new = _comparable(old, new)
    differs = pc.fill_null(pc.not_equal(old, new), False)
    differs = pc.or_(differs, pc.xor(old.is_null(), new.is_null()))
    if pa.types.is_floating(old.type):
        differs = pc.and_not(differs, pc.fill_null(pc.and_(old.is_nan(), new.is_nan()), False))
    positions: np.ndarray = pc.indices_nonzero(differs).to_numpy().astype("int64")
    return positions


def _type_name(held: pa.DataType) -> str:
    return str(held).removeprefix("large_")


def _comparable(old: pa.Array, new: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Values of two types as those of one: the new one, or where the old ones do not fit, text."""
    import pyarrow as pa

    try:
        return old.cast(new.type), new
    except pa.ArrowException:
        return old.cast(pa.large_string()), new.cast(pa.large_string())
