"""What sentences of a batch of articles are parsed: only those that can matter to an event.

First those that can hold one, by a look at their words. What their parse does not rule out either needs the sentences
before it that name a party, since it may refer to them; after it, and in an article without any, nothing matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform import gazetteer, language, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from diplopack.transform.look import Glance
    from diplopack.transform.sentences import Sentence
    from diplopack.transform.syntax import Parse


def parses(batch: Sequence[Sequence[Sentence]], *, choose: bool) -> Iterator[Parse | None]:
    """The parses of the sentences of some articles, in their order; None for one that cannot matter.

    All are parsed where there is nothing to `choose`.
    """
    if not choose:
        yield from language.parse(sentence.text for article in batch for sentence in article)
        return
    tokens = [[language.tokenize(sentence.text) for sentence in article] for article in batch]
    glances = [_glances(*article) for article in zip(batch, tokens, strict=True)]
    told = _parsed(batch, tokens, [[glance.says or glance.acts for glance in article] for article in glances])
    ends = [_end(*article) for article in zip(glances, told, strict=True)]
    needed = [
        [
            glance.party and parse is None and number < end
            for number, (glance, parse) in enumerate(zip(*seen, strict=True))
        ]
        for *seen, end in zip(glances, told, ends, strict=True)
    ]
    before = _parsed(batch, tokens, needed)
    for first, second, end in zip(told, before, ends, strict=True):
        for number, (parse, other) in enumerate(zip(first, second, strict=True)):
            yield (parse or other) if number < end else None


def _glances(article: Sequence[Sentence], tokens: Sequence[Doc]) -> list[Glance]:
    """A look at each sentence of an article."""
    seen = look.Look(gazetteer.load())
    words = ([token.text for token in doc] for doc in tokens)
    return [seen.at(part.text, of, part.dateline) for part, of in zip(article, words, strict=True)]


def _parsed(
    batch: Sequence[Sequence[Sentence]], tokens: Sequence[Sequence[Doc]], wanted: Sequence[Sequence[bool]]
) -> list[list[Parse | None]]:
    """The parses of the sentences that are wanted."""
    rows = zip(batch, tokens, wanted, strict=True)
    chosen = ((part.text, doc) for row in rows for part, doc, want in zip(*row, strict=True) if want)
    stream = language.parse_tokenized(chosen)
    return [[next(stream) if want else None for want in row] for row in wanted]


def _end(glances: Sequence[Glance], told: Sequence[Parse | None]) -> int:
    """The number of sentences up to the last that may hold an event."""
    rows = list(enumerate(zip(glances, told, strict=True), start=1))
    return next((n for n, (glance, parse) in reversed(rows) if parse is not None and look.may_tell(parse, glance)), 0)
