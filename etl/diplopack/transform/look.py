"""A cheap look at an article's words, which tells what sentences can matter to its events, before anything is parsed.

A sentence matters if its words are those of an act or a saying that can have two parties, or if it names a party and
an event may follow that refers to it. Whatever a parse may make of the words counts: a sentence that the coder finds an
event in is never left out.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from diplopack.transform import demands, lexicon, silence, statements
from diplopack.transform.discourse import may_name
from diplopack.transform.followers import FOES
from diplopack.transform.forms import lemmas
from diplopack.transform.references import BOTH_STATES, PAIRS, POSSESSIVES, PRONOUNS, STATES
from diplopack.transform.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diplopack.transform.demands import Demand
    from diplopack.transform.gazetteer import Gazetteer


class _Is:
    """What a word may be: bits, as plain numbers, since there are many to combine."""

    PARTY = 1  # names a party by itself: a role, an office-holder's surname
    REFERS = 2  # stands for a party named elsewhere: "it", "the country"
    SPEAKER = 4
    RANKS = 8  # stands before a role and changes it: "rebel leader"
    PAIRED = 16  # with another word a role: "aid group"
    SAYS = 32
    SPEAKS = 64  # the verb of a speech
    SPEECH = 128
    OCCASION = 256
    HOMELAND = 512


_SAYING = _Is.SAYS | _Is.SPEAKS


class _Word(NamedTuple):
    """What the look knows of a word: what it may be, the acts that it may tell of, and its lemmas that acts ask for."""

    kinds: int
    acts: tuple[Demand, ...]
    lemmas: frozenset[str]


class Glance(NamedTuple):
    """Whether a sentence may name a `party`, whether one is `known` before it, and whether it may have an event."""

    party: bool
    known: bool
    tells: bool


class _Seen(NamedTuple):
    """What a sentence has: parties that it names, words that refer to others, and whether it names a country."""

    words: list[_Word]
    kinds: int
    named: int
    referring: int
    country: bool
    names: int
    capitals: int


class Look:
    """A look at the sentences of one article in their order."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """`gazetteer` has the names of states, bodies and people."""
        self._gazetteer = gazetteer
        self._known = False  # somebody was named before
        self._country = False  # a country was named, or is the dateline's
        self._names: dict[str, int] = {}  # by which people may have been introduced, with the sentence's number
        self._number = 0

    def introduced(self, name: str, number: int) -> bool:
        """Whether somebody may have been introduced by a name before the sentence of a number, from 1."""
        return self._names.get(name, number) < number

    def at(self, text: str, words: Sequence[str], dateline: str) -> Glance:
        """Look at the next sentence: its text, its tokens and the dateline before it."""
        if dateline and not self._country:
            self._country = self._gazetteer.country_of(dateline) is not None
        seen = self._see(words)
        self._country = self._country or seen.country
        party = bool(seen.named or (seen.referring and self._known))
        tells = False
        if (party or self._country) and not silence.is_surely_sport(text, words):
            tells = self._may_say(seen) or self._may_act(seen)
        glance = Glance(party, self._known, tells)
        self._number += 1
        if party:
            self._known = True
            for name in filter(may_name, words):
                self._names.setdefault(name, self._number)
        return glance

    def _see(self, words: Sequence[str]) -> _Seen:
        known = [found for word in words if (found := _word(word)) is not None]
        kinds = 0
        for word in known:
            kinds |= word.kinds
        matches = self._gazetteer.find(words)
        surnames = sum(word in self._gazetteer.surnames for word in words)
        introduced = sum(word in self._names for word in words) if self._names else 0
        named = sum(bool(word.kinds & _Is.PARTY) for word in known)
        if not named and kinds & _Is.PAIRED and kinds & _Is.RANKS:
            named = 1
        return _Seen(
            known,
            kinds,
            named + len(matches) + surnames,
            sum(bool(word.kinds & _Is.REFERS) for word in known) + introduced,
            surnames > 0 or any(match.name.country or match.name.holders for match in matches),
            len(matches) + surnames + introduced,
            sum(word[0].isupper() for word in words),
        )

    def _parties(self, seen: _Seen) -> int:
        """How many words of a sentence may be those of a party."""
        return seen.named + (seen.referring if self._known or seen.named else 0)

    def _may_act(self, seen: _Seen) -> bool:
        """Whether a sentence can tell of an act between two parties."""
        parties = self._parties(seen)
        acts = [word for word in seen.words if word.acts]
        if not acts or not (self._country or parties > 1 or (parties and seen.capitals > 1)):
            return False  # without a country one party acts on nobody but a person whom only a full name tells of
        words = frozenset().union(*(word.lemmas for word in seen.words))
        return _may_act([word.acts for word in acts], words, party=parties > 0)

    def _may_say(self, seen: _Seen) -> bool:
        """Whether somebody in office can say something to, or of, somebody else."""
        kinds, parties = seen.kinds, self._parties(seen)
        if not (parties and kinds & _SAYING):
            return False
        if not (seen.names or kinds & (_Is.SPEAKER | _Is.RANKS | _Is.PAIRED)):
            return False
        if kinds & _Is.SPEAKS and kinds & (_Is.OCCASION | _Is.SPEECH):
            return True
        if kinds & _Is.SAYS == 0:
            return False
        return parties > 1 or bool(kinds & _Is.HOMELAND)


def _may_act(acts: Sequence[Sequence[Demand]], words: frozenset[str], *, party: bool) -> bool:
    """Whether one of some words can be an act of its own, given all lemmas of the sentence.

    An operator is one only over another word that can be an act, so these are found first.
    """
    readable: set[int] = set()
    grown = True
    while grown:
        grown = False
        for index, act in enumerate(acts):
            if index in readable:
                continue
            other = bool(readable)
            if any(demand.met(words, party=party, act=other) for demand in act):
                readable.add(index)
                grown = True
    for index in readable:
        other = len(readable) > 1
        for demand in acts[index]:
            if not demand.topic and (party or demand.alone) and demand.met(words, party=party, act=other):
                return True
    return False


@functools.lru_cache(maxsize=200_000)
def _word(text: str) -> _Word | None:
    """What the look knows of a word; None if nothing."""
    lower = text.lower()
    forms = lemmas(lower)
    known = demands.load()
    acts = tuple(dict.fromkeys(demand for form in sorted(forms) for demand in known.of.get(form, ())))
    kinds = _Is.REFERS | _Is.SPEAKER if lower in PRONOUNS or lower in POSSESSIVES else 0
    for form in forms:
        kinds |= _kinds().get(form, 0)
    asked = forms & known.words
    return _Word(kinds, acts, asked) if kinds or acts or asked else None


@functools.cache
def _kinds() -> dict[str, int]:
    """What each lemma of the lexicon may be."""
    found: dict[str, int] = {}

    def add(words: Iterable[str], kind: int) -> None:
        for word in words:
            found[word] = found.get(word, 0) | kind

    known = roles()
    for noun, role in (*known.strong.items(), *known.weak.items()):
        own = _Is.PARTY if role and (role != "NGO" or noun in known.strong) else _Is.REFERS
        add([noun], own | (_Is.SPEAKER if role in statements.SPEAKERS or not role else 0))
    for noun, role in known.modifiers.items():
        add([noun], _Is.RANKS | (_Is.PARTY if role in FOES else 0))
    for _, before, nouns in known.pairs:
        add(before, _Is.RANKS)
        add(nouns, _Is.PAIRED)
    add(PAIRS | STATES, _Is.REFERS | _Is.SPEAKER)
    add(BOTH_STATES, _Is.PARTY | _Is.SPEAKER)
    add(lexicon.data("telling.yaml")["state"], _Is.SAYS)
    add(["according"], _Is.SAYS)
    add(statements.SPEAKING, _Is.SPEAKS)
    add(lexicon.data("telling.yaml")["occasions"], _Is.OCCASION)
    add(lexicon.data("telling.yaml")["speeches"], _Is.SPEECH)
    add({"speak", "talk", "address"}, _Is.SPEECH)
    add(statements.HOMELANDS | statements.NATION, _Is.HOMELAND)
    return found
