"""What rows are held against besides the contract: the articles that they quote, and the events that are coded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diplopack.contract.hashes import combine, hash_texts, look_up
from diplopack.errors import DataError
from diplopack.finding import Finding
from diplopack.period import period
from diplopack.validation.columns import BadCell
from diplopack.validation.fault import Fault, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    import pyarrow as pa

EVENT_KEY = ("event_date", "actor_code", "target_code", "event_code")
"""The columns of contributed rows by which an event is the same as one that is coded."""

_SAME = str.maketrans("“”„‟«»‘’‚‛`´‐‑‒–—―−", "\"\"\"\"\"\"''''''-------")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
_WORD = re.compile(r"\w+")
_CLOSE = 0.6  # of the words of a quote and of a sentence are the same
_MOST_SUGGESTED = 200  # of the quotes of a chunk: looking for the nearest sentence takes far longer than for the quote


def fold(text: str) -> str:
    """A text with one shape of quotation marks and of dashes, each character at its place."""
    return text.translate(_SAME)


class Quotes:
    """The texts of the articles that have a URL.

    Args:
        seeds: files and folders of articles.
        urls: of the articles that are quoted, where that is known: the others are not held.

    Attributes:
        problems: warnings of articles that cannot be read, whose quotes are therefore not looked up.
    """

    def __init__(self, seeds: Iterable[Path], urls: Collection[str] | None = None) -> None:
        from diplopack.extract import Article, Problem, iter_articles

        self.problems: list[Finding] = []
        self._texts: dict[str, list[_Text]] = {}
        for item in iter_articles(seeds):
            if isinstance(item, Problem):
                message = f"{item.reason}; quotes from it are not looked up"
                self.problems.append(Finding(item.place, None, item.column, None, "file", message, severity="warning"))
            elif isinstance(item, Article) and item.url is not None and (urls is None or item.url in urls):
                self._texts.setdefault(item.url, []).append(_Text(item.text))

    def not_found(self, urls: pa.Array, quotes: pa.Array, is_good: np.ndarray) -> list[BadCell]:
        """Find the quotes that are not in their article.

        Args:
            urls: of the articles.
            quotes: without space around them.
            is_good: of each row, whether its URL and its quote have no fault of their own.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self._texts:
            return []
        known = pc.is_in(urls, value_set=pa.array(list(self._texts), pa.string())).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(known & is_good)
        at = pa.array(rows)
        bad: list[BadCell] = []
        judged: dict[tuple[str, str], Fault | None] = {}
        for row, url, quote in zip(rows.tolist(), urls.take(at).to_pylist(), quotes.take(at).to_pylist(), strict=True):
            if (url, quote) not in judged:
                judged[url, quote] = self._fault(url, quote, may_suggest=len(bad) < _MOST_SUGGESTED)
            fault = judged[url, quote]
            if fault is not None:
                bad.append(BadCell(row, quote, fault))
        return bad

    def _fault(self, url: str, quote: str, *, may_suggest: bool) -> Fault | None:
        texts = self._texts[url]
        plain = _plain(quote)
        if any(plain in text.plain for text in texts):
            return None
        nearest = [text.nearest(quote) for text in texts] if may_suggest else []
        meant = max((found for found in nearest if found.likeness >= _CLOSE), default=None)
        message = f"{shown(quote)} is not in the text of {url}"
        return Fault("quote-not-found", message, "the article's own words", meant.sentence if meant else None)


class _Likeness(NamedTuple):
    likeness: float
    sentence: str


class _Text:
    """The text of an article: `plain` as quotes are compared with it."""

    def __init__(self, text: str) -> None:
        self.plain = _plain(text)
        self._text = text
        self._sentences: list[tuple[str, frozenset[str]]] | None = None

    def nearest(self, quote: str) -> _Likeness:
        """The sentence that shares most words with a quote, and the share of them."""
        if self._sentences is None:
            sentences = [sentence.strip() for sentence in _SENTENCE_END.split(self._text)]
            self._sentences = [(sentence, _words(sentence)) for sentence in sentences if sentence]
        words = _words(quote)
        likeness = ((len(words & own) / max(len(words | own), 1), sentence) for sentence, own in self._sentences)
        return _Likeness(*max(likeness, default=(0.0, "")))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text).casefold()))


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


class CodedEvents:
    """The events of a package that the coder found and nobody contributed.

    Args:
        package: a package, as `open_package` takes it.

    Raises:
        DataError: there is no package, or its events cannot be read.
    """

    def __init__(self, package: Path) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        from diplopack.archive import open_package
        from diplopack.load.read import read_table

        with open_package(package) as folder:
            events = read_table(folder, "events", "csv")  # its reader is at hand, that of Parquet takes long to load
        if not {"origin", "date_precision", *EVENT_KEY}.issubset(events.column_names):
            raise DataError(f"{package}: events lacks columns, the package that is compared must be valid")
        events = events.filter(pc.equal(events["origin"], "coded"))
        days, precisions = (events[name].cast(pa.string()).to_pylist() for name in ("event_date", "date_precision"))
        dates = [period(*date) for date in zip(days, precisions, strict=True)]
        others = (events[name].combine_chunks() for name in EVENT_KEY[1:])
        self._keys = np.sort(combine(map(hash_texts, [pa.array(dates, pa.string()), *others])))

    def has(self, keys: np.ndarray) -> np.ndarray:
        """Whether each of some events is among them.

        Args:
            keys: the hashes of the columns of `EVENT_KEY`, combined.
        """
        return look_up(self._keys, keys)[1] if len(self._keys) else np.zeros(len(keys), bool)
