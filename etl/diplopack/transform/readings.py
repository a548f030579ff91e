"""What a predicate means: the sense of a verb, event noun or adjective, and operators combined with their content."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplopack.transform.syntax import is_headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diplopack.transform.frames import Frame
    from diplopack.transform.lexicon import Condition, Lexicon, Sense
    from diplopack.transform.responsibility import ActorReader
    from diplopack.transform.syntax import Parse

# Operators whose target is who is to do the content ("urged Iran to stop", "rejected Iran's demand").
_TO_THE_DOER = frozenset({"appeal", "demand", "accuse", "criticize", "reject", "investigate"})
# Operators whose agent is never who does the content.
_OF_ANOTHER = frozenset(
    {"appeal", "demand", "accuse", "criticize", "reject", "deny", "investigate", "consider", "admit"}
)
# Who is asked something is not whom it concerns.
_ADDRESSING = frozenset({"appeal", "demand"})
DOES = "do"
# Where acts happen, and who is there is meant by them otherwise.
_PREMISES = frozenset(
    {"prison", "school", "university", "college", "hospital", "embassy", "consulate", "palace", "bank"}
)
PREDICATES = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
"""The parts of speech of which a word may have a sense."""
# What is told of with these has not been done: "renewed a threat to resign".
_UNREAL = frozenset({"threat", "risk", "possibility", "prospect", "fear", "danger"})
_MAX_DEPTH = 8
# The lexicon's slots that are fields of a frame; a preposition is a slot of its own name.
FIELDS = {
    "iobj": "dative",
    "inf": "infinitive",
    "that": "clause",
    "bare": "bare",
    "ing": "gerund",
    "mod": "modifiers",
    "around": "around",
}
_PERSONAL = frozenset({"it", "they", "he", "she"})
_MEASURES = frozenset(
    "worth number hundred thousand million billion dozen kind form series round wave amount ton tonne lot shipment "
    "package batch set type score group part majority half one some most many several range piece host string spate "
    "day version increase outbreak surge burst upsurge percent cent percentage bulk portion".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A predicate read as an act: its code, and the tokens at which its parties stand, best first."""

    token: int
    code: str
    sense: Sense
    agents: tuple[int, ...]
    targets: tuple[int, ...]
    rule: str
    content: Reading | None = None
    operator: str | None = None

    def chain(self) -> Iterable[Reading]:
        """The reading and the contents within it, outermost first."""
        reading: Reading | None = self
        while reading is not None:
            yield reading
            reading = reading.content


class Reader:
    """The readings of one sentence's predicates."""

    def __init__(self, parse: Parse, actors: ActorReader, lexicon: Lexicon) -> None:
        """One sentence, the parties in it, and what is known of words."""
        self.parse = parse
        self.actors = actors
        self.lexicon = lexicon
        self.why_not: dict[int, str] = {}
        self._cache: dict[int, Reading | None] = {}
        self._senses: dict[int, tuple[Sense, ...]] = {}
        self.words = {*parse.lemmas, *parse.lower}
        self._verbs = lexicon.words["verbs"]
        self._nouns = lexicon.words["nouns"]
        self._adjectives = lexicon.words["adjectives"]

    @functools.cached_property
    def _is_headline(self) -> bool:
        return is_headline(self.parse.words)

    def senses(self, token: int) -> tuple[Sense, ...]:
        """The senses that the lexicon gives a token, with its particle if it has one."""
        found = self._senses.get(token)
        if found is None:
            found = self._senses[token] = self._look_up(token)
        return found

    def _look_up(self, token: int) -> tuple[Sense, ...]:
        parse = self.parse
        pos, lemma = parse.pos[token], parse.lemmas[token]
        if pos in {"VERB", "AUX"}:
            if parse.tags[token] in {"VBN", "VBG"} and parse.deps[token] in {"amod", "compound"}:
                return ()
            own = self._verbs.get(lemma, ())
            if lemma not in self.lexicon.phrasal:
                return own
            particles = {parse.lower[child] for child in parse.kids(token, "prt")}
            joined: tuple[Sense, ...] = ()  # of several words, "heads to Gaza for talks", any may make the verb
            for word in sorted(parse.companions(token)):
                found = self._verbs.get(f"{lemma} {word}", ())
                empty = any(
                    parse.lower[child] == word and not parse.children[child] for child in parse.kids(token, "prep")
                )
                if found and (word in particles or empty):
                    return joined + found
                joined += found
            return joined + own
        if pos == "NOUN" or (pos == "PROPN" and self._is_headline):
            return self._nouns.get(lemma) or self._nouns.get(parse.lower[token], ())
        if pos == "ADJ" and parse.deps[token] in {"acomp", "attr", "oprd", "conj", "ROOT", "amod", "advcl"}:
            return self._adjectives.get(lemma, ())
        return ()

    def read(self, token: int, depth: int = 0) -> Reading | None:
        """The reading of a predicate, or None if no sense of its word fits."""
        if token in self._cache:
            return self._cache[token]
        self._cache[token] = None  # a predicate that contains itself means nothing
        reading = self._read(token, depth) if depth < _MAX_DEPTH else None
        self._cache[token] = reading
        return reading

    def _read(self, token: int, depth: int) -> Reading | None:
        senses = self.senses(token)
        if not senses:
            return None
        frame = self.parse.frame(token)
        for sense in senses:
            if not self._holds(sense, frame, depth):
                continue
            reading = self._apply(sense, frame, depth)
            if reading is not None:
                return reading
        self.why_not[token] = "no sense fits"
        return None

    def _apply(self, sense: Sense, frame: Frame, depth: int) -> Reading | None:
        agents = tuple(token for token in self._tokens(sense.agent, frame) if not self._is_where(token))
        if not agents and (sense.mutual or sense.back):
            agents = tuple(frame.around)
        targets = self._tokens(sense.target, frame)
        if sense.mutual and not targets:
            pair = self._hyphenated(frame)
            agents, targets = pair[:1] or agents, pair[1:]
        word = sense.word
        if sense.operator is None:
            assert sense.code is not None  # noqa: S101 - the lexicon's check
            own = self._with_purpose(sense, frame, depth)
            return Reading(frame.token, own, sense, agents, targets, f"{word}:{own}")
        content = self._content(sense.content, frame, depth)
        if content is None:
            if sense.operator == DOES:
                return None
            code = self.lexicon.combine(sense.operator, None)
            if code is None:
                return None
            if not (sense.operator in _ADDRESSING and self._is_to_many(targets)):
                targets = (*targets, *self._tokens(sense.content, frame))
            return Reading(
                frame.token, code, sense, agents, targets, f"{word}:{sense.operator}()", None, sense.operator
            )
        return self._over(sense, frame.token, content, agents, targets)

    def _is_to_many(self, targets: tuple[int, ...]) -> bool:
        """Whether states that are not named are addressed: "called on its neighbours to stop the militants"."""
        many = (token for token in targets if self.parse.lemmas[token] in self.lexicon.classes["states"])
        return any(not self.actors.parties(token) for token in many)

    def _is_where(self, token: int) -> bool:
        """Whether a noun before an act only tells where it happened: a prison riot is not the prison's."""
        return self.parse.deps[token] == "compound" and self.parse.lemmas[token] in _PREMISES

    def _hyphenated(self, frame: Frame) -> tuple[int, ...]:
        """The two parties of "Turkey-EU talks"."""
        named = sorted(token for token in frame.modifiers if token in self.actors.match_at)
        if self.parse.is_verb(frame.token) or len(named) < 2:
            return ()
        first, second = named[:2]
        joined = self.parse.heads[first] == second and {"-", "–"} & set(self.parse.words[first + 1 : second])
        return (first, second) if joined else ()

    def _over(
        self, sense: Sense, token: int, content: Reading, agents: tuple[int, ...], targets: tuple[int, ...]
    ) -> Reading | None:
        operator = sense.operator
        rule = f"{sense.word}:{operator}({content.rule})"
        if operator == DOES or operator is None:
            inner = tuple(t for t in (*targets, *content.targets) if t not in agents)
            agents = agents or content.agents
            if content.sense.mutual and targets and not agents:
                agents, inner = content.targets, targets  # "clashes with rebels killed two soldiers"
            return replace(content, token=token, agents=agents, targets=inner, rule=rule, content=content)
        basis = content
        others = (token for token in targets if token not in content.targets)  # not whom the act is against
        addressed = operator in {"appeal", "demand"} and any(self.actors.parties(token) for token in others)
        if operator in {"reject", "agree"} and content.operator in {"appeal", "demand", "intend"} and content.content:
            basis = content.content
        act = basis.code
        if operator in {"appeal", "demand", "reject"} and basis.operator == "end" and act.startswith("16"):
            act = "0832"  # to stop cooperating with others is a change of policy
        code = self.lexicon.combine(operator, act)
        if code is not None and code.startswith("113") and addressed:
            code = self.lexicon.combine(operator, None)  # an appeal to a party, not against it
        if code is None:
            return None
        doers = operator in _TO_THE_DOER and not code.startswith("113")
        inner = (*content.agents, *content.targets) if doers else (*content.targets, *content.agents)
        if operator == "accuse":
            inner = content.agents  # not the victim
        if operator == "reject" and content.operator in {"appeal", "demand"}:
            targets = (*content.agents, *targets)  # whose demand it was, not who or what it was about
        targets = inner if code.startswith("113") else (*targets, *inner)
        kept = tuple(dict.fromkeys(t for t in targets if t not in agents))
        suffered = operator == "intend" and set(agents) <= set(content.targets)
        if agents and suffered and self.parse.frame(content.token).passive:  # "prisoners are expected to be freed"
            agents, kept = (), (*agents, *kept)
        if not agents and operator not in _OF_ANOTHER:
            agents = content.agents
        return Reading(token, code, sense, agents, kept, rule, content, operator)

    # -- conditions and slots ---------------------------------------------------------------------------------

    def _holds(self, sense: Sense, frame: Frame, depth: int) -> bool:
        if sense.only and not self._is(sense.only, frame):
            return False
        words = self.words
        for condition in sense.when:  # most ask for a word that the sentence has not, which is seen before any slot
            if condition.words_only and condition.lemmas.isdisjoint(words):
                return False
        for condition in sense.when:
            if not self._true(condition, frame, depth):
                return False
        for condition in sense.unless:
            if condition.words_only and condition.lemmas.isdisjoint(words):
                continue
            if self._true(condition, frame, depth):
                return False
        return True

    def _is(self, kind: str, frame: Frame) -> bool:
        if kind == "passive":
            return frame.passive
        verb = self.parse.is_verb(frame.token)
        if kind == "active":
            return verb and not frame.passive
        return verb if kind == "verb" else not verb

    def _true(self, condition: Condition, frame: Frame, depth: int) -> bool:
        tokens = self._tokens(condition.slots, frame)
        if condition.nothing:
            return not tokens and not any(slot in frame.particles for slot in condition.slots)
        if condition.anything:
            return bool(tokens) or any(slot in frame.particles for slot in condition.slots)
        for token in tokens:
            for node in self.parse.conjuncts(token):
                if self._matches(condition, node, depth):
                    return True
        return False

    def _matches(self, condition: Condition, token: int, depth: int) -> bool:
        parse = self.parse
        if condition.lemmas and (parse.lemmas[token] in condition.lemmas or parse.lower[token] in condition.lemmas):
            return True
        if condition.lemmas and self._titles(token) & condition.lemmas:
            return True
        if condition.lemmas and parse.lower[token] in _PERSONAL:  # "the army said it had shelled"
            subject = self.actors.repeated(token)
            if subject is not None and parse.lemmas[subject] in condition.lemmas:
                return True
        if condition.party and self.actors.parties(token):
            return True
        if condition.acts:
            reading = self.read(token, depth + 1)
            return reading is not None and reading.code.startswith(condition.acts)
        return False

    def _titles(self, token: int) -> set[str]:
        """What somebody is called before his name: "President Thabo Mbeki" is a president."""
        parse = self.parse
        if parse.pos[token] != "PROPN":
            return set()
        return {parse.lemmas[child] for child in parse.kids(token, "compound")}

    def _tokens(self, slots: Iterable[str], frame: Frame) -> tuple[int, ...]:
        found: list[int] = []
        for slot in slots:
            if slot == "subj":
                found.extend(self._measured(frame.subject) or self._before(frame, owners=True))
            elif slot == "obj":
                found.extend(self._measured(frame.object) or self._before(frame, owners=False))
            elif slot in FIELDS:
                found.extend(getattr(frame, FIELDS[slot]))
                # Of a verb it is a preposition: "rallied around their leader".
                if slot == "around" and self.parse.is_verb(frame.token):
                    found.extend(frame.prepositions.get(slot, ()))
            elif slot == "head":
                found.append(frame.token)
            else:
                found.extend(self._measured(frame.prepositions.get(slot, ())))
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _measured(self, tokens: Sequence[int]) -> list[int]:
        """Some nouns, and what those that only measure hold: "$15bn worth of weapons", "a string of blasts"."""
        found = []
        for token in tokens:
            found.append(token)
            if self.parse.lemmas[token] in _MEASURES or self.parse.pos[token] == "NUM":
                found.extend(self.parse.frame(token).prepositions.get("of", ()))
        return found

    def _before(self, frame: Frame, *, owners: bool) -> list[int]:
        """The parties that stand as modifiers before a noun: a nationality or body does, a state suffers.

        "Israeli air strikes", "a U.N. appeal", "police raids", but "Iran sanctions", "the Gaza blockade".
        """
        if self.parse.is_verb(frame.token):
            return []
        found = []
        for token in frame.modifiers:
            match = self.actors.match_at.get(token)
            if match is not None:
                state = (
                    match.name.kind in {"country", "place"} and not self.parse.words[token].replace(".", "").isupper()
                )
                if state != owners:
                    found.append(token)
            elif owners and self.parse.pos[token] == "NOUN" and self.actors.parties(token):
                found.append(token)
        return found

    def _content(self, slots: Iterable[str], frame: Frame, depth: int) -> Reading | None:
        for slot in slots:
            for token in self._tokens((slot,), frame):
                for node in self.parse.conjuncts(token):
                    reading = self._content_at(node, depth)
                    if reading is not None:
                        return reading
        return None

    def _content_at(self, token: int, depth: int) -> Reading | None:
        """The act in a content slot; a negated one is its end ("urged Iran not to attack")."""
        reading = self.read(token, depth + 1)
        if reading is None:
            reading = self._thing(token, depth)
            if reading is not None and self.parse.is_verb(token):  # whoever is to do it, not whose it is
                doers = tuple(self.parse.frame(token).subject)
                reading = replace(reading, agents=(*doers, *reading.agents))
            return reading
        if self.parse.is_verb(token) and self.parse.frame(token).negated:
            end = self.lexicon.combine("end", reading.code)
            return replace(reading, code=end, rule=f"not({reading.rule})") if end else None
        return reading

    def _thing(self, token: int, depth: int) -> Reading | None:
        """Content one step down: the object of a verb without a sense, the of-phrase of a noun without one."""
        parse = self.parse
        if depth > 3 or parse.pos[token] not in {"NOUN", "VERB", "ADJ", "AUX"} or parse.lemmas[token] in _UNREAL:
            return None
        below = []
        if parse.is_verb(token):
            below = [*parse.kids(token, "dobj", "xcomp", "attr", "acomp"), *parse.kids(token, "nsubjpass")]
        else:
            for child in parse.kids(token, "prep"):
                if parse.lower[child] in {"of", "for"}:
                    below.extend(parse.kids(child, "pobj", "pcomp"))
            person = self.actors.offices.role(token)  # "sent its intelligence chief"
            told = ("acl",) if person else ("acl", "compound")
            below.extend(
                child for child in parse.kids(token, *told) if parse.tags[child] != "VBN" or parse.kids(child, "aux")
            )
        for node in below:
            reading = self.read(node, depth + 1)
            if reading is not None:
                return reading
        return None

    def _with_purpose(self, sense: Sense, frame: Frame, depth: int) -> str:
        code = sense.code or ""
        if sense.purpose:
            told = self.parse.kids(frame.token, "advcl", "acl", "conj")
            participles = [
                child for child in told if self.parse.tags[child] == "VBG"
            ]  # "..., demanding that he resign"
            contents = [
                self._content(sense.purpose, frame, depth),
                *(self.read(child, depth + 1) for child in participles),
            ]
            for content in contents:
                for reading in content.chain() if content is not None else ():
                    if reading.code.startswith("083") and len(reading.code) == 4:
                        return code[:3] + reading.code[3]
        return code
