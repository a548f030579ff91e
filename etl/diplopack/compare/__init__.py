"""What changed between two packages: compare them, show it, and say which version it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.compare.comparison import Cells, ColumnChanges, Comparison, TableDifference

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Cells", "ColumnChanges", "Comparison", "TableDifference", "compare"]


def compare(old: Path, new: Path) -> Comparison:
    """Compare two packages.

    Rows are matched by the key of their table, whatever order they stand in, and compared column by column. What a
    descriptor says, and how a file is compressed, is not compared.

    Args:
        old: a folder with a package, as `archive.open_package` gives it, of any version of the contract.
        new: likewise. Both have to stay while the result is used: sentences are read when they are shown.

    Returns:
        Every row and cell that differs.

    Raises:
        DataError: a table cannot be read; a row has no key, or that of another.
    """
    from diplopack.compare.differences import compare_packages

    return compare_packages(old, new)
