"""What each act of the lexicon demands of the words of its sentence, before any of them is parsed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.acts import VIOLENT
from diplopack.transform.agents import AUTHORITIES
from diplopack.transform.loading import no_collection
from diplopack.transform.readings import DOES, FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from diplopack.transform.lexicon import Condition, Lexicon, PartOfSpeech, Sense

# Slots that no preposition fills.
_OPEN = frozenset({*FIELDS, "subj", "obj", "head"})
# The words of a clause that tells when, whose slot is of no word.
_WHEN = ("when", "as", "after")


@dataclass(frozen=True, slots=True)
class Need:
    """What a sentence must have: one of these words; where so said, a party or another act will do instead."""

    words: frozenset[str]
    party: bool = False
    act: bool = False

    def met(self, words: AbstractSet[str], *, party: bool, act: bool) -> bool:
        """Whether a sentence with these words, with or without a party and another act, can have it."""
        return (party and self.party) or (act and self.act) or not self.words.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one sense of a word demands.

    `alone` says that the act may have a party that the sentence does not name: attackers, or the authorities; `topic`
    that it is no event of its own, only the content of another.
    """

    needs: tuple[Need, ...]
    alone: bool
    topic: bool

    def met(self, words: AbstractSet[str], *, party: bool, act: bool) -> bool:
        """Whether a sentence with these words can hold the act."""
        return all(need.met(words, party=party, act=act) for need in self.needs)


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands of the lexicon: of the acts that a lemma may be, and all words that they ask for."""

    of: Mapping[str, tuple[Demand, ...]]
    words: frozenset[str]


@functools.cache
@no_collection()
def load() -> Demands:
    """Derive the demands of the whole lexicon, once a process."""
    known = lexicon.load()
    of: dict[str, list[Demand]] = {}
    for part, entries in known.words.items():
        for word, senses in entries.items():
            lemma, *companions = word.split(" ") if part == "verbs" else (word,)
            for sense in senses:
                if _is_of(part, sense):
                    of.setdefault(lemma, []).append(_demand(sense, companions, known))
    demands = {lemma: tuple(_distinct(found)) for lemma, found in of.items()}
    words = frozenset().union(*(need.words for found in demands.values() for demand in found for need in demand.needs))
    return Demands(demands, words)


def _is_of(part: PartOfSpeech, sense: Sense) -> bool:
    """Whether a sense is one of a part of speech: "only: noun" of none of a verb."""
    return sense.only != "noun" if part == "verbs" else sense.only in {None, "noun"}


def _distinct(demands: list[Demand]) -> Iterator[Demand]:
    """Each demand once, without those that ask for more than another does; the shortest first."""
    kept: list[Demand] = []
    for demand in sorted(demands, key=lambda demand: len(demand.needs)):
        needs = set(demand.needs)
        if not any(
            needs.issuperset(other.needs) and other.alone >= demand.alone and other.topic <= demand.topic
            for other in kept
        ):
            kept.append(demand)
    yield from kept


def _demand(sense: Sense, companions: list[str], known: Lexicon) -> Demand:
    needs = [Need(frozenset({companion})) for companion in companions]
    for condition in sense.when:
        needs.extend(_needs(condition))
    absent = [_slots(condition.slots) for condition in sense.unless if condition.nothing]
    needs += [need for need in absent if need.words]
    if sense.operator is not None and (sense.operator == DOES or known.combine(sense.operator, None) is None):
        needs.append(Need(frozenset(), act=True))
    codes = {sense.code or ""} | set(known.operators.get(sense.operator or "", {}).values())
    alone = sense.operator is None and (sense.code or "")[:2] in VIOLENT
    topic = sense.content_only and sense.operator is None
    return Demand(tuple(dict.fromkeys(needs)), alone or not codes.isdisjoint(AUTHORITIES), topic)


def _needs(condition: Condition) -> Iterator[Need]:
    if condition.nothing:
        return
    slots = _slots(condition.slots)
    if slots.words:
        yield slots
    if not condition.anything:
        yield Need(condition.lemmas, condition.party, bool(condition.acts))


@functools.cache
def _slots(slots: tuple[str, ...]) -> Need:
    """The prepositions that a condition is about; none where another slot may hold what it asks for."""
    if not _OPEN.isdisjoint(slots):
        return Need(frozenset())
    words = {word for slot in slots for word in (_WHEN if slot == "when" else (slot,))}
    return Need(frozenset(words))
