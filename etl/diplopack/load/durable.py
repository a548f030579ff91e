"""Files that are on the disk, and not only on their way there."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write_text(text: str, path: Path) -> None:
    """Write a new file in UTF-8, and make it durable.

    Raises:
        OSError: the file is there already, or cannot be written.
    """
    with path.open("xb") as file:
        file.write(text.encode())
        sync(file)


def sync(file: IO[Any]) -> None:
    """Make the content of an open file durable."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":  # which cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
