"""The rows of a comparison one by one, each event with the sentence that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from diplopack.compare.evidence import EVIDENCE, Mentions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from diplopack.compare.comparison import Comparison, TableDifference

Kind = Literal["added", "removed", "changed"]

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Change:
    """A row that comes, goes or changes.

    Attributes:
        kind: which of the three.
        key: the value of the table's key.
        row: the row by column, as the new package has it; what is removed, as the old one does.
        cells: the old and the new value of each column that changed; empty unless `kind` is changed.
        evidence: what supports an event, or a mention itself: its `EVIDENCE` by name; empty for other tables.
    """

    kind: Kind
    key: Any
    row: Mapping[str, Any]
    cells: Mapping[str, tuple[Any, Any]]
    evidence: Mapping[str, Any]


class Changes:
    """The changes of a comparison.

    Args:
        comparison: of two packages that are still there.
        limit: how many rows of a kind of a table are given; all by default.
    """

    def __init__(self, comparison: Comparison, limit: int | None = None) -> None:
        self._comparison = comparison
        self._limit = limit

    @cached_property
    def _old_mentions(self) -> Mentions:
        return Mentions(self._comparison.old)

    @cached_property
    def _new_mentions(self) -> Mentions:
        return Mentions(self._comparison.new)

    def of(self, table: TableDifference, kind: Kind) -> Iterator[Change]:
        """The changes of a kind in a table, in its order.

        Raises:
            DataError: the mentions of a package cannot be read.
        """
        rows = rows_of(table, kind).slice(0, self._limit)
        for start in range(0, rows.num_rows, _BATCH):
            yield from self._batch(table, kind, rows.slice(start, _BATCH), start)

    def left_out(self, table: TableDifference, kind: Kind) -> int:
        """How many there are of a kind beyond the limit."""
        return 0 if self._limit is None else max(0, rows_of(table, kind).num_rows - self._limit)

    def _batch(self, table: TableDifference, kind: Kind, rows: pa.Table, start: int) -> Iterator[Change]:
        records = rows.to_pylist()
        cells: list[dict[str, tuple[Any, Any]]] = [{} for _ in records]
        if kind == "changed":
            _spread_cells(table, start, cells)
        evidence = self._evidence(table.name, kind, rows)
        for row, changed, words in zip(records, cells, evidence, strict=True):
            yield Change(kind, row[table.key], row, changed, words)

    def _evidence(self, name: str, kind: Kind, rows: pa.Table) -> list[Mapping[str, Any]]:
        if name == "events":
            mentions = self._old_mentions if kind == "removed" else self._new_mentions
            return mentions.of(rows["event_id"].combine_chunks())
        if name == "mentions":
            words: list[Mapping[str, Any]] = rows.select([c for c in EVIDENCE if c in rows.column_names]).to_pylist()
            return words
        return [{}] * rows.num_rows


def rows_of(table: TableDifference, kind: Kind) -> pa.Table:
    """The rows of a kind."""
    return {"added": table.added, "removed": table.removed, "changed": table.changed}[kind]


def _spread_cells(table: TableDifference, start: int, changed: list[dict[str, tuple[Any, Any]]]) -> None:
    """Put the cells of some rows, from `start` on, to their rows."""
    for name, cells in table.cells.items():
        first, last = cells.rows.searchsorted([start, start + len(changed)]).tolist()
        old, new = cells.old[first:last].to_pylist(), cells.new[first:last].to_pylist()
        for row, before, after in zip(cells.rows[first:last].tolist(), old, new, strict=True):
            changed[row - start][name] = before, after
