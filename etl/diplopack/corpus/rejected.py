"""The articles that are not in the package, each with its place and the reason."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

FILE = "rejected.csv"
COLUMNS = ("file", "place", "reason")
MOST_SHOWN = 100
"""So many faults are told one by one; the file has all."""

_PLACE = re.compile(r"(?P<file>.*?)(?::(?P<line>\d+)|: (?P<row>row \d+))?", re.DOTALL)


class Rejected:
    """What is left out of a package.

    Args:
        file: is written with a row for each article.

    Attributes:
        lines: of the first `MOST_SHOWN` faults.
        faults: how many there are; what was left out for another reason than a fault is none.
        others: how many were left out, by what for.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.lines: list[str] = []
        self.faults = 0
        self.others: Counter[str] = Counter()
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._text)
        self._rows.writerow(COLUMNS)

    def add_fault(self, place: str, reason: str, line: str) -> None:
        """Note what cannot be read: its place (`file`, `file:line` or `file: row N`), the reason, and both as told."""
        self._add(place, reason)
        self.faults += 1
        if len(self.lines) < MOST_SHOWN:
            self.lines.append(line)

    def add_other(self, place: str, reason: str, kind: str) -> None:
        """Note what is left out, though nothing is wrong with it."""
        self._add(place, reason)
        self.others[kind] += 1

    def __len__(self) -> int:
        return self.faults + self.others.total()

    def told(self, file: Path) -> list[str]:
        """The lines of the faults, and how many there are beyond; `file` is where all are."""
        more = self.faults - len(self.lines)
        return [*self.lines, f"{more:,} more; {file} lists all"] if more else self.lines

    def close(self) -> None:
        """Leave the file to whoever opened it."""
        self._text.detach()

    def _add(self, place: str, reason: str) -> None:
        match = _PLACE.fullmatch(place)
        assert match is not None  # noqa: S101  (it takes any text)
        self._rows.writerow((match["file"], match["line"] or match["row"] or "", reason))
