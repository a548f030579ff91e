"""What an article is, and how a record of named values becomes one.

Every format ends here, so the same article has the same fields, the same id and the same error messages
whatever file it came from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.period import period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from diplopack.period import Precision

REQUIRED = ("published", "text")
NAMES = (*REQUIRED, "article_id", "title", "publisher", "url")

LONGEST_TEXT = 1_000_000
"""Most characters of an article's text: longer than any that a newspaper printed."""
_LONGEST_VALUE = 10_000  # characters of any other value
DATE_EXPECTED = "expected a date as 2020-11-11, 2020-11 or 2020"
_EXPECTED = {"published": DATE_EXPECTED, "text": "expected the article's text"}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# What a text cannot hold: UTF-8 has no bytes for a surrogate, and CSV readers stop at NUL.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Article:
    """A news article.

    Attributes:
        article_id: printable, without spaces, unique among the articles that are read together.
        title: the headline, or None.
        text: never blank; as in the file, with every line end as LF. Character offsets count in it.
        publisher: who published it, or None.
        url: where, or None.
        published: first day of the period in which it was published.
        published_precision: how long that period is.
        source: `file`, `file:line` or `file: row N` (Parquet), for messages.
    """

    article_id: str
    title: str | None
    text: str
    publisher: str | None
    url: str | None
    published: dt.date
    published_precision: Precision
    source: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be read; `str(problem)` is the one line that a user sees.

    Attributes:
        place: `file`, `file:line` or `file: row N`.
        reason: what was found, what was expected.
        column: the name of the value that is wrong, where it is one.
    """

    place: str
    reason: str
    column: str | None = None

    def __str__(self) -> str:
        line = ": ".join(part for part in (self.place, self.column, self.reason) if part)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that can be read and is left out for a good reason, which is no error.

    Attributes:
        place: `file`, `file:line` or `file: row N`.
        reason: why.
    """

    place: str
    reason: str


def shown(value: object) -> str:
    """Show a value in a message, on one line and cut to 60 characters."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    text = repr(value) if isinstance(value, str) else f"{value!r} ({type(value).__name__})"
    return text if len(text) <= 60 else f"{text[:57]}..."


def unify_newlines(text: str) -> str:
    """Return the text with every line end (CRLF, CR) as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_published(value: object) -> tuple[dt.date, Precision]:
    """Read a date of publication.

    Args:
        value: `2020-11-11`, `2020-11` or `2020` as text; a year as an int; or a date.

    Returns:
        The first day of the period, and its precision.

    Raises:
        ValueError: what was found, and what was expected.
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _late_enough(value), "day"
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"empty, {DATE_EXPECTED}")
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    match = _DATE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"found {shown(value)}, {DATE_EXPECTED}")
    year, month, day = match.groups()
    try:
        date = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"found {shown(value)}, which does not exist, {DATE_EXPECTED}") from None
    return _late_enough(date), "day" if day else "month" if month else "year"


def content_digest(article: Article) -> str:
    """Return 64 hex digits that two articles share only when nothing but id and source differ."""
    published = period(article.published.isoformat(), article.published_precision)
    # Blank space around the text is no content: a file ends in a line end where a cell of a table does not.
    content = [article.title, published, article.publisher, article.url, article.text.strip()]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def check_names(names: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Say what is wrong with the names of a record's values: those that it needs, ours twice, ours misspelt.

    A name that is not ours is wrong only when it is one slip (letter case, hyphen, one letter more, less or
    other, two swapped) away from one of ours that is not there; else it is somebody's own and is ignored.

    Returns:
        By the name of ours that is concerned: the name as it was found, and the reason.
    """
    return _check_names(tuple(names))


def make_article(
    values: Mapping[str, object], place: str, places: Mapping[str, str] = _NOWHERE
) -> Iterator[Article | Problem]:
    """Yield the article that the values describe, or everything that is wrong with them.

    Args:
        values: by column name; other names than ours are ignored, None and blank text count as absent.
        place: where the record stands; becomes `Article.source`.
        places: where single values stand, when that is known better.
    """
    problems: list[Problem] = []

    def refuse(column: str, reason: str) -> None:
        problems.append(Problem(places.get(column, place), reason, column))

    fields: dict[str, str | None] = {}
    for name in ("article_id", "title", "publisher", "url", "text"):
        value = values.get(name)
        if name == "article_id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        fields[name] = None
        if value is None or (isinstance(value, str) and not value.strip()):
            if name == "text":
                refuse(name, f"empty, {_EXPECTED[name]}")
        elif not isinstance(value, str):
            refuse(name, f"found {shown(value)}, expected text")
        elif len(value) > (most := _longest(name)):
            refuse(name, f"found {len(value):,} characters, expected at most {most:,}")
        elif bad := _NO_TEXT.search(value):
            refuse(
                name,
                f"found U+{ord(bad[0]):04X} at character {bad.start()}, expected Unicode text without it",
            )
        elif name == "article_id" and (" " in value or not value.isprintable()):
            refuse(name, f"found {shown(value)}, expected printable text without spaces")
        elif name == "url" and not _url_pattern().fullmatch(value.strip()):
            refuse(name, f"found {shown(value)}, expected an address that begins with http:// or https://")
        else:
            fields[name] = unify_newlines(value) if name == "text" else unify_newlines(value).strip()

    try:
        date, precision = parse_published(values.get("published"))
    except ValueError as error:
        refuse("published", str(error))
    text = fields["text"]
    if problems or text is None:
        yield from problems
        return
    article = Article(
        article_id=fields["article_id"] or "",
        title=fields["title"],
        text=text,
        publisher=fields["publisher"],
        url=fields["url"],
        published=date,
        published_precision=precision,
        source=place,
    )
    yield article if article.article_id else replace(article, article_id=f"a{content_digest(article)[:16]}")


def make_named_article(
    pairs: Iterable[tuple[str, object]], place: str, places: Mapping[str, str] = _NOWHERE
) -> Iterator[Article | Problem]:
    """Do as `make_article` for a record that brings its own names, which are checked too.

    Args:
        pairs: name and value, as often as they came.
        place: where the record stands.
        places: where single values stand, when that is known better.
    """
    pairs = list(pairs)
    wrong = check_names(name for name, _ in pairs)
    for found, reason in wrong.values():
        yield Problem(places.get(found, place), reason, found)
    for item in make_article(dict(pairs), place, places):
        if item.column not in wrong if isinstance(item, Problem) else not wrong:
            yield item


def _late_enough(date: dt.date) -> dt.date:
    """The date, if the contract takes one so early."""
    earliest = _constraint("published", "minimum")
    if date < dt.date.fromisoformat(earliest):
        raise ValueError(f"found {date.isoformat()}, expected {earliest} or later")
    return date


@cache
def _url_pattern() -> re.Pattern[str]:
    """What the contract takes for an address."""
    return re.compile(_constraint("url", "pattern"))


@cache
def _longest(column: str) -> int:
    """Most characters of a value."""
    if column == "article_id":
        return int(_constraint(column, "maxLength"))
    return LONGEST_TEXT if column == "text" else _LONGEST_VALUE


@cache
def _constraint(column: str, name: str) -> str:
    """What the contract says of a column of articles."""
    fields = {field["name"]: field for field in contract.table_schema("articles")["fields"]}
    return str(fields[column]["constraints"][name])


@lru_cache(maxsize=1024)
def _check_names(names: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    absent = [name for name in NAMES if name not in names]
    wrong = {name: (name, f"found {count} times, expected once") for name in NAMES if (count := names.count(name)) > 1}
    for found in dict.fromkeys(names):
        if found in NAMES or not absent:
            continue
        meant = min(absent, key=lambda name: _slips(found, name))
        if _slips(found, meant) < 2:
            wrong[meant] = (found, f"found a name that is not ours, expected {meant!r}")
    for name in REQUIRED:
        if name in absent and name not in wrong:
            wrong[name] = (name, f"missing, {_EXPECTED[name]}")
    return MappingProxyType(wrong)


def _slips(found: str, meant: str) -> int:
    """Count the slips between two names apart from case and punctuation: 0, 1, or 2 for more."""
    a, b = ("".join(c for c in name.casefold() if c.isalnum()) for name in (found, meant))
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if len(a) == 2 and a == b[::-1]:
        return 1
    return min(max(len(a), len(b)), 2)
