"""Articles cut into batches, the units of work; where they are cut follows from the articles themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplopack.extract.article import content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diplopack.extract import Article

SIZE = 32
"""Articles of a batch on average: some seconds of work, so that little is lost when a worker dies."""
_LONGEST = 2  # times the average
_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some articles that are coded together.

    Attributes:
        key: 32 hexadecimal digits, the same for the same articles coded in the same way.
        articles: in the order in which they were read.
    """

    key: str
    articles: tuple[Article, ...]


def batches(articles: Iterable[Article], fingerprint: str, size: int = SIZE) -> Iterator[Batch]:
    """Cut articles into batches.

    An article ends a batch if the digest of its content says so, as one in `size` does: one that is added, changed or
    taken away changes its own batch, and those after it stay as they are.

    Args:
        articles: in the order of their sources.
        fingerprint: of the coder, see `fingerprint.fingerprint`.
        size: articles of a batch on average.
    """
    held: list[Article] = []
    characters = 0
    digest = hashlib.sha256(fingerprint.encode())
    for article in articles:
        content = content_digest(article)
        held.append(article)
        characters += len(article.text)
        digest.update(f"\n{article.article_id} {content}".encode())
        if int(content[:8], 16) % size == 0 or len(held) >= _LONGEST * size or characters > _CHARACTERS:
            yield Batch(digest.hexdigest()[:32], tuple(held))
            held, characters = [], 0
            digest = hashlib.sha256(fingerprint.encode())
    if held:
        yield Batch(digest.hexdigest()[:32], tuple(held))
