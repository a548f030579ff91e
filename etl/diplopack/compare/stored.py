"""A table of a package as it lies on the disk: its own columns, each read when it is asked for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.read import read_table, stored_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    Reader = Callable[[list[str]], pa.Table]


_MOST_HELD = 128 * 1024 * 1024  # bytes of a table, so as not to read columns twice that are small


class StoredTable:
    """One table of a package, of which only some columns are held in memory.

    Its columns are those of its file, whatever the contract of today says. Text is read as ``large_string``, of
    which one array holds as much as there is.

    Args:
        schema: of the file.
        num_rows: of the file.
        read: gives the rows with some of the columns.

    Attributes:
        columns: the names in the order of the file.
        num_rows: the number of rows.
    """

    def __init__(self, schema: pa.Schema, num_rows: int, read: Reader) -> None:
        self.columns = tuple(schema.names)
        self.num_rows = num_rows
        self._types = {field.name: _compared_type(field.type) for field in schema}
        self._read = read
        self._held: dict[str, pa.Array] = {}

    def type_of(self, column: str) -> pa.DataType:
        """The type that a column has, alike for the ways in which Arrow holds the same values."""
        return self._types[column]

    def column(self, name: str) -> pa.Array:
        """All values of a column.

        Raises:
            DataError: the file cannot be read.
        """
        if name in self._held:
            return self._held[name]
        values = self._read([name])[name].cast(self._types[name]).combine_chunks()
        if values.nbytes + sum(held.nbytes for held in tuple(self._held.values())) <= _MOST_HELD:
            self._held[name] = values
        return values

    def rows(self, positions: pa.Array, columns: Iterable[str] | None = None) -> pa.Table:
        """Some of the rows.

        Args:
            positions: of the rows, int64; null for a row of nulls.
            columns: which columns; all by default.

        Raises:
            DataError: the file cannot be read.
        """
        import pyarrow as pa

        names = self.columns if columns is None else tuple(columns)
        return pa.table({name: self.column(name).take(positions) for name in names})


def stored_table(folder: Path, name: str) -> StoredTable | None:
    """Open a table of a package: its Parquet, in one file or in parts, or where there is none its CSV file.

    Args:
        folder: the folder of the package.
        name: one of `contract.PUBLISHED_TABLES`.

    Returns:
        The table; None where the package has no such file.

    Raises:
        DataError: a file cannot be read, or the table is there both in one file and in parts.
    """
    if contract.table_files(folder, name, "parquet"):
        return _parquet_table(stored_files(folder, name, "parquet"))
    if (folder / contract.file_name(name, "csv")).exists():
        table = read_table(folder, name, "csv")
        return StoredTable(table.schema, table.num_rows, table.select)
    return None


def _parquet_table(paths: Sequence[Path]) -> StoredTable:
    import pyarrow as pa

    with _opened(paths[0]) as file:
        schema = file.schema_arrow
    num_rows = 0
    for path in paths:
        with _opened(path) as file:
            num_rows += file.metadata.num_rows

    def read(columns: list[str]) -> pa.Table:
        tables = []
        for path in paths:
            with _opened(path) as file:
                tables.append(file.read(columns))
        try:
            return pa.concat_tables(tables)
        except pa.ArrowException as error:
            place = paths[0].parents[1]
            raise DataError(f"{place}: its parts differ: {' '.join(str(error).split())}") from error

    return StoredTable(schema, num_rows, read)


@contextmanager
def _opened(path: Path) -> Iterator[ParquetFile]:
    """A Parquet file, and whatever fails in reading it as a DataError; it is closed, or Windows could not remove it."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            yield file
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error


def _compared_type(stored: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_dictionary(stored):
        return _compared_type(stored.value_type)
    is_text = pa.types.is_string(stored) or pa.types.is_string_view(stored)
    return pa.large_string() if is_text else stored
