"""What a comparison of two packages is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ColumnChanges:
    """How the columns of a table differ.

    Attributes:
        added: names, in the order of the new table.
        removed: names, in the order of the old one.
        renamed: the old and the new name of each column that is removed under one name and added under another:
            of the same type, and of the same value in every row that both tables have.
        retyped: the name, the old and the new Arrow type, such as ``int64`` or ``string``.
        reordered: whether the columns of both stand in another order.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    retyped: tuple[tuple[str, str, str], ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.renamed, self.retyped, self.reordered))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column that differ.

    Attributes:
        rows: int64, ascending: the positions in `TableDifference.changed`.
        old: the value of each in the old table.
        new: the value of each in the new one.
    """

    rows: np.ndarray
    old: pa.Array
    new: pa.Array


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How a table differs.

    Attributes:
        name: one of `contract.PUBLISHED_TABLES`.
        key: the column by which rows are matched.
        old_rows: the number of rows; None where the old package has no such table.
        new_rows: likewise of the new one.
        columns: how the columns differ.
        added: the rows that only the new table has, with its columns, in its order.
        removed: the rows that only the old table has, with its columns, in its order.
        changed: the rows that differ, as the new table has them, in its order.
        cells: what differs in `changed`, by the name of the column (if it is renamed, there is nothing).
        unmatched: why rows could not be matched; empty where they were.
    """

    name: str
    key: str
    old_rows: int | None
    new_rows: int | None
    columns: ColumnChanges
    added: pa.Table
    removed: pa.Table
    changed: pa.Table
    cells: Mapping[str, Cells] = field(default_factory=dict)
    unmatched: str = ""

    @property
    def is_same(self) -> bool:
        """Whether both packages have the table, with the same columns, and the same rows in any order."""
        rows = self.added.num_rows + self.removed.num_rows + self.changed.num_rows
        return not (rows or self.columns or self.unmatched or None in (self.old_rows, self.new_rows))

    def changed_columns(self) -> list[list[str]]:
        """The names of the columns that differ, for each row of `changed`."""
        names: list[list[str]] = [[] for _ in range(self.changed.num_rows)]
        for name, cells in self.cells.items():
            for row in cells.rows.tolist():
                names[row].append(name)
        return names


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two packages differ.

    Attributes:
        old: the folder of the old package.
        new: the folder of the new one.
        tables: the tables that either has, by name, in the order of publication.
    """

    old: Path
    new: Path
    tables: Mapping[str, TableDifference]

    @property
    def is_same(self) -> bool:
        """Whether all tables are."""
        return all(table.is_same for table in self.tables.values())
