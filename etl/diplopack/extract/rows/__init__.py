"""Contributed rows in: files of CSV, TSV and Parquet as chunks of text columns that know their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.extract.rows.chunk import Chunk
from diplopack.extract.rows.files import find_rows, holds_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diplopack.finding import Finding

__all__ = ["Chunk", "find_rows", "holds_files", "read_rows"]


def read_rows(path: Path, name: str, *, block_size: int | None = None) -> Iterator[Chunk | Finding]:
    """Yield the rows of a file in its order, and what is wrong with its form.

    Records that break the grammar of CSV, or have too few or too many cells, are findings and in no chunk; all
    others are in one. What is wrong with cells that could be read is for the caller to say.

    Args:
        path: A file that `find_rows` found.
        name: The file as findings name it.
        block_size: Bytes of CSV to read at a time; a chunk has at most the rows of so many.

    Yields:
        Findings by line, those of the records between two chunks' first rows before the latter chunk. A file
        that cannot be read, wholly or from some row on, ends in a finding that says so.
    """
    if path.suffix.lower() == ".parquet":
        from diplopack.extract.rows.parquet import read_parquet

        yield from read_parquet(path, name)
    else:
        from diplopack.extract.rows.blocks import BLOCK
        from diplopack.extract.rows.delimited import read_delimited

        yield from read_delimited(path, name, block_size or BLOCK)
