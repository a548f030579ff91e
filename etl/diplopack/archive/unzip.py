"""A package out of a zip, which is refused as a whole if anything in it is not what it should be.

The zip is gone through twice: first everything is read and compared with what the directory says, then the
files of a package are written. No other member ever is, and none under a name of its own choice.
"""

from __future__ import annotations

import copy
import shutil
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from diplopack.archive.hostile import member_faults, place_faults, read_end
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR, is_package_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

_CHUNK = 256 * 1024
_MOST_SHOWN = 20
# What zipfile raises, one time or another, for a zip that is damaged.
_DAMAGED = (EOFError, OverflowError, RuntimeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error)


def unzip_package(file: Path, folder: Path) -> None:
    """Unpack the files of a package.

    Args:
        file: a zip of a package, or of a folder that holds one, from wherever.
        folder: an empty folder to write to.

    Raises:
        DataError: the zip is harmful, damaged, or holds no package, or there is no room for its files; a line
            for each reason. Nothing was written, except where the disk failed while it was.
    """
    with _checked(file) as archive:
        wanted, _ = _of_package(file, archive.infolist())
        _refuse(file, _content_faults(archive))
        size = sum(member.file_size for member in wanted.values())
        room = shutil.disk_usage(folder).free
        if size > room:
            raise DataError(f"{file}: needs {size:,} bytes to be unpacked, {room:,} are free in {folder}")
        for name, member in wanted.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as out:
                for chunk in _content(archive, member):
                    out.write(chunk)


def other_members(file: Path) -> list[str]:
    """The files in a zip that are not of its package, and that `unzip_package` leaves out.

    Args:
        file: as for `unzip_package`.

    Returns:
        Their names, sorted.

    Raises:
        DataError: as for `unzip_package`.
    """
    with _checked(file) as archive:
        return _of_package(file, archive.infolist())[1]


@contextmanager
def _checked(file: Path) -> Iterator[ZipFile]:
    """A zip whose directory is harmless, and everything that fails in reading it as a DataError."""
    try:
        with file.open("rb") as stream:
            end = read_end(stream)
            _refuse(file, [end.fault] if end.fault else [])
            size = stream.seek(0, 2)
            with zipfile.ZipFile(stream) as archive:
                members = archive.infolist()
                _refuse(file, member_faults(members, size, end.members))
                _refuse(file, place_faults(stream, members, archive.start_dir))
                yield archive
    except _DAMAGED as error:
        raise DataError(f"{file}: is damaged or cut short: {error or type(error).__name__}") from error
    except OSError as error:
        raise DataError(f"{file}: cannot be unpacked: {error.strerror or error}") from error


def _refuse(file: Path, faults: Iterable[str]) -> None:
    lines = [f"{file}: {fault}" for fault in faults]
    if len(lines) > _MOST_SHOWN:
        lines[_MOST_SHOWN:] = [f"{file}: and {len(lines) - _MOST_SHOWN:,} more faults"]
    if lines:
        raise DataError(lines)


def _of_package(file: Path, members: Sequence[ZipInfo]) -> tuple[dict[str, ZipInfo], list[str]]:
    """The files of the package by the names that they get, and the names of all others."""
    files = [member for member in members if not member.is_dir()]
    paths = [PurePosixPath(member.filename) for member in files]
    places = [path.parent for path in paths if path.name == DESCRIPTOR and len(path.parts) <= 2]
    if len(places) != 1:
        what = f"holds {len(places)} packages" if places else "holds no package"
        raise DataError(f"{file}: {what}, one {DESCRIPTOR} was expected, at the top or in a folder")
    names = [path.relative_to(places[0]).as_posix() if path.is_relative_to(places[0]) else "" for path in paths]
    wanted = {name: member for name, member in zip(names, files, strict=True) if is_package_file(name)}
    return wanted, sorted(str(path) for path, name in zip(paths, names, strict=True) if name not in wanted)


def _content_faults(archive: ZipFile) -> Iterator[str]:
    """Read every member to its end, and say which are not what the directory says."""
    for member in archive.infolist():
        if member.is_dir():
            continue
        try:
            for _ in _content(archive, member):
                pass
        except _DAMAGED as error:
            yield f"{member.filename!r} is damaged: {error or type(error).__name__}"


def _content(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """The content of a member in chunks; never more of it than the directory says.

    Raises:
        BadZipFile: it is longer or shorter, or has another checksum.
    """
    # zipfile stops at the size that the directory says, so it is asked for one byte more.
    probe = copy.copy(member)
    probe.file_size += 1
    count = 0
    with archive.open(probe) as stream:
        while chunk := stream.read(min(_CHUNK, probe.file_size - count)):
            count += len(chunk)
            if count > member.file_size:
                raise zipfile.BadZipFile(f"is longer than the {member.file_size:,} bytes that the directory says")
            yield chunk
    if count != member.file_size:
        raise zipfile.BadZipFile(f"has {count:,} bytes, the directory says {member.file_size:,}")
