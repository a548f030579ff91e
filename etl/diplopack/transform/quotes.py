"""Quotes found again in the articles that they were taken from."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from diplopack.transform import sentences
from diplopack.transform.tables import digest
from diplopack.validation.evidence import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diplopack.extract import Article
    from diplopack.transform.sentences import Sentence


class Place(NamedTuple):
    """Where a quote stands, as the columns of mentions say it.

    Attributes:
        article_id: of the article.
        sentence_number: of the sentence in which it begins, from 1; 0 where the article's text is not at hand.
        start: its offset in the article's text, in characters; 0 where the text is not at hand.
        words: the quote, as the article sets it where its text is at hand.
    """

    article_id: str
    sentence_number: int
    start: int
    words: str


class QuotedArticles:
    """Articles by their URL.

    Args:
        articles: those whose texts are at hand.

    Attributes:
        unread: the URLs of the others that were quoted, each with an article_id, in the order of the quotes.
    """

    unread: dict[str, str]

    def __init__(self, articles: Iterable[Article]) -> None:
        self.unread = {}
        self._by_url: dict[str, list[_Text]] = {}
        for article in sorted(articles, key=lambda article: article.article_id):
            if article.url is not None:
                self._by_url.setdefault(article.url, []).append(_Text(article))

    def place(self, url: str, quote: str) -> Place:
        """Find a quote.

        Args:
            url: of the article.
            quote: words of it; blank space and the shape of quotation marks and dashes are of no account.

        Returns:
            The first place where it stands, in the first article with the URL that has it.
        """
        for text in self._by_url.get(url, ()):
            found = text.find(quote)
            if found is not None:
                return found
        return Place(self.unread.setdefault(url, digest("u", url)), 0, 0, quote)


class _Text:
    """The text of an article, in which quotes are looked up."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._folded = fold(article.text)

    @functools.cached_property
    def _sentences(self) -> Sequence[Sentence]:
        return sentences.split(self._article.text)

    def find(self, quote: str) -> Place | None:
        match = re.search(r"\s+".join(map(re.escape, fold(quote).split())), self._folded)
        if match is None:
            return None
        number = next((n for n, s in enumerate(self._sentences, 1) if s.start + len(s.text) > match.start()), 0)
        return Place(self._article.article_id, number, match.start(), self._article.text[slice(*match.span())])
