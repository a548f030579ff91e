"""Contributed rows joined to what the coder found: their events, their quotes as mentions, the articles quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.transform.parties import party
from diplopack.transform.quotes import QuotedArticles
from diplopack.transform.tables import (
    CODE_COLUMNS,
    COUNTS,
    EVENT_ID_COLUMNS,
    ORDER,
    code_columns,
    digest,
    event_id,
    recounted,
    text_sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.quotes import Place

RULE = "contributed"
"""The rule of a mention that is a contributor's quote."""


def add_contributed(
    tables: Mapping[str, pa.Table], contributed: Sequence[pa.Table], articles: Iterable[Article]
) -> Mapping[str, pa.Table]:
    """Add the events of contributed rows to those of the coder.

    Args:
        tables: the events, mentions and articles that `code_articles` made of the articles.
        contributed: valid rows in any number of tables, with the columns of the contract's table `contributed`,
            but `event_date` a date32, the first day of its period, and `date_precision` beside it.
        articles: the articles, in whose texts the quotes are looked up.

    Returns:
        The tables with a mention for each quote of an event, in the order of `code_articles`; that of the rows is
        of no account. An event that the coder found too has the origin `both`, and keeps its names.
    """
    import pyarrow as pa

    if not contributed:
        return tables
    rows = pa.concat_tables(contributed)
    quoted = QuotedArticles(articles)
    places = list(map(quoted.place, rows["source_url"].to_pylist(), rows["quote"].to_pylist()))
    events = rows.select(EVENT_ID_COLUMNS)
    ids = list(map(event_id, *(column.cast(pa.string()).to_pylist() for column in events)))
    events = _first_of_each(events.append_column("event_id", pa.array(ids, pa.string())), "event_id")
    mentions = pa.concat_tables([tables["mentions"], _mentions(ids, places)])
    joined = {
        "events": _events(tables["events"], events, mentions),
        "mentions": mentions,
        "articles": _articles(tables["articles"], quoted.unread, mentions),
    }
    return {name: table.sort_by([(key, "ascending") for key in ORDER[name]]) for name, table in joined.items()}


def quote_id(event: str, article_id: str, sentence_start: int, quote: str) -> str:
    """The identifier of a quote that supports an event: another than the coder's mention at that place has."""
    return digest("m", RULE, event, article_id, str(sentence_start), quote)


def _mentions(events: Sequence[str], places: Sequence[Place]) -> pa.Table:
    """A mention of each event at its place; two quotes of the same words support it once."""
    count = len(places)
    columns = {
        "mention_id": [
            quote_id(event, place.article_id, place.start, place.words)
            for event, place in zip(events, places, strict=True)
        ],
        "event_id": events,
        "article_id": [place.article_id for place in places],
        "sentence_number": [place.sentence_number for place in places],
        "sentence_start": [place.start for place in places],
        "sentence": [place.words for place in places],
        "sentence_length": [len(place.words) for place in places],
        "sentence_sha256": [text_sha256(place.words) for place in places],
        **dict.fromkeys(("actor_text", "action_text", "target_text"), [None] * count),
        "rule": [RULE] * count,
    }
    return _first_of_each(_table("mentions", columns), "mention_id")


def _events(coded: pa.Table, contributed: pa.Table, mentions: pa.Table) -> pa.Table:
    """The events of both, each once, with the mentions that support them counted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found_twice = pc.is_in(coded["event_id"], value_set=contributed["event_id"].combine_chunks())
    for column, value in (("date_basis", "stated"), ("origin", "both")):
        coded = _with_column(coded, column, pc.if_else(found_twice, value, coded[column]))
    known = pc.is_in(contributed["event_id"], value_set=coded["event_id"].combine_chunks())
    events = pa.concat_tables([coded, _contributed_events(contributed.filter(pc.invert(known)))])
    return recounted("events", events, mentions)


def _contributed_events(events: pa.Table) -> pa.Table:
    """The rows of events that only people found: all but what makes them is looked up."""
    columns: dict[str, Any] = {name: events[name] for name in events.column_names}
    for side in ("actor", "target"):
        parties = [party(code) for code in events[f"{side}_code"].to_pylist()]
        columns[f"{side}_name"] = [found.name for found in parties]
        columns[f"{side}_country"] = [found.country for found in parties]
        columns[f"{side}_role"] = [found.role for found in parties]
    acts = [code_columns()[code] for code in events["event_code"].to_pylist()]
    columns |= {name: [act[name] for act in acts] for name in CODE_COLUMNS}
    count = events.num_rows
    columns |= {"date_basis": ["stated"] * count, "origin": ["contributed"] * count}
    return _table("events", columns | dict.fromkeys(COUNTS["events"], [0] * count))


def _articles(coded: pa.Table, unread: Mapping[str, str], mentions: pa.Table) -> pa.Table:
    """The articles that were read, and those of which no more is known than the URL, with their events counted."""
    import pyarrow as pa

    columns: dict[str, Any] = dict.fromkeys(coded.column_names, [None] * len(unread))
    columns |= dict.fromkeys(("num_sentences", "num_events"), [0] * len(unread))
    columns |= {"article_id": list(unread.values()), "url": list(unread)}
    articles = pa.concat_tables([coded, _table("articles", columns)])
    return recounted("articles", articles, mentions)


def _table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """A table of the contract from its columns in any order."""
    import pyarrow as pa

    schema = contract.arrow_schema(name)
    return pa.table([columns[column] for column in schema.names], schema=schema)


def _first_of_each(rows: pa.Table, key: str) -> pa.Table:
    """The first row with each value of a column."""
    import pyarrow as pa

    numbered = rows.append_column("row", pa.array(range(rows.num_rows)))
    return rows.take(numbered.group_by(key).aggregate([("row", "min")])["row_min"])


def _with_column(table: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    at = table.column_names.index(name)
    return table.set_column(at, table.schema.field(at), values)
