"""The coder: the events of a parsed sentence, each with its words, its date and the rule that read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from diplopack.transform import dates, lexicon, modality
from diplopack.transform.acts import VIOLENT
from diplopack.transform.clock import Clock
from diplopack.transform.discourse import Actor, Discourse, ReferredError, Told, Untold
from diplopack.transform.factuality import advisers, is_reckoned, points_back, speakers, why_conditional, why_unreal
from diplopack.transform.participants import Participants
from diplopack.transform.readings import PREDICATES, Reader, Reading
from diplopack.transform.responsibility import ActorReader
from diplopack.transform.silence import why_silent
from diplopack.transform.statements import statements, telling_verbs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diplopack.transform.dates import When
    from diplopack.transform.gazetteer import Gazetteer
    from diplopack.transform.syntax import Parse

# What is said is dated by when it is said, not by the date of what it is about.
_SPOKEN = frozenset({"intend", "agree", "threaten", "appeal", "demand", "reject", "accuse"})
# What these strike, kill or assault they do without anybody.
_HAZARDS = frozenset(
    "storm hurricane typhoon cyclone tornado earthquake quake tsunami flood flooding landslide avalanche wildfire "
    "volcano eruption drought epidemic outbreak".split()
)
_ASSAULTS = frozenset({"assault", "attack", "strike", "onslaught", "rampage"})
# What happens to vehicles without an attack.
_ACCIDENTS = frozenset({"crash", "collide", "overturn", "plunge", "capsize", "derail"})


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


def _whole(parse: Parse, why: str) -> list[Unread]:
    """Why a whole sentence tells of no event."""
    return [Unread(0, parse.text, why)]


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
        self._why: Callable[[], list[Unread]] = list
        self.clock: Clock | None = None
        self._assaults: set[int] = set()
        self._latest: tuple[Parse, ActorReader] | None = None

    def sentence(self, parse: Parse, dateline: str = "") -> list[Coded]:
        """The events of the article's next sentence; `dateline` is the place that stands before it."""
        self._go_on(dateline)
        matches = self.gazetteer.find(parse.words)
        actors = ActorReader(parse, matches, self.gazetteer, self.discourse, self.published.date)
        found: list[Coded] = []
        self._why, self.clock = list, None
        expressions = self._date(parse.text)
        silent = why_silent(parse)
        if silent:
            self._why = partial(_whole, parse, silent)
        else:
            found = list(self._events(parse, actors, expressions))
        self._latest = (parse, actors)
        return found

    def unread(self) -> list[Unread]:
        """The predicates of the latest sentence that gave no event, and why."""
        return self._why()

    def skip(self, text: str, dateline: str = "") -> None:
        """Go on after a sentence that holds no event and names nobody, without its parse."""
        self._go_on(dateline)
        self._date(text)
        self.discourse.subjects = ()
        self._latest, self._why, self.clock = None, list, None

    def apart(self, introduced: Callable[[str], bool] | None) -> Coder:
        """A coder for the next sentence alone, to be asked whether it `may_tell`.

        `introduced` says whether a name may be that of somebody introduced before; None where nobody was named before.
        """
        coder = Coder(self.gazetteer, self.published)
        home = self.discourse.home
        coder.discourse = Discourse(home) if introduced is None else Untold(home, introduced)
        coder._anchor = self._anchor
        return coder

    def may_tell(self, parse: Parse, dateline: str) -> bool:
        """Whether a sentence has events, or may have some with what was told before it, which is not read yet."""
        try:
            return bool(self.sentence(parse, dateline))
        except ReferredError:
            return True

    def _go_on(self, dateline: str) -> None:
        """Remember the last sentence; only now, since nobody asks after the last of an article."""
        if self._latest is not None:
            self._remember(*self._latest)
        if dateline:
            self.discourse.home = self.gazetteer.country_of(dateline) or self.discourse.home

    def _date(self, text: str) -> list[dates.Expression]:
        """The dates of a sentence; the next counts from the last that it states."""
        expressions = dates.find(text, self.published, self._anchor)
        stated = [expression.when for expression in expressions if not expression.future]
        if stated:
            self._anchor = stated[-1]
        return expressions

    def _events(self, parse: Parse, actors: ActorReader, expressions: list[dates.Expression]) -> Iterator[Coded]:
        reader = Reader(parse, actors, self.lexicon)
        predicates = {token for token, pos in enumerate(parse.pos) if pos in PREDICATES and reader.senses(token)}
        clock = Clock(parse, expressions, predicates)
        self.clock = clock
        participants = Participants(actors, self.discourse)
        consumed: set[int] = set()
        self._assaults = set()
        seen: set[tuple[str, str, str]] = set()
        told: set[int] = set()
        missing: dict[int, Reading] = {}  # why nobody did it, or to nobody, is found out only where it is asked for
        for token in _by_depth(parse):
            if token in consumed or token not in predicates:
                continue
            before = len(seen)
            for reading in self._told(parse, reader, token, consumed):
                when = self._retold(participants, reading, self._when(parse, reading, clock))
                for coded in self._coded(parse, participants, reading, when):
                    key = (coded.actor.code, coded.target.code, coded.code)
                    if key not in seen and not _claimed(coded, seen):
                        seen.add(key)
                        words = frozenset(parse.lemmas[inner.token] for inner in reading.chain())
                        self.discourse.told.append(Told(coded.actor, coded.target, words, coded.code))
                        yield coded
                if len(seen) > before:
                    told |= {inner.token for inner in reading.chain()}
                    consumed |= _presupposed(parse, reading)
                    if reading.code[:2] in VIOLENT:
                        self._assaults.add(token)
                else:
                    missing[token] = reading
        for reading in statements(parse, actors, told):
            yield from self._coded(parse, participants, reading, self._when(parse, reading, clock))

        def why() -> list[Unread]:
            told = reader.why_not | {token: participants.missing(reading) for token, reading in missing.items()}
            return [Unread(token, parse.words[token], reason) for token, reason in sorted(told.items())]

        self._why = why

    def _told(self, parse: Parse, reader: Reader, token: int, consumed: set[int]) -> Iterator[Reading]:
        reading = reader.read(token)
        if reading is None:
            return
        for inner in reading.chain():
            consumed.add(inner.token)
        lifted = reading.content is not None and reading.code.isdigit()
        vowed = parse.is_verb(token) and bool(parse.frame(token).modal) and reading.code[:2] in VIOLENT
        if reading.sense.content_only and reading.operator is None and not lifted and not vowed:
            reader.why_not[token] = "a topic, no act of its own"
            return
        if parse.deps[token] == "compound" and reader.actors.offices.role(parse.heads[token]):
            reader.why_not[token] = "says who somebody is"  # "riot police", "the strike leader"
            return
        if parse.pos[token] == "NOUN" and points_back(parse, token):
            reader.why_not[token] = "told before"
            return
        if parse.deps[token] == "attr" and reading.code[:2] in VIOLENT and reading.content is None:
            reader.why_not[token] = "said of something else"
            return
        frame = parse.frame(token)
        reported = bool(speakers(parse, token))
        told: Reading | None = reading
        if parse.is_verb(token) or parse.pos[token] == "ADJ":
            told = modality.modal(reader, reading, frame, reported=reported)
        if told is None:
            told = modality.obliged(reader, reading, frame)
            if told is not None:
                sayers = advisers(parse, token)
                if sayers:
                    yield _said_by(told, sayers)
                    return
            reader.why_not[token] = "negated" if frame.negated else f"hypothetical ({frame.modal})"
            return
        if self.clock is not None and self.clock.is_future(token) and not parse.is_verb(token):
            reader.why_not[token] = "still to come"
            return
        if reading.code[:2] in VIOLENT and is_reckoned(parse, token):
            reader.why_not[token] = "a reckoning of years"
            return
        reason = why_unreal(parse, token, reader) or why_conditional(parse, told) or self._result(parse, token, told)
        if reason:
            reader.why_not[token] = reason
            return
        yield told

    @staticmethod
    def _is_of_nature(parse: Parse, reading: Reading) -> bool:
        """Whether an assault is that of a storm or the like, of which the sentence tells."""
        told = any(parse.lemmas[inner.token] in _ASSAULTS for inner in reading.chain())
        others = any(parse.lemmas[agent] not in _HAZARDS for agent in reading.agents)
        return told and not others and not _HAZARDS.isdisjoint(parse.lemmas)

    def _result(self, parse: Parse, token: int, reading: Reading) -> str | None:
        """Why violence is no act of its own: "stormed the camp, killing ten", "the storm's assault"; or None."""
        violent = reading.code[:2] in VIOLENT
        if violent and self._is_of_nature(parse, reading):
            return "a disaster"
        if violent and parse.deps[token] in {"advcl", "conj"} and parse.tags[token] == "VBG":
            if parse.lemmas[parse.heads[token]] in _ACCIDENTS:
                return "the result of an accident"  # "a helicopter crashed, killing ten"
            for node in parse.ancestors(token):
                if node in self._assaults:
                    return "the result of the act told before"
        around = frozenset(parse.frame(token).around) if violent and not parse.is_verb(token) else frozenset()
        if around and around.issuperset(reading.agents) and around.issuperset(reading.targets):
            for node in parse.ancestors(token):  # "seizing the building after hours of fighting"
                if node in self._assaults:
                    return "the occasion of the act told before"
        ranked = violent and not parse.is_verb(token) and _is_ranked(parse, token)
        if ranked and not self._assaults.isdisjoint(parse.ancestors(token)):
            return "the occasion of the act told before"
        return None

    @staticmethod
    def _coded(parse: Parse, participants: Participants, reading: Reading, when: When) -> Iterator[Coded]:
        for actor, target, code in participants.pairs(reading):
            yield Coded(actor, target, code, when, _action(parse, reading), reading)

    def _retold(self, participants: Participants, reading: Reading, when: When) -> When:
        """The date told before for the same act of the same person, where this sentence states none."""
        for actor in participants.agents.of(reading):
            key = (actor.surname or actor.code, reading.code)
            if when.stated:
                self._dated.setdefault(key, when)
            elif actor.surname and key in self._dated:
                return self._dated[key]
        return when

    def _when(self, parse: Parse, reading: Reading, clock: Clock) -> When:
        """The date that the words of the act carry, else its clause's, else its reporter's; else the article's."""
        planned = reading.content is not None and reading.content.token == reading.token
        if not planned or reading.operator not in _SPOKEN:  # the date of a plan is not the day of its announcement
            chain = [reading] if reading.operator in _SPOKEN else list(reading.chain())
            own = clock.at([inner.token for inner in chain]) or clock.within(reading.token)
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
        root = next((token for token, head in enumerate(parse.heads) if token == head), 0)
        subject = parse.surface_subject(root) if parse.is_verb(root) else None
        self.discourse.subjects = () if subject is None else actors.parties(subject)
        heads = [
            token
            for token in range(len(parse))
            if parse.deps[token] in {"dobj", "pobj", "poss", "dative", "appos", "nsubj", "nsubjpass", "ROOT"}
            and parse.pos[token] in {"NOUN", "PROPN"}
        ]
        order = {"nsubj": 1, "nsubjpass": 1}
        if self.discourse.main is None:
            first = next((found[0] for token in heads if (found := actors.parties(token)) and found[0].country), None)
            self.discourse.main = first.country if first else None
        for token in sorted(heads, key=lambda token: (order.get(parse.deps[token], 0), -token)):
            for actor in actors.parties(token):
                self.discourse.mention(actor)
        self.discourse.speaker = self._speaker(parse, actors) or self.discourse.speaker

    @staticmethod
    def _speaker(parse: Parse, actors: ActorReader) -> Actor | None:
        for token, dep in enumerate(parse.deps):
            if dep == "nsubj" and parse.lemmas[parse.heads[token]] in telling_verbs():
                found = actors.parties(token)
                if found:
                    return found[0]
        return None


def _claimed(coded: Coded, seen: set[tuple[str, str, str]]) -> bool:
    """Whether the sentence names who did what it tells again without a doer: "seized by rebels ... was kidnapped".

    Or whom it struck, and then only where: "soldiers were killed in fighting that broke out in Chechnya".
    """
    if coded.actor.role == "UAF" and coded.target.code == coded.target.country:
        return any(
            actor == coded.actor.code and target != coded.target.code and target.startswith(coded.target.code)
            for actor, target, code in seen
            if code[:2] in VIOLENT
        )
    if coded.actor.role != "UAF" or coded.reading.agents or coded.target.code == coded.target.country:
        return False
    return any(target == coded.target.code and code[:2] == coded.code[:2] for _, target, code in seen)


def _is_ranked(parse: Parse, noun: int) -> bool:
    """Whether a noun ranks what has just been told: "killing ten in the deadliest attack since"."""
    superlative = any(parse.tags[word] == "JJS" for word in parse.kids(noun, "amod"))
    return superlative and parse.deps[noun] == "pobj" and parse.lower[parse.heads[noun]] == "in"


def _by_depth(parse: Parse) -> list[int]:
    """The tokens from the root down, so that an operator is read before its content."""
    order = [token for token, head in enumerate(parse.heads) if head == token]
    for token in order:
        order.extend(parse.children[token])
    return order


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


def _said_by(reading: Reading, sayers: list[int]) -> Reading:
    targets = tuple(token for token in reading.targets if token not in sayers)
    return replace(reading, agents=tuple(sayers), targets=targets)


def _action(parse: Parse, reading: Reading) -> str:
    """The words of the predicate and of the contents that it takes, as they stand."""
    tokens = sorted({inner.token for inner in reading.chain()})
    own = [token for token in tokens if abs(token - reading.token) <= 12]
    return parse.span(min(own), max(own))
