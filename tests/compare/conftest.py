"""Two packages that are the same until a test changes one of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diplopack import contract
from diplopack.load.read import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[pa.Table], pa.Table]


@pytest.fixture
def old(package: Path) -> Path:
    """The package as it was."""
    return package


@pytest.fixture
def new(package: Path, tmp_path: Path) -> Path:
    """The package as it is; a copy of `old`."""
    return shutil.copytree(package, tmp_path / "new")


@pytest.fixture
def edit(new: Path) -> Callable[[str, Edit], None]:
    """Change a table of the new package."""

    def edited(name: str, change: Edit) -> None:
        table = change(read_table(new, name, "parquet"))
        pq.write_table(table, new / contract.file_name(name, "parquet"))

    return edited


@pytest.fixture
def set_cell(edit: Callable[[str, Edit], None]) -> Callable[[str, int, str, object], None]:
    """Change one value of a table of the new package: of which table, in which row and column, to what."""

    def changed(name: str, row: int, column: str, value: object) -> None:
        def change(table: pa.Table) -> pa.Table:
            values = table[column].to_pylist()
            values[row] = value
            at = table.schema.get_field_index(column)
            return table.set_column(at, table.field(at), pa.array(values, table.field(at).type))

        edit(name, change)

    return changed
