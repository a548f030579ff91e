"""Semantic versions of data: which one a difference asks for, and whether a version is enough.

- Major: what worked with the old release may fail with the new one. A table, a column or a code of a codebook is
  removed; a column is renamed, or has another type.
- Minor: there is more, or the events are others. Tables, columns, codes or rows are added; rows are removed, as they
  are when the coder learns that a sentence holds no event; columns stand in another order.
- Patch: the values of rows change, and nothing else.

This holds for 0.x too: removing a column of 0.4.0 asks for 1.0.0.
"""

from __future__ import annotations

import enum
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diplopack.compare.comparison import Comparison, TableDifference

_NUMBER = r"(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")


class Level(enum.IntEnum):
    """Which number of a version a difference asks to raise."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Reason(NamedTuple):
    """One difference in words, and the level that it asks for."""

    level: Level
    text: str


class Version(NamedTuple):
    """A semantic version: three numbers."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return ".".join(map(str, self))

    def raised(self, level: Level) -> Version:
        """The next version of a level."""
        match level:
            case Level.MAJOR:
                return Version(self.major + 1, 0, 0)
            case Level.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Level.PATCH:
                return Version(self.major, self.minor, self.patch + 1)
            case Level.NONE:
                return self


def parse(text: str) -> Version:
    """Read a version.

    Raises:
        DataError: it is not three numbers.
    """
    found = _VERSION.fullmatch(text)
    if not found:
        raise DataError(f"version {text!r} found, three numbers were expected, such as 1.2.0")
    return Version(*map(int, found.groups()))


def package_version(folder: Path) -> str:
    """The version that a package states in its descriptor.

    Args:
        folder: the package.

    Raises:
        DataError: there is none that can be read.
    """
    path = folder / DESCRIPTOR
    try:
        version = json.loads(path.read_bytes())["version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(f"{path}: version: cannot be read, a version was expected, such as 1.2.0") from error
    return str(parse(str(version)))


def reasons(comparison: Comparison) -> list[Reason]:
    """Everything that asks for a higher version, the gravest first, else in the order of the tables."""
    tables = comparison.tables.values()
    found = [Reason(level, f"{table.name}: {text}") for table in tables for level, text in _reasons(table)]
    return sorted(found, key=lambda reason: -reason.level)


def level(comparison: Comparison) -> Level:
    """The gravest level of a comparison; `Level.NONE` where nothing differs."""
    return max((reason.level for reason in reasons(comparison)), default=Level.NONE)


def required(comparison: Comparison, old_version: str) -> str:
    """The least version that is enough for a difference.

    Args:
        comparison: of the release of `old_version` with what is to be released.
        old_version: such as ``1.2.0``.

    Returns:
        A version; the old one where nothing differs.

    Raises:
        DataError: `old_version` is no version.
    """
    return str(parse(old_version).raised(level(comparison)))


def refuse(version: str, old_version: str, comparison: Comparison) -> None:
    """Refuse a version that is too small for what changed.

    Args:
        version: of what is to be released.
        old_version: of the release before.
        comparison: of the two.

    Raises:
        DataError: a version is none, or `version` is too small: the first line says which is enough, and each line
            after it is a difference that asks for it.
    """
    least = parse(required(comparison, old_version))
    if parse(version) >= least:
        return
    asked = level(comparison)
    if asked is Level.NONE:
        raise DataError(f"version {version} found, {least} or above was expected: that is released already")
    grave = [reason.text for reason in reasons(comparison) if reason.level == asked]
    expected = f"{least} or above was expected, as what changed since {old_version} asks for a {asked} version"
    raise DataError([f"version {version} found, {expected}:", *grave])


def column_reasons(table: TableDifference) -> Iterator[Reason]:
    """How the columns of a table differ, and why its rows could not be matched; without the table's name."""
    columns = table.columns
    for column in columns.removed:
        yield Reason(Level.MAJOR, f"column {column} is removed")
    for before, after in columns.renamed:
        yield Reason(Level.MAJOR, f"column {before} is renamed to {after}")
    for column, before, after in columns.retyped:
        yield Reason(Level.MAJOR, f"column {column} was {before} and is {after}")
    if table.unmatched:
        yield Reason(Level.MAJOR, table.unmatched)
    for column in columns.added:
        yield Reason(Level.MINOR, f"column {column} is added")
    if columns.reordered:
        yield Reason(Level.MINOR, "the columns stand in another order")


def _reasons(table: TableDifference) -> Iterator[Reason]:
    if table.new_rows is None:
        yield Reason(Level.MAJOR, "the table is removed")
    elif table.old_rows is None:
        yield Reason(Level.MINOR, "the table is added")
    else:
        yield from column_reasons(table)
        yield from _row_reasons(table)


def _row_reasons(table: TableDifference) -> Iterator[Reason]:
    is_codebook = table.name in contract.CODEBOOKS
    thing = "code" if is_codebook else "row"
    if removed := table.removed.num_rows:
        which = f" ({', '.join(_first(table))})" if is_codebook else ""
        yield Reason(Level.MAJOR if is_codebook else Level.MINOR, f"{_are(removed, thing)} removed{which}")
    if added := table.added.num_rows:
        yield Reason(Level.MINOR, f"{_are(added, thing)} added")
    if changed := table.changed.num_rows:
        yield Reason(Level.PATCH, f"{_are(changed, thing)} changed")


def _first(table: TableDifference, number: int = 5) -> list[str]:
    codes = [str(code) for code in table.removed[table.key][:number].to_pylist()]
    return [*codes, "…"] if table.removed.num_rows > number else codes


def _are(number: int, noun: str) -> str:
    return f"{number:,} {noun} is" if number == 1 else f"{number:,} {noun}s are"
