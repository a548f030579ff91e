"""Good rows in the types that the tables of events need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.validation import dates

if TYPE_CHECKING:
    import pyarrow as pa

    from diplopack.extract.rows.chunk import Chunk


def typed_rows(chunk: Chunk) -> pa.Table:
    """The rows of a chunk in which nothing is wrong.

    Args:
        chunk: rows without errors.

    Returns:
        Its columns, all text, but `event_date` a date32, the first day of the period, and after it
        `date_precision`, which is day, month or year.
    """
    first_day, precision = dates.parse(chunk.table["event_date"].combine_chunks())
    at = chunk.table.column_names.index("event_date")
    return chunk.table.set_column(at, "event_date", first_day).add_column(at + 1, "date_precision", precision)
