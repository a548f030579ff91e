"""The coder's knowledge of words, read from the data files in this folder; README.md describes their format."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import yaml

from diplopack.transform.loading import no_collection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PartOfSpeech = Literal["verbs", "nouns", "adjectives"]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2's booleans: in YAML 1.1 the prepositions "on" and "off" would be true and false."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool" or first in "tfTF"]
    for first, rules in _Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand in one of some slots: one of these lemmas, or a kind of thing (or `words_only`)."""

    slots: tuple[str, ...]
    lemmas: frozenset[str]
    party: bool = False
    anything: bool = False
    nothing: bool = False
    acts: tuple[str, ...] = ()
    words_only: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of a word; README.md of this folder says what each key means."""

    word: str
    code: str | None
    operator: str | None
    content: tuple[str, ...]
    target: tuple[str, ...]
    agent: tuple[str, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    only: str | None
    mutual: bool
    back: str | None
    home: bool
    purpose: tuple[str, ...]
    content_only: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of the lexicon: senses by part of speech and lemma, operators, classes of words.

    `phrasal` are the verbs that make others with a word beside them ("call off").
    """

    words: Mapping[PartOfSpeech, Mapping[str, tuple[Sense, ...]]]
    phrasal: frozenset[str]
    operators: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, frozenset[str]]

    def combine(self, operator: str, content: str | None) -> str | None:
        """The code of an operator over an act or topic; None where that is no event.

        The row of the longest prefix of `content` counts; the row without a prefix stands for an unread content.
        """
        column = self.operators[operator]
        key = content or ""
        while key and key not in column:
            key = key[:-1] if key[0].isdigit() else ""
        result = column[key]
        return None if result == "-" else result


@functools.cache
@no_collection()
def load() -> Lexicon:
    """Read the whole lexicon, once a process."""
    words: dict[PartOfSpeech, dict[str, tuple[Sense, ...]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for _, entry in entries():
        senses = [_sense(sense) for sense in entry["senses"]]
        for part, forms in words.items():
            for word in entry.get(part, ()):
                forms[word] = tuple(replace(sense, word=word) for sense in senses)
    phrasal = frozenset(verb.partition(" ")[0] for verb in words["verbs"] if " " in verb)
    return Lexicon(words, phrasal, _operators(), _classes())


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each entry of words/, as it stands in its file, with that file's name."""
    folder = resources.files(__name__) / "words"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            for entry in yaml.load(path.read_text("utf-8"), _Loader) or ():  # noqa: S506
                yield path.name, entry


@functools.cache
def data(name: str) -> Any:  # noqa: ANN401 - a YAML file has whatever shape it has
    """A data file of this folder that is not about senses, read once a process and shared: not to be changed."""
    return yaml.load((resources.files(__name__) / name).read_text("utf-8"), _Loader)  # noqa: S506


@functools.cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(str(word) for word in words) for name, words in data("classes.yaml").items()}


def _operators() -> dict[str, dict[str, str]]:
    with (resources.files(__name__) / "operators.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: {row["content"]: row[name] for row in rows} for name in rows[0] if name != "content"}


def _sense(raw: Mapping[str, Any]) -> Sense:
    """A sense as an entry states it, of no word yet."""
    return Sense(
        word="",
        code=raw.get("code"),
        operator=raw.get("op"),
        content=tuple(raw.get("content", ())),
        target=tuple(raw.get("target", ("obj",))),
        agent=tuple(raw.get("agent", ("subj",))),
        when=_conditions(raw.get("when")),
        unless=_conditions(raw.get("unless")),
        only=raw.get("only"),
        mutual=bool(raw.get("mutual")),
        back=raw.get("back"),
        home=bool(raw.get("home")),
        purpose=tuple(raw.get("purpose", ())),
        content_only=bool(raw.get("content_only")),
    )


def _conditions(raw: Mapping[str, Any] | None) -> tuple[Condition, ...]:
    return tuple(_condition(slots, values) for slots, values in (raw or {}).items())


def _condition(slots: str, values: str | list[str]) -> Condition:
    words = (values,) if isinstance(values, str) else tuple(str(value) for value in values)
    kinds = {"PARTY", "ANY", "NONE"}.intersection(words)
    acts = tuple(word[4:] for word in words if word.startswith("ACT"))
    return Condition(
        slots=tuple(slots.split("|")),
        lemmas=_lemmas(words),
        party="PARTY" in kinds,
        anything="ANY" in kinds,
        nothing="NONE" in kinds,
        acts=acts,
        words_only=not kinds and not acts,
    )


@functools.cache
def _lemmas(words: tuple[str, ...]) -> frozenset[str]:
    """The lemmas that a condition names, itself or by their classes; those that ask for the same share them."""
    named = (word for word in words if word[0] != "@" and not word.isupper() and not word.startswith("ACT"))
    return frozenset(named).union(*(_classes()[word[1:]] for word in words if word[0] == "@"))
