"""Who did it to whom: the events between the parties of a reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform.actors import DOMESTIC
from diplopack.transform.acts import PROTEST, VIOLENT, VISIT
from diplopack.transform.agents import Agents
from diplopack.transform.followers import FOES
from diplopack.transform.references import FORCES, INSURGENT, OCCUPIED
from diplopack.transform.statements import WORLD_REGIONS
from diplopack.transform.targets import IRREGULAR, Targets, are_rivals, is_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diplopack.transform.discourse import Actor, Discourse
    from diplopack.transform.readings import Reading
    from diplopack.transform.responsibility import ActorReader

# Acts of rule or dissent at home, which a state named without its government may do.
_GOVERNING = ("081", "082", "083", "084", "085", "034", "035", "123", "124", "132", "14", "17")
# Whom they fight tells nothing of where these belong.
_UNBOUND = frozenset({"GOV", "INS", "UAF"})
# With whom officials deal as those of the same state, where the text does not tell of which they are.
_POLITICAL = frozenset({"PTY", "LEG", "JUD", "ELI", "OPP", "LAB", "AGR", "EDU", "COP", "SPY"})
# States whose armies fight insurgents in other countries only, and who these may be.
_RESISTING = INSURGENT | {"UAF"}
_EXPEDITIONARY = frozenset({"USA", "GBR", "FRA", "AUS", "CAN", "DEU", "ITA", "POL", "NLD", "JPN"})
# Those of another state are called so where they are abroad: "mobs looted French businesses".
_ABROAD = frozenset({"business", "businesses", "national", "nationals", "embassy", "consulate", "tourist", "tourists"})
# Believers, of whatever state they are.
_FAITHS = frozenset({"BUD", "CHR", "HIN", "JEW", "MOS", "SIK"})
# Whose fighters a state strikes that is not said to be at home.
_OPPONENTS = {"ISR": "PSE"}
_CONSULT, _INVESTIGATE, _ASSAULT = "04", "09", "18"
# What several do together they do with each other.
_COOPERATIVE = frozenset({"03", "04", "05", "06"})
# Of these, what one party does for another: several who praise or back somebody do not so with each other.
_ONE_WAY = ("051", "052", "053", "054", "055", "056")
# Of whom several of one union are as many parties.
_MEMBERS = frozenset("leader minister nation country state member envoy ambassador official lawmaker premier".split())
# Who is there already.
_OWN = frozenset({None, "GOV", "LEG", "JUD"})
# In these both sides may have died, and when it is told.
_FIGHTS = frozenset({"fighting", "clash", "battle", "gunbattle", "firefight", "gunfight", "skirmish", "shootout"})
_OCCASIONS = ("in", "during", "after", "amid")
_BOTH_WAYS = frozenset({None, "do", "agree", "promote"})


class Participants:
    """The parties of the readings of one sentence."""

    def __init__(self, actors: ActorReader, discourse: Discourse) -> None:
        """`actors` reads the sentence's phrases, `discourse` holds what the article told before it."""
        self._actors = actors
        self._discourse = discourse
        self.targets = Targets(actors, discourse)
        self.agents = Agents(actors, discourse, self.targets)

    def pairs(self, reading: Reading) -> Iterator[tuple[Actor, Actor, str]]:
        """The actor, target and code of each event that a reading tells of: one for each pair of its parties."""
        agents = self.agents.of(reading)
        targets = [] if self._reciprocal(reading) else self.targets.of(reading, agents)
        mutual = self._is_mutual(reading, agents, targets)
        couples = self._opposed(reading, targets) or _couples(reading, agents, targets, mutual=mutual)
        at_home = any(inner.sense.home for inner in reading.chain())
        if at_home and reading.code.startswith(_GOVERNING):
            role = "CVL" if reading.code[:2] == PROTEST else "GOV"
            couples = [(_in_part(a, role) if a.code == t.code else a, t) for a, t in couples]
        if not couples and (union := self._union(reading, agents, targets)) is not None:
            yield union, union, reading.code
        back = reading.sense.back if reading.operator in {None, "do"} else None
        for couple in couples:
            if mutual and reading.code[:2] == _CONSULT and {party.code for party in couple} <= DOMESTIC:
                continue  # "experts and politicians met"
            actor, target = self._told(*couple, reading.code)
            apart = (
                at_home
                or are_rivals(reading.code, actor, target)
                or _against_its_own(reading.code, actor)
                or is_below(self._actors, reading.code, actor, target)
            )
            if not _can_be(reading.code, actor, target) or (_is_same_state(actor, target) and not apart):
                continue
            yield actor, target, _force(reading.code, actor, target)
            if back and not mutual:
                yield target, actor, back

    def _union(self, reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor]) -> Actor | None:
        """The union or region whose members do something together: "EU ministers signed an accord"."""
        parse = self._actors.parse
        together = _is_cooperative(reading.code) and any(inner.sense.mutual for inner in reading.chain())
        if not together or targets or len(agents) != 1 or not parse.is_verb(reading.token):
            return None
        several = parse.tags[agents[0].last] == "NNS" and parse.lemmas[agents[0].last] in _MEMBERS
        return (
            agents[0] if several and (agents[0].code[:3] in WORLD_REGIONS or agents[0].code.startswith("IGO")) else None
        )

    def _opposed(self, reading: Reading, targets: Sequence[Actor]) -> list[tuple[Actor, Actor]]:
        """Who killed whom, where both sides died: "a soldier and two rebels were killed in fighting"."""
        parse = self._actors.parse
        if reading.code[:2] not in VIOLENT or reading.agents or len(targets) < 2 or not parse.is_verb(reading.token):
            return []
        prepositions = parse.frame(reading.token).prepositions
        occasions = (parse.lemmas[token] for word in _OCCASIONS for token in prepositions.get(word, ()))
        if _FIGHTS.isdisjoint(occasions):
            return []
        pairs = [_with_home(a, t) for a in targets for t in targets if _are_enemies(a, t)]
        return pairs + [(t, a) for a, t in pairs]

    def _is_mutual(self, reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor]) -> bool:
        """Whether all parties of an act do it with, or to, each other."""
        if _is_shared(reading, agents, targets):
            return True
        together = _is_cooperative(reading.code) or self._reciprocal(reading)
        return together and len(agents) > 1 and (not targets or _is_among(reading, agents, targets))

    def _told(self, actor: Actor, target: Actor, code: str) -> tuple[Actor, Actor]:
        """Two parties as they are to each other: with their countries, and people apart from their state."""
        if code[:2] in VIOLENT and target.code == "CVL" and actor.role in {None, "MIL"}:
            here = self._actors.phrases.only_place()
            others = {here} if here else self._actors.countries() - {actor.country}
            if len(others) == 1:  # "US strikes on the Iraqi city killed seven people"
                target = _at_home(target, others.pop())
        if actor.country in _OPPONENTS and code[:2] in VIOLENT and target.code in INSURGENT:
            others = self._actors.countries() - {actor.country}
            target = _at_home(target, others.pop() if len(others) == 1 else _OPPONENTS[actor.country])
        actor, target = self._at_home(actor, target, code)
        people = target.plural and self._actors.parse.tags[target.last] == "NNPS" and target.last != actor.last
        if people and target.code == target.country == actor.country and actor.role in _OWN:
            target = _in_part(target, "CVL")  # "US embassies warned Americans"
        if actor.plural and actor.code != target.code and _is_same_state(actor, target):
            actor = _in_part(actor, "CVL")  # "Israelis accused their government"
        return actor, target

    def _at_home(self, actor: Actor, target: Actor, code: str) -> tuple[Actor, Actor]:
        """Two parties; where the text gives neither a country, with the only one that the sentence names."""
        if code[:2] == _ASSAULT and actor.country is None and actor.code in DOMESTIC:
            here = self._actors.phrases.only_place()  # "two Germans working in Niger were abducted by nomads"
            actor = actor if here is None else _at_home(actor, here)
        actor, target = _with_home(actor, target)
        if actor.country is None and target.country is None and {actor.code, target.code} <= DOMESTIC:
            country = self._discourse.home or self._actors.only_country()
            if country is not None:
                return _at_home(actor, country), _at_home(target, country)
        return actor, target

    def _reciprocal(self, reading: Reading) -> bool:
        """Whether they do it to "each other" or "one another"."""
        lower = self._actors.parse.lower
        pairs = {tuple(lower[token - 1 : token + 1]) for token in reading.targets if token}
        return ("each", "other") in pairs or ("one", "another") in pairs

    def missing(self, reading: Reading) -> str:
        """Which party a reading without an event lacks."""
        agents = self.agents.of(reading)
        if not agents:
            return f"{reading.rule}: no actor"
        return f"{reading.rule}: no target" if not self.targets.of(reading, agents) else "told before"


def _are_enemies(force: Actor, foe: Actor) -> bool:
    """Whether one is of a state's forces and the other fights it, or another state."""
    others = foe.country not in {None, force.country}
    return force.role in FORCES and (foe.role in FOES or (others and foe.role in {"MIL", "CVL", None}))


def _couples(
    reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor], *, mutual: bool
) -> list[tuple[Actor, Actor]]:
    """Who acts upon whom: each agent upon each target; all upon all where an act is mutual."""
    if _is_among(reading, agents, targets) and (mutual or reading.operator == "agree"):
        targets = []  # "Iraq and Jordan signed ... between the two countries"
    couples = [(a, t) for a in agents for t in targets]
    if not mutual:
        return couples
    if targets:
        return couples + [(t, a) for a, t in couples if not _is_same_state(a, t)]
    allied = reading.code[:2] in VIOLENT and len({agent.last for agent in agents}) > 1  # "US-Iraqi forces and rebels"
    return [(a, t) for a in agents for t in agents if a.code != t.code and not (allied and a.last == t.last)]


def _is_among(reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor]) -> bool:
    """Whether the only targets of several states are of these: "Myanmar and Bangladesh agreed to return refugees"."""
    states = {actor.country for actor in agents}
    told = reading.operator == "agree" or any(inner.sense.mutual for inner in reading.chain())
    return told and len(states) > 1 and {target.country for target in targets} <= states


def _can_be(code: str, actor: Actor, target: Actor) -> bool:
    """Whether such a party can do that to such another."""
    if actor.code == target.code:
        return are_rivals(code, actor, target)
    if code[:2] == _INVESTIGATE and actor.role == "CVL":
        return False
    if code == VISIT and actor.country and actor.country == target.country and target.role in _OWN:
        return False  # nobody visits his own state
    return not (code[:2] == PROTEST and actor.role is None and not actor.plural)  # people protest, states do not


def _is_cooperative(code: str) -> bool:
    """Whether several who do this without another party do it with each other."""
    return code[:2] in _COOPERATIVE and not code.startswith(_ONE_WAY)


def _is_shared(reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor]) -> bool:
    """Whether the word of an act tells that its parties do it with, or to, each other."""
    if not any(inner.sense.mutual for inner in reading.chain()):
        return False
    if agents and agents[0].role == "UAF" and agents[0].first in {inner.token for inner in reading.chain()}:
        return False  # nobody is told to have struck at them
    if reading.code[:2] in VIOLENT and targets and all(target.role == "CVL" for target in targets):
        return False  # they suffer a fight of others
    return reading.operator in _BOTH_WAYS or (reading.operator in {"intend", "end"} and not targets)


def _force(code: str, actor: Actor, target: Actor) -> str:
    """CAMEO's root 19 is the force of armies; what others do to civilians is unconventional violence (180, 183)."""
    if code == "190" and "suicide" in actor.words.lower():
        return "183"
    irregular = (actor.role in IRREGULAR or actor.code.startswith("IMG")) and target.role not in {
        "MIL",
        "COP",
        "REB",
        "INS",
    }
    return "180" if code == "190" and irregular else code


def _with_home(actor: Actor, target: Actor) -> tuple[Actor, Actor]:
    """A domestic party without a country takes its counterpart's ("Ethiopia freed political leaders")."""
    official = target.code in {"GOV", "MIL"} and actor.code == actor.country
    abroad = actor.country in _EXPEDITIONARY and target.code in _RESISTING
    if actor.country and actor.role in IRREGULAR and target.country is None and target.code[:3] in _FAITHS:
        target = _at_home(target, actor.country)  # "a bomber struck a Shiite mosque"
    if target.country is None and target.code in DOMESTIC and actor.country and not official and not abroad:
        target = _at_home(target, actor.country)
    elif actor.country is None and target.country:
        official = actor.code == "GOV" and target.role in _POLITICAL
        foreign = not _ABROAD.isdisjoint(target.words.lower().split())
        if official or (actor.code in DOMESTIC - _UNBOUND and not foreign):
            actor = _at_home(actor, target.country)
    return actor, target


def _in_part(actor: Actor, role: str) -> Actor:
    """A state that acts at home is its government, a people that protests is a part of itself."""
    if actor.country is None or actor.code != actor.country:
        return actor
    return replace(actor, code=actor.country + role, role=role)


def _is_same_state(actor: Actor, target: Actor) -> bool:
    """Whether two parties are one state under two names: "Jordan" and its government."""
    state = actor.country
    return state is not None and {actor.code, target.code} <= {state, f"{state}GOV"}


def _against_its_own(code: str, actor: Actor) -> bool:
    """Whether a government uses force in its own country: "the regime's air strikes on Ghouta"."""
    return code.startswith("19") and actor.role == "GOV"


def _at_home(actor: Actor, country: str) -> Actor:
    country = OCCUPIED.get((country, actor.code), country)
    return replace(actor, code=country + actor.code, country=country)
