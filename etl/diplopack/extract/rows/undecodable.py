"""Cells that are not UTF-8."""

from __future__ import annotations

from diplopack.finding import Finding


def decode_windows(data: bytes) -> str:
    """Text of bytes that are not UTF-8, as Windows-1252, or as Latin-1 where that has no such character."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def undecodable_cell(file: str, line: int, column: str | None, data: bytes, row: int | None = None) -> Finding:
    """The finding for a cell whose bytes are not UTF-8; arguments as those of `Finding`."""
    try:
        data.decode()
        where = 0
    except UnicodeDecodeError as error:
        where = error.start
    is_western = data.decode(errors="ignore").isascii()
    told = f"byte 0x{data[where]:02X} is not UTF-8{' (looks like Latin-1 or Windows-1252)' if is_western else ''}"
    return Finding(file, line, column, decode_windows(data), "encoding", told, "text in UTF-8", row=row)
