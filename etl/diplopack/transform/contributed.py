"""Contributed rows as a part of a package: their events, their quotes as mentions, the articles quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplopack.transform.parties import party
from diplopack.transform.quotes import QuotedArticles
from diplopack.transform.tables import (
    CODE_COLUMNS,
    EVENT_ID_COLUMNS,
    ORDER,
    code_columns,
    digest,
    event_id,
    part_schemas,
    text_sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.quotes import Place
    from diplopack.transform.tables import Part

RULE = "contributed"
"""The rule of a mention that is a contributor's quote."""


def contributed_part(contributed: Sequence[pa.Table], articles: Iterable[Article]) -> Part:
    """What contributed rows give, as `part_tables` says it of articles.

    Args:
        contributed: valid rows in any number of tables, with the columns of the contract's table `contributed`,
            but `event_date` a date32, the first day of its period, and `date_precision` beside it.
        articles: those that the rows quote, in whose texts the quotes are looked up.

    Returns:
        A mention for each quote of an event, what it claims, and of the articles those that were not given, of which
        no more is known than the URL.
    """
    import pyarrow as pa

    if not contributed:
        return {name: schema.empty_table() for name, schema in part_schemas().items()}
    rows = pa.concat_tables(contributed)
    quoted = QuotedArticles(articles)
    places = list(map(quoted.place, rows["source_url"].to_pylist(), rows["quote"].to_pylist()))
    events = rows.select(EVENT_ID_COLUMNS)
    ids = list(map(event_id, *(column.cast(pa.string()).to_pylist() for column in events)))
    mentions = _mentions(ids, places)
    events = _first_of_each(events.append_column("event_id", pa.array(ids, pa.string())), "event_id")
    return {"claims": _claims(events, mentions), "mentions": mentions, "articles": _articles(quoted.unread)}


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
    return _first_of_each(_table(part_schemas()["mentions"], columns), "mention_id")


def _claims(events: pa.Table, mentions: pa.Table) -> pa.Table:
    """What each mention claims: the columns of its event, and its own place."""
    import pyarrow.compute as pc

    described = _described(events)
    at = pc.index_in(mentions["event_id"], value_set=events["event_id"].combine_chunks())
    columns: dict[str, Any] = {name: column.take(at) for name, column in described.items()}
    return _table(part_schemas()["claims"], columns | {name: mentions[name] for name in ORDER["mentions"]})


def _described(events: pa.Table) -> dict[str, pa.Array]:
    """The columns of events that people found: all but what makes them is looked up."""
    import pyarrow as pa

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
    schema = part_schemas()["claims"]
    return {
        name: pa.array(values, schema.field(name).type) if isinstance(values, list) else values
        for name, values in columns.items()
    }


def _articles(unread: Mapping[str, str]) -> pa.Table:
    """The articles of which no more is known than the URL."""
    schema = part_schemas()["articles"]
    columns: dict[str, Any] = dict.fromkeys(schema.names, [None] * len(unread))
    columns |= dict.fromkeys(("num_sentences", "num_events"), [0] * len(unread))
    return _table(schema, columns | {"article_id": list(unread.values()), "url": list(unread)})


def _table(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.Table:
    """A table from its columns in any order."""
    import pyarrow as pa

    return pa.table([columns[name] for name in schema.names], schema=schema)


def _first_of_each(rows: pa.Table, key: str) -> pa.Table:
    """The first row with each value of a column."""
    import pyarrow as pa

    numbered = rows.append_column("row", pa.array(range(rows.num_rows)))
    return rows.take(numbered.group_by(key).aggregate([("row", "min")])["row_min"])
