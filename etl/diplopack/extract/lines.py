"""The physical lines of a file, none of them longer than an article may be."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from diplopack.extract.article import Problem
from diplopack.extract.file import LONGEST_RECORD, RECORD_EXPECTED, BrokenArchive

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

_PIECE = 2**16


class Line(NamedTuple):
    """A line: its number from 1, the offset of its first byte, and its bytes with their line end."""

    number: int
    offset: int
    data: bytes


def read_lines(file: io.BufferedReader, name: str) -> Iterator[Line | Problem]:
    """Yield each line of a file, or why it cannot be read; what is too long is passed over and not held.

    Args:
        file: at its beginning.
        name: what messages call it.

    Raises:
        OSError: the file cannot be read.
    """
    offset = 0
    for number in itertools.count(1):
        try:
            data = file.readline(LONGEST_RECORD + 1)
            length = len(data)
            if length > LONGEST_RECORD:
                length += sum(map(len, rest_of_line(file, data)))
        except BrokenArchive as broken:
            yield Problem(f"{name}:{number}", str(broken))
            return
        if not data:
            return
        if length > LONGEST_RECORD:
            yield Problem(f"{name}:{number}", f"found a line of {length:,} bytes, {RECORD_EXPECTED}")
        else:
            yield Line(number, offset, data)
        offset += length


def rest_of_line(file: io.BufferedReader, data: bytes) -> Iterator[bytes]:
    """Yield the pieces of the line of which `data` was read, to its end."""
    while data and not data.endswith(b"\n"):
        data = file.readline(_PIECE)
        yield data
