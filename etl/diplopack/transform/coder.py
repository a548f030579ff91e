"""The coder: the events of a parsed sentence, each with its words, its date and the rule that read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplopack.transform import dates, lexicon
from diplopack.transform.actors import DOMESTIC, ActorReader
from diplopack.transform.discourse import Actor, Discourse
from diplopack.transform.readings import Reader, Reading
from diplopack.transform.silence import is_silent
from diplopack.transform.statements import statements, telling_verbs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diplopack.transform.dates import When
    from diplopack.transform.gazetteer import Gazetteer
    from diplopack.transform.syntax import Parse

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should", "until", "till"})
_DOUBT = frozenset(
    "possible potential alleged planned proposed suspected would-be hypothetical imminent future feared possible "
    "likely eventual fictional supposed rumoured rumored threatened".split()
)
_TIMES = frozenset({"after", "as", "while", "because", "since", "although", "though", "before"})
# A noun under these has not happened ("the threat of war", "on the eve of a visit").
_IRREALIS = frozenset(
    "eve possibility threat risk prospect plan hope fear idea chance proposal bid attempt effort eventuality right issue "
    "question danger warning ahead prior event likelihood talk speculation rumour rumor suspicion prevention".split()
)
# What is said is dated by when it is said, not by the date of what it is about.
_SPOKEN = frozenset({"intend", "agree", "threaten", "appeal", "demand", "reject", "accuse"})
# Acts upon a person, whoever it is: accuse, release, arrest, assault.
_UPON_PERSONS = frozenset({"08", "09", "11", "17", "18"})
# Acts that answer what was told before ("welcomed the move", "rejected the offer").
_REACTIONS = frozenset({"01", "02", "05", "08", "10", "11", "12", "13"})
# Acts that are addressed to somebody, even where he is not named.
_ADDRESSED = frozenset({"02", "10"})
# What several do together they do with each other.
_COOPERATIVE = frozenset({"03", "04", "05", "06"})
_BOTH_WAYS = frozenset({None, "do", "agree", "end", "promote"})
# Prepositions and verbs after which a noun tells of something that happened.
_HAPPENED = frozenset(
    {
        "after",
        "following",
        "during",
        "amid",
        "since",
        "with",
        "by",
        "including",
        "in",
        "from",
        "at",
        "for",
        "despite",
        "upon",
        "of",
        "through",
        "over",
        "on",
        "as",
        "because",
        "to",
        "like",
    }
)


@dataclass(frozen=True, slots=True)
class Coded:
    """One event as a sentence tells it."""

    actor: Actor
    target: Actor
    code: str
    when: When
    action: str
    reading: Reading

    @property
    def rule(self) -> str:
        """The words and operators that gave the code: "urge:appeal(stop:end(...))"."""
        return self.reading.rule


@dataclass(frozen=True, slots=True)
class Unread:
    """A predicate that gave no event, and why."""

    token: int
    word: str
    reason: str


class Coder:
    """Codes the sentences of one article in their order."""

    def __init__(self, gazetteer: Gazetteer, published: When) -> None:
        """`published` is the article's date; a date that the text states goes before it."""
        self.gazetteer = gazetteer
        self.published = published
        self.lexicon = lexicon.load()
        self.discourse = Discourse()
        self._anchor: When | None = None
        self._dated: dict[tuple[str, str], When] = {}
        self.unread: list[Unread] = []
        self.clock: dates.Clock | None = None

    def sentence(self, parse: Parse, dateline: str = "") -> list[Coded]:
        """The events of the article's next sentence; `dateline` is the place that stands before it."""
        if dateline:
            self.discourse.home = self.gazetteer.country_of(dateline) or self.discourse.home
        matches = self.gazetteer.find(parse.words)
        actors = ActorReader(parse, matches, self.gazetteer, self.discourse, self.published.date)
        found: list[Coded] = []
        self.unread, self.clock = [], None
        if is_silent(parse):
            self.unread.append(Unread(0, parse.text, "speaks of sport"))
        else:
            found = list(self._events(parse, actors))
        self._remember(parse, actors)
        return found

    def _events(self, parse: Parse, actors: ActorReader) -> Iterator[Coded]:
        reader = Reader(parse, actors, self.lexicon)
        expressions = dates.find(parse.text, self.published, self._anchor)
        clock = dates.Clock(parse, expressions, {token for token in range(len(parse)) if reader.senses(token)})
        self.clock = clock
        stated = [expression.when for expression in expressions if not expression.future]
        consumed: set[int] = set()
        seen: set[tuple[str, str, str]] = set()
        for token in _by_depth(parse):
            if token in consumed or not reader.senses(token):
                continue
            before = len(seen)
            for reading in self._told(parse, reader, token, consumed):
                when = self._retold(actors, reading, self._when(parse, reading, clock))
                for coded in self._between(parse, actors, reading, when):
                    key = (coded.actor.code, coded.target.code, coded.code)
                    if key not in seen:
                        seen.add(key)
                        self.discourse.told.append((coded.actor, coded.target))
                        yield coded
                if len(seen) > before:
                    consumed |= _presupposed(parse, reading)
                else:
                    reader.why_not[token] = self._missing(actors, reading)
        if not seen:
            for reading in statements(parse, actors):
                yield from self._between(parse, actors, reading, self._when(parse, reading, clock))
        if stated:
            self._anchor = stated[-1]
        self.unread = [Unread(token, parse.words[token], why) for token, why in sorted(reader.why_not.items())]

    def _missing(self, actors: ActorReader, reading: Reading) -> str:
        agents = self._parties(actors, reading.agents, reading)
        if not agents:
            return f"{reading.rule}: no actor"
        return f"{reading.rule}: no target" if not self._targets(actors, reading, agents) else "told before"

    def _told(self, parse: Parse, reader: Reader, token: int, consumed: set[int]) -> Iterator[Reading]:
        reading = reader.read(token)
        if reading is None:
            return
        for inner in reading.chain():
            consumed.add(inner.token)
        if reading.sense.content_only and reading.operator is None:
            reader.why_not[token] = "a topic, no act of its own"
            return
        if parse.pos[token] == "NOUN" and _definite(parse, token):
            reader.why_not[token] = "told before"
            return
        frame = parse.frame(token)
        reported = bool(_speakers(parse, token))
        told = reader.modal(reading, frame, reported=reported) if parse.is_verb(token) else reading
        if told is None:
            told = reader.obliged(reading, frame)
            if told is not None:
                speakers = _speakers(parse, token)
                if speakers:
                    yield _said_by(told, speakers)
                    return
            reader.why_not[token] = "negated" if frame.negated else f"hypothetical ({frame.modal})"
            return
        reason = _unreal(parse, token, reader)
        if reason:
            reader.why_not[token] = reason
            return
        yield told

    def _retold(self, actors: ActorReader, reading: Reading, when: When) -> When:
        """The date told before for the same act of the same person, where this sentence states none."""
        for actor in self._parties(actors, reading.agents, reading):
            key = (actor.surname or actor.code, reading.code)
            if when.stated:
                self._dated.setdefault(key, when)
            elif actor.surname and key in self._dated:
                return self._dated[key]
        return when

    def _between(self, parse: Parse, actors: ActorReader, reading: Reading, when: When) -> Iterator[Coded]:
        """The events between the parties of a reading: one for each pair."""
        agents = self._parties(actors, reading.agents, reading)
        targets = self._targets(actors, reading, agents)
        action = _action(parse, reading)
        back = reading.sense.back if reading.operator in {None, "do"} else None
        mutual = any(inner.sense.mutual for inner in reading.chain()) and (
            reading.operator in _BOTH_WAYS or (reading.operator == "intend" and not targets)
        )
        pairs = [(a, t) for a in agents for t in targets]
        if not targets and len(agents) > 1 and reading.code[:2] in _COOPERATIVE:
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
        for actor, target in (_with_home(*pair) for pair in pairs if pair[0].code != pair[1].code):
            yield Coded(actor, target, reading.code, when, action, reading)
            if back and not mutual:
                yield Coded(target, actor, back, when, action, reading)

    def _parties(self, actors: ActorReader, tokens: Sequence[int], reading: Reading) -> list[Actor]:
        for token in tokens:
            found = actors.parties(token) or actors.responsible(token)
            if found:
                return list(found)
        return list(actors.modifier_parties(reading.token)) if not actors.parse.is_verb(reading.token) else []

    def _targets(self, actors: ActorReader, reading: Reading, agents: list[Actor]) -> list[Actor]:
        mine = {actor.code for actor in agents}
        own = {actor.country for actor in agents if actor.country}
        for find in (actors.parties, actors.responsible):
            for token in reading.targets:
                found = [actor for actor in find(token) if actor.code not in mine]
                if found:
                    return [actor for actor in found if actor.country not in own] or found
        told = next((token for token in reading.targets if _definite(actors.parse, token)), None)
        if reading.code[:2] in _REACTIONS and told is not None:
            words = actors.parse.words[told]
            return [
                actor.at(told, told, words)
                for actor in self.discourse.counterpart(mine | own)
                if actor.code not in mine
            ]
        named = [person for token in reading.targets if (person := actors.unknown_person(token)) is not None]
        if named and reading.code[:2] in _UPON_PERSONS:
            return named
        if any(inner.sense.home for inner in reading.chain()):
            country = next((actor.country for actor in agents if actor.country), None)
            if country:
                return [replace(agents[0], code=country, country=country, role=None)]
        if reading.code[:2] in _ADDRESSED and self.discourse.main and self.discourse.main not in own and agents:
            return [
                Actor(
                    self.discourse.main,
                    self.discourse.main,
                    None,
                    agents[0].name,
                    agents[0].first,
                    agents[0].last,
                    words=agents[0].words,
                )
            ]
        return []

    def _when(self, parse: Parse, reading: Reading, clock: dates.Clock) -> When:
        """The date that the words of the act carry, else its clause's, else its reporter's; else the article's."""
        chain = [reading] if reading.operator in _SPOKEN else list(reading.chain())
        tokens = [inner.token for inner in chain]
        own = clock.at(tokens)
        if own is not None:
            return own
        token = reading.token
        for node in parse.ancestors(token):
            if parse.deps[token] in {"ccomp", "relcl"} or (parse.deps[token] == "advcl" and parse.kids(token, "mark")):
                break
            found = clock.at([node])
            if found is not None:
                return found
            token = node
        if parse.lemmas[parse.heads[token]] in telling_verbs() and parse.deps[token] == "ccomp":
            return clock.at([parse.heads[token]]) or self.published
        return self.published

    def _remember(self, parse: Parse, actors: ActorReader) -> None:
        """Note the sentence's parties for the next: its subjects last, as pronouns mean them most often."""
        heads = [
            token
            for token in range(len(parse))
            if parse.deps[token] in {"dobj", "pobj", "poss", "conj", "dative", "appos", "nsubj", "nsubjpass", "ROOT"}
            and parse.pos[token] in {"NOUN", "PROPN"}
        ]
        order = {"nsubj": 1, "nsubjpass": 1}
        if self.discourse.main is None:
            first = next((found[0] for token in heads if (found := actors.parties(token)) and found[0].country), None)
            self.discourse.main = first.country if first else None
        for token in sorted(heads, key=lambda token: (order.get(parse.deps[token], 0), -token)):
            for actor in actors.parties(token):
                self.discourse.mention(actor)
        root = next((token for token, head in enumerate(parse.heads) if token == head), 0)
        subject = parse.surface_subject(root) if parse.is_verb(root) else None
        self.discourse.subjects = () if subject is None else actors.parties(subject)
        self.discourse.speaker = self._speaker(parse, actors) or self.discourse.speaker

    @staticmethod
    def _speaker(parse: Parse, actors: ActorReader) -> Actor | None:
        for token, dep in enumerate(parse.deps):
            if dep == "nsubj" and parse.lemmas[parse.heads[token]] in telling_verbs():
                found = actors.parties(token)
                if found:
                    return found[0]
        return None


def _by_depth(parse: Parse) -> list[int]:
    """The tokens from the root down, so that an operator is read before its content."""
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:
        order.extend(parse.children[token])
    return order


def _definite(parse: Parse, token: int) -> bool:
    """Whether a noun points back at what was told: "the move", "this offer"."""
    return (
        parse.pos[token] == "NOUN"
        and any(
            parse.lower[child] in {"the", "this", "that", "these", "those", "such"}
            for child in parse.kids(token, "det")
        )
        and not parse.kids(token, "prep", "relcl", "acl", "poss")
    )


def _presupposed(parse: Parse, reading: Reading) -> set[int]:
    """The nouns within an event noun that an act is about: "condemned the attack on Gaza" tells of one act."""
    return {
        token
        for target in reading.targets
        if not parse.is_verb(target)
        for token in parse.subtree(target)
        if parse.pos[token] == "NOUN"
        and not any(parse.deps[node] == "relcl" for node in parse.ancestors(token) if node > target)
    }


def _speakers(parse: Parse, token: int) -> list[int]:
    """Who says the clause that a predicate heads."""
    for node in parse.ancestors(token):
        if parse.is_verb(node) and parse.lemmas[node] in telling_verbs():
            subject = parse.surface_subject(node)
            return [] if subject is None else [subject]
    return []


def _said_by(reading: Reading, speakers: list[int]) -> Reading:
    targets = tuple(token for token in reading.targets if token not in speakers)
    return replace(reading, agents=tuple(speakers), targets=targets)


def _unreal(parse: Parse, token: int, reader: Reader) -> str | None:
    """Why a predicate is not told as a fact, or None."""
    if parse.pos[token] in {"NOUN", "PROPN"}:
        frame = parse.frame(token)
        if frame.negated:
            return "negated"
        if any(parse.lemmas[child] in _DOUBT for child in frame.modifiers):
            return "hypothetical"
        above = parse.heads[token]
        if parse.deps[token] == "pobj" and (
            parse.lower[above] not in _HAPPENED or parse.lemmas[parse.heads[above]] in _IRREALIS
        ):
            return "not told as a fact"
    if parse.text.rstrip("\"'”’ ").endswith("?"):
        return "a question"
    node, nominal = token, parse.pos[token] in {"NOUN", "PROPN"}
    while True:
        marks = {parse.lower[child] for child in parse.kids(node, "mark", "advmod")}
        if marks & _TIMES and parse.deps[node] == "advcl" and not parse.frame(node).modal:
            return None  # "after Washington announced": a fact, whatever the clause above it is
        if any(parse.lower[child] in _CONDITIONS for child in parse.kids(node, "mark", "advmod")):
            return "conditional"
        dep, head = parse.deps[node], parse.heads[node]
        if head == node:
            return None
        if dep in {"xcomp", "advcl", "acl", "ccomp", "pcomp", "relcl"}:
            reason = _unreal_clause(parse, node, head, dep, reader)
            if reason:
                return reason
        if nominal and parse.is_verb(head):
            nominal = False
            above = parse.frame(head)
            if above.negated or above.modal:
                return "negated" if above.negated else f"hypothetical ({above.modal})"
        node = head


def _unreal_clause(parse: Parse, node: int, head: int, dep: str, reader: Reader) -> str | None:
    infinitive = any(parse.tags[child] == "TO" for child in parse.kids(node, "aux"))
    if infinitive:
        if dep == "acl" or dep == "relcl":
            return None if parse.is_first_to(head) else "not told as a fact"
        return "not told as a fact"
    if dep == "ccomp":
        if not parse.is_verb(head) or parse.lemmas[head] not in telling_verbs():
            return "not told as a fact"
        if parse.frame(head).negated:
            return "negated"
    if dep == "pcomp" and parse.is_verb(parse.heads[head]):
        above = parse.heads[head]
        if parse.lower[head] in {
            "of",
            "from",
            "for",
            "about",
            "against",
            "without",
            "into",
        } and reader.senses(above):
            return "told of somebody else"
        if parse.lower[head] in {"without", "instead", "about", "than", "as"}:
            return "not told as a fact"
    return None


def _action(parse: Parse, reading: Reading) -> str:
    """The words of the predicate and of the contents that it takes, as they stand."""
    tokens = sorted({inner.token for inner in reading.chain()})
    own = [token for token in tokens if abs(token - reading.token) <= 12]
    return parse.span(min(own), max(own))


def _with_home(actor: Actor, target: Actor) -> tuple[Actor, Actor]:
    """A domestic party without a country takes its counterpart's ("Ethiopia freed political leaders")."""
    if target.country is None and target.code in DOMESTIC and actor.country:
        target = _at_home(target, actor.country)
    elif actor.country is None and actor.code in DOMESTIC - {"GOV"} and target.country:
        actor = _at_home(actor, target.country)
    return actor, target


def _at_home(actor: Actor, country: str) -> Actor:
    return replace(actor, code=country + actor.code, country=country)
