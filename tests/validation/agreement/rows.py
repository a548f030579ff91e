"""Valid contributed rows, as varied as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

TODAY = dt.date(2025, 6, 30)
"""The day on which the files are checked."""
COLUMNS = tuple(field["name"] for field in contract.table_schema("contributed")["fields"])

ARTICLE_URL = "https://example.org/seed/1"
SENTENCES = (
    "China has urged the United States to stop boosting ties with Taiwan.",
    "“The dialogue is a major milestone,” Taiwan’s foreign ministry said in a statement.",
    "A small delegation – led by the deputy minister – will fly to Washington on Friday.",
)
"""An article among the seeds, at `ARTICLE_URL`."""

_SAYINGS = (
    "The minister said talks would resume, but gave no date.",
    'He called it "a step forward" and left.',
    "Ils ont signé l’accord à Genève ; la séance est levée.",
    "Przewodniczący Łukasz Żółć przyjął delegację.",
    "外交部发言人表示，双方将举行会谈。",
    "Переговоры отложены до осени.",
    'The statement read:\n"We regret the decision."\nIt was not signed.',
    "“No comment,” the spokesman said.",
    "Tariffs rose by 25%, from $3bn to $4bn; 1 in 4 firms left.",
    "NA",
    "null, said the clerk",
)
_CONTRIBUTORS = ("Ada Lovelace", "grace-h", "Łukasz Żak", "李雷", "O'Neil, Jr.", 'Ann "Andy" Lee', "1729")
_NOTES = ("", "", "", "", "The visit itself is a row of its own.", "see p. 3;\nand p. 4", "Größe, façade", "N/A", "0")
_URLS = (
    "https://example.org/news/{}",
    "http://example.com:8080/a,b;c/{}?q=1&r=%20#top",
    "https://news.example.co.uk/2020/11/12/story-{}.html",
    "https://sub.example.org/{}/?id=(1)",
)
_MOST_LETTERS = 15


@dataclass(frozen=True)
class Codes:
    """What valid rows are made of, from the codebooks.

    Attributes:
        events: Event codes.
        countries: The first and the last year of each country.
        organizations: Organizations whose code does not begin with that of a country of limited time.
        roles: Roles of a country or of a domestic actor.
    """

    events: tuple[str, ...]
    countries: Mapping[str, tuple[int, int]]
    organizations: tuple[str, ...]
    roles: tuple[str, ...]


@cache
def codes() -> Codes:
    """The codebooks, as the generator needs them."""
    countries = {
        row["country"]: (int(row["valid_from"] or 0), int(row["valid_until"] or 9999))
        for row in contract.codebook("countries").to_pylist()
        if row["country"] == row["cameo_code"]
    }
    brief = {code for code, (first, last) in countries.items() if first > 1990 or last < 9999}
    roles = contract.codebook("roles").to_pylist()
    known = {row["role"] for row in roles} | countries.keys()
    organizations = contract.codebook("organizations")["organization"].to_pylist()
    return Codes(
        tuple(contract.codebook("event_codes")["event_code"].to_pylist()),
        MappingProxyType(countries),
        tuple(code for code in organizations if code not in known and code[:3] not in brief),
        tuple(row["role"] for row in roles if row["kind"] != "international"),
    )


def row(rng: Random, name: str) -> dict[str, str]:
    """A valid row whose quote and address hold `name`, so that no other is like it."""
    date = _date(rng)
    actor = _party(rng, int(date[:4]))
    target = _party(rng, int(date[:4]))
    while target == actor:
        target = _party(rng, int(date[:4]))
    url, quote = rng.choice(_URLS).format(name), f"{rng.choice(_SAYINGS)} ({name})"
    return {
        "event_date": date,
        "actor_code": actor,
        "target_code": target,
        "event_code": rng.choice(codes().events),
        "source_url": url,
        "quote": quote,
        "contributor": rng.choice(_CONTRIBUTORS),
        "note": rng.choice(_NOTES),
    }


def quoting_the_article(rng: Random) -> dict[str, str]:
    """The address of the seed article and words of it, set in another way."""
    sentence = rng.choice(SENTENCES)
    for old, new in rng.sample((("“", '"'), ("”", '"'), ("’", "'"), ("–", "-"), (" ", "\n")), 3):
        sentence = sentence.replace(old, new, -1 if old != " " else 1)
    if rng.random() < 0.5:
        sentence = sentence[: len(sentence) // 2].rstrip()
    return {"source_url": ARTICLE_URL, "quote": sentence}


def _date(rng: Random) -> str:
    if rng.random() < 0.05:
        return rng.choice(("2020-02-29", "2000-02-29", "2024-12-31", "2025-06-30", "2025-06", "2025", "2025-01-01"))
    day = dt.date(1996, 1, 1) + dt.timedelta(rng.randrange(365 * 29))
    return day.isoformat()[: rng.choice((10, 10, 10, 7, 4))]


def _party(rng: Random, year: int) -> str:
    """A country, an organization or domestic roles, then roles."""
    kind = rng.random()
    if kind < 0.1:
        return "".join(rng.sample(codes().roles, rng.randint(1, 2)))
    if kind < 0.25:
        base = rng.choice(codes().organizations)
    else:
        base = rng.choice([code for code, (first, last) in codes().countries.items() if first <= year <= last])
    most = min(4, (_MOST_LETTERS - len(base)) // 3)
    number = min(most, rng.choice((0, 0, 0, 1, 1, 2, 3, 4)))
    return base + "".join(rng.sample(codes().roles, number))
