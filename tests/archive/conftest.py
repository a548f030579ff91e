"""Zips of a package, and members that do not belong in one."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Member = tuple[str | zipfile.ZipInfo, bytes]
    Zipped = Callable[..., Path]


@pytest.fixture
def zipped(package: Path, tmp_path: Path) -> Zipped:
    """Zip the package of `tables` with other members before or after its own, or below a folder."""

    def write(*others: Member, before: Iterable[Member] = (), top: str = "", name: str = "package.zip") -> Path:
        file = tmp_path / name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            own = [(top + path.name, path.read_bytes()) for path in sorted(package.iterdir())]
            for member, data in [*before, *own, *others]:
                archive.writestr(member, data)
        return file

    return write
