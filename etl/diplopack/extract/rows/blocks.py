"""A file in blocks of whole lines, cut where records end as long as its quotation marks are in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diplopack.extract.rows.csv_repair import LF, LIMIT, QUOTE

if TYPE_CHECKING:
    from typing import BinaryIO

BLOCK = 16 << 20
"""Bytes that are read at a time."""
_DENSE = 1 << 20  # quotation marks and line breaks that one block may have: each costs many times its byte
_AMPLE = 2 * LIMIT + 2  # bytes of which no record that begins with them, and does not end in them, can be good
_SAMPLE = 61  # looked at is one byte in so many, a prime so that no record length hides behind it


class Block(NamedTuple):
    """Some lines of a file.

    Attributes:
        data: The lines, the last of which ends in LF too. Of a line beyond `LIMIT` the rest is left out.
        end: Offset in the file at which the block ends.
        is_closed: What follows belongs to none of its records.
    """

    data: bytes
    end: int
    is_closed: bool


class BlockReader:
    """Reads a file block by block.

    Args:
        file: Open for reading bytes, and seekable.
        start: Offset of the first record.
        size: Bytes to read at a time.
        has_bare_crs: Lines end in a bare CR, and are given LF instead.
    """

    def __init__(self, file: BinaryIO, start: int, size: int = BLOCK, *, has_bare_crs: bool = False) -> None:
        self._file = file
        self._size = size
        self._has_bare_crs = has_bare_crs
        self.go_to(start)

    def go_to(self, offset: int) -> None:
        """Continue with the record at `offset`."""
        self._file.seek(offset)
        self._offset = offset
        self._pending = b""
        self._at_end = False

    @property
    def is_at_end(self) -> bool:
        """Whether all of the file was read."""
        return self._at_end and not self._pending

    def read(self) -> Block | None:
        """The next block; None at the end of the file."""
        window = self._size
        while True:
            self._fill(window)
            data = self._pending
            if not data:
                return None
            cut = self._cut(data)
            if cut is not None:
                self._offset += cut
                if cut < len(data):
                    self.go_to(self._offset)  # to keep the rest and add to it would copy all of the next block
                else:
                    self._pending = b""
                return Block(_with_lf(data[:cut]), self._offset, self.is_at_end)
            if len(data) >= _AMPLE:
                return self._read_long_line(data.rfind(b"\n", 0, LIMIT + 1) + 1)
            window = max(2 * len(data), self._size)

    def _fill(self, length: int) -> None:
        """Have `length` bytes pending if the file has them."""
        while len(self._pending) < length and not self._at_end:
            data = self._file.read(length - len(self._pending))
            self._at_end = not data
            self._pending += data.replace(b"\r", b"\n") if self._has_bare_crs else data

    def _cut(self, data: bytes) -> int | None:
        """Where to end a block of the pending bytes; None if that cannot be seen from them."""
        text = np.frombuffer(data, np.uint8)
        sample = text[::_SAMPLE]
        marks = int(np.count_nonzero((sample == QUOTE) | (sample == LF))) * _SAMPLE
        end = len(data)
        if marks > _DENSE:
            end = min(end, max(end * _DENSE // marks, _AMPLE))
        if self._at_end and end == len(data):
            return end
        newline = last_newline = data.rfind(b"\n", 0, end)
        quotes = int(np.count_nonzero(text[: newline + 1] == QUOTE))
        while quotes % 2 and newline >= 0:
            above = data.rfind(b"\n", 0, newline)
            quotes -= data.count(b'"', above + 1, newline)
            newline = above
            if last_newline - newline > LIMIT + 1:  # a record so long is broken, wherever it ends
                return last_newline + 1
        return newline + 1 or None

    def _read_long_line(self, start: int) -> Block:
        """The pending bytes up to a line that is too long, and as much of that line as shows it."""
        cut = start + LIMIT + 1
        begin = self._pending[:cut]
        self._pending = self._pending[cut:]
        self._offset += cut
        while (end := self._pending.find(b"\n")) < 0:
            self._offset += len(self._pending)
            self._pending = b""
            self._fill(LIMIT)
            if not self._pending:
                break
        self._pending = self._pending[end + 1 :]
        self._offset += end + 1
        return Block(_with_lf(begin), self._offset, is_closed=True)


def _with_lf(data: bytes) -> bytes:
    return data if data.endswith(b"\n") else data + b"\n"
