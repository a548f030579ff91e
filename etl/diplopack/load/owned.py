"""Which files in a folder are a package of ours."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

DESCRIPTOR = "datapackage.json"
PAGE = "index.html"
DOCUMENTS = (PAGE, "CODEBOOK.md", "LICENSE")
"""The files that a package may have for people, beside its tables."""


def is_package_file(name: str) -> bool:
    """Whether a package may have a file of a name: its descriptor, a table or a part of one, what is for people.

    Args:
        name: a relative POSIX path.
    """
    from diplopack import contract

    return name in {DESCRIPTOR, *DOCUMENTS} or contract.table_file(name) is not None


def published_files(folder: Path) -> frozenset[str]:
    """The files of a package in a folder: its tables, the descriptor and the page.

    A file of another name that the descriptor lists is the package's only if it has the digest given there, as
    a table of another release has; a descriptor's word alone makes nobody's file ours.

    Args:
        folder: any folder.

    Returns:
        Relative POSIX paths below `folder`; empty where there is no descriptor of a diplopack package.
    """
    from diplopack import contract

    try:
        descriptor: Any = json.loads((folder / DESCRIPTOR).read_bytes())
    except (OSError, ValueError, RecursionError):
        return frozenset()
    if not isinstance(descriptor, dict) or descriptor.get("name") != contract.package_metadata()["name"]:
        return frozenset()
    resources = descriptor.get("resources")
    listed = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    paths = [(r.get("path"), r.get("hash")) for r in listed]
    ours = {
        path
        for path, digest in paths
        if is_below(path) and (contract.table_file(path) is not None or _has_digest(folder / path, digest))
    }
    return frozenset({DESCRIPTOR, PAGE, *ours})


def file_digest(file: Path) -> str:
    """The digest of a file as a descriptor states it: ``sha256:`` and 64 hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
    """
    with file.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _has_digest(file: Path, digest: object) -> bool:
    try:
        return file_digest(file) == digest
    except OSError:
        return False


def foreign_files(folder: Path) -> list[str]:
    """The files in a folder that are not of its package, sorted.

    Args:
        folder: any folder; links in it are not followed.

    Returns:
        Relative POSIX paths, links and empty folders among them.
    """
    return other_files(folder, published_files(folder))


def other_files(folder: Path, known: AbstractSet[str]) -> list[str]:
    """The files in a folder that are not among known ones; arguments and result as of `foreign_files`."""
    return [name for name in files_below(folder) if name not in known]


def files_below(folder: Path) -> list[str]:
    """All files in a folder and in those below it; argument and result as of `foreign_files`."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        names = [(here / name).relative_to(folder).as_posix() for name in files + links]
        if not folders and not files and here != folder:
            names = [here.relative_to(folder).as_posix() + "/"]
        found += names
    return sorted(found)


def is_below(path: object) -> TypeGuard[str]:
    """Whether a descriptor's path stays in its folder; by no other is anything opened or deleted.

    Args:
        path: what the descriptor says.
    """
    if not isinstance(path, str) or not path or "\\" in path or ":" in path:
        return False
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts
