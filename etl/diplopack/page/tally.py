"""All events counted, and some of them chosen, for a page that cannot hold them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

Period = Literal["day", "month", "year"]
PERIODS: tuple[Period, ...] = ("day", "month", "year")
_DIMENSIONS = ["actor_country", "target_country", "event_root_code"]


class Tally(NamedTuple):
    """How many events there are of each kind.

    Attributes:
        period: to what the dates are rounded down.
        counts: a row for each combination that occurs: `event_date`, `actor_country`, `target_country`,
            `event_root_code`, and `count`; sorted.
    """

    period: Period
    counts: pa.Table


def tally(events: pa.Table, most: int) -> Tally:
    """Count all events by date, countries and root.

    Args:
        events: the table of events.
        most: how many rows are wanted at most.

    Returns:
        The counts by the shortest period that keeps to `most`; by year if none does.
    """
    import pyarrow.compute as pc

    for period in PERIODS:
        dates = pc.cast(pc.floor_temporal(events["event_date"], unit=period), "date32")
        rounded = events.select(_DIMENSIONS).add_column(0, "event_date", dates)
        counts = rounded.group_by(rounded.column_names, use_threads=False).aggregate([([], "count_all")])
        if counts.num_rows <= most:
            break
    counts = counts.rename_columns([*rounded.column_names, "count"])
    return Tally(period, counts.sort_by([(name, "ascending") for name in rounded.column_names]))


def sample(events: pa.Table, size: int) -> pa.Table:
    """As many events as are wanted, chosen by their identifiers.

    Those are digests, so what is chosen leans to no date, party or act, is the same in every build, and changes
    little when events are added.

    Args:
        events: the table of events.
        size: how many.

    Returns:
        Rows of `events` in their order; all of them if there are no more.
    """
    if events.num_rows <= size:
        return events
    import numpy as np
    import pyarrow.compute as pc

    first = pc.sort_indices(events, [("event_id", "ascending")])[:size]
    return events.take(np.sort(first.to_numpy()))
