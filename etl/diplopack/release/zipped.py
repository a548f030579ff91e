"""A zip whose bytes depend on nothing but the names and the bytes of its files."""

from __future__ import annotations

import shutil
import stat
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def write_zip(files: Mapping[str, Path | bytes], out: IO[bytes]) -> None:
    """Write a zip, its files in the order of their names.

    They are stored as they are: how well a file is packed depends on the zlib of the machine, and Parquet is packed
    already.

    Args:
        files: the files by their names in the zip: where one is, or what is in it.
        out: where to write.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, source in sorted(files.items()):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system = _UNIX
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.file_size = len(source) if isinstance(source, bytes) else source.stat().st_size
            with archive.open(info, "w") as member:
                if isinstance(source, bytes):
                    member.write(source)
                else:
                    with source.open("rb") as file:
                        shutil.copyfileobj(file, member)
