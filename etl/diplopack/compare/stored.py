"""A table of a package as it lies on the disk: its own columns, each read when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.read import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pyarrow as pa

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
    """Open a table of a package: its Parquet file, or where there is none its CSV file.

    Args:
        folder: the folder of the package.
        name: one of `contract.PUBLISHED_TABLES`.

    Returns:
        The table; None where the package has neither file.

    Raises:
        DataError: the file cannot be read.
    """
    path = folder / contract.file_name(name, "parquet")
    if path.exists():
        return _parquet_table(path)
    if (folder / contract.file_name(name, "csv")).exists():
        table = read_table(folder, name, "csv")
        return StoredTable(table.schema, table.num_rows, table.select)
    return None


def _parquet_table(path: Path) -> StoredTable:
    import pyarrow as pa
    import pyarrow.parquet

    def unreadable(error: Exception) -> DataError:
        return DataError(f"{path}: cannot be read: {' '.join(str(error).split())}")

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            schema, num_rows = file.schema_arrow, file.metadata.num_rows
    except (OSError, pa.ArrowException) as error:
        raise unreadable(error) from error

    def read(columns: list[str]) -> pa.Table:
        try:
            with pyarrow.parquet.ParquetFile(path) as file:  # closed again, or Windows lets nobody remove it
                return file.read(columns)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(error) from error

    return StoredTable(schema, num_rows, read)


def _compared_type(stored: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_dictionary(stored):
        return _compared_type(stored.value_type)
    is_text = pa.types.is_string(stored) or pa.types.is_string_view(stored)
    return pa.large_string() if is_text else stored
