"""Whether the seeds give the same bytes again: elsewhere, in another process, another time zone, another language."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR, file_digest, published_files
from diplopack.load.seal import sealed_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ELSEWHERE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "here": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        "with spaces/and ünlaut": {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    }
)
"""Folders in which the package is built again, and what is different in them."""


def refuse_other_builds(seeds: Path, package: Path) -> int:
    """Build a package twice from its seeds, and compare it with itself and with what is to be released.

    Args:
        seeds: the folder, or file, that the package was built from.
        package: the folder of the package.

    Returns:
        How many files were compared, and are the same in all three.

    Raises:
        DataError: a build fails, or a file differs: it is named, with what it differs from.
    """
    expected = _digests(package)
    differences: list[str] = []
    with tempfile.TemporaryDirectory(prefix="diplopack-") as name:
        built = {place: build_again(seeds, Path(name) / place, changed) for place, changed in _ELSEWHERE.items()}
    first, second = built.values()
    differences += [f"{name}: two builds of {seeds} differ" for name in _differing(first, second)]
    if not differences:
        differences += [f"{name}: is not what {seeds} gives" for name in _differing(first, expected)]
    if differences:
        raise DataError(["the package cannot be reproduced, the same bytes were expected", *differences])
    return len(expected)


def build_again(seeds: Path, folder: Path, changed: Mapping[str, str]) -> dict[str, str]:
    """Build a package in another process.

    Args:
        seeds: as for `refuse_other_builds`.
        folder: where to build it, which is made.
        changed: variables of the environment.

    Returns:
        The digests of its files by name.

    Raises:
        DataError: the build fails.
    """
    folder.mkdir(parents=True)
    own = str(Path(__file__).parents[2])  # where this diplopack is, be it installed or not
    paths = os.pathsep.join([own, os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else [own])
    command: Sequence[str] = [sys.executable, "-m", "diplopack", "build", str(seeds.absolute()), "--out", "dist"]
    environment = {**os.environ, "PYTHONPATH": paths, **changed}
    done = subprocess.run(  # noqa: S603  (our own command, no shell)
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        raise DataError([f"{seeds}: cannot be built again:", *done.stderr.splitlines()])
    return _digests(folder / "dist")


def _digests(package: Path) -> dict[str, str]:
    """The digests of the files of a package; its version, which a release replaces, is left out of the descriptor."""
    files = {name: package / name for name in published_files(package)}
    digests = {name: file_digest(path) for name, path in files.items() if path.is_file()}
    unversioned = sealed_text({**json.loads((package / DESCRIPTOR).read_bytes()), "version": None})
    return digests | {DESCRIPTOR: hashlib.sha256(unversioned.encode()).hexdigest()}


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
