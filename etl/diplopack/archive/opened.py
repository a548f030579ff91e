"""The folder of a package, whatever form it has."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from diplopack.archive.checksums import CHECKSUMS, read_checksums
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR, file_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIX = ".zip"
_FORMS = f"a folder with a {DESCRIPTOR}, a zip of one or the folder of a release was expected"


def is_package(path: Path) -> bool:
    """Whether a path means a package, by its name and without a look into files: `open_package` may refuse it.

    Args:
        path: whatever a user typed.
    """
    # Unlike Path.is_file, this has an answer for names that are too long, and for folders that cannot be read.
    holds = (os.path.isfile(path / name) for name in (DESCRIPTOR, CHECKSUMS))  # noqa: PTH113
    is_zip = path.suffix.lower() == _SUFFIX and not os.path.isdir(path)  # noqa: PTH112
    return path.name == DESCRIPTOR or is_zip or any(holds)


class Opened(NamedTuple):
    """A package that is open.

    Attributes:
        folder: with the package's files, perhaps a temporary one.
        shown: what the user knows it by: the folder itself, or the zip.
    """

    folder: Path
    shown: Path

    def named(self, lines: Iterable[str]) -> list[str]:
        """Lines about files in the folder, with the path that the user knows."""
        return [line.replace(str(self.folder), str(self.shown)) for line in lines]


@contextmanager
def open_package(path: Path) -> Iterator[Path]:
    """Give the folder of a package for as long as it is needed.

    Args:
        path: a folder with a ``datapackage.json``; that file; a zip of such a folder; or the folder of a
            release, which has the zip and ``SHA256SUMS``.

    Yields:
        The folder itself; of a zip a temporary one, with the files of a package only. It is removed afterwards.

    Raises:
        DataError: there is no package, or its zip is refused; or the block raised one, in which the temporary
            folder is called by the name of its zip.
    """
    with open_named(path) as opened:
        yield opened.folder


@contextmanager
def open_named(path: Path) -> Iterator[Opened]:
    """Do what `open_package` does, and tell what to call the folder in messages."""
    file = package_zip(path)
    if file is None:
        folder = path.parent if path.name == DESCRIPTOR else path
        yield Opened(folder, folder)
        return
    from diplopack.archive.unzip import unzip_package

    with tempfile.TemporaryDirectory(prefix="diplopack-") as name:
        opened = Opened(Path(name), file)
        try:
            unzip_package(file, opened.folder)
            yield opened
        except DataError as error:
            raise DataError(opened.named(error.lines)) from error


def package_zip(path: Path) -> Path | None:
    """The zip of a package, or None where the package is a folder.

    Args:
        path: as for `open_package`.

    Returns:
        The file itself, or that of a release folder.

    Raises:
        DataError: the path is no package of any form; or a release has no zip, several, or another than its
            ``SHA256SUMS`` says.
    """
    folder = path.parent if path.name == DESCRIPTOR else path
    if (folder / DESCRIPTOR).is_file():
        return None
    if path.is_file() and path.name != DESCRIPTOR:
        return path
    if not (path / CHECKSUMS).is_file():
        what = "is not there" if not path.exists() else "is no data package"
        raise DataError(f"{path}: {what}, {_FORMS}")
    return _zip_of_release(path)


def _zip_of_release(folder: Path) -> Path:
    digests = read_checksums(folder)
    names = [name for name in digests if name.endswith(_SUFFIX)]
    if len(names) != 1:
        found = ", ".join(names) or "none"
        raise DataError(f"{folder / CHECKSUMS}: one zip of a package was expected, found {found}")
    file = folder / names[0]
    if not file.is_file():
        raise DataError(f"{file}: is not there, {CHECKSUMS} names it")
    digest = file_digest(file).removeprefix("sha256:")
    if digest != digests[names[0]]:
        raise DataError(f"{file}: has the SHA-256 {digest}, {CHECKSUMS} says {digests[names[0]]}")
    return file
