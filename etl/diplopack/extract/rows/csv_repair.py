"""The slow way through a block of CSV: the records that break the grammar are named and left out.

The grammar is that of RFC 4180, with LF or CRLF at the end of lines; a bare CR belongs to its cell. A line that
is a record by itself needs no look at its characters here; only the others are read cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LIMIT = 1 << 20
"""Bytes of the longest line and of the longest record."""

LF, CR, QUOTE = b'\n\r"'


class Fault(NamedTuple):
    """A way to break the grammar: the check that says so, and in words what was found and expected."""

    check: str
    message: str
    expected: str


UNCLOSED = Fault(
    "quote-unclosed", "a quotation mark opens here and is not closed", 'a closing " at the end of the cell'
)
AFTER_QUOTE = Fault("quote-misplaced", "text after a closing quotation mark", '"" for " inside a cell')
BARE_QUOTE = Fault("quote-misplaced", "a quotation mark inside a cell", 'the whole cell in "…", with "" for " inside')
TOO_LONG = Fault("line-length", "the line is longer than 1 MiB and is not read", "lines of at most 1 MiB")
BLANK = Fault("blank-row", "blank row", "a row in each line")
RAGGED = Fault("row-length", "", "")


class Broken(NamedTuple):
    """A record that is not read.

    Attributes:
        line: Where it is, counted in its block from 0.
        fault: What is wrong.
        cell: In which of its cells, from 0; None where the record is meant. For `RAGGED` how many it has.
        text: The beginning of what was found.
    """

    line: int
    fault: Fault
    cell: int | None = None
    text: str | None = None


@dataclass(frozen=True)
class Records:
    """The records of a block.

    Attributes:
        data: Their bytes, without those that are broken; blank lines may be among them.
        lines: int64, where each begins (broken and blank ones left out), counted in the block from 0.
        line_breaks: int32, how many line breaks are inside each.
        broken: What is left out, by line.
        line_count: Lines of the block that were dealt with.
        rest: How many bytes at the end of the block need those of the next one.
    """

    data: bytes
    lines: NDArray[np.int64]
    line_breaks: NDArray[np.int32]
    broken: Sequence[Broken]
    line_count: int
    rest: int = 0


def repair(
    block: bytes,
    quotes: NDArray[np.int64],
    newlines: NDArray[np.int64],
    delimiter: bytes,
    columns: int,
    *,
    is_closed: bool,
) -> Records:
    """The records of a block of which some may be broken.

    Args:
        block: Lines of CSV, the first of which begins a record; ends in LF.
        quotes: Where the quotation marks are.
        newlines: Where the LFs are.
        delimiter: What separates cells, one byte.
        columns: How many cells a record should have.
        is_closed: What follows the block belongs to none of its records.
    """
    starts = np.concatenate(([0], newlines[:-1] + 1))
    text = np.frombuffer(block, np.uint8)
    is_record = ~blank_lines(text, starts, newlines)
    is_blank = ~is_record
    line_breaks = np.zeros(len(newlines), np.int32)
    broken: list[Broken] = []
    pieces: list[bytes | memoryview] = []
    view = memoryview(block)
    done_line = done_byte = 0
    end_line, end_byte = len(newlines), len(block)
    for line in np.flatnonzero(_is_suspect(text, quotes, newlines, starts, delimiter)).tolist():
        if line < done_line:
            continue
        start = int(starts[line])
        record = read_record(block, start, delimiter, is_closed=is_closed)
        if record is None:
            end_line, end_byte = line, start
            break
        last = line + record.line_breaks
        if last > line and (isinstance(record.outcome, Fault) or len(record.cells) != columns):
            # A quotation mark that was never closed may find its match lines below. The record that stands
            # by itself on the next line is the better witness.
            following = read_record(block, int(starts[line + 1]), delimiter, is_closed=True)
            if following and following.is_row_of(columns):
                broken_over = record.first_cell_over_a_line_break()
                record = Record(record.cells[: broken_over + 1], UNCLOSED, 0)
                last = line
        is_record[line : last + 1] = False
        is_blank[line : last + 1] = False
        done_line = last + 1
        pieces.append(view[done_byte:start])
        done_byte = int(newlines[last]) + 1
        if record.outcome is None and len(record.cells) == columns:
            is_record[line] = True
            line_breaks[line] = record.line_breaks
            pieces.append(view[start:done_byte] if record.keeps_its_crs() else record.as_csv(delimiter))
        elif record.outcome is None:
            broken.append(Broken(line, RAGGED, len(record.cells)))
        else:
            cell = None if record.outcome is TOO_LONG else len(record.cells) - 1
            broken.append(Broken(last, record.outcome, cell, record.excerpt()))
    pieces.append(view[done_byte:end_byte])
    broken += [Broken(line, BLANK) for line in np.flatnonzero(is_blank[:end_line]).tolist()]
    lines = np.flatnonzero(is_record[:end_line])
    return Records(
        b"".join(pieces), lines, line_breaks[lines], sorted(broken, key=itemgetter(0)), end_line, len(block) - end_byte
    )


def blank_lines(text: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines hold nothing, given where they start and where their LF is."""
    length = ends - starts
    blank: NDArray[np.bool_] = (length == 0) | ((length == 1) & (text[starts] == CR))
    return blank


@cache
def neighbours(delimiter: bytes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which bytes may stand before a quotation mark that opens, and after one that closes.

    A quotation mark may stand at both places: "" is then one that closes and one that opens.
    """
    before, after = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
    before[[LF, QUOTE, delimiter[0]]] = True
    after[[LF, CR, QUOTE, delimiter[0]]] = True
    return before, after


def bare_crs(text: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where a CR stands that no LF follows; `text` ends in LF."""
    crs = np.flatnonzero(text == CR)
    bare: NDArray[np.int64] = crs[text[crs + 1] != LF]
    return bare


def _is_suspect(
    text: NDArray[np.uint8],
    quotes: NDArray[np.int64],
    newlines: NDArray[np.int64],
    starts: NDArray[np.int64],
    delimiter: bytes,
) -> NDArray[np.bool_]:
    """Which lines are not clearly a record by themselves."""
    before, after = neighbours(delimiter)
    per_line = np.diff(np.searchsorted(quotes, newlines), prepend=0)
    is_odd = per_line % 2 == 1
    in_pairs = quotes[np.repeat(~is_odd, per_line)]
    opening, closing = in_pairs[::2], in_pairs[1::2]
    suspect: NDArray[np.bool_] = is_odd | (newlines - starts > LIMIT)
    wrong = (opening[~before[text[opening - 1]]], closing[~after[text[closing + 1]]], bare_crs(text))
    suspect[np.searchsorted(newlines, np.concatenate(wrong))] = True
    return suspect


@dataclass(frozen=True)
class Record:
    """A record that was read cell by cell.

    Attributes:
        cells: What was read; the last one is where `outcome` lies.
        outcome: What is wrong, if anything.
        line_breaks: Inside the record, up to the cell that is wrong.
    """

    cells: list[bytes]
    outcome: Fault | None
    line_breaks: int

    def is_row_of(self, columns: int) -> bool:
        """Whether it is a good record of one line."""
        return self.outcome is None and self.line_breaks == 0 and len(self.cells) == columns

    def first_cell_over_a_line_break(self) -> int:
        """Which cell goes on in another line."""
        return next((number for number, cell in enumerate(self.cells) if b"\n" in cell), len(self.cells) - 1)

    def keeps_its_crs(self) -> bool:
        """Whether it can be parsed as it stands: a bare CR ends a record unless it is quoted."""
        return not any(b"\r" in cell for cell in self.cells)

    def as_csv(self, delimiter: bytes) -> bytes:
        """The record with all its cells quoted, so that a bare CR does not end it."""
        return delimiter.join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in self.cells) + b"\n"

    def excerpt(self) -> str:
        """The first line of the cell that is wrong, shortened."""
        text = self.cells[-1].partition(b"\n")[0][:300].decode(errors="replace").rstrip("\r")
        return text if len(text) <= 60 else text[:59] + "…"


@cache
def _cell_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    """A cell, quoted or bare, with what ends it if it ends well."""
    separator = re.escape(delimiter)
    quoted = rb'"(?:"{64}|""|[^"]++)*+"'  # the first of these only for speed
    return re.compile(rb"(?:(" + quoted + rb')|([^"\n' + separator + rb"]*+))(\r?\n|" + separator + rb")?")


def read_record(block: bytes, start: int, delimiter: bytes, *, is_closed: bool) -> Record | None:
    """Read the record that begins at `start`.

    Returns:
        The record; None where it goes on in the next block.
    """
    end = min(start + LIMIT + 1, len(block))
    if block.find(b"\n", start, end) < 0:
        return Record([block[start : start + 100]], TOO_LONG, 0)
    pattern = _cell_pattern(delimiter)
    cells: list[bytes] = []
    line_breaks = 0
    at = start
    while (match := pattern.match(block, at, end)) and (ended_by := match[3]):
        is_last = ended_by != delimiter
        if match[1] is not None:
            cell = match[1][1:-1].replace(b'""', b'"')
        else:
            cell = match[2].removesuffix(b"\r") if is_last else match[2]
        cells.append(cell)
        line_breaks += cell.count(b"\n")
        if is_last:
            return Record(cells, None, line_breaks)
        at = match.end()
    line_end = block.find(b"\n", at, end)
    wrong = block[at : line_end if line_end >= 0 else end]
    if block[at : at + 1] != b'"':
        fault = BARE_QUOTE if b'"' in wrong else UNCLOSED
        return Record([*cells, wrong], fault, line_breaks)
    closed = match[1] if match else None
    if closed is None and end == len(block) and not is_closed:
        return None
    is_on_its_line = closed is not None and b"\n" not in closed
    return Record([*cells, wrong], AFTER_QUOTE if is_on_its_line else UNCLOSED, line_breaks)
