"""Articles in, tables of events, mentions and articles out. Nothing here reads or writes a file of a dataset."""

from __future__ import annotations

import functools
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.gazetteer import Gazetteer
    from diplopack.transform.tables import CodedArticle

__all__ = ["code_articles"]
_ARTICLES_AT_ONCE = 256


def code_articles(articles: Iterable[Article]) -> dict[str, pa.Table]:
    """Code articles into the tables `events`, `mentions` and `articles` of the contract.

    The result depends on the articles alone, not on their order or on how they are cut into batches.
    """
    from diplopack.transform.tables import tables

    return tables(coded for batch in _batches(articles) for coded in _code(batch))


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    stream = iter(articles)
    while batch := list(islice(stream, _ARTICLES_AT_ONCE)):
        yield batch


def _code(articles: Iterable[Article]) -> Iterator[CodedArticle]:
    """Code a batch: all its sentences are parsed in one stream, each as a document of its own."""
    from diplopack.transform import language, sentences
    from diplopack.transform.coder import Coder
    from diplopack.transform.dates import When
    from diplopack.transform.tables import CodedArticle, CodedSentence

    split = [(article, sentences.split(article.text)) for article in articles]
    parses = language.parse(sentence.text for _, parts in split for sentence in parts)
    for article, parts in split:
        coder = Coder(_gazetteer(), When(article.published, article.published_precision, stated=False))
        coded = [
            CodedSentence(number, sentence, coder.sentence(next(parses), sentence.dateline))
            for number, sentence in enumerate(parts, start=1)
        ]
        yield CodedArticle(article, len(parts), [sentence for sentence in coded if sentence.events])


@functools.cache
def _gazetteer() -> Gazetteer:
    from diplopack.transform.gazetteer import Gazetteer
    from diplopack.transform.language import model

    return Gazetteer(model())
