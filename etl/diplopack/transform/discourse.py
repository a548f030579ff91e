"""What an article has introduced so far: who "Pompeo", "he", "the ministry" or "the two countries" are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

_ISLANDS = frozenset(
    "TWN JPN GBR IRL CUB HTI LKA PHL IDN NZL ISL CYP MLT MDG JAM TLS BHR MUS SYC MDV FJI SGP BHS TTO".split()
)


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


@dataclass(slots=True)
class Discourse:
    """The parties of one article in the order of their mention, latest last."""

    home: str | None = None
    speaker: Actor | None = None
    people: dict[str, Actor] = field(default_factory=dict)
    mentioned: list[Actor] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)

    def mention(self, actor: Actor) -> None:
        """Note a party; a later "he" or "the two countries" may mean it."""
        self.mentioned.append(actor)
        if actor.country:
            if actor.country in self.countries:
                self.countries.remove(actor.country)
            self.countries.append(actor.country)

    def introduce(self, surname: str, actor: Actor) -> None:
        """Note a person by the name that later sentences will use."""
        if len(surname) > 1 and surname[0].isupper():
            self.people[surname] = replace(actor, person=True, surname=surname)

    def pronoun(self, word: str) -> Actor | None:
        """The party that a pronoun stands for, or None."""
        if word in {"he", "she", "him", "her", "his"}:
            return self._latest(person=True)
        if word in {"it", "its", "itself"}:
            return self._latest(person=False)
        if word in {"they", "them", "their"}:
            plural = [actor for actor in self.mentioned[-6:] if actor.plural]
            return plural[-1] if plural else self._latest(person=False)
        return self.speaker if word in {"we", "our", "us", "i", "my", "me"} else None

    def with_role(self, role: str) -> Actor | None:
        """The latest party in a role: "the ministry" after "the Chinese foreign ministry"."""
        for actor in reversed(self.mentioned):
            if actor.role == role and actor.country:
                return actor
        return None

    def country(self, noun: str) -> str | None:
        """The state that "the country" or "the island" means: the latest one that fits."""
        for code in reversed(self.countries):
            if noun != "island" or code in _ISLANDS:
                return code
        return None

    def pair(self) -> list[str]:
        """The two states that "the two countries" or "both sides" means; fewer where fewer were named."""
        return self.countries[-2:]

    def _latest(self, *, person: bool) -> Actor | None:
        for actor in reversed(self.mentioned):
            if actor.person == person and not (actor.plural and not actor.country):
                return actor
        return None
