"""Tables as streams: rows that come in chunks of any size, and blocks of one size that are made of them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

BLOCK = 8_192
"""Rows that are written at once, a row group of Parquet: some 5 MB of mentions. Checking and writing hold several times
as much, so that this bounds the memory; of 1,000,000 rows it makes 120 groups, which no reader minds."""


class Chunk(NamedTuple):
    """Some rows of a table, in their order after those of the chunk before.

    Attributes:
        year: of a table in parts the part that the rows belong to, None for those without a year; of a table in
            one file None. The chunks of a year come together, the years ascend, and rows without one come last.
        rows: any number of them.
    """

    year: int | None
    rows: pa.Table


def blocks(chunks: Iterable[Chunk], size: int = BLOCK) -> Iterator[Chunk]:
    """Cut a stream anew, so that the same rows make the same blocks however they came.

    Args:
        chunks: a table's, all with the same columns.
        size: the number of rows of a block.

    Yields:
        Chunks of `size` rows, each in one piece of memory of its own, but for the last of each year, which may
        have fewer. A year without rows has none.
    """
    for year, of_year in groupby(chunks, attrgetter("year")):
        for rows in _blocks((chunk.rows for chunk in of_year), size):
            yield Chunk(year, rows)


def _blocks(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[pa.Table] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        if count < size:
            continue
        rows = pa.concat_tables(held)
        whole = count - count % size
        for start in range(0, whole, size):
            yield rows.slice(start, size).combine_chunks()
        # Combined, so that what is left does not keep the memory of what was cut from it.
        held, count = [rows.slice(whole).combine_chunks()], count - whole
    if count:
        yield pa.concat_tables(held).combine_chunks()
