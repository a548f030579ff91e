"""The names of a package's files: of a table in one file, and of one that is cut into parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diplopack.contract.schemas import DATA_TABLES, FORMATS, PUBLISHED_TABLES, partition

if TYPE_CHECKING:
    from pathlib import Path

UNDATED = "0000"
"""The part of the rows without a year. Hive calls it ``__HIVE_DEFAULT_PARTITION__``, which pandas fails to read."""

_WHOLE = re.compile(rf"({'|'.join(PUBLISHED_TABLES)})\.({'|'.join(FORMATS)})(?!\n)")
_PART = re.compile(rf"({'|'.join(DATA_TABLES)})/{partition()['by']}=([0-9]{{4}})/part-0\.parquet(?!\n)")


class TableFile(NamedTuple):
    """What a file of a package holds.

    Attributes:
        table: one of `PUBLISHED_TABLES`.
        fmt: one of `FORMATS`.
        part: four digits of a year, or `UNDATED`; None where the file is the whole table.
    """

    table: str
    fmt: str
    part: str | None = None


def file_name(name: str, fmt: str, part: str | None = None) -> str:
    """The file of a published table, below the folder of its package.

    Args:
        name: one of `PUBLISHED_TABLES`.
        fmt: one of `FORMATS`.
        part: as `TableFile.part`.

    Returns:
        ``events.csv``; of a part ``events/year=2020/part-0.parquet``.
    """
    return f"{name}.{fmt}" if part is None else f"{name}/{partition()['by']}={part}/part-0.{fmt}"


def part_of(year: int | None) -> str:
    """What the part of a year is called; of rows that have none, `UNDATED`."""
    return UNDATED if year is None else f"{year:04}"


def table_file(path: str) -> TableFile | None:
    """What the file at a path below a package holds; None for every path that no table has."""
    if found := _WHOLE.fullmatch(path):
        return TableFile(found[1], found[2])
    if found := _PART.fullmatch(path):
        return TableFile(found[1], "parquet", found[2])
    return None


def table_files(folder: Path, name: str, fmt: str) -> list[str]:
    """The files that a folder holds of a table: its one file, its parts in their order, both or none.

    Args:
        folder: of a package.
        name: one of `PUBLISHED_TABLES`.
        fmt: one of `FORMATS`.

    Returns:
        Paths below `folder`, links among them.
    """
    whole = [path for path in (file_name(name, fmt),) if (folder / path).exists() or (folder / path).is_symlink()]
    found = (path.relative_to(folder).as_posix() for path in folder.glob(f"{name}/*/*"))
    parts = [path for path in found if (file := table_file(path)) and file.fmt == fmt]
    return [*whole, *sorted(parts, key=part_order)]


def part_order(part: str) -> tuple[bool, str]:
    """By what parts, or their files, are sorted: the rows without a year come last."""
    return UNDATED in part, part
