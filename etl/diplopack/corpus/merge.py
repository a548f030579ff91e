"""The tables of a package made of its parts, range by range: what is held does not grow with the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.corpus.spill import Spill, bounds
from diplopack.load.chunks import Chunk
from diplopack.transform.tables import events_of, in_order, part_schemas, recounted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from diplopack.transform.tables import Part

_YEAR = "year"
_UNDATED = 9999  # an article of which nobody knows when it was published comes last
_CITATION = ["article_id", "event_id"]


def merged(read: Callable[[], Iterator[Part]], folder: Path, *, by_year: bool) -> dict[str, Iterator[Chunk]]:
    """The tables of some parts, as `load.write_package` takes them.

    Args:
        read: gives all parts, each with its claims, mentions and articles; it is called several times.
        folder: an empty one, for what does not fit into memory.
        by_year: whether the rows of each year come together: events, and the mentions of these, by `event_date`,
            articles by `published`.

    Returns:
        The chunks of events, mentions and articles: the rows of `transform.tables.joined`, in the same order or,
        where they are kept apart by years, in the same order within each.
    """
    return {
        "events": _events(read, folder, by_year=by_year),
        "mentions": _mentions(read, folder, by_year=by_year),
        "articles": _articles(read, folder, by_year=by_year),
    }


def _events(read: Callable[[], Iterator[Part]], folder: Path, *, by_year: bool) -> Iterator[Chunk]:
    schema = part_schemas()["claims"]
    cuts = bounds(_by_event(part["claims"]) for part in read())
    with Spill(folder / "claims", schema, _by_event, cuts) as claims:
        for part in read():
            claims.add(part["claims"])
        for rows in claims.ranges():
            events = events_of(rows)
            ranges = [_with_year(events, events["event_date"])] if by_year else [events]
            yield from _sorted("events", ranges, by_year=by_year)


def _mentions(read: Callable[[], Iterator[Part]], folder: Path, *, by_year: bool) -> Iterator[Chunk]:
    def dated(part: Part) -> pa.Table:
        return _with_year(part["mentions"], part["claims"]["event_date"]) if by_year else part["mentions"]

    key = _by_year if by_year else _by_article
    schema = part_schemas()["mentions"]
    cuts = bounds(key(dated(part)) for part in read())
    with Spill(folder / "mentions", _schema_with_year(schema) if by_year else schema, key, cuts) as mentions:
        for part in read():
            mentions.add(dated(part))
        yield from _sorted("mentions", mentions.ranges(), by_year=by_year)


def _articles(read: Callable[[], Iterator[Part]], folder: Path, *, by_year: bool) -> Iterator[Chunk]:
    if not by_year:
        yield from _sorted("articles", _counted(read, folder), by_year=False)
        return
    cuts = bounds(_by_year(_published(part["articles"])) for part in read())
    schema = _schema_with_year(part_schemas()["articles"])
    with Spill(folder / "published", schema, _by_year, cuts) as articles:
        for rows in _counted(read, folder):
            articles.add(_published(rows))
        yield from _sorted("articles", articles.ranges(), by_year=True)


def _counted(read: Callable[[], Iterator[Part]], folder: Path) -> Iterator[pa.Table]:
    """All articles, with the events of each counted over all parts: contributed rows add to those of the coder."""
    import pyarrow as pa

    schemas = part_schemas()
    citation = pa.schema([schemas["mentions"].field(name) for name in _CITATION])
    cuts = bounds(part["articles"]["article_id"] for part in read())
    with (
        Spill(folder / "articles", schemas["articles"], _by_article, cuts) as articles,
        Spill(folder / "citations", citation, _by_article, cuts) as citations,
    ):
        for part in read():
            articles.add(part["articles"])
            citations.add(part["mentions"].select(_CITATION))
        for rows, cited in zip(articles.ranges(), citations.ranges(), strict=True):
            yield recounted("articles", rows, cited)


def _sorted(name: str, ranges: Iterable[pa.Table], *, by_year: bool) -> Iterator[Chunk]:
    """The rows of ranges that follow each other, sorted within each; by years, they have one more column."""
    import pyarrow.compute as pc

    for rows in ranges:
        if not by_year:
            yield Chunk(None, in_order(name, rows))
            continue
        for year in sorted(pc.unique(rows[_YEAR]).to_pylist()):
            own = rows.filter(pc.equal(rows[_YEAR], year)).drop_columns([_YEAR])
            yield Chunk(None if year == _UNDATED else year, in_order(name, own))


def _by_article(rows: pa.Table) -> pa.ChunkedArray:
    return rows["article_id"]


def _by_event(claims: pa.Table) -> pa.ChunkedArray:
    return _text_of(claims, "event_date", "event_id")


def _by_year(rows: pa.Table) -> pa.ChunkedArray:
    return _text_of(rows, _YEAR, "article_id")


def _text_of(rows: pa.Table, *columns: str) -> pa.ChunkedArray:
    """Texts that sort as the columns do, of which all but the last have texts of one length."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*(rows[name].cast(pa.string()) for name in columns), "")


def _published(articles: pa.Table) -> pa.Table:
    return _with_year(articles, articles["published"])


def _with_year(rows: pa.Table, dates: pa.ChunkedArray) -> pa.Table:
    import pyarrow.compute as pc

    schema = _schema_with_year(rows.schema)
    return rows.append_column(schema.field(_YEAR), pc.fill_null(pc.year(dates), _UNDATED))


def _schema_with_year(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    return schema.append(pa.field(_YEAR, pa.int64()))
