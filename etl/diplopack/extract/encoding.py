"""Bytes into text, and what the bytes look like when they are not UTF-8."""

from __future__ import annotations

import codecs
import re

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that no text has, but for the escape of old terminals."""
HEAD = 4096


class EncodingProblem(Exception):  # noqa: N818  (it becomes a Problem, not a traceback)
    """Bytes that are not text.

    Attributes:
        reason: what was found, what was expected.
        offset: of the byte that shows it.
    """

    def __init__(self, reason: str, offset: int) -> None:
        self.reason = reason
        self.offset = offset
        super().__init__(reason)


def decode(data: bytes, start: int = 0) -> str:
    """Decode UTF-8.

    Args:
        data: the bytes of a file or of one of its lines.
        start: offset of `data` in its file.

    Raises:
        EncodingProblem: they are not UTF-8, or hold a NUL.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        reason = f"binary (NUL byte at offset {start + nul}), expected text in UTF-8"
        raise EncodingProblem(reason, start + nul)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at = start + error.start
        reason = f"byte 0x{data[error.start]:02X} at offset {at} is not UTF-8{_guess(data)}, expected UTF-8"
        raise EncodingProblem(reason, at) from None


def check_head(head: bytes) -> None:
    """Look at the first bytes of a file for what makes all of it unreadable.

    Args:
        head: the first `HEAD` bytes, or all of a shorter file.

    Raises:
        EncodingProblem: it is UTF-16 or UTF-32, or binary.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) * 4 > len(head):
        if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise EncodingProblem("looks like UTF-32, expected UTF-8", 0)
        alternates = len(head) > 1 and max(head[::2].count(0), head[1::2].count(0)) * 2 > len(head) // 2
        if alternates or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise EncodingProblem("looks like UTF-16, expected UTF-8", 0)
    control = CONTROL.search(head)
    if control is None:
        return
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        at = control.start()
        reason = f"binary (byte 0x{head[at]:02X} at offset {at}), expected text in UTF-8"
        raise EncodingProblem(reason, at) from None


def _guess(data: bytes) -> str:
    if CONTROL.search(data):
        return " (is it binary?)"
    if data.decode(errors="ignore").isascii():
        return " (looks like Latin-1 or Windows-1252)"
    return ""
