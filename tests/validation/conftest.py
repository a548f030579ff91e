"""Contributed rows as chunks, and what is found in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from diplopack.extract.rows.chunk import Chunk
from diplopack.validation import cells
from diplopack.validation.rows import Checker, Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diplopack.finding import Finding

    Row = dict[str, str | None]
    MakeChunk = Callable[..., Chunk]
    Find = Callable[..., list[Finding]]

TODAY = dt.date(2026, 11, 22)
GOOD: Row = {
    "event_date": "2020-11-11",
    "actor_code": "CHNGOV",
    "target_code": "USA",
    "event_code": "036",
    "source_url": "https://example.org/news/1",
    "quote": "China has urged the United States to stop.",
    "contributor": "Ada Lovelace",
    "note": None,
}


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def good() -> Row:
    """A row in which nothing is wrong."""
    return dict(GOOD)


@pytest.fixture
def chunk() -> MakeChunk:
    """Makes a chunk of rows; they stand on consecutive lines below a header."""

    def make(rows: Sequence[Row], *, file: str = "rows.csv", first_row: int = 0, is_parquet: bool = False) -> Chunk:
        table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in cells.columns()})
        lines = np.arange(len(rows), dtype=np.int64) + first_row + 2
        return Chunk(file, table, lines, first_row, is_parquet, frozenset())

    return make


@pytest.fixture
def find(chunk: MakeChunk) -> Find:
    """Finds what is wrong with rows, given as changes to a good one; the others have quotes of their own."""

    def in_rows(*changes: Row, checker: Checker | None = None, is_parquet: bool = False) -> list[Finding]:
        rows = [GOOD | {"quote": f"{GOOD['quote']} {number}."} | change for number, change in enumerate(changes)]
        checker = checker or Checker(TODAY)
        return list(checker.findings([[chunk(rows, is_parquet=is_parquet)]], Counts()))

    return in_rows
