"""Articles in, tables of events, mentions and articles out. Nothing here reads or writes a file of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.clock import Clock
    from diplopack.transform.coder import Coded, Unread
    from diplopack.transform.sentences import Sentence
    from diplopack.transform.syntax import Parse
    from diplopack.transform.tables import CodedArticle, Part

__all__ = ["ReadSentence", "code_articles", "code_batch", "read_article"]
_ARTICLES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of an article (`number` from 1) and all that the coder read in it.

    `unread` are the predicates that gave no event, with the reason; `clock` has the dates that the sentence
    states, and is None where it was not read.
    """

    number: int
    sentence: Sentence
    parse: Parse
    events: Sequence[Coded]
    unread: Sequence[Unread]
    clock: Clock | None


def code_articles(articles: Iterable[Article], *, look: bool = True) -> dict[str, pa.Table]:
    """Code articles into the tables `events`, `mentions` and `articles` of the contract.

    The result depends on the articles alone, not on their order or on how they are cut into batches.

    Args:
        articles: what to code.
        look: parse only what a look at its words does not rule out. The tables are the same without, and take longer.
    """
    from diplopack.transform.tables import joined

    return joined([code_batch(batch, look=look) for batch in _batches(articles)])


def code_batch(articles: Iterable[Article], *, look: bool = True) -> Part:
    """Code some articles into a part, from which `tables.joined` makes the tables of the contract.

    Pure: the part depends on the articles alone, wherever and whenever it is made. Arguments as of `code_articles`.
    """
    from diplopack.transform.tables import part_tables

    return part_tables(_code(articles, look=look))


def read_article(article: Article) -> Iterator[ReadSentence]:
    """Read an article as `code_articles` does; yield each sentence with its parse and what is no event, and why."""
    from diplopack.transform import language, sentences

    parts = sentences.split(article.text)
    return _read(article, parts, language.parse(sentence.text for sentence in parts), why=True)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    stream = iter(articles)
    while batch := list(islice(stream, _ARTICLES_AT_ONCE)):
        yield batch


def _code(articles: Iterable[Article], *, look: bool) -> Iterator[CodedArticle]:
    """Code a batch: its sentences are parsed in one stream, each as a document of its own."""
    from diplopack.transform import selection, sentences
    from diplopack.transform.tables import CodedArticle, CodedSentence

    split = [(article, sentences.split(article.text)) for article in articles]
    parses = selection.parses(split, look=look)
    for article, parts in split:
        coded = [
            CodedSentence(read.number, read.sentence, read.events)
            for read in _read(article, parts, parses)
            if read.events
        ]
        yield CodedArticle(article, len(parts), coded)


def _read(
    article: Article, parts: Sequence[Sentence], parses: Iterator[Parse | None], *, why: bool = False
) -> Iterator[ReadSentence]:
    """Read the sentences of an article in their order; takes one parse for each, or None where it does not matter.

    `why` asks for what gave no event too, and the reason.
    """
    from diplopack.transform import gazetteer
    from diplopack.transform.coder import Coder
    from diplopack.transform.dates import When

    coder = Coder(gazetteer.load(), When(article.published, article.published_precision, stated=False))
    for number, sentence in enumerate(parts, start=1):
        parse = next(parses)
        if parse is None:
            coder.skip(sentence.text, sentence.dateline)
            continue
        events = coder.sentence(parse, sentence.dateline)
        yield ReadSentence(number, sentence, parse, events, coder.unread() if why else (), coder.clock)
