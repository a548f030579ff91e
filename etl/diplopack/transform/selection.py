"""What sentences of a batch of articles are parsed: only those that can matter to an event.

First those that may hold one, by a look at their words. Of these the last one that does hold one, or that refers to
what was told before it, needs all before it that name a party. After it nothing matters, nor in an article without any.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diplopack.transform import gazetteer, language
from diplopack.transform.coder import Coder
from diplopack.transform.dates import When
from diplopack.transform.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from diplopack.extract import Article
    from diplopack.transform.sentences import Sentence
    from diplopack.transform.syntax import Parse


def parses(batch: Sequence[tuple[Article, Sequence[Sentence]]], *, look: bool) -> Iterator[Parse | None]:
    """The parses of the sentences of some articles, in their order; None for one that cannot matter.

    Without a `look` all are parsed.
    """
    if not look:
        yield from language.parse(sentence.text for _, parts in batch for sentence in parts)
        return
    articles = [_Selection(*split) for split in batch]
    _parse(articles, [[glance.tells for glance in article.glances] for article in articles])
    ends = [article.end() for article in articles]
    _parse(articles, [article.needed(end) for article, end in zip(articles, ends, strict=True)])
    for article, end in zip(articles, ends, strict=True):
        for number in range(len(article.parts)):
            yield article.parses[number] if number < end else None


class _Selection:
    """One article: its sentences, what a look at them tells, and their parses as far as they are read."""

    def __init__(self, article: Article, parts: Sequence[Sentence]) -> None:
        self.parts = parts
        self.tokens: list[Doc] = [language.tokenize(part.text) for part in parts]
        self.parses: list[Parse | None] = [None] * len(parts)
        self._article = article
        self._look = Look(gazetteer.load())
        words = ([token.text for token in doc] for doc in self.tokens)
        self.glances = [self._look.at(part.text, of, part.dateline) for part, of in zip(parts, words, strict=True)]

    def end(self) -> int:
        """The number of sentences up to the last that has events, or may have some with what was told before it."""
        article = self._article
        whole = Coder(gazetteer.load(), When(article.published, article.published_precision, stated=False))
        asked = []
        for number, (part, glance, parse) in enumerate(
            zip(self.parts, self.glances, self.parses, strict=True), start=1
        ):
            if parse is not None:
                introduced = partial(self._look.introduced, number=number) if glance.known else None
                asked.append((number, whole.apart(introduced), parse, part.dateline))
            whole.skip(part.text, part.dateline)
        found = (number for number, coder, parse, dateline in reversed(asked) if coder.may_tell(parse, dateline))
        return next(found, 0)

    def needed(self, end: int) -> list[bool]:
        """Which sentences are still to be parsed, where the last event is that of sentence `end`."""
        return [
            glance.party and parse is None and number < end
            for number, (glance, parse) in enumerate(zip(self.glances, self.parses, strict=True))
        ]


def _parse(articles: Sequence[_Selection], wanted: Sequence[Sequence[bool]]) -> None:
    """Parse the sentences that are wanted of each article, in one stream."""
    chosen = [
        (article, number)
        for article, row in zip(articles, wanted, strict=True)
        for number, want in enumerate(row)
        if want
    ]
    stream = language.parse_tokenized((article.parts[n].text, article.tokens[n]) for article, n in chosen)
    for (article, number), parse in zip(chosen, stream, strict=True):
        article.parses[number] = parse
