"""How much memory writing a package takes, by the number of its articles.

    PYTHONPATH=etl python tests/benchmarks/package_memory.py [ARTICLES …]

Each size is written by a process of its own, from made-up rows that are streamed: of each article 2 mentions, of
each two mentions an event. Prints the rows, the seconds, and the largest resident set of the process.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pyarrow as pa

from diplopack import contract
from diplopack.load.chunks import Chunk
from diplopack.load.package import write_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MENTIONS = 2
AT_ONCE = 5_000
FIRST_DAY = dt.date(2000, 1, 1)
COUNTRIES = contract.codebook("countries")["country"].to_pylist()[:200]
ACTS = contract.codebook("event_codes").to_pylist()
WORDS = "the minister of foreign affairs said on Tuesday that talks with the neighbours would go on in spring".split()


def digest(prefix: str, number: int) -> str:
    return prefix + hashlib.sha256(str(number).encode()).hexdigest()[:16]


def event(number: int) -> dict[str, Any]:
    act = ACTS[number % len(ACTS)]
    actor, target = COUNTRIES[number % 200], COUNTRIES[number // 200 % 200]
    codes = ("event_code", "event_base_code", "event_root_code", "quad_class", "goldstein_scale", "plover")
    return {
        "event_id": digest("e", number),
        "event_date": FIRST_DAY + dt.timedelta(number % 7000),
        "date_precision": "day",
        "date_basis": "stated",
        "actor_code": actor,
        "actor_name": actor,
        "actor_country": actor,
        "target_code": target,
        "target_name": target,
        "target_country": target,
        **{name: act[name] for name in codes},
        "num_mentions": 2,
        "num_articles": 2,
        "origin": "coded",
    }


def mention(number: int, articles: int) -> dict[str, Any]:
    sentence = " ".join(WORDS[(number + at * (1 + number % 7)) % len(WORDS)] for at in range(30))
    return {
        "mention_id": digest("m", number),
        "event_id": digest("e", number // 2),
        "article_id": digest("a", number % articles),
        "sentence_number": 1 + number % 9,
        "sentence_start": number % 999,
        "sentence": sentence,
        "sentence_length": len(sentence),
        "sentence_sha256": hashlib.sha256(sentence.encode()).hexdigest(),
        "actor_text": "the minister",
        "action_text": "said",
        "target_text": "the neighbours",
        "rule": "say.that",
    }


def article(number: int) -> dict[str, Any]:
    return {
        "article_id": digest("a", number),
        "title": f"Talks number {number} are to go on in spring",
        "publisher": "Example News",
        "url": f"https://example.org/{number}",
        "published": FIRST_DAY + dt.timedelta(number % 7000),
        "published_precision": "day",
        "language": "en",
        "text_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "num_sentences": 14,
        "num_events": 2,
    }


def stream(name: str, count: int, row: Callable[[int], dict[str, Any]]) -> Iterator[Chunk]:
    for start in range(0, count, AT_ONCE):
        rows = [row(number) for number in range(start, min(count, start + AT_ONCE))]
        yield Chunk(None, pa.Table.from_pylist(rows, contract.arrow_schema(name)))


def write(articles: int) -> None:
    import resource
    import time

    mentions = MENTIONS * articles
    streams = {
        "events": stream("events", mentions // 2, event),
        "mentions": stream("mentions", mentions, lambda number: mention(number, articles)),
        "articles": stream("articles", articles, article),
    }
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        written = write_package(streams, Path(folder) / "dist", in_parts=False)
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(written.rows[name] for name in contract.DATA_TABLES)
    click.echo(f"{articles:>8,} articles {rows:>9,} rows {seconds:6.1f} s {megabytes:5.0f} MB")


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        write(int(sys.argv[2]))
        return
    for size in sys.argv[1:] or ("2000", "10000", "50000"):
        subprocess.run([sys.executable, __file__, "--one", size], check=True)


if __name__ == "__main__":
    main()
