"""The words that an event was read from, by the event: its first mention in a package."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from diplopack.compare.stored import stored_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    import pyarrow as pa

EVIDENCE = ("sentence", "article_id", "sentence_number", "rule")
"""The columns of a mention that are shown with an event."""
_NONE: Mapping[str, Any] = MappingProxyType({})


class Mentions:
    """The mentions of a package, looked up by event.

    Args:
        folder: the package.
    """

    def __init__(self, folder: Path) -> None:
        table = stored_table(folder, "mentions")
        self._table = table if table and "event_id" in table.columns else None
        self._events: pa.Array = self._table.column("event_id") if self._table else None

    def of(self, events: pa.Array) -> list[Mapping[str, Any]]:
        """The first mention of each event, in the order of the package.

        Args:
            events: identifiers of events.

        Returns:
            One for each: those of `EVIDENCE` that the package has, by name; empty where no mention supports it.

        Raises:
            DataError: the mentions cannot be read.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._table is None:
            return [_NONE] * len(events)
        events = events.cast(self._events.type)
        theirs = pc.indices_nonzero(pc.is_in(self._events, value_set=events))
        first = theirs.take(pc.index_in(events, value_set=self._events.take(theirs)))
        columns = [name for name in EVIDENCE if name in self._table.columns]
        rows = self._table.rows(first.cast(pa.int64()), columns).to_pylist()
        return [row if found else _NONE for row, found in zip(rows, first.is_valid().to_pylist(), strict=True)]
