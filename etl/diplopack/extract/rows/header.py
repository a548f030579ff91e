"""The header of a file of rows: which cell of a record is which column of the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_COLUMNS = 200
"""A header with more columns than this is no header of rows."""


@cache
def contract_columns() -> tuple[str, ...]:
    """The names of the columns of contributed rows, in their order."""
    from diplopack.contract import table_schema

    return tuple(field["name"] for field in table_schema("contributed")["fields"])


@dataclass(frozen=True)
class Header:
    """What the cells of a file's records are.

    Attributes:
        names: For each cell of a record the contract's name of its column, else the file's own.
        cells: For each of the contract's columns that the file has, which cell of a record it is.
        is_row: The file has no header: its first line is a row.
    """

    names: tuple[str, ...]
    cells: Mapping[str, int]
    is_row: bool = False

    @property
    def absent(self) -> frozenset[str]:
        """The contract's columns that the file lacks."""
        return frozenset(contract_columns()) - self.cells.keys()


def read_header(found: Sequence[str], file: str, line: int) -> tuple[Header, list[Finding]]:
    """Compare a file's header with the contract.

    Args:
        found: The cells of the header.
        file: The file as findings name it.
        line: Where the header is.

    Returns:
        What the columns mean, misspelt ones included, and a finding for each fault. Without a name that is
        known or nearly so, the columns are taken to be the contract's if they are as many.
    """
    expected = contract_columns()
    kinds = _match(found, expected)
    if not any(name for name, _ in kinds):
        return _without_names(found, file, line)
    findings = []

    def report(
        check: str, column: str | None, value: str | None, message: str, wanted: str, suggestion: str | None = None
    ) -> None:
        findings.append(Finding(file, line, column, value, check, message, wanted, suggestion))

    cells: dict[str, int] = {}
    for number, (text, (name, check)) in enumerate(zip(found, kinds, strict=True)):
        if name and check != "header-doubled":
            cells[name] = number
        if check == "header-misspelt":
            report(check, name, text, f"{text!r} is not a column", f"{name!r}", name)
        elif check == "header-doubled":
            report(check, text.strip(), text, f"column {text.strip()!r} is given twice", "each column once")
        elif check == "header-unknown":
            told = f"{text!r} is not a column" if text.strip() else f"column {number + 1} has no name"
            report(check, text or None, text or None, told, f"the columns {','.join(expected)}")
    for name in expected:
        if name not in cells:
            report("header-missing", name, None, f"column {name!r} is missing", f"the columns {','.join(expected)}")
    if list(cells) != [name for name in expected if name in cells]:
        told = f"the columns are in another order ({','.join(cells)})"
        report("header-order", None, ",".join(cells), told, ",".join(name for name in expected if name in cells))
    names = [name or text.strip() for text, (name, _) in zip(found, kinds, strict=True)]
    return Header(tuple(names), cells), findings


def count_known(found: Sequence[str]) -> int:
    """How many of some cells are names of the contract's columns, or nearly so."""
    return sum(name is not None for name, _ in _match(found, contract_columns()))


def _match(found: Sequence[str], expected: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """For each cell of a header the column that is meant, and the check that it fails."""
    free = [name for name in expected if name not in found]
    seen: set[str] = set()
    kinds: list[tuple[str | None, str | None]] = []
    for text in found:
        name = text if text in expected else _nearest(text, free)
        if name is None:
            doubled = text.strip() in seen
            kinds.append((None, "header-doubled" if doubled else "header-unknown"))
        elif name in seen:
            kinds.append((name, "header-doubled"))
        else:
            kinds.append((name, None if name == text else "header-misspelt"))
            seen.add(name)
            free = [other for other in free if other != name]
    return kinds


def _nearest(text: str, names: Sequence[str]) -> str | None:
    """The one name that was likely meant."""
    from difflib import get_close_matches

    folded = re.sub(r"[\W_]+", "_", text[:100].casefold()).strip("_")
    if not folded:
        return None
    if near := get_close_matches(folded, names, 1, 0.75):
        return near[0]
    having = [name for name in names if folded in name.split("_")]
    return having[0] if len(having) == 1 else None


def _without_names(found: Sequence[str], file: str, line: int) -> tuple[Header, list[Finding]]:
    expected = contract_columns()
    value = ",".join(found)[:100]
    missing = Finding(file, line, None, value, "header-missing", "found no header", ",".join(expected))
    if len(found) != len(expected):
        return Header(tuple(found), {}), [missing]
    is_row = any(text[:1].isdigit() or "://" in text for text in found)
    return Header(expected, {name: number for number, name in enumerate(expected)}, is_row), [missing]
