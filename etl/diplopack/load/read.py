"""A package back into tables and data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from diplopack import contract
from diplopack.archive import open_package
from diplopack.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa


class Dataset(Mapping[str, "pd.DataFrame"]):
    """The tables of a package by name, also as attributes: ``dataset["events"]``, ``dataset.events``.

    Args:
        tables: data frames by the name of their table.
    """

    __slots__ = ("_tables",)

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(f"no table {name!r} in this package")
        return self._tables[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables]

    def __repr__(self) -> str:
        return f"Dataset({', '.join(f'{name}: {len(table):,} rows' for name, table in self.items())})"


def read_package(path: Path) -> Dataset:
    """Load the tables of a package; see `diplopack.load`.

    Args:
        path: a package, as `open_package` takes it.

    Raises:
        DataError: there is no package, its zip is refused, or one of its tables cannot be read.
    """
    with open_package(path) as folder:
        return Dataset({name: typed_frame(name, _read_either(folder, name)) for name in contract.PUBLISHED_TABLES})


def read_table(folder: Path, name: str, fmt: Literal["csv", "parquet"]) -> pa.Table:
    """Read a table of a package, by the contract's names and types and not by its descriptor's.

    Args:
        folder: the folder of the package.
        name: the name of the table.
        fmt: which of its files; where the table is cut into parts, all parts in their order.

    Returns:
        The rows; Parquet files have their own types, those of a CSV file are the contract's.

    Raises:
        DataError: a file is not there or cannot be read; or the table is there both in one file and in parts.
    """
    import pyarrow as pa

    paths = stored_files(folder, name, fmt)
    tables = [_read(path, name, fmt) for path in paths]
    try:
        return pa.concat_tables(tables)
    except pa.ArrowException as error:
        raise DataError(f"{folder / name}: its parts differ: {' '.join(str(error).split())}") from error


def stored_files(folder: Path, name: str, fmt: str) -> list[Path]:
    """Where a table of a package lies: its one file, or its parts in their order.

    Args:
        folder: the folder of the package.
        name: the name of the table.
        fmt: one of ``contract.FORMATS``.

    Raises:
        DataError: it is not there, or is there both in one file and in parts.
    """
    whole = contract.file_name(name, fmt)
    found = contract.table_files(folder, name, fmt)
    if not found:
        raise DataError(f"{folder / whole}: is not there")
    if len(found) > 1 and whole in found:
        raise DataError(f"{folder / whole}: is there beside parts of the same table, one of the two was expected")
    return [folder / path for path in found]


def parquet_blocks(folder: Path, name: str) -> Iterator[pa.Table]:
    """The rows of a table of a package, a row group of its Parquet at once; of one without rows, an empty block.

    Args:
        folder: the folder of the package.
        name: the name of the table.

    Raises:
        DataError: as for `stored_files`.
    """
    import pyarrow.parquet

    for path in stored_files(folder, name, "parquet"):
        with pyarrow.parquet.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, use_threads=False)  # each would keep memory of its own


def stored_rows(path: Path) -> int:
    """The number of rows of a Parquet file, by its footer.

    Raises:
        DataError: the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet

    try:
        return int(pyarrow.parquet.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error


def place_of_row(folder: Path, name: str, row: int) -> tuple[Path, int]:
    """The Parquet file of a row that `read_table` gave, and its position there.

    Args:
        folder: the folder of the package.
        name: the name of the table.
        row: from 0.
    """
    *before, last = stored_files(folder, name, "parquet")
    for path in before:
        count = stored_rows(path)
        if row < count:
            return path, row
        row -= count
    return last, row


def _read(path: Path, name: str, fmt: Literal["csv", "parquet"]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    try:
        if fmt == "parquet":
            # Without a partitioning, or a folder above called "year=2020" would become a column.
            return pyarrow.parquet.read_table(path, partitioning=None)
        types = {field.name: field.type for field in contract.arrow_schema(name)}
        return pyarrow.csv.read_csv(
            path,
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except FileNotFoundError as error:
        raise DataError(f"{path}: is not there") from error
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path}: cannot be read: {' '.join(str(error).split())}") from error


def typed_frame(name: str, table: pa.Table) -> pd.DataFrame:
    """A table as people use it in pandas.

    Args:
        name: the name of the table in the contract.
        table: its rows.

    Returns:
        Text as ``str``, dates as ``datetime64``, and columns whose values the contract lists as categories in
        its order.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    text = pd.StringDtype(na_value=np.nan)
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=lambda arrow: text if arrow == pa.string() else None,
        date_as_object=False,
        ignore_metadata=True,
    )
    for field in contract.table_schema(name)["fields"]:
        values = field.get("constraints", {}).get("enum")
        if values and field["name"] in frame:
            frame[field["name"]] = frame[field["name"]].astype(pd.CategoricalDtype(values))
    return frame


def _read_either(folder: Path, name: str) -> pa.Table:
    return read_table(folder, name, "parquet" if contract.table_files(folder, name, "parquet") else "csv")
