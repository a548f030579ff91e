"""Who did it to whom: the parties of a reading, and the events between them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.actors import DOMESTIC, OCCUPIED
from diplopack.transform.factuality import points_back, speakers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diplopack.transform.discourse import Actor, Discourse
    from diplopack.transform.readings import Reading
    from diplopack.transform.responsibility import ActorReader

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
# Acts of rule or dissent at home, which a state named without its government may do.
_GOVERNING = ("081", "082", "083", "084", "085", "034", "035", "123", "124", "132", "14", "17")
# Acts that nobody commits but attackers, even where nothing names them.
_STEALTHY = frozenset({"181", "183", "185", "1831", "1832", "1833", "186"})
# Whom they fight tells nothing of where these belong.
_UNBOUND = frozenset({"GOV", "INS", "UAF"})
# Words that tell a province or a city from the state above it.
_TO_OFFICIALS = frozenset({"02", "09", "10", "11", "17"})
_LEVELS = frozenset(
    "federal central centre center union provincial state regional local city municipal county mayor governor chief "
    "councilman councillor councilor council municipality".split()
)
# What the forces of a state do in another state they do to it.
_ABROAD = ("15", "19", "087", "138")
# With whom officials deal as those of the same state, where the text does not tell of which they are.
_POLITICAL = frozenset({"PTY", "LEG", "JUD", "ELI", "OPP"})
_FORCES = frozenset({None, "MIL", "GOV"})
_IRREGULAR = frozenset({"INS", "CRM", "UAF", "CVL"})
_FIGHTERS = frozenset({"MIL", "COP", "REB", "INS"})
_INSURGENT = frozenset({"REB", "INS", "SEP"})
# States whose armies fight insurgents in other countries only.
_EXPEDITIONARY = frozenset({"USA", "GBR", "FRA", "AUS", "CAN", "DEU", "ITA", "POL", "NLD", "JPN"})
_THINGS = frozenset({"dobj", "nsubjpass", "pobj"})
_OCCASIONS = ("in", "during", "amid")
# What nobody but fighters does, be they unnamed: "their convoy was ambushed".
_WARLIKE = frozenset({"ambush", "behead", "bomb", "shell", "mortar"})
# Who kills these are their captors.
_HELD = frozenset({"hostage", "captive"})
# Who suffers, where only their number is told: "left 60 dead", "claimed 300 lives".
_VICTIMS = frozenset({"dead", "wounded", "injured", "life", "other"})
VIOLENT = frozenset({"18", "19", "20"})
# Acts upon a person, whoever it is: accuse, release, arrest, assault.
_UPON_PERSONS = frozenset({"08", "09", "11", "17", "18"})
# Meetings, and plans for one, of a body whose only other party is the state where it gathers.
_GATHERED = frozenset({"040", "036"})
_HOSTED = frozenset({"IGO", "GOV", None})
_CONSULT, _INVESTIGATE, _PROTEST, _VISIT = "04", "09", "14", "042"
# Acts that answer what was told before ("welcomed the move", "rejected the offer").
_REACTIONS = frozenset({"01", "02", "03", "05", "08", "10", "11", "12", "13"})
# Acts that press somebody to give in.
_PRESSING = frozenset({"02", "10", "13"})
# Acts that are addressed to somebody, even where he is not named.
_ADDRESSED = frozenset({"02", "10"})
# What several do together they do with each other.
_COOPERATIVE = frozenset({"03", "04", "05", "06"})
# Of these, what one party does for another: several who praise or back somebody do not so with each other.
_ONE_WAY = ("051", "052", "053", "054", "055", "056")
_BOTH_WAYS = frozenset({None, "do", "agree", "promote"})


class Participants:
    """The parties of the readings of one sentence."""

    def __init__(self, actors: ActorReader, discourse: Discourse) -> None:
        """`actors` reads the sentence's phrases, `discourse` holds what the article told before it."""
        self._actors = actors
        self._discourse = discourse

    def pairs(self, reading: Reading) -> Iterator[tuple[Actor, Actor, str]]:
        """The actor, target and code of each event that a reading tells of: one for each pair of its parties."""
        agents = self.agents(reading)
        targets = self.targets(reading, agents)
        back = reading.sense.back if reading.operator in {None, "do"} else None
        mutual = _is_mutual(reading, agents, targets)
        pairs = [(a, t) for a in agents for t in targets]
        if not targets and len(agents) > 1 and (_is_cooperative(reading.code) or self._reciprocal(reading)):
            mutual = True
        if mutual:
            states = {actor.country for actor in agents}
            if len(states) > 1 and {target.country for target in targets} <= states:
                targets, pairs = [], []  # "Iraq and Jordan signed ... between the two countries"
            parties = [*agents, *(t for t in targets if t.code not in {a.code for a in agents})]
            if targets:
                pairs += [(t, a) for a, t in pairs]
            else:
                pairs = [(a, t) for a in parties for t in parties]
        at_home = any(inner.sense.home for inner in reading.chain())
        if at_home:
            role = "CVL" if reading.code[:2] == _PROTEST else "GOV"
            if reading.code.startswith(_GOVERNING):
                pairs = [(_in_part(a, role) if a.code == t.code else a, t) for a, t in pairs]
        for actor, target in (self._at_home(*pair) for pair in pairs):
            if actor.code == target.code:
                continue
            if reading.code[:2] == _INVESTIGATE and actor.role == "CVL":
                continue
            if reading.code == _VISIT and actor.country and actor.country == target.country and target.role is None:
                continue  # nobody visits his own state
            if reading.code[:2] == _PROTEST and actor.role is None and not actor.plural:
                continue  # people protest, states do not
            apart = at_home or _against_its_own(reading.code, actor) or self._is_below(reading.code, actor, target)
            if _is_same_state(actor, target) and not apart:
                continue
            yield actor, target, _force(reading.code, actor, target)
            if back and not mutual:
                yield target, actor, back

    def _at_home(self, actor: Actor, target: Actor) -> tuple[Actor, Actor]:
        """Two parties; where the text gives neither a country, with the only one that the sentence names."""
        actor, target = _with_home(actor, target)
        if actor.country is None and target.country is None and {actor.code, target.code} <= DOMESTIC:
            country = self._discourse.home or self._actors.only_country()
            if country is not None:
                return _at_home(actor, country), _at_home(target, country)
        return actor, target

    def _is_below(self, code: str, actor: Actor, target: Actor) -> bool:
        """Whether a government acts on another level of it, or on its own officials: "directed the ministries to"."""
        parse = self._actors.parse
        offices = {party.role for party in self._actors.parties(target.last)}
        if actor.role != "GOV" or actor.last == target.last or "GOV" not in offices:
            return False
        levels = [_LEVELS.intersection(party.words.lower().split()) for party in (actor, target)]
        if levels[0] != levels[1]:
            return True
        officials = target.plural and parse.pos[target.last] == "NOUN" and not parse.kids(target.last, "poss")
        return officials and code[:2] in _TO_OFFICIALS

    def _reciprocal(self, reading: Reading) -> bool:
        """Whether they do it to "each other" or "one another"."""
        lower = self._actors.parse.lower
        pairs = {tuple(lower[token - 1 : token + 1]) for token in reading.targets if token}
        return ("each", "other") in pairs or ("one", "another") in pairs

    def agents(self, reading: Reading) -> list[Actor]:
        """Who acts; empty if the text does not say."""
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
        parse = actors.parse
        own = actors.modifier_parties(reading.token, acting=True) if not parse.is_verb(reading.token) else ()
        if not own and reading.code in AUTHORITIES and not self._has_doer(reading):
            return self._authorities(reading)
        if own or reading.code[:2] not in VIOLENT or reading.operator not in {None, "do"}:
            return list(own)
        chain = list(reading.chain())
        for noun in (inner.token for inner in chain if not parse.is_verb(inner.token)):
            if makers := actors.makers(noun):
                return list(makers)
            own = actors.modifier_parties(noun, acting=True)
            if own and own[0].country and own[0].role in _IRREGULAR:
                return list(own)  # "militant attacks killed ten"
        for inner in chain:
            if self._unclaimed(inner) or (inner.code in _STEALTHY and not inner.agents):
                tokens = [inner.token, *(other.token for other in chain)]
                unknown = actors.unidentified_attackers(tokens, reading.targets)
                if unknown is not None:
                    return [unknown]
        return []

    def _visitors(self, reading: Reading, found: list[Actor]) -> list[Actor]:
        """Who travels: where a state is said to, during a visit, it is the person of that state who says so."""
        if reading.code != _VISIT or found[0].role is not None or self._actors.parse.is_verb(reading.token):
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
            slain = parse.lemmas[reading.token] == "kill" and reading.code == "190" and not occasions
            ambushed = frame.passive and (slain or downed or parse.lemmas[reading.token] in _WARLIKE)
            told = [token for token in occasions if not self._names_sides(token)]  # "clashes that broke out between"
            told += frame.object if frame.passive else []  # "rockets were fired"
        else:
            told = [reading.token, *frame.modifiers]  # "rocket fire"
            ambushed = any(parse.lemmas[token] in _HELD for token in reading.targets)
        return ambushed or any(parse.lemmas[token] in names for token in told)

    def _names_sides(self, occasion: int) -> bool:
        """Whether a clause about an occasion tells who fought there."""
        parse = self._actors.parse
        below = (node for clause in parse.kids(occasion, "relcl") for node in parse.subtree(clause))
        return any(node in self._actors.match_at or self._actors.offices.role(node) for node in below)

    def _authorities(self, reading: Reading) -> list[Actor]:
        """Who arrests, expels, convicts or frees where the text leaves it unsaid: only they can.

        Of a foreigner, of somebody with a part in public life, or over an act against the state; what happens to
        others is crime, not politics, and what only tells of a person who he is happened before.
        """
        actors, code, token = self._actors, reading.code, reading.token
        parse = actors.parse
        suspects = self.targets(reading, ())
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
                or not at_home
                or not classes["dissenter"].isdisjoint(heads)
                or not classes["subversion"].isdisjoint(words)
            )
            if code == "0841":
                held = suspect.role == "OPP" or not (classes["confinement"] | classes["verdict"]).isdisjoint(words)
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

    def _announced_by(self, token: int) -> str | None:
        """The country of the police or court that tells of an act: they tell of their own."""
        for sayer in speakers(self._actors.parse, token):
            for actor in self._actors.parties(sayer):
                if actor.role in {"COP", "JUD"}:
                    return actor.country
        return None

    def targets(self, reading: Reading, agents: Sequence[Actor]) -> list[Actor]:
        """Upon whom: the parties in the target's slots, else in what stands there, else whom the article spoke of."""
        actors = self._actors
        mine = frozenset(actor.code for actor in agents)
        own = {actor.country for actor in agents if actor.country and actor.role != "UAF"}
        for find in (actors.parties, partial(actors.responsible, but=mine)):
            for token in reading.targets:
                part = self._part_of(reading, agents, actors.parties(token))
                if part is not None:
                    return [part]
                found = [actor for actor in find(token) if actor.code not in mine]
                if found:
                    where = (
                        actors.phrases.place(reading.token, beyond=True) if _withdraws(reading, found, own) else None
                    )
                    if where not in {None, *own}:  # "reduce the number of its troops in Iraq"
                        return [actors.state(str(where), token)]
                    return [actor for actor in found if actor.country not in own] or found
        return self._anaphoric(reading, mine, own) or self._inferred(reading, agents, own)

    def _part_of(self, reading: Reading, agents: Sequence[Actor], found: Sequence[Actor]) -> Actor | None:
        """The state, where a part of the same government is the target: "the province accused the federal ministry"."""
        for actor in agents:
            for target in found:
                state = actor.country
                same = state is not None and target.code in {actor.code, "GOV"}
                if same and not reading.sense.mutual and self._is_below(reading.code, actor, target):
                    return replace(target, code=state or "", country=state, role=None)
        return None

    def _anaphoric(self, reading: Reading, mine: frozenset[str], own: set[str]) -> list[Actor]:
        """Whom the act that a target points back at concerned: "rejected the offer"."""
        parse = self._actors.parse
        told = next((token for token in reading.targets if points_back(parse, token)), None)
        if reading.code[:2] not in _REACTIONS or told is None:
            return []
        found = self._discourse.counterpart(set(mine | own), parse.lemmas[told])
        return [actor.at(told, told, parse.words[told]) for actor in found if actor.code not in mine]

    def _inferred(self, reading: Reading, agents: Sequence[Actor], own: set[str]) -> list[Actor]:
        """A target that no phrase names as one: a person, the actor's own country, the place, or who was spoken of."""
        actors = self._actors
        named = [person for token in reading.targets if (person := actors.unknown_person(token)) is not None]
        if named and reading.code[:2] in _UPON_PERSONS:
            return named
        if not agents:
            return []
        home = next(iter(own)) if len(own) == 1 and any(inner.sense.home for inner in reading.chain()) else None
        if home and agents[0].role != "UAF":
            parse = actors.parse
            thing = next((t for t in reading.targets if parse.pos[t] == "NOUN" and parse.deps[t] in _THINGS), None)
            if thing is not None:
                return [actors.state(home, thing)]
            return [replace(agents[0], code=home, country=home, role=None)]
        places = (actors.phrases.place(inner.token) for inner in reading.chain())
        place = next((place for place in places if place), None) or self._discourse.home
        if place is None and reading.code[:2] == _PROTEST:
            place = actors.only_country()  # "police held ten people in Kano as students blocked a road"
        if place and not own and reading.code[:2] == _PROTEST and agents[0].plural:
            return [actors.state(place, reading.token)]  # "Muslims marched in Jakarta"
        victims = self._victims(reading)
        if victims is not None:
            country = place or (agents[0].country if agents[0].role in _IRREGULAR else None)
            return [actors.people(country, victims)] if country else []
        opposite = self._opposite(reading, agents, own, place)
        if opposite:
            return opposite
        if place and place not in own and not (len(agents) > 1 and reading.sense.mutual):
            if reading.code.startswith(_ABROAD) and own and agents[0].role in _FORCES:
                return [actors.state(place, reading.token)]  # "Israel ended its assault in the Gaza Strip"
            together = len(agents) > 1 and any(inner.sense.mutual for inner in reading.chain())
            told = place == actors.phrases.place(reading.token)  # whoever speaks in a city need not speak of it
            if reading.code[:2] in _REACTIONS and reading.targets and not together and told:
                return [actors.state(place, reading.targets[0])]  # "condemned the attack on a church in Quetta"
        return self._addressed(reading, agents, own)

    def _addressed(self, reading: Reading, agents: Sequence[Actor], own: set[str]) -> list[Actor]:
        """Whom a demand, threat or appeal presses: who then acts, else whom the article spoke of."""
        provoked = self._provoked(reading.token) if reading.code[:2] in _PRESSING else []
        if provoked and provoked[0].country not in own:
            return provoked
        if reading.code[:2] in _ADDRESSED:
            partner = self._discourse.partner({actor.code for actor in agents} | own)
            country = partner.country if partner else self._discourse.main
            if country and country not in own:
                return [replace(agents[0], code=country, country=country, role=None)]
        return []

    def _provoked(self, token: int) -> list[Actor]:
        """Who acts upon a demand or threat: "the junta gave in after France set a deadline"."""
        parse = self._actors.parse
        marks = {parse.lower[child] for child in parse.kids(token, "mark", "advmod")}
        subject = parse.surface_subject(parse.heads[token])
        if parse.deps[token] != "advcl" or not marks & {"after", "when"} or subject is None:
            return []
        return list(self._actors.parties(subject))

    def _opposite(self, reading: Reading, agents: Sequence[Actor], own: set[str], place: str | None) -> list[Actor]:
        """Who stands opposite in an act of its kind: the state that rebels fight, the host of a body, a quarry."""
        party, actors = agents[0], self._actors
        if reading.operator == "threaten" and party.role in _INSURGENT and len(own) == 1:
            return [actors.state(next(iter(own)), reading.token)]
        if place and not own and len(agents) == 1 and reading.code in _GATHERED and party.role in _HOSTED:
            return [actors.state(place, reading.token)]  # "African Union ministers met in Togo"
        return self._pursued(reading) if reading.code[:2] in VIOLENT else []

    def _pursued(self, reading: Reading) -> list[Actor]:
        """Whom a participle tells that a force goes after: "pressed on with its offensive, hunting rebels"."""
        actors, parse = self._actors, self._actors.parse
        pursuits = lexicon.load().classes["pursuit"]
        told = (child for child in parse.kids(reading.token, "advcl") if parse.tags[child] == "VBG")
        found = (parse.kids(child, "dobj") for child in told if parse.lemmas[child] in pursuits)
        return [actor for quarry in found for token in quarry for actor in actors.parties(token)]

    def _victims(self, reading: Reading) -> int | None:
        """Where an act of violence only counts whom it struck."""
        parse = self._actors.parse
        if reading.code[:2] not in VIOLENT:
            return None
        return next((t for t in reading.targets if parse.pos[t] == "NUM" or parse.lemmas[t] in _VICTIMS), None)

    def missing(self, reading: Reading) -> str:
        """Which party a reading without an event lacks."""
        agents = self.agents(reading)
        if not agents:
            return f"{reading.rule}: no actor"
        return f"{reading.rule}: no target" if not self.targets(reading, agents) else "told before"


def _is_cooperative(code: str) -> bool:
    """Whether several who do this without another party do it with each other."""
    return code[:2] in _COOPERATIVE and not code.startswith(_ONE_WAY)


def _withdraws(reading: Reading, troops: Sequence[Actor], own: set[str]) -> bool:
    """Whether a state is to withdraw its own troops."""
    withdrawal = any(inner.code.startswith("087") for inner in reading.chain())
    return withdrawal and all(actor.country in own and actor.role == "MIL" for actor in troops)


def _is_mutual(reading: Reading, agents: Sequence[Actor], targets: Sequence[Actor]) -> bool:
    """Whether all parties of an act do it with, or to, each other."""
    if not any(inner.sense.mutual for inner in reading.chain()):
        return False
    if agents and agents[0].role == "UAF" and agents[0].first in {inner.token for inner in reading.chain()}:
        return False  # nobody is told to have struck at them
    if reading.code[:2] in VIOLENT and targets and all(target.role == "CVL" for target in targets):
        return False  # they suffer a fight of others
    return reading.operator in _BOTH_WAYS or (reading.operator in {"intend", "end"} and not targets)


def _force(code: str, actor: Actor, target: Actor) -> str:
    """CAMEO's root 19 is the force of armies; what others do to civilians is unconventional violence (180)."""
    irregular = (actor.role in _IRREGULAR or actor.code.startswith("IMG")) and target.role not in {
        "MIL",
        "COP",
        "REB",
        "INS",
    }
    return "180" if code == "190" and irregular else code


def _with_home(actor: Actor, target: Actor) -> tuple[Actor, Actor]:
    """A domestic party without a country takes its counterpart's ("Ethiopia freed political leaders")."""
    official = target.code in {"GOV", "MIL"} and actor.role is None
    abroad = actor.country in _EXPEDITIONARY and target.code in _INSURGENT
    if target.country is None and target.code in DOMESTIC and actor.country and not official and not abroad:
        target = _at_home(target, actor.country)
    elif actor.country is None and target.country:
        official = actor.code == "GOV" and target.role in _POLITICAL
        if official or actor.code in DOMESTIC - _UNBOUND:
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
