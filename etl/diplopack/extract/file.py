"""A file of articles: what messages call it, its format, and its bytes, unpacked while they are read."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Unpacker = Callable[[BinaryIO], "BinaryIO"]

LONGEST_RECORD = 8 * 2**20
"""Most bytes of one article in its file: six a character, as JSON may escape it, and room for the other values."""
RECORD_EXPECTED = f"expected at most {LONGEST_RECORD:,} bytes for an article"
STDIN = "<stdin>"
_SPOOLED = "-"  # the stem of a file that holds standard input
_BUFFER = 2**16


class BrokenArchive(Exception):  # noqa: N818  (it becomes a Problem, not a traceback)
    """A compressed file that cannot be unpacked further; `str()` says what was found and expected."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read articles from.

    Attributes:
        path: where it is; with `.gz` or `.zst` at its end, its content is compressed.
    """

    path: Path

    @property
    def name(self) -> str:
        """What messages call it."""
        return STDIN if self.path.stem == _SPOOLED else str(self.path)

    @property
    def suffix(self) -> str:
        """The suffix that tells the format, in lower case; that of `a.csv.gz` is `.csv`."""
        return (self.path.with_suffix("") if self._unpack else self.path).suffix.lower()

    @property
    def is_compressed(self) -> bool:
        """Whether its content is unpacked while it is read."""
        return self._unpack is not None

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Open the file as the bytes that it holds when unpacked.

        Raises:
            OSError: it cannot be read.
            BrokenArchive: from reading, where the compressed content breaks off or is damaged.
        """
        with self.path.open("rb") as file:
            if self._unpack is None:
                yield file
            else:
                yield io.BufferedReader(_Unpacked(self._unpack(file)), _BUFFER)

    @property
    def _unpack(self) -> Unpacker | None:
        return _UNPACKERS.get(self.path.suffix.lower())


def spool(stdin: BinaryIO, folder: Path) -> Path:
    """Write standard input to a file, which can be read as often as needed; messages call it `<stdin>`.

    Args:
        stdin: articles as JSON Lines, as CSV, or one as text with front matter: told apart by the first bytes.
        folder: where to write; it exists.

    Returns:
        The file, to be read as one of the sources.

    Raises:
        OSError: it cannot be read or written.
    """
    import shutil

    head = stdin.read(_BUFFER)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:3]
    suffix = ".jsonl" if start[:1] in (b"", b"{", b"[") else ".md" if start == b"---" else ".csv"
    path = folder / f"{_SPOOLED}{suffix}"
    with path.open("wb") as file:
        file.write(head)
        shutil.copyfileobj(stdin, file, _BUFFER)
    return path


def read_whole(file: io.BufferedReader) -> bytes:
    """Return all bytes of a file that holds one article.

    Raises:
        ValueError: there are more than `LONGEST_RECORD`; says so.
        BrokenArchive: its compressed content is broken.
    """
    data = file.read(LONGEST_RECORD + 1)
    if len(data) <= LONGEST_RECORD:
        return data
    found = len(data)
    while rest := file.read(_BUFFER):
        found += len(rest)
    raise ValueError(f"found {found:,} bytes, {RECORD_EXPECTED}")


class _Unpacked(io.RawIOBase):
    """The content of a compressed file, a piece at a time: what comes before its damage is still read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        try:
            data = self._stream.read1(len(buffer))  # type: ignore[attr-defined]  # both kinds are BufferedIOBase
        except EOFError:
            raise BrokenArchive("the compressed file breaks off here, expected all of it") from None
        except OSError as error:
            if error.errno is not None:  # the disk's, not the archive's
                raise
            raise _damaged(error) from None
        except Exception as error:  # noqa: BLE001  (zlib.error or ZstdError, each derived from Exception only)
            raise _damaged(error) from None
        buffer[: len(data)] = data
        return len(data)


def _damaged(error: Exception) -> BrokenArchive:
    return BrokenArchive(f"the compressed file is damaged here ({error}), expected one that can be unpacked")


def _gzip(file: BinaryIO) -> BinaryIO:
    import gzip

    return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]  # what it lacks of BinaryIO is not needed


def _zstd(file: BinaryIO) -> BinaryIO:
    from backports.zstd import ZstdFile

    return ZstdFile(file)  # type: ignore[return-value]


_UNPACKERS: Mapping[str, Unpacker] = MappingProxyType({".gz": _gzip, ".zst": _zstd})
COMPRESSED = tuple(_UNPACKERS)
"""The suffixes of compressed files."""
