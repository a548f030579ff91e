"""Why a zip is not unpacked, found by its directory alone: nothing is written, and little is read.

What a zip says of itself in one place is compared with what it says in others, as readers differ in which of
them they believe. Whether the content is what the directory says is seen when it is read: see `unzip`.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zipfile import ZipInfo

MOST_SWELL = 100
"""So many times its size in the zip may a file have, and so many times the size of the zip all of them."""

_LARGEST_DIRECTORY = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_HEADER = struct.Struct("<4s2x2H4x3L2H")
_IN_EXTRA = 0xFFFFFFFF  # the value stands in a field of its own, as it is too large

_ENCRYPTED = 0x1 | 0x40 | 0x2000  # by password, by more than that, the directory itself
_SIZES_FOLLOW = 0x8  # the local header does not know them
_PATCHED = 0x20
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


class End(NamedTuple):
    """The end of a zip, where readers begin.

    Attributes:
        members: how many there are, by what is said here.
        fault: what is wrong with it, or None.
    """

    members: int
    fault: str | None


def read_end(stream: BinaryIO) -> End:
    """Read the end of a zip.

    Args:
        stream: the whole zip, which may be anything.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END.size - _LOCATOR.size - _END64.size))
    tail = stream.read()
    end = tail[-_END.size :]
    if not end.startswith(b"PK\5\6") or not end.endswith(b"\0\0"):
        stream.seek(max(0, size - _END.size - 0x10000))
        if b"PK\5\6" in stream.read():
            return End(0, "is followed by a comment or by other bytes, in which readers may see another zip")
        return End(0, "is no zip, or is cut short: it has no end record")
    _, disk, disk_of_directory, _, members, length, _, _ = _END.unpack(end)
    if disk or disk_of_directory:
        return End(members, "is one part of several, a whole zip was expected")
    if tail[-_END.size - _LOCATOR.size :].startswith(b"PK\6\7"):
        if not tail.startswith(b"PK\6\6"):
            return End(members, "is damaged: its end record for large files is not where it was expected")
        members, length = _END64.unpack(tail[: _END64.size])[7:9]
    most = min(size, _LARGEST_DIRECTORY)
    if length > most:
        return End(members, f"has a directory of {length:,} bytes, at most {most:,} were expected")
    return End(members, None)


def member_faults(members: Sequence[ZipInfo], size: int, expected: int) -> Iterator[str]:
    """What is wrong with the members of a zip, by their names and by what the directory says of them.

    Args:
        members: all of them, in any order.
        size: of the zip in bytes.
        expected: how many members there are, by the end of the zip.
    """
    if len(members) != expected:
        yield f"holds {len(members):,} members, its end record says {expected:,}"
    for member in members:
        name = member.orig_filename
        for fault in (_name_fault(name), _kind_fault(member), _packing_fault(member)):
            if fault:
                yield f"{name[:200]!r} {fault}"
    yield from _name_clashes([member.orig_filename for member in members])
    total = sum(member.file_size for member in members)
    if total > MOST_SWELL * size:
        yield f"swells from {size:,} bytes to {total:,}, more than {MOST_SWELL} times its size"


def _name_fault(name: str) -> str | None:
    if not name or not name.isprintable():
        return "has a name with characters that cannot be seen"
    if "\\" in name:
        return "has a backslash in its path, in which some systems see a folder"
    if name.startswith("/"):
        return "has an absolute path"
    if ":" in name:
        return "has a drive or a colon in its path"
    parts = name.removesuffix("/").split("/")
    if ".." in parts:
        return "leads out of the folder (..)"
    if "" in parts or "." in parts:
        return "has an empty part in its path"
    return None


def _kind_fault(member: ZipInfo) -> str | None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"is {_KINDS.get(kind, 'of an unknown kind')}, a file was expected"
    if kind and (kind == stat.S_IFDIR) != member.is_dir():
        return "is a folder by its attributes and a file by its name, or the other way round"
    if member.is_dir() and member.file_size:
        return "is a folder with content"
    return None


def _packing_fault(member: ZipInfo) -> str | None:
    packed, unpacked = member.compress_size, member.file_size
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if member.flag_bits & _PATCHED or member.volume:
        return "is a patch or a part of a file"
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return f"is compressed by method {member.compress_type}, 0 (stored) or 8 (deflate) was expected"
    if member.compress_type == zipfile.ZIP_STORED and packed != unpacked:
        return f"is stored in {packed:,} bytes, but has {unpacked:,}"
    if unpacked > MOST_SWELL * packed:
        return f"swells from {packed:,} bytes to {unpacked:,}, more than {MOST_SWELL} times its size"
    return None


def _name_clashes(names: Sequence[str]) -> Iterator[str]:
    """Names that are one file on some system: the same, in capitals or not, or a file that is also a folder."""
    first: dict[str, str] = {}
    for name in names:
        other = first.get(_folded(name))
        if other is None:
            first[_folded(name)] = name
        elif other.removesuffix("/") == name.removesuffix("/"):
            yield f"{name[:200]!r} is there twice"
        else:
            yield f"{name[:200]!r} differs from {other[:200]!r} only in case or accents"
    files = {_folded(name) for name in names if not name.endswith("/")}
    for name in names:
        if any(_folded(str(above)) in files for above in PurePosixPath(name).parents):
            yield f"{name[:200]!r} lies in what is a file"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.removesuffix("/")).casefold())


def place_faults(stream: BinaryIO, members: Sequence[ZipInfo], end: int) -> Iterator[str]:
    """What is wrong with where members lie, and what their own headers say else than the directory.

    Args:
        stream: the whole zip.
        members: all of them, in any order.
        end: where the directory begins.
    """
    free = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        shown = repr(member.orig_filename[:200])
        if 0 <= member.header_offset < free:
            yield f"{shown} lies over another member"
            return
        if not free and member.header_offset > 0:
            yield f"begins with {member.header_offset:,} bytes that are of no member"
        stream.seek(max(0, member.header_offset))
        data = stream.read(_HEADER.size) if member.header_offset >= 0 else b""
        if len(data) < _HEADER.size or not data.startswith(b"PK\3\4"):
            yield f"{shown} is not where the directory says, the zip is damaged or cut short"
            return
        _, flags, method, crc, packed, unpacked, name_length, extra_length = _HEADER.unpack(data)
        said = {
            "method": (method, member.compress_type),
            "encryption": (flags & _ENCRYPTED, member.flag_bits & _ENCRYPTED),
            "checksum": (crc, member.CRC),
            "packed size": (packed, member.compress_size),
            "size": (unpacked, member.file_size),
        }
        elsewhere = {_IN_EXTRA, 0} if flags & _SIZES_FOLLOW else {_IN_EXTRA}
        for fact, (own, of_directory) in said.items():
            if own != of_directory and own not in elsewhere:
                yield f"{shown} has the {fact} {own}, the directory of the zip says {of_directory}"
        free = member.header_offset + _HEADER.size + name_length + extra_length + member.compress_size
        if free > end:
            yield f"{shown} reaches into the directory of the zip"
