"""Who acts: the parties in a reading's slots, else those who alone do such things where the text names nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.acts import PROTEST, VIOLENT, VISIT
from diplopack.transform.factuality import speakers
from diplopack.transform.references import MASSES
from diplopack.transform.targets import IRREGULAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.transform.discourse import Actor, Discourse
    from diplopack.transform.readings import Reading
    from diplopack.transform.responsibility import ActorReader
    from diplopack.transform.targets import Targets

# What only authorities do, and which.
AUTHORITIES = {
    "173": "COP", "174": "GOV", "116": "JUD", "0841": "GOV",
    "172": "GOV", "1721": "GOV", "1722": "GOV", "1723": "GOV", "1724": "GOV",
}  # fmt: skip
# Those of them that a noun may tell of as well as a verb: "the arrest of two reporters".
_NAMED_ACTS = frozenset({"173", "174", "116"})
# What authorities do to these, and clubs, firms and schools to others.
_SANCTIONS = frozenset({"172", "1721", "1722"})
_PUBLIC = frozenset({"OPP", "PTY", "LEG", "JUD", "MIL", "COP", "MED", "NGO"})
_PRIVATE = frozenset({"CVL", "CRM", "BUS", "EDU", "LAB", "COP", "HLH", None})
# Acts that nobody commits but attackers, even where nothing names them.
_STEALTHY = frozenset({"181", "183", "185", "1831", "1832", "1833", "186"})
# In a raid in which somebody suffers these he is not the one attacked.
_CAPTURES = frozenset({"capture", "arrest", "detain", "seize", "free", "rescue", "recover", "confiscate"})
# What a force does before it goes on, and when.
_RAIDS = frozenset({"raid", "incursion", "sweep", "offensive", "operation"})
_AFTER = frozenset({"after", "following"})
_OCCASIONS = ("in", "during", "amid")
# What nobody but fighters does, be they unnamed: "their convoy was ambushed".
_WARLIKE = frozenset({"ambush", "behead", "bomb", "shell", "mortar"})
_DETAINED = frozenset({"detain", "arrest", "jail", "imprison"})
# Who kills these are their captors.
_HELD = frozenset({"hostage", "captive"})
# Before a name these tell where something broke out, and not between whom.
_WHERE = frozenset({"in", "at", "near", "around", "outside", "across"})
_CONSULT = "04"
# Readings that whoever tells of them answers for, and who may.
_ANNOUNCED = frozenset({"intend", "accuse", "appeal"})
_IN_POWER = frozenset({None, "GOV", "MIL", "COP", "JUD", "LEG", "REB", "INS", "SEP"})


class Agents:
    """The agents of the readings of one sentence."""

    def __init__(self, actors: ActorReader, discourse: Discourse, targets: Targets) -> None:
        """`targets` tells whom those strike who are not named."""
        self._actors = actors
        self._discourse = discourse
        self._targets = targets
        self._last: tuple[Reading, list[Actor]] | None = None

    def of(self, reading: Reading) -> list[Actor]:
        """Who acts; empty if the text does not say."""
        if self._last is None or self._last[0] is not reading:  # it is asked for a date, and then for the events
            self._last = reading, self._named(reading) or self._unnamed(reading)
        return self._last[1]

    def _named(self, reading: Reading) -> list[Actor]:
        """The parties in the agent's slots, or whose things are there."""
        actors = self._actors
        violent = reading.code[:2] in VIOLENT
        for token in reading.agents:
            if violent and actors.is_where(token):
                continue
            found = actors.parties(token)
            if not found and reading.code[:2] != _CONSULT:  # things act for their owners, but meet nobody
                found = actors.responsible(token, acting=True)
            if found:
                return self._visitors(reading, list(found))
        return self._announcers(reading)

    def _unnamed(self, reading: Reading) -> list[Actor]:
        """Who alone does such things, and whom the words of the act tell of."""
        actors, parse = self._actors, self._actors.parse
        if reading.code[:2] == PROTEST and (crowd := self._crowd(reading)) is not None:
            return [crowd]
        own = actors.modifier_parties(reading.token, acting=True) if not parse.is_verb(reading.token) else ()
        raiders = self._raiders(reading.token) if not own and reading.code[:2] in VIOLENT else ()
        if raiders:
            return list(raiders)
        if not own and reading.code in AUTHORITIES and not self._has_doer(reading):
            return self._authorities(reading)
        if not own and reading.operator == "accuse":
            return self._wronged(reading)
        if own or reading.code[:2] not in VIOLENT or reading.operator not in {None, "do"}:
            return list(own)
        chain = list(reading.chain())
        for noun in (inner.token for inner in chain if not parse.is_verb(inner.token)):
            if makers := actors.makers(noun):
                return list(makers)
            own = actors.modifier_parties(noun, acting=True)
            if own and own[0].country and own[0].role in IRREGULAR:
                return list(own)  # "militant attacks killed ten"
        for inner in chain:
            if self._unclaimed(inner) or (inner.code in _STEALTHY and not inner.agents):
                tokens = [inner.token, *(other.token for other in chain)]
                unknown = actors.unidentified_attackers(tokens, reading.targets)
                if unknown is not None:
                    return [unknown]
        return []

    def _wronged(self, reading: Reading) -> list[Actor]:
        """The state that those are accused of rising against, where nobody is told to accuse them."""
        content, parse = reading.content, self._actors.parse
        if not reading.code.startswith("112") or content is None or not parse.is_verb(reading.token):
            return []
        if not content.code.startswith("145") or not parse.frame(reading.token).passive:
            return []
        rebels = (actor for token in reading.targets for actor in self._actors.parties(token))
        countries = {actor.country for actor in rebels if actor.country and actor.role}
        return [self._actors.authorities(reading.token, country, "GOV") for country in countries]

    def _crowd(self, reading: Reading) -> Actor | None:
        """The people of a place, where a protest only counts them: "thousands marched in Moscow"."""
        parse = self._actors.parse
        counted = next((token for token in reading.agents if parse.lemmas[token] in MASSES), None)
        country = self._actors.phrases.place(reading.token) or self._discourse.home or self._actors.only_country()
        return None if counted is None or country is None else self._actors.people(country, counted)

    def _announcers(self, reading: Reading) -> list[Actor]:
        """Those in power who tell of what will be done, or of what somebody is accused, without saying by whom."""
        parse = self._actors.parse
        passive = any(parse.is_verb(inner.token) and parse.frame(inner.token).passive for inner in reading.chain())
        if reading.operator not in _ANNOUNCED or reading.agents or not passive:
            return []
        others = (sayer for sayer in speakers(parse, reading.token) if reading.token not in parse.subtree(sayer))
        return [actor for sayer in others for actor in self._actors.parties(sayer) if actor.role in _IN_POWER]

    def _visitors(self, reading: Reading, found: list[Actor]) -> list[Actor]:
        """Who travels: where a state is said to, during a visit, it is the person of that state who says so."""
        if reading.code != VISIT or found[0].role is not None or self._actors.parse.is_verb(reading.token):
            return found
        sayers = (
            actor for token in speakers(self._actors.parse, reading.token) for actor in self._actors.parties(token)
        )
        return [actor for actor in sayers if actor.person and actor.country == found[0].country] or found

    def _unclaimed(self, reading: Reading) -> bool:
        """Whether an act's own noun, its victims or its occasion tell of attackers whom the text need not name."""
        parse = self._actors.parse
        names = lexicon.load().classes["unclaimed"]
        frame = parse.frame(reading.token)
        if parse.is_verb(reading.token):
            if reading.agents:
                return False
            told = [token for word in _OCCASIONS for token in frame.prepositions.get(word, ())]
            occasions = [token for token in told if parse.lemmas[token] in names]
            downed = parse.lemmas[reading.token] in {"shoot", "down"} and reading.code == "195"
            slain = parse.lemmas[reading.token] in {"kill", "shoot"} and reading.code == "190" and not occasions
            ambushed = frame.passive and (slain or downed or parse.lemmas[reading.token] in _WARLIKE)
            told = [token for token in occasions if not self._names_sides(token)]  # "clashes that broke out between"
            told += frame.object if frame.passive else []  # "rockets were fired"
        elif self._is_of_known(reading.token) or (reading.sense.mutual and reading.targets):
            return False
        else:
            told = [reading.token, *frame.modifiers]  # "rocket fire"
            ambushed = any(parse.lemmas[token] in _HELD for token in reading.targets)
        return ambushed or any(parse.lemmas[token] in names for token in told)

    def _is_of_known(self, raid: int) -> bool:
        """Whether an occasion is of those who act in it: "disarmed policemen in a raid", "captured in a raid"."""
        parse = self._actors.parse
        preposition = parse.heads[raid]
        verb = parse.heads[preposition]
        if parse.deps[raid] != "pobj" or parse.lower[preposition] not in {"in", "during"} or not parse.is_verb(verb):
            return False
        if parse.passive(verb):
            return parse.lemmas[verb] in _CAPTURES
        subject = parse.surface_subject(verb)
        return parse.lemmas[raid] == "raid" and subject is not None and bool(self._actors.parties(subject))

    def _raiders(self, raid: int) -> Sequence[Actor]:
        """The forces that acted after a raid, which was theirs: "troops left after a raid on the town"."""
        parse = self._actors.parse
        preposition = parse.heads[raid]
        verb = parse.heads[preposition]
        if parse.lemmas[raid] not in _RAIDS or parse.lower[preposition] not in _AFTER or not parse.is_verb(verb):
            return ()
        subject = None if parse.passive(verb) else parse.surface_subject(verb)
        found = self._actors.parties(subject) if subject is not None else ()
        return found if found and found[0].role in {"MIL", "COP"} else ()

    def _names_sides(self, occasion: int) -> bool:
        """Whether a clause about an occasion tells who fought there."""
        parse = self._actors.parse
        below = (node for clause in parse.kids(occasion, "relcl") for node in parse.subtree(clause))
        named = (node for node in below if node in self._actors.match_at or self._actors.offices.role(node))
        return any(parse.lower[parse.heads[node]] not in _WHERE for node in named)

    def _authorities(self, reading: Reading) -> list[Actor]:
        """Who arrests, expels, convicts or frees where the text leaves it unsaid: only they can.

        Of a foreigner, of somebody with a part in public life, or over an act against the state; what happens to
        others is crime, not politics, and what only tells of a person who he is happened before.
        """
        actors, code, token = self._actors, reading.code, reading.token
        parse = actors.parse
        suspects = self._targets.of(reading, ())
        aside = parse.deps[token] in {"relcl", "acl"} and parse.deps[parse.heads[token]] != "ROOT"
        if not suspects or aside or (code not in _NAMED_ACTS and not parse.is_verb(token)):
            return []
        if code in _NAMED_ACTS | {"0841"} and not any(self._is_somebody(target) for target in reading.targets):
            return []
        suspect = suspects[0]
        words = parse.lemmas_below(token)
        classes = lexicon.load().classes
        place = actors.phrases.place(token)
        country = place or self._announced_by(token) or suspect.country
        if country is None and suspect.code != "CRM":
            country = self._discourse.home or actors.only_country()
        at_home = suspect.country in {None, country}
        if code.startswith("172") and len(code) == 4 and code > "1722":
            political = place is not None and suspect.country == place
        elif code in _SANCTIONS:
            political = suspect.role in _PUBLIC and at_home
        else:
            heads = {parse.lemmas[target] for target in reading.targets}
            political = (
                suspect.role not in _PRIVATE
                or not all(one.country in {None, country} for one in suspects)
                or any(self._is_of_people(target) for target in reading.targets)
                or not classes["dissenter"].isdisjoint(heads)
                or not classes["subversion"].isdisjoint(words)
            )
            if code == "0841":
                held = suspect.role == "OPP" or not (
                    classes["confinement"] | classes["verdict"] | _DETAINED
                ).isdisjoint(words)
                political = political and (held or not classes["dissenter"].isdisjoint(heads))
        if country is None or not political:
            return []
        court = "trial" in words or parse.lemmas[token] in classes["verdict"]
        return [actors.authorities(token, country, "JUD" if court else AUTHORITIES[code])]

    def _has_doer(self, reading: Reading) -> bool:
        """Whether somebody is named as doing it; what one is freed from is nobody."""
        held = lexicon.load().classes["confinement"]
        return any(self._actors.parse.lemmas[token] not in held for token in reading.agents)

    def _is_somebody(self, token: int) -> bool:
        """Whether somebody is named at a token, himself or by his trial."""
        actors = self._actors
        return bool(actors.parties(token) or actors.unknown_person(token)) or "trial" in actors.parse.lemmas[token]

    def _is_of_people(self, token: int) -> bool:
        """Whether a faith or an ethnic group is told to be that of those whom a phrase names."""
        matches = (self._actors.match_at.get(node) for node in self._actors.parse.subtree(token))
        return any(match is not None and match.name.kind == "people" for match in matches)

    def _announced_by(self, token: int) -> str | None:
        """The country of the police or court that tells of an act: they tell of their own."""
        for sayer in speakers(self._actors.parse, token):
            for actor in self._actors.parties(sayer):
                if actor.role in {"COP", "JUD"}:
                    return actor.country
        return None
