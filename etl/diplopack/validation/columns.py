"""Columns of addresses and texts judged at once: what may have a fault is found by its bytes, and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diplopack import contract
from diplopack.validation import cells
from diplopack.validation.fault import Fault, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import pyarrow as pa


class BadCell(NamedTuple):
    """A cell with a fault."""

    row: int
    value: str | None
    fault: Fault


def look_at_texts(name: str, column: pa.Array, today: dt.date) -> tuple[pa.Array, list[BadCell]]:
    """Judge the cells of a column of addresses or texts.

    Args:
        name: of the column.
        column: text; null where a cell is empty.
        today: no event is later.

    Returns:
        The texts without space around them, and the cells with a fault by row.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    suspects = _suspects(column)
    if name == "source_url":
        no_host = pc.invert(pc.match_substring_regex(column, rf"\A{cells.HOST}"))
        suspects = np.union1d(suspects, _true_rows(no_host))
    bad = []
    for row, value in zip(suspects.tolist(), column.take(pa.array(suspects)).to_pylist(), strict=True):
        fault = cells.fault(name, value, today)
        if fault is not None:
            bad.append(BadCell(row, value, fault))
    others = column.is_valid().to_numpy(zero_copy_only=False)
    others[[cell.row for cell in bad]] = False
    rows = np.flatnonzero(others)
    plain = column if len(rows) == len(column) else column.take(pa.array(rows))
    for at, fault in contract_faults(name, plain):
        value = plain[at].as_py()
        bad.append(BadCell(int(rows[at]), value, cells.fault(name, value, today) or fault))
    bad.sort(key=lambda cell: cell.row)
    if any(cell.value is not None and cell.value != cell.value.strip() for cell in bad):
        column = pc.utf8_trim_whitespace(column)
    return column, bad


def missing_cells(name: str, column: pa.Array) -> list[BadCell]:
    """The empty cells of a column in which none may be."""
    import pyarrow.compute as pc

    if name not in cells.required() or not column.null_count:
        return []
    fault = cells.missing(name)
    return [BadCell(row, None, fault) for row in pc.indices_nonzero(column.is_null()).to_pylist()]


def contract_faults(name: str, values: pa.Array | list[str]) -> Iterator[tuple[int, Fault]]:
    """What the contract has against values in which nothing else is wrong."""
    import pyarrow as pa

    if len(values):
        for found in contract.cell_faults(cells.TABLE, pa.table({name: pa.array(values, pa.string())})):
            message = f"{shown(str(found.value))} breaks the contract"
            yield found.row or 0, Fault("constraint", message, found.expected)


def _suspects(column: pa.Array) -> np.ndarray:
    """The rows of texts that may hold a fault, as int64, ascending."""
    import pyarrow as pa
    import pyarrow.compute as pc

    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    if len(ends) < 2 or ends[-1] == ends[0]:
        return np.empty(0, np.int64)
    content = np.frombuffer(data, np.uint8)
    starts, lasts = ends[:-1], ends[1:] - 1
    filled = np.flatnonzero(lasts >= starts)
    rows = filled[_ODD_AT_START[content[starts[filled]]] | _ODD_AT_END[content[lasts[filled]]]]
    texts = column.take(pa.array(rows))
    spaced = pc.not_equal(pc.utf8_trim_whitespace(texts), texts)
    suspects: np.ndarray = rows[_true_rows(pc.or_(spaced, pc.match_substring_regex(texts, rf"\A[{_FORMULA_CLASS}]")))]
    within = content[ends[0] : ends[-1]]
    if within.view(np.int8).min() < 32 or within.max() == 127:  # as int8, bytes of 128 and more are negative
        is_odd = (within < 32) | (within >= 127)
        rows = filled[np.logical_or.reduceat(is_odd, starts[filled] - ends[0])]
        hides = pc.match_substring_regex(column.take(pa.array(rows)), cells.MAYBE_HIDDEN)
        suspects = np.union1d(suspects, rows[_true_rows(hides)])
    return suspects


def _true_rows(mask: pa.Array) -> np.ndarray:
    """The positions at which a mask is true, as int64."""
    import pyarrow.compute as pc

    return np.asarray(pc.indices_nonzero(mask.fill_null(False)), np.int64)


_FORMULA_CLASS = cells.FORMULA.replace("-", "") + "-"
# The first byte of a formula or of space; the last byte of space. Bytes of 128 and more may be either.
_ODD_AT_START = np.zeros(256, bool)
_ODD_AT_START[:33] = _ODD_AT_START[127:] = True
_ODD_AT_START[[ord(sign) for sign in cells.FORMULA if sign.isascii()]] = True
_ODD_AT_END = np.zeros(256, bool)
_ODD_AT_END[:33] = _ODD_AT_END[127:] = True
