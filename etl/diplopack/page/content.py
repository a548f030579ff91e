"""What the page knows: of the package, the codebooks, the events and their sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from diplopack.page.about import codebooks, listed_files
from diplopack.page.marks import marks
from diplopack.page.tally import RunningSample, RunningTally, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from diplopack.page import Rows

EVENTS = 10_000
"""Events that a page holds with their sentences; of more it holds a sample, and the counts of all."""
MENTIONS = 12
"""Sentences that a page holds of one event."""
_COUNTS = 50_000  # which take as much memory as all that is shown of the events
_ROWS_AT_ONCE = 65_536

_ABOUT = ("name", "title", "version", "description", "rights", "licenses", "contributors")
_EVENT = """event_id event_date date_precision date_basis actor_code actor_name actor_country target_code target_name
    target_country event_code num_mentions num_articles origin""".split()
_MENTION = ["article_id", "sentence_number", "sentence_start", "sentence", "rule"]
_WORDS = ["actor_text", "action_text", "target_text"]
_ARTICLE = ["article_id", "title", "publisher", "url", "published", "published_precision", "language"]

Column = list[Any] | dict[str, list[Any]]


def content(tables: Mapping[str, Rows], descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what is embedded in the page.

    Args:
        tables: as for `diplopack.page.render`.
        descriptor: likewise.

    Returns:
        Names, numbers and lists, as JSON takes them. A table is an object of columns; a column of text that
        comes again and again is ``{"values": […], "rows": […]}``, the rows pointing to the values.
    """
    events = _Events()
    for rows in in_blocks(tables["events"]):
        events.add(rows)
    shown = events.sample.result()
    mentions, num_mentions = _first_of_each(in_blocks(tables["mentions"]), shown["event_id"])
    articles, num_articles = _with_key(in_blocks(tables["articles"]), "article_id", mentions["article_id"])
    counts = {"events": events.count, "mentions": num_mentions, "articles": num_articles}
    return {
        "package": {key: descriptor[key] for key in _ABOUT if key in descriptor},
        "files": listed_files(counts, descriptor),
        "total": events.count,
        "events": _columns(shown, _EVENT),
        "tally": None if shown.num_rows == events.count else _counts(events.tally.result()),
        "mentions": _mentions(mentions, shown),
        "articles": _columns(articles, _ARTICLE),
        "codebooks": codebooks(events.codes),
    }


def in_blocks(rows: Rows) -> Iterator[pa.Table]:
    """The rows of a table, block by block: at least one."""
    import pyarrow as pa

    blocks = [rows] if isinstance(rows, pa.Table) else rows
    for block in blocks:
        for start in range(0, max(1, block.num_rows), _ROWS_AT_ONCE):
            yield block.slice(start, _ROWS_AT_ONCE)


class _Events:
    """What the page tells of all events, gathered as they come."""

    def __init__(self) -> None:
        self.count = 0
        self.sample = RunningSample(EVENTS)
        self.tally = RunningTally(_COUNTS)
        self.codes = {name: Counter[str]() for name in ("event_code", "actor_code", "target_code")}

    def add(self, rows: pa.Table) -> None:
        self.count += rows.num_rows
        self.sample.add(rows)
        self.tally.add(rows)
        for name, counter in self.codes.items():
            counter.update(rows[name].to_pylist())


def _first_of_each(blocks: Iterable[pa.Table], events: pa.ChunkedArray) -> tuple[pa.Table, int]:
    """The first of the mentions of each of some events, in the order of the table, and the number of all mentions."""
    import pyarrow as pa

    seen: Counter[str] = Counter()
    kept = []
    count = 0
    for rows, own in _with_keys(blocks, "event_id", events):
        count += rows
        at = []
        for row, event in enumerate(own["event_id"].to_pylist()):
            seen[event] += 1
            if seen[event] <= MENTIONS:
                at.append(row)
        kept.append(own.take(pa.array(at, pa.int64())))  # which has no type of its own where it is empty
    return _joined(kept), count


def _with_key(blocks: Iterable[pa.Table], key: str, wanted: pa.ChunkedArray) -> tuple[pa.Table, int]:
    """The rows that have one of the wanted keys, and the number of all rows."""
    found = list(_with_keys(blocks, key, wanted))
    return _joined([own for _, own in found]), sum(rows for rows, _ in found)


def _with_keys(blocks: Iterable[pa.Table], key: str, wanted: pa.ChunkedArray) -> Iterator[tuple[int, pa.Table]]:
    """The number of rows of each block, and those of them that have one of the wanted keys."""
    import pyarrow.compute as pc

    keys = wanted.combine_chunks()
    for rows in blocks:
        yield rows.num_rows, rows.filter(pc.is_in(rows[key], value_set=keys))


def _joined(tables: list[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(tables).combine_chunks()


def _mentions(mentions: pa.Table, events: pa.Table) -> dict[str, Column]:
    """The mentions, with the row of their event and the places of their words."""
    import pyarrow.compute as pc

    words = zip(*(mentions[name].to_pylist() for name in ("sentence", *_WORDS)), strict=True)
    return {
        "event": pc.index_in(mentions["event_id"], events["event_id"].combine_chunks()).to_pylist(),
        **_columns(mentions, _MENTION),
        "marks": [marks(sentence or "", *parts) for sentence, *parts in words],
    }


def _counts(counted: Tally) -> dict[str, Any]:
    return {"period": counted.period, **_columns(counted.counts, counted.counts.column_names)}


def _columns(table: pa.Table, names: Iterable[str]) -> dict[str, Column]:
    return {name: _column(table[name]) for name in names}


def _column(column: pa.ChunkedArray) -> Column:
    """A column as JSON: dates as text, and each text once if that is shorter."""
    import pyarrow as pa

    if pa.types.is_date(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_string(column.type):
        return list(column.to_pylist())
    coded = column.combine_chunks().dictionary_encode()
    if len(coded.dictionary) > len(column) // 2:
        return list(column.to_pylist())
    return {"values": coded.dictionary.to_pylist(), "rows": coded.indices.to_pylist()}
