"""Coded sentences turned into tables: mentions, what they claim, and the events that several claims make up."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.coder import Coded
    from diplopack.transform.sentences import Sentence


Part = Mapping[str, "pa.Table"]
"""The tables that a batch of articles, or of contributed rows, gives; see `part_schemas`."""
CODE_COLUMNS = ("event_code", "event_base_code", "event_root_code", "quad_class", "goldstein_scale", "plover")
"""The columns of an event that its code decides, by the codebook."""
ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "events": ("event_date", "event_id"),
        "mentions": ("article_id", "sentence_number", "mention_id"),
        "articles": ("article_id",),
    }
)
"""The columns by which the rows of each table are sorted."""
EVENT_ID_COLUMNS = ("event_date", "date_precision", "actor_code", "event_code", "target_code")
"""What makes an event: the columns whose values, as text, are the arguments of `event_id`."""
COUNTS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "events": {"num_mentions": ("mention_id", "count"), "num_articles": ("article_id", "count_distinct")},
        "articles": {"num_events": ("event_id", "count_distinct")},
    }
)
"""The columns of each table that count mentions with the row's key: the column of mentions, and how."""


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence of an article, its number (from 1), and the events that it supports."""

    number: int
    sentence: Sentence
    events: Sequence[Coded]


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """An article and its sentences with events; `num_sentences` counts all of them."""

    article: Article
    num_sentences: int
    sentences: Sequence[CodedSentence]


def digest(prefix: str, *parts: str) -> str:
    """A stable identifier: a letter (no reader takes it for a number) and 16 hexadecimal digits of a SHA-256."""
    return prefix + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def event_id(event_date: str, precision: str, actor_code: str, code: str, target_code: str) -> str:
    """The identifier of an event: the same act by the same parties on the same date has the same one."""
    return digest("e", event_date, precision, actor_code, code, target_code)


def mention_id(event: str, article_id: str, sentence_start: int, action_text: str) -> str:
    """The identifier of a place that supports an event: the words for the act in a sentence of an article."""
    return digest("m", event, article_id, str(sentence_start), action_text)


def recounted(name: str, rows: pa.Table, mentions: pa.Table) -> pa.Table:
    """The rows of a table of `COUNTS`, counted by what the mentions give; 0 where there is none."""
    import pyarrow.compute as pc

    key = contract.table_schema(name)["primaryKey"][0]
    found = mentions.group_by(key).aggregate(list(COUNTS[name].values()))
    at = pc.index_in(rows[key], value_set=found[key].combine_chunks())
    for column, (counted, aggregate) in COUNTS[name].items():
        position = rows.column_names.index(column)
        counts = pc.fill_null(found[f"{counted}_{aggregate}"].take(at), 0)
        rows = rows.set_column(position, rows.schema.field(position), counts)
    return rows


def part_tables(articles: Iterable[CodedArticle]) -> Part:
    """What some articles give: their mentions, what each of these claims of its event, and the articles."""
    import pyarrow as pa

    claims: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for coded in articles:
        own: set[str] = set()
        for sentence in coded.sentences:
            for event in sentence.events:
                mention = _mention(coded.article, sentence, event)
                own.add(mention["event_id"])
                mentions.append(mention)
                claims.append(_claim(mention, event))
        rows.append(_article(coded, len(own)))
    content = {"claims": claims, "mentions": mentions, "articles": rows}
    return {name: pa.Table.from_pylist(content[name], schema) for name, schema in part_schemas().items()}


@functools.cache
def part_schemas() -> Mapping[str, pa.Schema]:
    """The tables of a part: those of the contract that are made of rows, and `claims`, a row for each of its mentions.

    A claim has the columns of an event but for the counts, and the place of its mention.
    """
    import pyarrow as pa

    # Without what the contract says of tables and columns, which is longer than the rows of a part.
    events, mentions, articles = (
        pa.schema([field.remove_metadata() for field in contract.arrow_schema(name)])
        for name in ("events", "mentions", "articles")
    )
    claimed = [field for field in events if field.name not in COUNTS["events"]]
    claims = pa.schema([*claimed, *(mentions.field(name) for name in ORDER["mentions"])])
    return MappingProxyType({"claims": claims, "mentions": mentions, "articles": articles})


def joined(parts: Sequence[Part]) -> dict[str, pa.Table]:
    """The tables events, mentions and articles of some parts, in their `ORDER`; that of the parts is of no account."""
    import pyarrow as pa

    claims, mentions, articles = (
        pa.concat_tables([schema.empty_table(), *(part[name] for part in parts)])
        for name, schema in part_schemas().items()
    )
    tables = {
        "events": events_of(claims),
        "mentions": mentions,
        "articles": recounted("articles", articles, mentions),
    }
    return {name: in_order(name, table) for name, table in tables.items()}


def events_of(claims: pa.Table) -> pa.Table:
    """The events that are claimed, each once, in their `ORDER`.

    Args:
        claims: all that is claimed of each event, in any order.

    Returns:
        The table of events. What words call the parties is taken from the first mention in the order of mentions,
        before those of contributors; an event is dated by its text where any mention says so.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    order = [*ORDER["events"], "origin", *ORDER["mentions"]]  # "coded" stands before "contributed"
    claims = claims.sort_by([(name, "ascending") for name in order]).combine_chunks()
    claims = claims.append_column("row", pa.array(range(claims.num_rows), pa.int64()))
    counts = list(COUNTS["events"].values())
    summary = [("row", "min"), ("origin", "count_distinct"), *counts]
    found = claims.group_by("event_id", use_threads=False).aggregate(summary).sort_by("row_min")
    stated = claims.filter(pc.equal(claims["date_basis"], "stated"))["event_id"].combine_chunks()
    rows = claims.take(found["row_min"])
    columns = {name: rows[name] for name in rows.column_names}
    columns |= {name: found[f"{counted}_{how}"] for name, (counted, how) in COUNTS["events"].items()}
    is_stated = pc.is_in(found["event_id"], value_set=stated)
    columns["date_basis"] = pc.if_else(is_stated, "stated", columns["date_basis"])
    is_both = pc.greater(found["origin_count_distinct"], 1)
    columns["origin"] = pc.if_else(is_both, "both", columns["origin"])
    schema = contract.arrow_schema("events")
    return pa.table([columns[name] for name in schema.names], schema=schema)


def in_order(name: str, table: pa.Table) -> pa.Table:
    """The rows of a table of the contract in its `ORDER`."""
    return table.sort_by([(key, "ascending") for key in ORDER[name]]).cast(contract.arrow_schema(name))


def _claim(mention: Mapping[str, Any], event: Coded) -> dict[str, Any]:
    return {**_event(mention["event_id"], event), **{name: mention[name] for name in ORDER["mentions"]}}


def _event(key: str, event: Coded) -> dict[str, Any]:
    codes = code_columns().get(event.code)
    if codes is None:
        raise DataError(f"event_codes.csv: event_code: {event.code} is missing, which the lexicon gives ({event.rule})")
    return {
        "event_id": key,
        "event_date": event.when.date,
        "date_precision": event.when.precision,
        "date_basis": "stated" if event.when.stated else "published",
        "actor_code": event.actor.code,
        "actor_name": event.actor.name,
        "actor_country": event.actor.country,
        "actor_role": event.actor.role,
        "target_code": event.target.code,
        "target_name": event.target.name,
        "target_country": event.target.country,
        "target_role": event.target.role,
        **codes,
        "origin": "coded",
    }


@functools.cache
def code_columns() -> Mapping[str, Mapping[str, Any]]:
    """The `CODE_COLUMNS` of each code, by code; read once a process."""
    rows = contract.unchecked_codebook("event_codes").select(CODE_COLUMNS).to_pylist()
    return MappingProxyType({row["event_code"]: row for row in rows})


def _mention(article: Article, sentence: CodedSentence, event: Coded) -> dict[str, Any]:
    key = event_id(event.when.date.isoformat(), event.when.precision, event.actor.code, event.code, event.target.code)
    start = sentence.sentence.start
    return {
        "mention_id": mention_id(key, article.article_id, start, event.action),
        "event_id": key,
        "article_id": article.article_id,
        "sentence_number": sentence.number,
        "sentence_start": start,
        "sentence": sentence.sentence.text,
        "sentence_length": len(sentence.sentence.text),
        "sentence_sha256": text_sha256(sentence.sentence.text),
        "actor_text": event.actor.words,
        "action_text": event.action,
        "target_text": event.target.words,
        "rule": event.rule,
    }


def _article(coded: CodedArticle, num_events: int) -> dict[str, Any]:
    article = coded.article
    return {
        "article_id": article.article_id,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published": article.published,
        "published_precision": article.published_precision,
        "language": "en",
        "text_sha256": text_sha256(article.text),
        "duplicate_of": None,  # is known only when all articles are
        "num_sentences": coded.num_sentences,
        "num_events": num_events,
    }
