"""Rows of a Parquet file, as the text that they would be in CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diplopack.extract.rows.chunk import Chunk
from diplopack.extract.rows.files import file_type, unreadable
from diplopack.extract.rows.header import MAX_COLUMNS, contract_columns, read_header
from diplopack.extract.rows.undecodable import decode_windows, undecodable_cell
from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

_BATCH = 65536  # rows
_CHUNK = 64 << 20  # bytes of text in a chunk
_TEXT_LIMIT = 1 << 30  # bytes of text in a batch: 16 kB a row
_MIDNIGHT = r" 00:00:00(?:\.0+)?(?:Z|[+-][0-9]{4})?$"


def read_parquet(path: Path, name: str) -> Iterator[Chunk | Finding]:
    """Yield the rows of a Parquet file, and what is wrong with it.

    Columns hold text, plain or as a dictionary; dates may also be Arrow dates, timestamps at midnight, or years
    as integers.

    Args:
        path: The file.
        name: The file as findings name it.
    """
    import pyarrow as pa

    try:
        with path.open("rb") as file:
            head = file.read(4)
        if head != b"PAR1":
            told = f"the content is that of {file_type(head) or 'another file'}, and is not read"
            yield Finding(name, None, None, None, "file-type", told, "a Parquet file")
            return
        yield from _read(path, name)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            yield unreadable(name, error)
            return
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        yield Finding(name, None, None, None, "file", f"not readable as Parquet ({reason})", "a whole Parquet file")


def _read(path: Path, name: str) -> Iterator[Chunk | Finding]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        names = file.schema_arrow.names
        types = file.schema_arrow.types
        bomb = _find_bomb(file.metadata)
    if bomb or len(names) > MAX_COLUMNS:
        told = bomb or f"the file has {len(names)} columns"
        wanted = f"{len(contract_columns())} columns of text"
        yield Finding(name, None, None, None, "file", f"{told}, and is not read", wanted)
        return
    header, findings = read_header(names, name, 1)
    yield from findings
    cells: dict[str, int] = {}
    for column, number in header.cells.items():
        if _is_readable(types[number], column):
            cells[column] = number
        else:
            found = str(types[number])
            yield Finding(name, 1, column, found, "constraint", f"the column's type is {found}", "text")
    if not cells:
        return
    wanted_names = [names[number] for number in cells.values()]
    texts = [names[number] for number in cells.values() if _is_text(types[number])]
    with (
        parquet.ParquetFile(path, buffer_size=1 << 20) as plain,
        parquet.ParquetFile(path, buffer_size=1 << 20, read_dictionary=texts) as packed,
    ):
        # By name a column that is there twice cannot be selected.
        selected = wanted_names if len(set(names)) == len(names) else None
        kept = [number for number, other in enumerate(names) if selected is None or other in selected]
        position = {column: kept.index(number) for column, number in cells.items()}
        rows = 0
        for batch in _batches(plain, packed, selected):
            size = sum(_text_size(batch.column(number)) for number in position.values())
            if size > _TEXT_LIMIT:
                told = f"rows {rows + 1} to {rows + batch.num_rows} unpack to {size >> 20} MiB, and are not read"
                yield Finding(name, None, None, None, "file", told, "rows of at most 16 KiB on average")
                return
            step = max(1, batch.num_rows * _CHUNK // max(size, _CHUNK))
            for start in range(0, batch.num_rows, step):
                part = batch.slice(start, step)
                columns = {column: part.column(number) for column, number in position.items()}
                yield from _make_chunk(columns, part.num_rows, name, rows)
                rows += part.num_rows
    if rows == 0:
        yield Finding(name, None, None, None, "empty", "the file holds no rows", "a row for each event")


def _batches(plain: ParquetFile, packed: ParquetFile, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
    """The rows of a file, as plain text unless its dictionaries hold values so long that they could make too much.

    Args:
        plain: The file.
        packed: The same, which gives text as dictionaries: slower, but small however often a value is used.
        columns: Which columns are wanted; None for all.
    """
    for group in range(plain.num_row_groups):
        first = next(packed.iter_batches(1, row_groups=[group], columns=columns), None)
        longest = sum(_longest(column) for column in first.columns) if first else 0
        file = packed if longest * _BATCH > _TEXT_LIMIT else plain
        yield from file.iter_batches(_BATCH, row_groups=[group], columns=columns)


def _longest(array: pa.Array) -> int:
    """Bytes of the longest text in a dictionary."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(array.type):
        return 0
    return pc.max(pc.binary_length(array.dictionary)).as_py() or 0


def _make_chunk(columns: dict[str, pa.Array], count: int, name: str, first_row: int) -> Iterator[Chunk | Finding]:
    import pyarrow as pa

    arrays, findings = [], []
    for column in contract_columns():
        if column not in columns:
            arrays.append(pa.nulls(count, pa.string()))
            continue
        array, undecodable = _to_text(columns[column])
        arrays.append(array)
        for index, data in undecodable:
            row = first_row + index + 1
            findings.append(undecodable_cell(name, row + 1, column, data, row))
    yield from sorted(findings, key=lambda finding: finding.row or 0)
    lines = np.arange(first_row + 2, first_row + 2 + count, dtype=np.int64)
    absent = frozenset(contract_columns()) - columns.keys()
    yield Chunk(name, pa.table(arrays, contract_columns()), lines, first_row, True, absent)


def _to_text(array: pa.Array) -> tuple[pa.Array, list[tuple[int, bytes]]]:
    """A column as text whose empty cells are null, and row and bytes of the cells that are not UTF-8."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_temporal(array.type):
        text = pc.replace_substring_regex(array.cast(pa.string()), _MIDNIGHT, "")
    elif not _is_text(array.type):
        text = array.cast(pa.string())
    else:
        data = array.cast(pa.binary()) if not pa.types.is_dictionary(array.type) else _unpack(array)
        try:
            text = data.cast(pa.string())
        except pa.ArrowInvalid:
            return _decode(data)
    empty = pc.equal(text, "")
    return (pc.if_else(empty, pa.scalar(None, pa.string()), text) if pc.any(empty).as_py() else text), []


def _unpack(array: pa.DictionaryArray) -> pa.Array:
    import pyarrow as pa

    return array.dictionary.cast(pa.binary()).take(array.indices)


def _decode(array: pa.Array) -> tuple[pa.Array, list[tuple[int, bytes]]]:
    import pyarrow as pa

    texts, undecodable = [], []
    for row, data in enumerate(array.to_pylist()):
        try:
            texts.append(data.decode() if data else None)
        except UnicodeDecodeError:
            texts.append(decode_windows(data))
            undecodable.append((row, data))
    return pa.array(texts, pa.string()), undecodable


def _text_size(array: pa.Array) -> int:
    """Bytes of a column's text, which a dictionary holds once for many cells."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(array.type):
        return int(array.nbytes)
    lengths = pc.binary_length(array.dictionary.cast(pa.large_binary()))
    return pc.sum(lengths.take(array.indices)).as_py() or 0


def _is_text(found: pa.DataType) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(found):
        found = found.value_type
    return bool(pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_string_view(found))


def _is_readable(found: pa.DataType, column: str) -> bool:
    """Whether a column's type can stand for text: a number cannot, where its leading zeros meant something."""
    import pyarrow as pa

    if _is_text(found) or pa.types.is_null(found):
        return True
    is_date = pa.types.is_date(found) or pa.types.is_timestamp(found) or pa.types.is_integer(found)
    return bool(is_date) and column == "event_date"


def _find_bomb(metadata: pa.FileMetaData) -> str | None:
    """Which column is packed so tightly that it was made to fill the memory."""
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            unpacked, packed = column.total_uncompressed_size, column.total_compressed_size
            if unpacked > 64 << 20 and unpacked > 500 * packed:
                return f"column {column.path_in_schema!r} unpacks to {unpacked >> 20} MiB from {packed} bytes"
    return None
