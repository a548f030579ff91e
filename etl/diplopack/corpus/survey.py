"""A first reading of the sources: what is wrong with them, and how much work there is, before any of it is begun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplopack.extract import Article, Problem, iter_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from diplopack.corpus.batches import Batch
    from diplopack.corpus.rejected import Rejected


@dataclass(slots=True)
class Survey:
    """What the sources hold.

    Attributes:
        keys: of the batches, in their order.
        read: how many articles there are, with what should be one.
        articles: how many of them can be read.
        quoted: those that contributed rows quote.
    """

    keys: list[str] = field(default_factory=list)
    read: int = 0
    articles: int = 0
    quoted: list[Article] = field(default_factory=list)


def survey(
    sources: Iterable[Path],
    cut: Callable[[Iterable[Article]], Iterator[Batch]],
    rejected: Rejected,
    quoted: Collection[str] = (),
) -> Survey:
    """Read all sources once and hold no more of them than their batches' keys.

    Args:
        sources: files and folders of articles.
        cut: makes batches of articles.
        rejected: is told of all that cannot be read or is left out.
        quoted: the URLs of the articles whose texts are needed for quotes.
    """
    found = Survey()
    for batch in cut(_readable(sources, rejected)):
        found.keys.append(batch.key)
        found.articles += len(batch.articles)
        found.quoted += [article for article in batch.articles if article.url in quoted]
    found.read = found.articles + len(rejected)
    return found


def _readable(sources: Iterable[Path], rejected: Rejected) -> Iterator[Article]:
    for item in iter_articles(sources):
        if isinstance(item, Article):
            yield item
        elif isinstance(item, Problem):
            reason = f"{item.column}: {item.reason}" if item.column else item.reason
            rejected.add_fault(item.place, reason, str(item))
        else:
            rejected.add_other(item.place, item.reason, "read before")


def articles(sources: Iterable[Path]) -> Iterator[Article]:
    """The articles of some sources that can be read, once more; the others were told of by `survey`."""
    return (item for item in iter_articles(sources) if isinstance(item, Article))
