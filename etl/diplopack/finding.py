"""What is wrong with contributed rows: one finding for each fault, at its place."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKS: Mapping[str, str] = MappingProxyType(
    {
        # the file
        "file": "file that cannot be read",
        "file-type": "file of another type",
        "link": "link that is not followed",
        "encoding": "text that is not UTF-8",
        "empty": "file without rows",
        "package": "package that breaks the contract",
        # the header
        "separator": "another separator",
        "header-missing": "missing column",
        "header-misspelt": "misspelt column",
        "header-unknown": "unknown column",
        "header-doubled": "column given twice",
        "header-order": "columns in another order",
        # the record
        "line-length": "line that is too long",
        "quote-unclosed": "quotation mark that is not closed",
        "quote-misplaced": "quotation mark out of place",
        "row-length": "row with too few or too many cells",
        "blank-row": "blank row",
        # the cell, the first that applies
        "control-character": "character that cannot be seen",
        "required": "empty cell that needs a value",
        "whitespace": "space around a value",
        "date-format": "date in another form",
        "date-ambiguous": "date with two readings",
        "date-nonexistent": "date that does not exist",
        "date-range": "date before 1900",
        "date-future": "date in the future",
        "event-code": "event code that is not in the codebook",
        "actor-code": "actor code that is not in the codebook",
        "state-not-on-date": "state that did not exist on the date",
        "url": "address that is not http or https",
        "formula": "cell that a spreadsheet would run as a formula",
        "constraint": "value that breaks the contract",
        # the row
        "same-party": "actor and target that are the same",
        "quote-not-found": "quote that is not in its article",
        "duplicate": "row that is there already",
        "already-coded": "event that is coded already",
        "lost-zero": "event code that may have lost its zero",
    }
)
"""Every check by its name, with a title for summaries. A cell has one finding: of the first check that fails."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a file, a row or a cell.

    Attributes:
        file: The file as it was given, or below the folder that was, with slashes.
        line: The physical line, from 1 for the header; in Parquet the row plus 1, as if it were CSV; None
            where the whole file is meant.
        column: The column's name; None where the row or the file is meant.
        value: What was found; None where it was nothing.
        check: A key of `CHECKS`.
        message: What is wrong, without place and suggestion.
        expected: What was expected, in words; empty where the message says it.
        suggestion: What to write instead, where one thing is likely.
        severity: A warning leaves the file valid.
        row: The row of a Parquet file, from 1.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    check: str
    message: str
    expected: str = ""
    suggestion: str | None = None
    severity: Literal["error", "warning"] = "error"
    row: int | None = None

    @property
    def place(self) -> str:
        """File and line, as editors and terminals open them; in Parquet file and row."""
        if self.row is not None:
            return f"{self.file}: row {self.row}"
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def text(self) -> str:
        """What is wrong and what would be right."""
        if self.suggestion is not None and repr(self.suggestion) not in self.message:
            return f"{self.message} (did you mean {self.suggestion!r}?)"
        return f"{self.message}, expected {self.expected}" if self.expected else self.message

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.column, self.text) if part)
