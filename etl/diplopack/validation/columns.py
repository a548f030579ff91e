"""The cells of a column judged at once.

Codes and dates repeat, so each distinct value is judged once in a run. Texts do not: those that may have a
fault are found by their bytes, and only they are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diplopack import contract
from diplopack.validation import cells
from diplopack.validation.fault import Fault, shown
from diplopack.validation.uniqueness import hash_texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

_NULL = -1
# So that a column in which no value is like another takes no more memory than one of codes.
_MOST_KNOWN = 200_000
_LONGEST_KNOWN = 100


class BadCell(NamedTuple):
    """A cell with a fault."""

    row: int
    value: str | None
    fault: Fault


class Coded(NamedTuple):
    """A column of values that repeat.

    Attributes:
        values: the distinct ones, without space around them.
        faults: what is wrong with each, or None.
        indices: int32, of each row the position of its value; -1 where there is none.
    """

    values: Sequence[str]
    faults: Sequence[Fault | None]
    indices: np.ndarray

    def per_row(self, of_values: np.ndarray, otherwise: int) -> np.ndarray:
        """Something known of each distinct value, for each row; `otherwise` where there is no value."""
        return np.asarray(np.append(of_values, np.array(otherwise, of_values.dtype))[self.indices])

    def hashes(self) -> np.ndarray:
        """The hash of the value of each row, as `hash_texts` gives it."""
        return self.per_row(hash_texts(self.values), 0)

    def is_good(self) -> np.ndarray:
        """For each row, whether it has a value without fault."""
        return self.per_row(np.fromiter((fault is None for fault in self.faults), bool, len(self.faults)), False)


class CodedColumn:
    """A column of codes or dates in all chunks of a run.

    Args:
        name: of the column.
        today: no event is later.
    """

    def __init__(self, name: str, today: dt.date) -> None:
        self._name = name
        self._today = today
        self._known: dict[str, Fault | None] = {}

    def look(self, column: pa.Array) -> tuple[Coded, list[BadCell]]:
        """Judge the cells of a chunk.

        Args:
            column: text; null where a cell is empty.
        """
        encoded = column.dictionary_encode()
        written = encoded.dictionary.to_pylist()
        known = self._known
        judged = self._judge([value for value in written if value not in known])
        faults = [judged[value] if value in judged else known[value] for value in written]
        self._remember(judged)
        indices = encoded.indices.fill_null(_NULL).to_numpy(zero_copy_only=False)
        coded = Coded([value.strip() for value in written], faults, indices)
        return coded, list(self._bad_cells(coded, written))

    def _judge(self, values: list[str]) -> dict[str, Fault | None]:
        judged = {value: cells.fault(self._name, value, self._today) for value in values}
        plain = [value for value, fault in judged.items() if fault is None]
        for row, fault in _contract_faults(self._name, plain):
            judged[plain[row]] = fault
        return judged

    def _remember(self, judged: dict[str, Fault | None]) -> None:
        """Keep some verdicts for later chunks; other threads may be reading those that are known."""
        if len(self._known) + len(judged) > _MOST_KNOWN:
            self._known = {}
        self._known |= {value: fault for value, fault in judged.items() if len(value) <= _LONGEST_KNOWN}

    def _bad_cells(self, coded: Coded, written: Sequence[str]) -> Iterator[BadCell]:
        is_bad = np.fromiter((fault is not None for fault in coded.faults), bool, len(coded.faults))
        if is_bad.any():
            for row in np.flatnonzero(coded.per_row(is_bad, False)).tolist():
                at = coded.indices[row]
                fault = coded.faults[at]
                if fault is not None:
                    yield BadCell(row, written[at], fault)


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
    for at, fault in _contract_faults(name, plain):
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


def _contract_faults(name: str, values: pa.Array | list[str]) -> Iterator[tuple[int, Fault]]:
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
    is_odd = (within < 32) | (within >= 127)
    if is_odd.any():
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
