"""Files of rows, and what is read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from diplopack import contract
from diplopack.extract.rows import Chunk, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diplopack.finding import Finding

COLUMNS = tuple(field["name"] for field in contract.table_schema("contributed")["fields"])
HEADER = ",".join(COLUMNS)
BLOCK_SIZES = (1, 7, 64, 500, 40_000, None)
"""So that a block ends anywhere; None is the size in use. A long file is not cut into very many."""


class Read(NamedTuple):
    """What was read: the cells of each row, the line of each of its cells, and the findings."""

    rows: list[tuple[str | None, ...]]
    lines: list[int]
    cell_lines: list[tuple[int, ...]]
    findings: list[Finding]

    @property
    def places(self) -> list[tuple[int | None, str, str | None]]:
        return [(finding.line, finding.check, finding.column) for finding in self.findings]


def read(path: Path, block_size: int | None = None) -> Read:
    rows: list[tuple[str | None, ...]] = []
    lines: list[int] = []
    cell_lines: list[tuple[int, ...]] = []
    findings: list[Finding] = []
    for item in read_rows(path, path.name, block_size=block_size):
        if not isinstance(item, Chunk):
            findings.append(item)
            continue
        assert item.table.num_rows == len(item.lines) > 0
        assert item.first_row == len(rows)
        assert item.file == path.name
        assert tuple(item.table.column_names) == COLUMNS
        rows += [tuple(row.values()) for row in item.table.to_pylist()]
        lines += item.lines.tolist()
        cell_lines += [tuple(item.line(row, column) for column in COLUMNS) for row in range(item.table.num_rows)]
    return Read(rows, lines, cell_lines, findings)


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[..., Read]:
    """Reads a file of some content with blocks of every size, which must not matter."""

    def read_all(content: str | bytes, name: str = "rows.csv") -> Read:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        results = [read(path, size) for size in BLOCK_SIZES if size is None or size * 1000 > len(content)]
        assert all(result == results[-1] for result in results)
        return results[-1]

    return read_all


@pytest.fixture
def read_body(read_text: Callable[..., Read]) -> Callable[..., Read]:
    """Reads a CSV file of a good header and some lines."""

    def read_below_header(body: str | bytes) -> Read:
        return read_text(HEADER.encode() + b"\n" + (body if isinstance(body, bytes) else body.encode()))

    return read_below_header


@pytest.fixture
def read_path() -> Callable[[Path], Read]:
    """Reads a file."""
    return read
