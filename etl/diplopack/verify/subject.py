"""What is verified."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from diplopack.load.owned import DESCRIPTOR
from diplopack.load.read import place_of_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa


class Found(NamedTuple):
    """What a check found.

    Attributes:
        what: what was compared, with counts.
        problems: a line for each thing that is wrong: ``file: what was found, what was expected``.
    """

    what: str
    problems: Iterable[str]


@dataclass(slots=True)
class Subject:
    """A package that is verified.

    Attributes:
        folder: where its files are.
        zip: the zip that they come from, or None.
        release: the folder of the release that the zip is of, or None.
        tables: the rows by the name of their table, once they were read.
    """

    folder: Path
    zip: Path | None
    release: Path | None
    tables: dict[str, pa.Table] = field(default_factory=dict)

    def descriptor(self) -> dict[str, Any]:
        """The content of the descriptor, which was found to be JSON."""
        content: dict[str, Any] = json.loads((self.folder / DESCRIPTOR).read_bytes())
        return content

    def place(self, name: str, row: int) -> str:
        """A row of a table, from 0, as lines that tell of it begin."""
        file, row = place_of_row(self.folder, name, row)
        return f"{file}: row {row + 1}"
