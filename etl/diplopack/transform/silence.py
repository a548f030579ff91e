"""What speaks the language of conflict and means something else: sport, and works of fiction."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.forms import lemmas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diplopack.transform.syntax import Parse

_SCORE = re.compile(r"(?<![\d.-])\d{1,3}[-–]\d{1,3}(?![\d-])")
_ENOUGH = 3
_OPENING = 6


@dataclass(frozen=True)
class _Words:
    certain: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    politics: frozenset[str]
    works: frozenset[str]
    tells: frozenset[str]

    @functools.cached_property
    def of_sport(self) -> frozenset[str]:
        """Words of which a sentence about sport has one."""
        return self.certain | self.strong


@functools.cache
def _words() -> _Words:
    raw = lexicon.data("silence.yaml")
    sport, fiction = raw["sport"], raw["fiction"]
    return _Words(
        *(frozenset(sport[name]) for name in ("certain", "strong", "weak", "politics")),
        *(frozenset(fiction[name]) for name in ("works", "tells")),
    )


def why_silent(parse: Parse) -> str | None:
    """What else than events a sentence speaks of, or None."""
    if _is_sport(parse):
        return "speaks of sport"
    return "tells a story" if _is_fiction(parse) else None


def _is_sport(parse: Parse) -> bool:
    """Whether a sentence is about sport, by its vocabulary and scores."""
    words = _words()
    if words.of_sport.isdisjoint(parse.lemmas) and words.of_sport.isdisjoint(parse.lower):
        return False
    weight = int(_SCORE.search(parse.text) is not None)
    strong = False
    for forms in set(zip(parse.lemmas, parse.lower, strict=True)):  # a word counts once
        if not words.certain.isdisjoint(forms):
            return True
        if not words.strong.isdisjoint(forms):
            weight, strong = weight + 2, True
        elif not words.weak.isdisjoint(forms):
            weight += 1
        elif not words.politics.isdisjoint(forms):
            weight -= 2
    return strong and weight >= _ENOUGH


def is_surely_sport(text: str, words: Iterable[str]) -> bool:
    """Whether a sentence of these tokens is about sport, whatever lemmas a parse may give them."""
    known = _words()
    lower = [word.lower() for word in words]
    distinct = set(lower)
    if not known.certain.isdisjoint(distinct):
        return True
    strong = known.strong & distinct
    if not strong:
        return False
    weight = 2 * len(strong) + len((known.weak & distinct) - strong) + (_SCORE.search(text) is not None)
    return weight - 2 * sum(not known.politics.isdisjoint(lemmas(word)) for word in lower) >= _ENOUGH


def _is_fiction(parse: Parse) -> bool:
    """Whether a sentence retells a work: "In the film, ...", "The novel opens with ..."."""
    words = _words()
    for token, lemma in enumerate(parse.lemmas):
        if lemma not in words.works:
            continue
        if parse.deps[token] == "nsubj" and parse.lemmas[parse.heads[token]] in words.tells:
            return True
        if parse.deps[token] == "pobj" and parse.lower[parse.heads[token]] == "in" and token < _OPENING:
            return parse.lemmas[token] in {"film", "movie", "novel", "opera", "sitcom", "thriller", "musical", "ballet"}
    return False
