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


class RunningTally:
    """All events counted by date, countries and root, as they come.

    Args:
        most: how many rows are wanted at most. The counts are by the shortest period that keeps to it; by year if
            none does.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._period: Period = PERIODS[0]
        self._counts: pa.Table | None = None

    def add(self, events: pa.Table) -> None:
        """Count the next rows of the table of events."""
        import pyarrow as pa

        names = ["event_date", *_DIMENSIONS]
        rows = pa.table([events[name] for name in names], names)  # without the schema, whose columns have no nulls
        rows = rows.append_column("count", pa.repeat(pa.scalar(1, pa.int64()), rows.num_rows))
        counts = self._summed(rows if self._counts is None else pa.concat_tables([self._counts, rows]))
        # With more events there are never fewer combinations: a period that is too short stays so.
        while counts.num_rows > self._most and self._period != PERIODS[-1]:
            self._period = PERIODS[PERIODS.index(self._period) + 1]
            counts = self._summed(counts)
        self._counts = counts

    def result(self) -> Tally:
        """The counts of all events so far, at least one."""
        assert self._counts is not None  # noqa: S101
        names = [name for name in self._counts.column_names if name != "count"]
        return Tally(self._period, self._counts.sort_by([(name, "ascending") for name in names]))

    def _summed(self, counts: pa.Table) -> pa.Table:
        import pyarrow.compute as pc

        dates = pc.cast(pc.floor_temporal(counts["event_date"], unit=self._period), "date32")
        keys = ["event_date", *_DIMENSIONS]
        rounded = counts.set_column(0, "event_date", dates)
        summed = rounded.group_by(keys, use_threads=False).aggregate([("count", "sum")])
        return summed.select([*keys, "count_sum"]).rename_columns([*keys, "count"])


class RunningSample:
    """As many events as are wanted, chosen by their identifiers, as they come.

    Those are digests, so what is chosen leans to no date, party or act, is the same in every build, and changes
    little when events are added.

    Args:
        size: how many.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: pa.Table | None = None

    def add(self, events: pa.Table) -> None:
        """Look at the next rows of the table of events."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        held = events if self._held is None else pa.concat_tables([self._held, events])
        if held.num_rows > self._size:
            first = pc.sort_indices(held, [("event_id", "ascending")])[: self._size]
            held = held.take(np.sort(first.to_numpy()))
        self._held = held.combine_chunks()

    def result(self) -> pa.Table:
        """The chosen rows in the order in which they came; all of them if there are no more."""
        assert self._held is not None  # noqa: S101
        return self._held
