"""Rows of a CSV file (UTF-8, RFC 4180) with the physical lines on which they stand."""

from __future__ import annotations

import csv
from enum import Enum, auto
from typing import TYPE_CHECKING

from diplopack.extract.article import Problem
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head, decode
from diplopack.extract.file import LONGEST_RECORD, RECORD_EXPECTED, BrokenArchive
from diplopack.extract.lines import rest_of_line

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Mapping

    from diplopack.extract.file import SourceFile


def read_csv_rows(
    source: SourceFile, check_header: Callable[[list[str]], Mapping[str, tuple[str, str]]]
) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Yield each row as its first line and its cells by column name, or what is wrong with it.

    Args:
        source: the file; its first row names the columns.
        check_header: says what is wrong with the names, as `article.check_names` does; a file with a
            wrong header yields these only.

    Raises:
        OSError: the file cannot be read.
    """
    csv.field_size_limit(2**31 - 1)  # `_Lines` sets the limit
    name = source.name
    with source.open() as file:
        try:
            check_head(file.peek(HEAD)[:HEAD])
        except (EncodingProblem, BrokenArchive) as problem:
            yield Problem(f"{name}:1", str(problem))
            return
        lines = _Lines(file)
        header: list[str] | None = None
        for line, row in _records(lines):
            problems = [Problem(f"{name}:{bad}", reason) for bad, reason in lines.undecodable.items()]
            lines.undecodable.clear()
            if isinstance(row, str):
                problems.append(Problem(f"{name}:{line}", row))
            if problems:
                yield from problems
                if header is None:
                    return
            elif header is None:
                header = [column.strip() for column in row]
                wrong = check_header(header).values()
                problems = [Problem(f"{name}:{line}", reason, column) for column, reason in wrong]
                yield from problems
                if problems:
                    return
            elif len(row) != len(header):
                found = f"{len(row)} cell{'' if len(row) == 1 else 's'}"
                yield Problem(f"{name}:{line}", f"found {found}, expected {len(header)} as in the header")
            else:
                yield line, dict(zip(header, row, strict=True))


def _records(lines: _Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the first line and the cells of each record that is not blank, or why it is none."""
    rows = csv.reader(lines, strict=True)
    while True:
        first = lines.begin_record()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # What stands for bytes that are no text may break a row too, which has then been explained.
            yield first, [] if lines.undecodable else _explain(str(error))
            continue
        except _TooLong as error:
            yield first, str(error)
            continue
        except BrokenArchive as error:
            yield first, str(error)
            return
        if row or lines.undecodable:
            yield first, row


class _TooLong(Exception):  # noqa: N818  (it becomes a Problem, not a traceback)
    """A record of more bytes than an article may have, which was passed over."""


class _State(Enum):
    """Where in a record a byte stands."""

    OUTSIDE = auto()  # at the start of a cell, or behind a closing quote
    PLAIN = auto()  # in a cell without quotes
    QUOTED = auto()


class _Lines:
    """The lines of a file as text, for `csv.reader`; a record is never held beyond `LONGEST_RECORD`.

    Attributes:
        undecodable: why lines of the record are no text, by their numbers.
    """

    def __init__(self, file: io.BufferedReader) -> None:
        self.undecodable: dict[int, str] = {}
        self._file = file
        self._number = 0  # lines read
        self._offset = 0  # bytes read
        self._start = 0  # offset of the record

    def begin_record(self) -> int:
        """Begin a record with the next line, whose number is returned."""
        self._start = self._offset
        return self._number + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        used = self._offset - self._start
        data = self._file.readline(LONGEST_RECORD - used + 1)
        if not data:
            raise StopIteration
        self._number += 1
        self._offset += len(data)
        if used + len(data) > LONGEST_RECORD:
            # The reader asks for another line of a record only when a quote is open.
            self._pass_over(data, _State.QUOTED if used else _State.OUTSIDE)
            raise _TooLong(f"found a row of {self._offset - self._start:,} bytes, {RECORD_EXPECTED}")
        try:
            text = decode(data, self._offset - len(data))
        except EncodingProblem as problem:
            self.undecodable[self._number] = problem.reason
            text = data.decode(errors="replace")
        return text.removeprefix("\ufeff") if self._number == 1 else text

    def _pass_over(self, data: bytes, state: _State) -> None:
        """Read to the end of the record of which `data` was read last."""
        while data:
            state = _follow(state, data)
            for piece in rest_of_line(self._file, data):
                self._offset += len(piece)
                state = _follow(state, piece)
            if state is not _State.QUOTED:
                return
            data = self._file.readline(LONGEST_RECORD)
            self._number += 1 if data else 0
            self._offset += len(data)


def _follow(state: _State, data: bytes) -> _State:
    """The state behind some bytes of a line."""
    at = 0
    while at < len(data):
        if state is _State.QUOTED:
            found = data.find(b'"', at)
            if found < 0:
                return state
            state, at = _State.OUTSIDE, found + 1
        elif state is _State.PLAIN:
            found = data.find(b',"', at)
            if found < 0:
                return _State.OUTSIDE if data.endswith(b",") else state
            state, at = _State.QUOTED, found + 2
        elif data[at : at + 1] == b'"':
            state, at = _State.QUOTED, at + 1
        else:
            state = _State.PLAIN
    return state


def _explain(error: str) -> str:
    if "unexpected end of data" in error:
        return 'a quote opens in this row and is not closed, expected a closing "'
    if "expected after" in error:
        return 'found text after a closing quote, expected a comma (a quote inside a cell is written "")'
    if "new-line character" in error:
        return "found a bare carriage return, expected lines that end in LF or CRLF"
    return f"broken CSV ({error}), expected RFC 4180"
