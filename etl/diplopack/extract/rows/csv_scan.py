"""The fast way through a block of CSV: where its records are, and their cells as columns."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from diplopack.extract.rows.csv_repair import (
    BLANK,
    CR,
    LF,
    LIMIT,
    QUOTE,
    RAGGED,
    Broken,
    Records,
    bare_crs,
    blank_lines,
    neighbours,
    repair,
)
from diplopack.extract.rows.undecodable import decode_windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """The rows of a block.

    Attributes:
        columns: Text of all columns of the file, in its order; an empty cell is null.
        lines: int64, where each row begins, counted in the block from 0.
        line_breaks: int32, how many line breaks are inside each.
        broken: The records that are no rows, by line.
        undecodable: Row, column and bytes of the cells that are not UTF-8; their text was read as Windows-1252.
        line_count: Lines of the block that were dealt with.
        rest: How many bytes at the end of the block need those of the next one.
    """

    columns: Sequence[pa.ChunkedArray]
    lines: NDArray[np.int64]
    line_breaks: NDArray[np.int32]
    broken: Sequence[Broken]
    undecodable: Sequence[tuple[int, int, bytes]]
    line_count: int
    rest: int


def read_block(block: bytes, delimiter: bytes, columns: int, *, is_closed: bool) -> Rows:
    """The rows of a block of CSV.

    Args:
        block: Lines of CSV, the first of which begins a record; ends in LF.
        delimiter: What separates cells, one byte.
        columns: How many cells a record should have.
        is_closed: What follows the block belongs to none of its records; else those at its end may be left over.
    """
    text = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(text == QUOTE)
    newlines = np.flatnonzero(text == LF)
    records = _clean_records(block, text, quotes, newlines, delimiter)
    if records is not None:
        rows, is_sound = _parse(records, delimiter, columns)
        if is_sound:
            return rows
    return _parse(repair(block, quotes, newlines, delimiter, columns, is_closed=is_closed), delimiter, columns)[0]


def _clean_records(
    block: bytes, text: NDArray[np.uint8], quotes: NDArray[np.int64], newlines: NDArray[np.int64], delimiter: bytes
) -> Records | None:
    """The records of a block that keeps the grammar, else None."""
    opening, closing = quotes[::2], quotes[1::2]
    if len(opening) != len(closing):
        return None
    last_line = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)  # that of each record
    ends = newlines[last_line]
    starts = np.concatenate(([0], ends[:-1] + 1))
    if (ends - starts).max(initial=0) > LIMIT:
        return None
    before, after = neighbours(delimiter)
    if not (before[text[opening - 1]].all() and after[text[closing + 1]].all()):
        return None
    if np.count_nonzero(text == CR) != np.count_nonzero(text[newlines - 1] == CR):  # else each is before an LF
        bare = bare_crs(text)
        if (np.searchsorted(quotes, bare) % 2 == 0).any():
            return None
    first_line = np.concatenate(([0], last_line[:-1] + 1))
    is_blank = blank_lines(text, starts, ends)
    broken = [Broken(line, BLANK) for line in first_line[is_blank].tolist()]
    line_breaks = (last_line - first_line).astype(np.int32)
    return Records(block, first_line[~is_blank], line_breaks[~is_blank], broken, len(newlines))


def _parse(records: Records, delimiter: bytes, columns: int) -> tuple[Rows, bool]:
    """The cells of records, and whether all that span lines have as many as they should."""
    data = records.data
    is_text = _is_utf8(data)
    if not is_text:
        # Every byte becomes a character, which keeps the grammar, and cells can be decoded one by one.
        data = data.decode("latin-1").encode()
    ragged: dict[int, int] = {}
    blank: set[int] = set()
    table = _parse_csv(data, len(records.lines), delimiter, columns, ragged, blank)
    lines, line_breaks = records.lines, records.line_breaks
    is_sound = not any(line_breaks[row] for row in ragged)
    broken = [
        Broken(int(lines[row]), BLANK) if row in blank else Broken(int(lines[row]), RAGGED, count)
        for row, count in ragged.items()
    ]
    if ragged:
        lines, line_breaks = np.delete(lines, list(ragged)), np.delete(line_breaks, list(ragged))
    filled = _filled_rows(table)
    if filled is not None:
        broken += [Broken(line, BLANK) for line in lines[~filled].tolist()]
        table, lines, line_breaks = table.filter(filled), lines[filled], line_breaks[filled]
    undecodable: list[tuple[int, int, bytes]] = []
    cells = [column if is_text else _decode(column, number, undecodable) for number, column in enumerate(table.columns)]
    in_order = sorted([*records.broken, *broken], key=itemgetter(0))
    return Rows(cells, lines, line_breaks, in_order, undecodable, records.line_count, records.rest), is_sound


def _parse_csv(
    data: bytes, count: int, delimiter: bytes, columns: int, ragged: dict[int, int], blank: set[int]
) -> pa.Table:
    """The cells of `count` records as text that is not checked to be UTF-8.

    Rows with too few or too many cells are left out, counted in `ragged`, and in `blank` too if they hold but
    white space.
    """
    import pyarrow as pa
    from pyarrow import csv

    names = [str(number) for number in range(columns)]
    if not count:
        return pa.table([pa.nulls(0, pa.string())] * columns, names)

    def leave_out(row: Any) -> str:  # noqa: ANN401  (pyarrow does not export csv.InvalidRow's type)
        ragged[row.number - 1] = row.actual_columns
        if row.actual_columns == 1 and not row.text.strip(" \t\r"):
            blank.add(row.number - 1)
        return "skip"

    if data.startswith(BOM_UTF8):
        data = BOM_UTF8 + data  # only the file's first one is no part of a cell, but pyarrow drops one anywhere
    return csv.read_csv(
        pa.BufferReader(data),
        csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
        csv.ParseOptions(delimiter=delimiter.decode(), newlines_in_values=True, invalid_row_handler=leave_out),
        csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, without the copy that decoding makes."""
    import pyarrow as pa

    if data.isascii():
        return True
    offsets = pa.py_buffer(np.array([0, len(data)], np.int32))
    try:
        pa.Array.from_buffers(pa.binary(), 1, [None, offsets, pa.py_buffer(data)]).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _filled_rows(table: pa.Table) -> NDArray[np.bool_] | None:
    """Which rows hold a cell that is not empty; None if all do."""
    if not all(column.null_count for column in table.columns):
        return None
    filled = np.zeros(table.num_rows, np.bool_)
    for column in table.columns:
        filled |= column.is_valid().to_numpy()
    return None if filled.all() else filled


def _decode(column: pa.ChunkedArray, number: int, undecodable: list[tuple[int, int, bytes]]) -> pa.ChunkedArray:
    """The text of cells whose bytes were made characters one by one."""
    import pyarrow as pa

    texts = column.to_pylist()
    for row, text in enumerate(texts):
        if text is None or text.isascii():
            continue
        data = text.encode("latin-1")
        try:
            texts[row] = data.decode()
        except UnicodeDecodeError:
            texts[row] = decode_windows(data)
            undecodable.append((row, number, data))
    return pa.chunked_array([pa.array(texts, pa.string())])
