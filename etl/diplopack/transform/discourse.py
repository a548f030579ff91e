"""What an article has introduced so far: who "Pompeo", "he", "the ministry" or "the two countries" are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container

# What "the island" or "the kingdom" may be.
_KINDS_OF_STATE = {
    "island": frozenset(
        "TWN JPN GBR IRL CUB HTI LKA PHL IDN NZL ISL CYP MLT MDG JAM TLS BHR MUS SYC MDV FJI SGP BHS TTO".split()
    ),
    "kingdom": frozenset(
        "SAU GBR JOR MAR THA BHR ESP SWE NOR DNK NLD BEL KHM BTN NPL SWZ LSO TON AFG IRQ LBY YEM LAO".split()
    ),
}
# Roles that news gives the same people by turns.
_ALIKE = ({"REB", "INS", "UAF", "SEP"}, {"MIL", "GOV"}, {"CVL", "OPP", "LAB", "EDU"}, {"COP", "JUD", "GOV"})
# What a union of states is called when it is named again.
BODIES = frozenset({"bloc", "alliance", "organization", "organisation"})
# Words that stand with a capital and are nobody's name.
_NO_NAMES = frozenset(
    "the a but and it this that these those he they we she his her its their our my in as for from with by of to at on "
    "if when while after before since during there here not some many most all both each also although because until "
    "what who which how where why monday tuesday wednesday thursday friday saturday sunday".split()
)


def may_name(word: str) -> bool:
    """Whether a word may be the surname of somebody whom a text introduces."""
    return len(word) > 1 and word[0].isupper() and word.lower() not in _NO_NAMES


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to an event: its CAMEO code, ISO 3166 country or None, CAMEO role or None, and its words.

    `first` and `last` are the tokens of its phrase in the sentence, `words` their text; `name` is the name that the
    text gives it, here or before ("it" → "China"), `surname` the one by which it names a person.
    """

    code: str
    country: str | None
    role: str | None
    name: str
    first: int
    last: int
    person: bool = False
    words: str = ""
    plural: bool = False
    surname: str = ""

    def at(self, first: int, last: int, words: str) -> Actor:
        """The same party where other words refer to it."""
        return replace(self, first=first, last=last, words=words)


class Told(NamedTuple):
    """An event of the article so far: its parties, the lemmas that told it, and its code."""

    actor: Actor
    target: Actor
    words: frozenset[str]
    code: str


@dataclass(slots=True)
class Discourse:
    """The parties of one article in the order of their mention, latest last.

    `home` is the country of the dateline, `main` the first that the article names, `subjects` what the last sentence
    was about, `told` the events so far.
    """

    home: str | None = None
    main: str | None = None
    speaker: Actor | None = None
    people: dict[str, Actor] = field(default_factory=dict)
    mentioned: list[Actor] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    subjects: tuple[Actor, ...] = ()
    told: list[Told] = field(default_factory=list)

    def mention(self, actor: Actor) -> None:
        """Note a party; a later "he" or "the two countries" may mean it."""
        self.mentioned.append(actor)
        if actor.country:
            self.main = self.main or actor.country
            if actor.country in self.countries:
                self.countries.remove(actor.country)
            self.countries.append(actor.country)

    def introduce(self, surname: str, actor: Actor) -> None:
        """Note a person by the name that later sentences will use."""
        if may_name(surname):
            self.people[surname] = replace(actor, person=True, surname=surname)

    def pronoun(self, word: str) -> tuple[Actor, ...]:
        """The parties that a pronoun stands for; empty if none fits."""
        if word in {"he", "she", "him", "her", "his"}:
            return self._latest(person=True)
        if word in {"it", "its", "itself"}:
            return self._latest(person=False, plural=False) or self._latest(person=False)
        if word == "them":  # seldom the subject of the sentence before
            others = [actor for actor in self.mentioned[-6:] if actor.plural and actor not in self.subjects]
            return (others[-1],) if others else self.subjects
        if word in {"they", "their", "both"}:
            if len(self.subjects) > 1:
                return self.subjects
            plural = [actor for actor in self.mentioned[-6:] if actor.plural]
            return (plural[-1],) if plural else self._latest(person=False)
        return (self.speaker,) if self.speaker and word in {"we", "our", "us", "i", "my", "me"} else ()

    def in_role(self, role: str, noun: str) -> str | None:
        """The country of a role named before: of who was called by this noun, else the article's, else the latest."""
        holders = [actor for actor in self.mentioned if actor.country and actor.role == role]
        if not holders:
            alike = next((group for group in _ALIKE if role in group), {role})
            holders = [actor for actor in self.mentioned if actor.country and actor.role in alike]
            if role == "COP":  # the police are those of where it happens
                holders = [actor for actor in holders if actor.country in {self.home, self.main}]
        for actor in reversed(holders):
            if noun in actor.words.lower().split():
                return actor.country
        if any(actor.country == self.main for actor in holders):
            return self.main
        return holders[-1].country if holders else None

    def named(self, noun: str) -> Actor | None:
        """The latest party whose name holds a noun: "the court" after "the International Criminal Court"."""
        for actor in reversed(self.mentioned):
            body = noun in BODIES and actor.code.startswith("IGO")
            if actor.country is None and (body or noun in actor.name.lower().split()):
                return actor
        return None

    def partner(self, parties: set[str]) -> Actor | None:
        """The other party of the latest act in which one of some parties took part."""
        for by_country in (False, True):
            for act in reversed(self.told):
                for one, other in ((act.actor, act.target), (act.target, act.actor)):
                    known = {one.code, one.country} if by_country else {one.code}
                    if known & parties and other.code not in parties:
                        return other
        return None

    def latest_of(self, roots: Container[str]) -> Told | None:
        """The latest event of some roots."""
        return next((act for act in reversed(self.told) if act.code[:2] in roots), None)

    def fought(self, country: str, other: str) -> bool:
        """Whether one state was told to use force in another."""
        return any(
            act.code[:2] in {"15", "19"} and act.actor.country == country != other == act.target.country
            for act in self.told
        )

    def counterpart(self, parties: set[str], noun: str) -> list[Actor]:
        """Whom "the talks" or "the complaint" concerns: the other party of that act, else of the latest; else its doer.

        `parties` are the codes and countries of who acts now, `noun` what he acts upon.
        """
        same = [act for act in self.told if noun in act.words]
        for act in reversed(same):
            if {act.actor.code, act.actor.country} & parties:
                return [act.target]
            if {act.target.code, act.target.country} & parties:
                return [act.actor]
        partner = None if same else self.partner(parties)
        if partner is not None:
            return [partner]
        done = [act for act in self.told if act.actor.role != "UAF" and act.code[:2] != "01"]
        return [(same or done or self.told)[-1].actor] if self.told else []

    def country(self, noun: str) -> str | None:
        """The state that "the country" or "the island" means: the latest one that fits."""
        for code in reversed(self.countries):
            if code in _KINDS_OF_STATE.get(noun, {code}):
                return code
        return None

    def _latest(self, *, person: bool, plural: bool = True) -> tuple[Actor, ...]:
        for actor in reversed(self.mentioned):
            if actor.person == person and not (actor.plural and (not plural or not actor.country)):
                return (actor,)
        return ()


class ReferredError(Exception):
    """A sentence refers to what was told before it."""


class Untold(Discourse):
    """What an article introduced before a sentence, where that is not read yet: to ask for it raises ReferredError.

    Only the dateline's `home` is known, and who the sentence itself introduces.
    """

    def __init__(self, home: str | None, introduced: Callable[[str], bool]) -> None:
        """`introduced` says whether somebody may have been introduced by a name before."""
        super().__init__(home, people=_People(introduced))

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever a discourse has
        if name in _TOLD_BEFORE:
            raise ReferredError(name)
        return super().__getattribute__(name)


class _People(dict[str, Actor]):
    """The people whom a sentence introduces, beside whom those before it may have introduced others."""

    def __init__(self, introduced: Callable[[str], bool]) -> None:
        super().__init__()
        self._introduced = introduced

    def __contains__(self, name: object) -> bool:
        if super().__contains__(name):
            return True
        if isinstance(name, str) and self._introduced(name):
            raise ReferredError(name)
        return False


_TOLD_BEFORE = frozenset(
    name for name in dir(Discourse) if not name.startswith("_") and name not in {"home", "people", "introduce"}
)
