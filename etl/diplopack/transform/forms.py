"""The words that a form may be a form of, before any parser has said which: "leaves" is of leave and of leaf."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from diplopack.transform.language import model, replacements
from diplopack.transform.lemmas import other_lemmas

if TYPE_CHECKING:
    from collections.abc import Iterator


@functools.lru_cache(maxsize=100_000)
def lemmas(word: str) -> frozenset[str]:
    """Every lemma, in lower case, that a parse may give a word in lower case, and some that it will not.

    What the model's lemmatizer can make of the word as whatever part of speech; the word itself is among them.
    """
    found = {word}
    for reading in (word, *replacements(word)):
        found |= {reading, *_exceptions().get(reading, ())}
        found.update(reading.removesuffix(old) + new for old, new in _endings() if reading.endswith(old))
    found |= other_lemmas(word)
    found.update(lemma for pattern, lemma in _rules() if _fits(pattern, word))
    return frozenset(found)


@functools.cache
def _endings() -> frozenset[tuple[str, str]]:
    """The endings that the lemmatizer takes off, each with what it puts in its stead."""
    table = _table("lemma_rules")
    return frozenset((old, new) for rules in table.values() for old, new in rules)


@functools.cache
def _exceptions() -> dict[str, set[str]]:
    """The lemmas of irregular forms: "left" of leave."""
    found: dict[str, set[str]] = {}
    for forms in _table("lemma_exc").values():
        for form, of in forms.items():
            found.setdefault(form if isinstance(form, str) else model().vocab.strings[form], set()).update(of)
    return found


def _table(name: str) -> dict[Any, Any]:
    lemmatizer: Any = model().get_pipe("lemmatizer")
    table: dict[Any, Any] = lemmatizer.lookups.get_table(name)
    return table


@functools.cache
def _rules() -> tuple[tuple[object, str], ...]:
    """The model's rules that give a lemma whatever the lemmatizer says: what the word must be, and the lemma."""
    ruler: Any = model().get_pipe("attribute_ruler")
    return tuple(_ruled(ruler.patterns))


def _ruled(rules: list[dict[str, Any]]) -> Iterator[tuple[object, str]]:
    for rule in rules:
        lemma = rule["attrs"].get("LEMMA")
        for pattern in rule["patterns"] if lemma else ():
            yield pattern[rule["index"]].get("LOWER"), lemma.lower()


def _fits(pattern: object, word: str) -> bool:
    """Whether a word is what a rule asks for; where that is no plain word, it may be."""
    if isinstance(pattern, str):
        return pattern == word
    return word in pattern["IN"] if isinstance(pattern, dict) and "IN" in pattern else "'" in word or len(word) == 1
