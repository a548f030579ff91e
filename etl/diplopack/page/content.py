"""What the page knows: of the package, the codebooks, the events and their sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.page.marks import marks
from diplopack.page.tally import Tally, sample, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

EVENTS = 10_000
"""Events that a page holds with their sentences; of more it holds a sample, and the counts of all."""
MENTIONS = 12
"""Sentences that a page holds of one event."""
_COUNTS = 100_000

_ABOUT = ("name", "title", "version", "description", "rights", "licenses", "contributors")
_EVENT = """event_id event_date date_precision date_basis actor_code actor_name actor_country target_code target_name
    target_country event_code num_mentions num_articles origin""".split()
_MENTION = ["article_id", "sentence_number", "sentence_start", "sentence", "rule"]
_WORDS = ["actor_text", "action_text", "target_text"]
_ARTICLE = ["article_id", "title", "publisher", "url", "published", "published_precision", "language"]

Column = list[Any] | dict[str, list[Any]]


def content(tables: Mapping[str, pa.Table], descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what is embedded in the page.

    Args:
        tables: the data tables, by name.
        descriptor: as for `diplopack.page.render`.

    Returns:
        Names, numbers and lists, as JSON takes them. A table is an object of columns; a column of text that
        comes again and again is ``{"values": […], "rows": […]}``, the rows pointing to the values.
    """
    import pyarrow.compute as pc

    events = tables["events"]
    shown = sample(events, EVENTS)
    mentions = tables["mentions"].filter(pc.is_in(tables["mentions"]["event_id"], shown["event_id"].combine_chunks()))
    mentions = _first_of_each(mentions)
    articles = tables["articles"].filter(
        pc.is_in(tables["articles"]["article_id"], mentions["article_id"].combine_chunks())
    )
    return {
        "package": {key: descriptor[key] for key in _ABOUT if key in descriptor},
        "files": _files(tables, descriptor),
        "total": events.num_rows,
        "events": _columns(shown, _EVENT),
        "tally": None if shown.num_rows == events.num_rows else _counts(tally(events, _COUNTS)),
        "mentions": _mentions(mentions, shown),
        "articles": _columns(articles, _ARTICLE),
        "codebooks": _codebooks(events),
    }


def _first_of_each(mentions: pa.Table) -> pa.Table:
    """The first of the mentions of each event, in the order of the table."""
    seen: Counter[str] = Counter()
    kept = []
    for row, event in enumerate(mentions["event_id"].to_pylist()):
        seen[event] += 1
        if seen[event] <= MENTIONS:
            kept.append(row)
    return mentions.take(kept) if len(kept) < mentions.num_rows else mentions


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


def _files(tables: Mapping[str, pa.Table], descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of the package in the order of its tables."""
    rows = {name: table.num_rows for name, table in tables.items()}
    rows |= {name: contract.codebook(name).num_rows for name in contract.CODEBOOKS}
    listed = {resource["path"]: resource for resource in descriptor["resources"]}
    found = []
    for name in contract.PUBLISHED_TABLES:
        about = contract.resource(name, "csv")
        files = [listed[path] for fmt in contract.FORMATS if (path := contract.file_name(name, fmt)) in listed]
        found.append(
            {
                "title": about["title"],
                "description": about["description"],
                "rows": rows[name],
                # A Parquet file's size has another name, see `diplopack.load.package.file_facts`.
                "files": [{"path": file["path"], "bytes": file.get("bytes", file.get("byteSize"))} for file in files],
            }
        )
    return found


def _codebooks(events: pa.Table) -> dict[str, dict[str, list[Any]]]:
    """The codes with their labels, and how many events have them."""
    acts = contract.codebook("event_codes")
    countries, roles, organizations = (contract.codebook(name) for name in ("countries", "roles", "organizations"))
    codes = Counter(events["event_code"].to_pylist())
    found: dict[str, dict[str, list[Any]]] = {
        "event_codes": {
            "code": acts["event_code"].to_pylist(),
            "label": acts["label"].to_pylist(),
            "quad_class": acts["quad_class"].to_pylist(),
            "goldstein_scale": acts["goldstein_scale"].to_pylist(),
            "events": [codes[code] for code in acts["event_code"].to_pylist()],
        }
    }
    lists = {
        "countries": (countries["country"], countries["name"]),
        "roles": (roles["role"], roles["label"]),
        "organizations": (organizations["organization"], organizations["name"]),
    }
    sides = {side: _parts(events[f"{side}_code"].to_pylist()) for side in ("actor", "target")}
    for name, (keys, labels) in lists.items():
        found[name] = {"code": keys.to_pylist(), "label": labels.to_pylist()}
        for side, counts in sides.items():
            found[name][side] = [counts[name][code] for code in found[name]["code"]]
    return found


def _parts(codes: list[str]) -> dict[str, Counter[str]]:
    """How many of some actor codes name each country, role and organization."""
    from diplopack.validation.actor_codes import split

    found: dict[str, Counter[str]] = {name: Counter() for name in ("countries", "roles", "organizations")}
    for code, count in Counter(codes).items():
        parts = split(code)
        if parts is None:
            continue
        named = {"countries": [parts.country], "organizations": [parts.organization], "roles": set(parts.roles)}
        for name, keys in named.items():
            for key in keys:
                if key is not None:
                    found[name][key] += count
    return found
