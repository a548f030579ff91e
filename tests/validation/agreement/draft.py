"""A file of contributed rows in the making, and its bytes in the end."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.validation.agreement.rows import COLUMNS, quoting_the_article, row

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

STRAY_BYTE = "\ue000"
"""Stands for a byte that is no UTF-8 until the file is encoded."""


@dataclass(frozen=True)
class Expected:
    """A fault that must be reported.

    Attributes:
        line: The physical line; None for the whole file.
        column: As in `Finding`.
        check: As in `Finding`.
        suggestion: What must be suggested; None where no one thing is sure.
        schema: Whether Frictionless sees it at this place too, with the Table Schema alone.
    """

    line: int | None
    column: str | None
    check: str
    suggestion: str | None = None
    schema: bool = False


@dataclass(frozen=True)
class GeneratedFile:
    """A file and what is wrong with it.

    Attributes:
        name: Its name, with the suffix.
        content: Its bytes.
        faults: Every fault.
        lines: The physical line on which each record begins, that of the header first; in Parquet, the row plus 1.
        whole: Its header or encoding is wrong, of which Frictionless makes errors of other cells: it has a verdict
            on the file only.
        misread: Frictionless reads on without a word where quotation marks are wrong, or has a limit of its own,
            so that it has no verdict at all.
    """

    name: str
    content: bytes
    faults: tuple[Expected, ...]
    lines: tuple[int, ...] = ()
    whole: bool = False
    misread: bool = False


@dataclass(eq=False)
class Record:
    """A record to be written.

    Attributes:
        cells: Its cells by the contract's names, and those of columns that the contract does not know.
        spoilt: The columns that hold a fault.
        is_locked: It is part of a fault of its own and has no other.
        broken: How its cells are written instead of as they should.
    """

    cells: dict[str, str]
    spoilt: set[str] = field(default_factory=set)
    is_locked: bool = False
    broken: Callable[[list[str]], list[str]] | None = None


@dataclass(eq=False)
class Draft:
    """A file in the making.

    Attributes:
        rng: Where chance comes from.
        name: What makes its rows unlike those of other files.
        suffix: csv, tsv or parquet.
        delimiter: Between the cells.
        header: For each column its name in the file, and the key of its cells.
        records: What follows the header.
    """

    rng: Random
    name: str
    suffix: str
    delimiter: str = ","
    header: list[tuple[str, str]] = field(default_factory=lambda: [(name, name) for name in COLUMNS])
    records: list[Record] = field(default_factory=list)
    faults: list[tuple[Record | None, Expected]] = field(default_factory=list)
    whole: bool = False
    misread: bool = False

    def add_rows(self, number: int) -> None:
        """Add valid rows; now and then one quotes the seed article."""
        quotes = set()
        for serial in range(number):
            cells = row(self.rng, f"{self.name}-{serial}")
            article = quoting_the_article(self.rng)
            if self.rng.random() < 0.05 and article["quote"] not in quotes:
                quotes.add(article["quote"])
                cells |= article
            self.records.append(Record(cells))

    def has(self, *columns: str) -> bool:
        """Whether the file has these columns."""
        return set(columns) <= {key for _, key in self.header}

    def lock(self) -> Record | None:
        """A record without fault, which from now on has no other than the caller's."""
        free = [record for record in self.records if not record.is_locked and not record.spoilt]
        if not free:
            return None
        record = self.rng.choice(free)
        record.is_locked = True
        return record

    def expect(
        self,
        record: Record | None,
        column: str | None,
        check: str,
        suggestion: str | None = None,
        *,
        schema: bool = False,
    ) -> None:
        """Note a fault of a record; None is the header."""
        self.faults.append((record, Expected(None, column, check, suggestion, schema)))

    def write(self, name: str) -> GeneratedFile:
        """The file under a name, with the place of each fault."""
        return self._parquet(name) if self.suffix == "parquet" else self._text(name)

    def _text(self, name: str) -> GeneratedFile:
        rng = self.rng
        end = rng.choice(("\n", "\n", "\r\n"))
        always = rng.choice((0.0, 0.0, 0.2, 1.0))  # how many cells are quoted that need not be

        def quoted(text: str) -> str:
            if any(char in text for char in (self.delimiter, '"', "\n", "\r")) or rng.random() < always:
                return '"' + text.replace('"', '""') + '"'
            return text

        parts = [self.delimiter.join(quoted(name) for name, _ in self.header) + end]
        lines = [1]
        places: dict[tuple[Record | None, str | None], int] = {}
        line = 2
        for record in self.records:
            places[record, None] = line
            lines.append(line)
            cells = [record.cells.get(key, "") for _, key in self.header]
            written = record.broken(cells) if record.broken else [quoted(cell) for cell in cells]
            for (_, key), text in zip(self.header, written, strict=False):
                places[record, key] = line
                line += text.count("\n")
            line += 1
            parts.append(self.delimiter.join(written) + end)
        text = "".join(parts)
        if self.records[-1].broken is None and rng.random() < 0.3:
            text = text.removesuffix(end)
        content = (b"\xef\xbb\xbf" if rng.random() < 0.2 else b"") + text.encode()
        content = content.replace(STRAY_BYTE.encode(), b"\xe9")

        def line_of(record: Record | None, column: str | None) -> int:
            if record is None:
                return 1
            return places.get((record, column if record.broken is None else None), places[record, None])

        return self._made(name, content, tuple(lines), line_of)

    def _parquet(self, name: str) -> GeneratedFile:
        import pyarrow as pa
        from pyarrow import parquet

        kind = self.rng.choice((pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())))
        columns = [pa.array([record.cells[key] or None for record in self.records], kind) for _, key in self.header]
        out = io.BytesIO()
        parquet.write_table(pa.table(columns, [name for name, _ in self.header]), out, row_group_size=7)
        rows = {record: number for number, record in enumerate(self.records, 2)}
        lines = tuple(range(1, len(self.records) + 2))
        return self._made(name, out.getvalue(), lines, lambda record, _: rows[record] if record else 1)

    def _made(
        self,
        name: str,
        content: bytes,
        lines: tuple[int, ...],
        line_of: Callable[[Record | None, str | None], int],
    ) -> GeneratedFile:
        faults = [
            Expected(line_of(record, fault.column), fault.column, fault.check, fault.suggestion, fault.schema)
            for record, fault in self.faults
        ]
        return GeneratedFile(name, content, tuple(faults), lines, self.whole, self.misread)
