"""Whole tables cut into the parts of a large package: which rows belong to which year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.load.chunks import Chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa


def is_large(tables: Mapping[str, pa.Table]) -> bool:
    """Whether the data tables of a package are cut into parts: one of them has too many rows for one file."""
    return any(tables[name].num_rows > contract.partition_above() for name in contract.DATA_TABLES)


def years(name: str, tables: Mapping[str, pa.Table]) -> pa.Array:
    """The part that each row of a table belongs to.

    Args:
        name: one of ``contract.DATA_TABLES``.
        tables: the data tables, by name.

    Returns:
        int64; null where the row has no date, or refers to no row with one.
    """
    import pyarrow.compute as pc

    column = contract.partition()["tables"][name]
    own = tables[name][column].combine_chunks()
    for key, target, target_column in contract.foreign_keys(name):
        if key == column:
            at = pc.index_in(own, value_set=tables[target][target_column].combine_chunks())
            return years(target, tables).take(at)
    return pc.year(own)


def by_year(name: str, tables: Mapping[str, pa.Table]) -> Iterator[Chunk]:
    """The rows of a table as a stream in parts.

    Args:
        name: one of ``contract.DATA_TABLES``.
        tables: the data tables, by name.

    Yields:
        One chunk a year, its rows in the order of the table.
    """
    import pyarrow.compute as pc

    of_row = years(name, tables)
    for year in pc.unique(of_row).sort():
        is_of_year = pc.equal(of_row, year) if year.is_valid else pc.is_null(of_row)
        yield Chunk(year.as_py(), tables[name].filter(is_of_year))
