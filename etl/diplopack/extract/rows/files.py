"""Which files of some paths hold rows, and which are no files of rows at all.

In a folder, files are found at any depth, folder by folder in sorted order. Passed over are hidden files and
folders and what is written for people (Markdown, README, LICENSE); any other file is named, and so is a link
that leads out of the folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = (".csv", ".tsv", ".parquet")
_EXPECTED = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
_FOR_PEOPLE = ("readme", "license", "licence", "contributing")

# The first bytes of what is sent in place of text, often under the name of a text file.
_MAGIC = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF document",
    b"SQLite format 3\x00": "an SQLite database",
    b"{": "JSON",
    b"<": "HTML or XML",
}


def find_rows(paths: Sequence[Path]) -> Iterator[tuple[Path, str] | Finding]:
    """Yield the files of rows among some files and folders, each once, or why one is not read.

    Args:
        paths: Files (.csv, .tsv, .parquet) and folders, which are searched for such files. A link among them
            may lead only to a file that lies in or below its own folder.

    Yields:
        Each file with its name for findings: the path as it was given, joined for folders, with slashes.
    """
    seen: set[str] = set()
    for path in paths:
        try:
            found = list(_find_in(path)) if path.is_dir() and not path.is_symlink() else [_look_at(path, path.parent)]
        except OSError as error:
            found = [unreadable(path.as_posix(), error)]
        for item in found:
            if isinstance(item, Finding):
                yield item
                continue
            real = os.path.realpath(item)
            if real not in seen:
                seen.add(real)
                yield item, item.as_posix()


def holds_files(folder: Path) -> bool:
    """Whether there is anything to read in a folder, or to say of it: more than hidden files and a README."""
    return any(isinstance(found, Path) or found.check != "file" for found in _find_in(folder))


def file_type(head: bytes) -> str | None:
    """What a file is, by its first bytes, where that is not text; else None."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


def unreadable(name: str, error: OSError) -> Finding:
    """A file or folder that the system does not let us read."""
    return Finding(name, None, None, None, "file", f"cannot be read ({error.strerror or error})", "a readable file")


def _find_in(folder: Path) -> Iterator[Path | Finding]:
    errors: list[OSError] = []
    found = False
    for root, folders, files in os.walk(folder, onerror=errors.append):
        here = Path(root)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (_leads_out(here / name) for name in folders if _is_link_out_of(folder, here / name))
        for name in sorted(files):
            if _is_passed_over(name):
                continue
            found = True
            yield _look_at(here / name, folder)
    yield from (unreadable(Path(error.filename).as_posix(), error) for error in errors)
    if not found and not errors:
        yield Finding(folder.as_posix(), None, None, None, "file", "holds no files of rows", f"{_EXPECTED} files")


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(".md") or name.lower().startswith(_FOR_PEOPLE)


def _look_at(path: Path, folder: Path) -> Path | Finding:
    """A file that may be read, or why not."""
    name = path.as_posix()
    if _is_link_out_of(folder, path):
        return _leads_out(path)
    if not path.exists():
        return Finding(name, None, None, None, "file", "not found", "a file or a folder")
    if not path.is_file():
        return Finding(name, None, None, None, "file", "neither a file nor a folder", "one of them")
    if path.suffix.lower() not in SUFFIXES:
        told = f"{path.suffix!r} is no suffix of a file of rows" if path.suffix else "the file has no suffix"
        return Finding(name, None, None, path.suffix or None, "file-type", told, _EXPECTED)
    return path


def _is_link_out_of(folder: Path, path: Path) -> bool:
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _leads_out(path: Path) -> Finding:
    told = "a link that leads out of its folder, which is not followed"
    return Finding(path.as_posix(), None, None, str(path.readlink()), "link", told, "the file itself")
