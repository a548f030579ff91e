"""The codebooks: lists of codes that people keep as CSV in `schema/codes/`, read and checked."""

from __future__ import annotations

import csv
import io
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from diplopack.contract.faults import Fault, faults, foreign_key_faults, in_order
from diplopack.contract.schemas import CODEBOOKS, arrow_schema, schema_folder
from diplopack.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

# How a value of a type is written in a cell; text of any other type is taken as it is.
_WRITTEN = {
    "int64": (r"\A[+-]?[0-9]{1,18}\z", "an integer"),
    "double": (r"\A[+-]?[0-9]+(?:\.[0-9]+)?\z", "a number"),
}


@cache
def codebook(name: str) -> pa.Table:
    """A codebook of the contract.

    Args:
        name: One of `CODEBOOKS`.

    Returns:
        The rows of `schema/codes/NAME.csv` in their order, with the types of `arrow_schema`.

    Raises:
        DataError: A row contradicts the contract; one line for each cell that does.
    """
    return read_codebook(name, schema_folder() / "codes")


def check_codebooks() -> None:
    """Read every codebook.

    Raises:
        DataError: as `codebook`, of the first that contradicts the contract.
    """
    for name in CODEBOOKS:
        codebook(name)


@cache
def unchecked_codebook(name: str) -> pa.Table:
    """A codebook as `codebook` gives it, in a tenth of the time, whether or not it keeps the contract.

    For coding and for judging cells: nothing is published or called valid unless `codebook` has checked it.
    """
    table, _, _ = _read(schema_folder() / "codes" / f"{name}.csv", arrow_schema(name))
    return table


def read_codebook(name: str, folder: Path) -> pa.Table:
    """A codebook as `codebook` gives it, of another folder.

    Args:
        name: One of `CODEBOOKS`.
        folder: Where NAME.csv is, and the other codebooks that it refers to.

    Returns:
        The rows, with the types of `arrow_schema`.

    Raises:
        DataError: The file cannot be read, or a row contradicts the contract; the lines name file, line,
            column.
    """
    path = folder / f"{name}.csv"
    table, lines, wrong = _read(path, arrow_schema(name))
    wrong += faults(name, table)
    wrong += foreign_key_faults(name, table, lambda other: table if other == name else read_codebook(other, folder))
    if wrong:
        raise DataError([f"{path}:{lines[fault.row or 0]}: {fault}" for fault in in_order(name, wrong)])
    return table


def _read(path: Path, schema: pa.Schema) -> tuple[pa.Table, list[int], list[Fault]]:
    """The rows of a CSV file, the line on which each begins, and the cells that are not of their column's type."""
    rows, lines = _read_rows(path, schema.names)
    table, wrong = _parse(rows, schema)
    return table, lines, wrong


def _read_rows(path: Path, columns: list[str]) -> tuple[list[list[str]], list[int]]:
    """The rows of a CSV file below its header, and the physical line on which each begins."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: byte {data[error.start]:#04x} found, expected UTF-8") from error
    if not text.strip():
        raise DataError(f"{path}: is empty, expected the columns {', '.join(columns)}")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines, wrong = [], [], []
    try:
        header = next(reader, [])
        wrong += [
            f"{path}:1: column {found or 'missing'} found, expected {expected or 'no more columns'}"
            for found, expected in zip_longest(header, columns)
            if found != expected
        ]
        below = reader.line_num
        for cells in reader:
            if len(cells) != len(header):
                wrong.append(f"{path}:{below + 1}: {len(cells)} cells found, expected {len(header)}")
            rows.append(cells)
            lines.append(below + 1)
            below = reader.line_num
    except csv.Error as error:
        wrong.append(f"{path}:{reader.line_num}: {error}, expected CSV as RFC 4180 has it")
    if wrong:
        raise DataError(wrong)
    return rows, lines


def _parse(rows: list[list[str]], schema: pa.Schema) -> tuple[pa.Table, list[Fault]]:
    """Text cells as typed columns; an empty cell is null, and so is one that is named as wrong."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns, wrong = [], []
    for position, field in enumerate(schema):
        cells = pa.array([row[position] or None for row in rows], pa.string())
        if str(field.type) in _WRITTEN:
            form, expected = _WRITTEN[str(field.type)]
            readable = pc.match_substring_regex(cells, form)
            wrong += [
                Fault(row, field.name, rows[row][position], expected)
                for row, is_readable in enumerate(readable.to_pylist())
                if is_readable is False
            ]
            cells = pc.if_else(readable, cells, pa.scalar(None, pa.string())).cast(field.type)
        columns.append(cells)
    return pa.table(columns, schema=schema), wrong
