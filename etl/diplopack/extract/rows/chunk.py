"""Some rows of a file as columns of text that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows of one file.

    Attributes:
        file: The file as findings name it.
        table: The contract's columns in its order, all `pa.string()`; an absent or empty cell is null.
        lines: int64, the physical line on which each record begins; in Parquet the row plus 1.
        first_row: How many records the file's chunks before this one hold.
        is_parquet: The file has rows, but no lines.
        absent: The contract's columns that the file lacks, which has been said already.
        in_file: The columns of a CSV file in its own order, by name; empty where it is the table's.
        line_breaks: int32, how many line breaks are inside each record; None where that is not known.
    """

    file: str
    table: pa.Table
    lines: NDArray[np.int64]
    first_row: int
    is_parquet: bool
    absent: frozenset[str]
    in_file: Mapping[str, pa.ChunkedArray] = field(default_factory=dict)
    line_breaks: NDArray[np.int32] | None = None

    def line(self, row: int, column: str) -> int:
        """The physical line on which a cell begins.

        Args:
            row: Counted in this chunk, from 0.
            column: One of the table's columns; where the file lacks it, the record's first line is meant.
        """
        line = int(self.lines[row])
        if self.is_parquet or column in self.absent or (self.line_breaks is not None and not self.line_breaks[row]):
            return line
        before = self.in_file or {name: self.table.column(name) for name in self.table.column_names}
        for name, cells in before.items():
            if name == column:
                break
            line += (cells[row].as_py() or "").count("\n")
        return line
