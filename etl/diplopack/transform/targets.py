"""Upon whom an act is: the parties in a reading's slots, else whom the text means without naming him."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.actors import DOMESTIC
from diplopack.transform.acts import PROTEST, VIOLENT, VISIT
from diplopack.transform.factuality import points_back
from diplopack.transform.references import INSURGENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.transform.discourse import Actor, Discourse
    from diplopack.transform.readings import Reading
    from diplopack.transform.responsibility import ActorReader

# Words that tell a province or a city from the state above it.
_TO_OFFICIALS = frozenset({"02", "09", "10", "11", "17"})
_LEVELS = frozenset(
    "federal central centre center union provincial state regional local city municipal county mayor governor chief "
    "councilman councillor councilor council municipality".split()
)
# Peacekeepers are sent abroad.
_KEEPS_PEACE = "074"
# What the forces of a state do in another state they do to it.
_ABROAD = ("074", "15", "19", "087", "138")
_FORCES = frozenset({None, "MIL", "GOV"})
IRREGULAR = frozenset({"INS", "CRM", "UAF", "CVL"})
_THINGS = frozenset({"dobj", "nsubjpass", "pobj"})
# Who suffers, where only their number is told: "left 60 dead", "claimed 300 lives".
_VICTIMS = frozenset({"dead", "wounded", "injured", "life", "other"})
# Acts upon a person, whoever it is: accuse, release, arrest, assault.
_UPON_PERSONS = frozenset({"08", "09", "11", "17", "18"})
# What one politician may do to another of the same body.
_AT_ODDS = frozenset({"11", "12", "13"})
# Meetings, and plans for one, of a body whose only other party is the state where it gathers.
_GATHERED = frozenset({"040", "036"})
_HOSTED = frozenset({"IGO", "GOV", None})
# Who is no part of the state whose country is theirs.
_DISSENTING = INSURGENT | {"OPP"}
# Acts that answer what was told before ("welcomed the move", "rejected the offer").
_REACTIONS = frozenset({"01", "02", "03", "05", "08", "10", "11", "12", "13"})
# Acts that press somebody to give in.
_PRESSING = frozenset({"02", "10", "13"})
# What one answers to: an attack that one claims, an accusation that one denies.
_CLAIM, _DENIAL = "015", "016"
# What others condemn: violence, arrests and crackdowns.
_HARSH = VIOLENT | {"17"}
_RELEASE, _REGRET = "0841", "055"
_HURTING = frozenset("kill wound injure shoot bomb hit sink strike destroy down ram".split())
_CAPTIVITY = frozenset({"hostage", "captive"})
# A plea, and where those who make it may have gone.
_PLEA = "023"
_INTO = ("into", "to", "inside", "in", "at", "over", "through")
_ANSWERING = frozenset({"respond", "retaliate", "answer", "reply"})
# Acts that are addressed to somebody, even where he is not named.
_ADDRESSED = frozenset({"02", "10"})


class Targets:
    """The targets of the readings of one sentence."""

    def __init__(self, actors: ActorReader, discourse: Discourse) -> None:
        """`actors` reads the sentence's phrases, `discourse` holds what the article told before it."""
        self._actors = actors
        self._discourse = discourse

    def of(self, reading: Reading, agents: Sequence[Actor]) -> list[Actor]:
        """Upon whom: the parties in the target's slots, else in what stands there, else whom the article spoke of."""
        actors = self._actors
        mine = frozenset(actor.code for actor in agents)
        own = {actor.country for actor in agents if actor.country and actor.role != "UAF"}
        if self._is_to_own(reading, mine):
            return []
        homely: list[Actor] = []
        pressed = self._conditions(reading, own) if reading.operator == "threaten" else []
        for find in (actors.parties, partial(actors.responsible, but=mine)):
            for token in reading.targets:
                if reading.code == _REGRET and actors.parse.is_verb(token):
                    continue  # "an apology for what the army called an error" is not made to the army
                if self._is_of_captives(reading, token):
                    continue  # who pleads for hostages does so with their captors
                if reading.code[:2] == PROTEST and self._is_atrocity(token):
                    continue  # who marches against a massacre does so against nobody who suffered it
                part = self._part_of(reading, agents, actors.parties(token))
                if part is not None:
                    return [part]
                found = [
                    actor
                    for actor in find(token)
                    if actor.code not in mine or any(are_rivals(reading.code, agent, actor) for agent in agents)
                ]
                if not found:
                    continue
                found = self._at_home(reading, found)
                where = (
                    actors.phrases.place(reading.token, beyond=True)
                    if _withdraws(actors, reading, found, own)
                    else None
                )
                if where not in {None, *own}:  # "reduce the number of its troops in Iraq"
                    return [actors.state(str(where), token)]
                abroad = [actor for actor in found if actor.country not in own]
                if pressed and all(actor.country is None and actor.code in DOMESTIC for actor in abroad):
                    return pressed  # "to expel inspectors if the UN publishes a report"
                if abroad or reading.operator not in {"threaten", "deny"}:
                    return self._doers(reading, abroad) or abroad or found
                homely = homely or found  # "threatened to send refugees to Europe"
        if pressed:
            return pressed
        apart = {actor.role for actor in (*agents[:1], *homely)} & _DISSENTING
        if homely and (reading.operator != "deny" or apart):  # nobody denies what its own troops did to themselves
            return homely
        return self._anaphoric(reading, mine, own) or self._inferred(reading, agents, own)

    def _is_to_own(self, reading: Reading, mine: frozenset[str]) -> bool:
        """Whether somebody only tells his own what to do: "called for his followers to end their fight"."""
        content = reading.content
        if reading.operator not in {"appeal", "demand"} or content is None:
            return False
        subjects = self._actors.parse.kids(content.token, "nsubj")
        doers = {actor.code for token in subjects for actor in self._actors.parties(token)}
        return bool(doers) and doers <= mine

    def _at_home(self, reading: Reading, found: list[Actor]) -> list[Actor]:
        """Victims as those of the state whose was what was struck: "the bombing of the USS Cole killed 17 sailors"."""
        content = reading.content
        if content is None or reading.code[:2] not in VIOLENT or all(actor.country for actor in found):
            return found
        struck = [actor for token in content.targets for actor in self._actors.parties(token)]
        lands = {actor.role: actor.country for actor in struck if actor.country and actor.role}
        return [
            replace(actor, code=f"{land}{actor.role}", country=land)
            if actor.country is None and actor.code == actor.role and (land := lands.get(actor.role))
            else actor
            for actor in found
        ]

    def _is_of_captives(self, reading: Reading, token: int) -> bool:
        """Whether a token of an appeal tells whom somebody unnamed holds."""
        content, parse = reading.content, self._actors.parse
        if reading.operator != "appeal" or content is None or content.code != _RELEASE:
            return False
        held = not _CAPTIVITY.isdisjoint(parse.lemmas_below(reading.token))
        whom = token in set(parse.subtree(content.token)) and parse.lower[parse.heads[token]] == "of"
        return held and (whom or token == content.token)

    def _is_atrocity(self, token: int) -> bool:
        """Whether a noun tells of violence without those who did it."""
        parse = self._actors.parse
        senses = lexicon.load().words["nouns"].get(parse.lemmas[token], ()) if parse.pos[token] == "NOUN" else ()
        violent = any((sense.code or "")[:2] in VIOLENT and sense.only != "verb" for sense in senses)
        told = parse.frame(token).prepositions.get("by") or self._actors.makers(token)
        return violent and not told and not self._actors.modifier_parties(token, acting=True)

    def _conditions(self, reading: Reading, own: set[str]) -> list[Actor]:
        """Who averts a threat by doing, or leaving off, what it is tied to: "threatened to quit unless NATO"."""
        parse = self._actors.parse
        clauses = [clause for inner in reading.chain() for clause in parse.kids(inner.token, "advcl")]
        for verb in [
            clause for clause in clauses if {"if", "unless"} & {parse.lower[m] for m in parse.kids(clause, "mark")}
        ]:
            subject = parse.surface_subject(verb)
            found = self._actors.parties(subject) if subject is not None else ()
            others = [actor for actor in found if actor.country not in own or actor.role]
            if others:  # a threat to an army is one to its state
                return [self._actors.state(a.country, a.last) if a.country and a.role == "MIL" else a for a in others]
        return []

    def _doers(self, reading: Reading, struck: Sequence[Actor]) -> list[Actor]:
        """Who did the violence that is criticized, where the words name only what it struck and it was told before."""
        content = reading.content
        if reading.operator != "criticize" or content is None or content.code[:2] not in _HARSH or content.agents:
            return []
        if content.code[:2] not in VIOLENT:  # only a state arrests or bans
            land = self._actors.phrases.place(content.token) or next((a.country for a in struck if a.country), None)
            return [self._actors.state(land, content.token)] if land else []
        countries = {actor.country for actor in struck}
        assault = self._discourse.latest_of(VIOLENT)
        return [assault.actor] if assault is not None and assault.target.country in countries else []

    def _part_of(self, reading: Reading, agents: Sequence[Actor], found: Sequence[Actor]) -> Actor | None:
        """The state, where a part of the same government is the target: "the province accused the federal ministry"."""
        for actor in agents:
            for target in found:
                state = actor.country
                same = state is not None and target.code in {actor.code, "GOV"}
                if same and not reading.sense.mutual and is_below(self._actors, reading.code, actor, target):
                    return replace(target, code=state or "", country=state, role=None)
        return None

    def _anaphoric(self, reading: Reading, mine: frozenset[str], own: set[str]) -> list[Actor]:
        """Whom the act that a target points back at concerned: "rejected the offer"."""
        parse = self._actors.parse
        told = next((token for token in reading.targets if points_back(parse, token)), None)
        if reading.code[:2] not in _REACTIONS or told is None:
            return []
        if reading.code == _CLAIM and (claimed := self._discourse.latest_of(VIOLENT)) is not None:
            return [claimed.target.at(told, told, parse.words[told])]
        harsh = reading.content is not None and reading.content.code[:2] in _HARSH
        assault = self._discourse.latest_of(_HARSH) if harsh else None
        if assault is not None and assault.actor.code not in mine and parse.lemmas[told] not in assault.words:
            found = [assault.actor]  # "condemned the invasion", told before as tanks that rolled in
            if assault.actor.role == "UAF" and assault.actor.country:
                found = [self._actors.state(assault.actor.country, told)]
        else:
            found = self._discourse.counterpart(set(mine | own), parse.lemmas[told])
        return [actor.at(told, told, parse.words[told]) for actor in found if actor.code not in mine]

    def _inferred(self, reading: Reading, agents: Sequence[Actor], own: set[str]) -> list[Actor]:
        """A target that no phrase names as one: a person, the actor's own country, the place, or who was spoken of."""
        actors = self._actors
        named = [person for token in reading.targets if (person := actors.unknown_person(token)) is not None]
        found = (named if reading.code[:2] in _UPON_PERSONS else []) or self._away(reading, agents, own)
        if found or not agents:
            return found
        found = self._struck(reading, own) or self._of_the_held(reading) or self._waited_for(reading, own)
        if found:
            return found
        chain = list(reading.chain())
        together = len(agents) > 1 and any(inner.sense.mutual for inner in chain)
        home = next(iter(own)) if len(own) == 1 and any(inner.sense.home for inner in chain) and not together else None
        if home and agents[0].role != "UAF":
            parse = actors.parse
            thing = next((t for t in reading.targets if parse.pos[t] == "NOUN" and parse.deps[t] in _THINGS), None)
            if thing is not None:
                return [actors.state(home, thing)]
            return [replace(agents[0], code=home, country=home, role=None)]
        places = (actors.phrases.place(inner.token) for inner in chain)
        place = next((place for place in places if place), None)
        if place is None and reading.code[:2] in VIOLENT and agents[0].role in _FORCES:
            place = actors.phrases.place(reading.token, beyond=True)  # "bombed a hideout used by militants in Aden"
        place = place or self._discourse.home
        if place is None and reading.code[:2] == PROTEST:
            place = actors.only_country()  # "police held ten people in Kano as students blocked a road"
        if place and not own and reading.code[:2] == PROTEST and agents[0].plural:
            return [actors.state(place, reading.token)]  # "Muslims marched in Jakarta"
        victims = self._victims(reading)
        if victims is not None:
            fellows = self._fellows(victims)
            if fellows:
                return fellows
            country = place or (agents[0].country if agents[0].role in IRREGULAR else None)
            return [actors.people(country, victims)] if country else []
        opposite = self._opposite(reading, agents, own, place)
        if opposite:
            return opposite
        if place and place not in own and not (len(agents) > 1 and reading.sense.mutual):
            if reading.code.startswith(_ABROAD) and own and agents[0].role in _FORCES:
                return [actors.state(place, reading.token)]  # "Israel ended its assault in the Gaza Strip"
            told = place == actors.phrases.place(reading.token)  # whoever speaks in a city need not speak of it
            if reading.code[:2] in _REACTIONS and reading.targets and not together and told:
                return [actors.state(place, reading.targets[0])]  # "condemned the attack on a church in Quetta"
        return self._addressed(reading, agents, own)

    def _struck(self, reading: Reading, own: set[str]) -> list[Actor]:
        """To whom one apologises for what he has done: "killed three Egyptians, prompting an apology"."""
        parse = self._actors.parse
        verbs = [node for node in parse.ancestors(reading.token) if parse.lemmas[node] in _HURTING]
        if reading.code != _REGRET or not verbs:
            return []
        frame = parse.frame(verbs[0])
        found = (actor for token in frame.object for actor in self._actors.responsible(token))
        return [actor for actor in found if actor.country not in own]

    def _waited_for(self, reading: Reading, own: set[str]) -> list[Actor]:
        """Who is to give way first: "will not resume talks unless Washington changes its policy"."""
        return self._conditions(reading, own) if reading.operator == "reject" else []

    def _of_the_held(self, reading: Reading) -> list[Actor]:
        """The state whose people those hold who demand something: "the captors of two French reporters"."""
        parse = self._actors.parse
        if reading.code[:2] not in _PRESSING:
            return []
        held = (noun for agent in reading.agents for noun in parse.frame(agent).prepositions.get("of", ()))
        lands = [(actor.country, actor.last) for noun in held for actor in self._actors.parties(noun) if actor.country]
        armed = any(actor.role in INSURGENT for agent in reading.agents for actor in self._actors.parties(agent))
        return [self._actors.state(*land) for land in lands[:1]] if armed else []

    def _away(self, reading: Reading, agents: Sequence[Actor], own: set[str]) -> list[Actor]:
        """The state in which the forces of another do what they might do at home: "US troops patrolling in Mosul"."""
        at_home = any(inner.sense.home or inner.code == _KEEPS_PEACE for inner in reading.chain())
        if not (at_home and agents and agents[0].role in _FORCES and reading.code.startswith(_ABROAD)):
            return []
        place = self._actors.phrases.place(reading.token)
        return [self._actors.state(place, reading.token)] if own and place and place not in own else []

    def _addressed(self, reading: Reading, agents: Sequence[Actor], own: set[str]) -> list[Actor]:
        """Whom a demand, threat or appeal presses: who then acts, else whom the article spoke of."""
        provoked = self._provoked(reading.token) if reading.code[:2] in _PRESSING else []
        if provoked and provoked[0].country not in own:
            return provoked
        if reading.code == _CLAIM:
            assault = self._discourse.latest_of(VIOLENT | {"11"})
            return _meant(reading, assault and assault.target)
        if reading.code == _DENIAL:
            return _meant(reading, self._partner(agents, own))
        if reading.code[:2] in _ADDRESSED:
            partner = self._partner(agents, own)
            country = partner.country if partner else self._discourse.main
            if country and country not in own:
                return [replace(agents[0], code=country, country=country, role=None)]
        return []

    def _partner(self, agents: Sequence[Actor], own: set[str]) -> Actor | None:
        """Who stood opposite those who act, or their states, in the latest act that the article told of them."""
        return self._discourse.partner({actor.code for actor in agents} | own)

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
        if reading.operator == "threaten" and party.role in INSURGENT and len(own) == 1:
            return [actors.state(next(iter(own)), reading.token)]
        if reading.code == VISIT and len(own) == 1 and not actors.parse.is_verb(reading.token):
            named = {match.name.country: token for token, match in actors.match_at.items() if match.name.country}
            others = named.keys() - own
            if len(others) == 1:  # "police near Rome found a bomb after a visit by the British premier"
                land = others.pop()
                return [replace(actors.state(land, named[land]), name=actors.gazetteer.countries[land].label)]
        refuge = self._refuge(reading.token) if reading.code == _PLEA and not reading.targets else []
        if refuge:
            return [actor for actor in refuge if actor.country not in own]
        met = reading.code in _GATHERED and actors.parse.is_verb(reading.token)
        if place and not own and len(agents) == 1 and met and party.role in _HOSTED:
            return [actors.state(place, reading.token)]  # "African Union ministers met in Togo"
        if reading.code[:2] not in VIOLENT:
            return []
        where = place or self._discourse.home
        if where and party.role in INSURGENT and not actors.parse.is_verb(list(reading.chain())[-1].token):
            return [actors.state(where, reading.token)]  # "pipeline attacks launched by insurgents"
        answered = self._actors.parse.lemmas[reading.token] in _ANSWERING
        foe = self._partner(agents, own) if answered and place is None else None
        return self._pursued(reading) or _meant(reading, foe)

    def _refuge(self, token: int) -> list[Actor]:
        """Where those who ask for something have gone: "entered the Canadian embassy seeking asylum"."""
        parse = self._actors.parse
        if parse.deps[token] != "advcl":
            return []
        frame = parse.frame(parse.heads[token])
        gone = (frame.prepositions.get(word, ()) for word in _INTO)
        tokens = [*frame.object, *(token for found in gone for token in found)]
        return next((list(found) for token in tokens if (found := self._actors.parties(token))), [])

    def _pursued(self, reading: Reading) -> list[Actor]:
        """Whom a participle tells that a force goes after: "pressed on with its offensive, hunting rebels"."""
        actors, parse = self._actors, self._actors.parse
        pursuits = lexicon.load().classes["pursuit"]
        told = (child for child in parse.kids(reading.token, "advcl") if parse.tags[child] == "VBG")
        found = (parse.kids(child, "dobj") for child in told if parse.lemmas[child] in pursuits)
        return [actor for quarry in found for token in quarry for actor in actors.parties(token)]

    def _fellows(self, victims: int) -> list[Actor]:
        """Of whom some more are counted: "a British soldier was killed and another injured"."""
        parse = self._actors.parse
        verb = parse.heads[victims]
        if parse.deps[verb] != "conj" or not parse.is_count(victims):
            return []
        struck = parse.kids(parse.heads[verb], "nsubjpass", "dobj")
        return [actor for token in struck for actor in self._actors.parties(token)]

    def _victims(self, reading: Reading) -> int | None:
        """Where an act of violence only counts whom it struck."""
        parse = self._actors.parse
        if reading.code[:2] not in VIOLENT:
            return None
        return next((t for t in reading.targets if parse.pos[t] == "NUM" or parse.lemmas[t] in _VICTIMS), None)


def are_rivals(code: str, actor: Actor, target: Actor) -> bool:
    """Whether one person of a government, parliament or party is at odds with another who is named."""
    persons = actor.person and target.person and actor.last != target.last
    named = bool(target.surname) and actor.surname != target.surname
    return code[:2] in _AT_ODDS and actor.country == target.country is not None and persons and named


def is_below(actors: ActorReader, code: str, actor: Actor, target: Actor) -> bool:
    """Whether a government acts on another level of it, or on its own officials: "directed the ministries to"."""
    parse = actors.parse
    offices = {party.role for party in actors.parties(target.last)}
    if actor.role != "GOV" or actor.last == target.last or "GOV" not in offices:
        return False
    levels = [_LEVELS.intersection(party.words.lower().split()) for party in (actor, target)]
    if levels[0] != levels[1]:
        return True
    officials = target.plural and parse.pos[target.last] == "NOUN" and not parse.kids(target.last, "poss")
    return officials and code[:2] in _TO_OFFICIALS


def _meant(reading: Reading, party: Actor | None) -> list[Actor]:
    """A party told of before, where an act means it without a word."""
    return [] if party is None else [party.at(reading.token, reading.token, party.words)]


def _withdraws(actors: ActorReader, reading: Reading, troops: Sequence[Actor], own: set[str]) -> bool:
    """Whether a state is to withdraw its own troops, as all are of whom the phrase does not tell whose they are."""
    withdrawal = any(inner.code.startswith("087") for inner in reading.chain())
    return withdrawal and all(
        actor.role == "MIL" and (actor.country in {None, *own} or not actors.is_named(actor.last)) for actor in troops
    )
