"""One table as files: CSV and Parquet at once, block by block, checked on the way."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from diplopack import contract
from diplopack.load.chunks import Chunk, blocks
from diplopack.load.durable import sync
from diplopack.load.quotes import published_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa


class WrittenTable(NamedTuple):
    """What was written of a table.

    Attributes:
        rows: their number.
        parts: of a table in parts, the number of rows of each; of one in a single file, empty.
    """

    rows: int
    parts: dict[str, int]

    def rows_of(self, part: str | None) -> int:
        """The number of rows of a part; of the table for None."""
        return self.rows if part is None else self.parts[part]


def write_table(
    name: str, chunks: Iterable[Chunk], folder: Path, check: contract.StreamCheck, *, in_parts: bool
) -> WrittenTable:
    """Write a table, so that the same rows give the same bytes, however they came in chunks.

    No more than a few blocks are held. Once something is wrong, what follows is checked and no longer written.

    Args:
        name: one of ``contract.PUBLISHED_TABLES``.
        chunks: its rows, of which the contract's columns are expected.
        folder: where to write the CSV file, and the Parquet file or its parts.
        check: told of all rows.
        in_parts: whether the Parquet is cut by year.

    Raises:
        OSError: a file cannot be written.
        ValueError: the chunks of a year do not come together, or the years do not ascend.
    """
    schema = contract.arrow_schema(name)
    count = 0
    parts: dict[str, int] = {}
    with ExitStack() as csv, ExitStack() as parquet:
        write_csv = csv.enter_context(_csv_file(folder / contract.file_name(name, "csv"), schema))
        write_parquet = None
        for year, rows in blocks(_sound(name, chunks, check, in_parts=in_parts)):
            check.add(name, rows)
            count += rows.num_rows
            if not check.is_faultless:
                continue
            part = contract.part_of(year) if in_parts else None
            if write_parquet is None or (part is not None and part not in parts):
                parquet.close()
                path = folder / contract.file_name(name, "parquet", part)
                write_parquet = parquet.enter_context(_parquet_file(path, schema))
            block = published_quotes(rows).cast(schema) if name == "mentions" else rows.cast(schema)
            write_csv(block)
            write_parquet(block)
            if part is not None:
                parts[part] = parts.get(part, 0) + rows.num_rows
        if not count:
            # Without rows there is no year, and a table without a file would be one that was lost.
            parquet.enter_context(_parquet_file(folder / contract.file_name(name, "parquet"), schema))(
                schema.empty_table()
            )
    return WrittenTable(count, parts)


def _sound(name: str, chunks: Iterable[Chunk], check: contract.StreamCheck, *, in_parts: bool) -> Iterator[Chunk]:
    """The chunks up to the first that has other columns, of which the check is told."""
    import pyarrow as pa

    # Nulls are for the check to find, not for a schema that has none to fail.
    schema = pa.schema([pa.field(field.name, field.type) for field in contract.arrow_schema(name)])
    before: int | None = -1
    for year, rows in chunks:
        if year != before and (before is None or (year is not None and year < before)):
            raise ValueError(f"{name}: rows of {year} after those of {before}, ascending years were expected")
        if year is not None and not in_parts:
            raise ValueError(f"{name}: rows of {year} in a package that is not cut by year")
        before = year
        if not check.has_columns(name, rows):
            return
        yield Chunk(year, rows.cast(schema))


@contextmanager
def _csv_file(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    import pyarrow.csv

    # Every text is quoted, no null is: "" and nothing stay apart, and readers that heed quotes keep the zero of
    # "036". The line ends are RFC 4180's.
    options = pyarrow.csv.WriteOptions(eol="\r\n", quoting_style="needed")
    with path.open("xb") as file:
        with pyarrow.csv.CSVWriter(file, schema, write_options=options) as writer:
            yield writer.write_table
        sync(file)


@contextmanager
def _parquet_file(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    import pyarrow.parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            yield writer.write_table
        sync(file)
