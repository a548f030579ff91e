"""The last step: tables into a published package, and a package back into data frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.load.read import Dataset


def load(path: Path | str = "dist") -> Dataset:
    """Load a data package: its Parquet files, or where there is none its CSV files.

    Args:
        path: its folder or ``datapackage.json``; a zip of it; or the folder of a downloaded release.

    Returns:
        The tables by name, as typed data frames: ``load("dist").events``. Codes are strings, dates are
        ``datetime64``, and what has few values by contract is a category.

    Raises:
        DataError: there is no package, its zip is harmful or damaged, or one of its tables cannot be read.
    """
    from diplopack.load.read import read_package

    return read_package(Path(path))
