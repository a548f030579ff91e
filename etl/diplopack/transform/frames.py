"""The slots of a predicate: who, what, to whom and under which words, read off the dependency parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# Given to somebody, they are what he has to do something in.
_TERMS = frozenset({"hour", "day", "week", "month"})
# To have none of it is a stance of its own: "no confidence in the minister", "no intention of withdrawing".
_STANCES = frozenset({"confidence", "intention", "desire"})
# A subject with one of these does it not, or does it less: "fewer people were killed".
_NOBODY = frozenset({"no", "neither", "nobody", "none", "fewer"})
# In "according to", "due to", ... the second preposition names no party of the act.
_COMPLEX = frozenset(
    {"according", "due", "owing", "prior", "because", "such", "as", "along", "ahead", "contrary", "next"}
)
_APART = frozenset({"including", "after", "before", "following", "during", "since", "amid", "despite"})
_AROUND = frozenset({"with", "during", "on", "in", "at", "for", "after", "following"})
# Who are this in something do it: "the two are locked in a dispute".
_INVOLVED = frozenset({"lock", "embroil", "engage", "involve", "entangle", "engulf"})
# The subject of the small clause after these is their object.
_PERMISSIVE = frozenset({"let", "allow", "permit", "enable", "order", "help", "force"})
_GIVING = frozenset(
    {"give", "hand", "show", "offer", "send", "grant", "award", "deny", "tell", "promise", "lend", "pay"}
)
_WHERE = frozenset({"in", "at", "near", "during"})
_SPANS = frozenset({"day", "hour", "week", "month", "round", "series", "session", "year", "couple"})
_BORDERS = frozenset({"border", "frontier", "boundary"})
MODALS = frozenset("will would shall should may might can could must ought ’ll 'll wo ’d 'd ca".split())


@dataclass(slots=True)
class Frame:
    """The slots of one predicate; each holds token indices, heads of their phrases.

    `subject` and `object` are the deep ones: in a passive the by-phrase and the surface subject. `around` is, for a
    noun in a phrase of an active verb ("left for talks with ..."), the subject of that verb.
    """

    token: int
    subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    prepositions: dict[str, list[int]] = field(default_factory=dict)
    infinitive: list[int] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    gerund: list[int] = field(default_factory=list)
    particles: tuple[str, ...] = ()
    modifiers: list[int] = field(default_factory=list)
    dative: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    modal: str = ""


class FrameReader:
    """Reads the frames of one sentence's predicates, each once."""

    def __init__(self, parse: Parse) -> None:
        """`parse` is the sentence."""
        self.parse = parse
        self._frames: dict[int, Frame] = {}

    def frame(self, token: int) -> Frame:
        """The slots of a predicate (verb, adjective or event noun)."""
        frame = self._frames.get(token)
        if frame is None:
            frame = self._verb_frame(token) if self.parse.is_verb(token) else self._noun_frame(token)
            self._frames[token] = frame
        return frame

    def _verb_frame(self, verb: int) -> Frame:
        parse = self.parse
        frame = Frame(verb, passive=parse.passive(verb))
        surface = parse.surface_subject(verb)
        head = parse.heads[verb]
        if surface is not None and frame.passive and parse.deps[verb] == "conj" and parse.is_count(surface):
            surface = parse.surface_subject(head) if parse.is_verb(head) else surface
        if surface is not None:
            nobody = {
                parse.lower[child] for child in parse.kids(surface, "det", "cc", "preconj", "amod", "compound", "nmod")
            } | {parse.lower[surface]}
            frame.negated = not nobody.isdisjoint(_NOBODY)
            (frame.object if frame.passive else frame.subject).append(surface)
        particles = []
        for child in parse.children[verb]:
            dep = parse.deps[child]
            if dep == "dobj":
                self._objects(frame, child)
            elif dep == "dative":
                frame.dative.append(self._through(child))
            elif dep == "agent":
                frame.subject.extend(parse.kids(child, "pobj"))
            elif dep == "prt":
                particles.append(parse.lower[child])
                frame.object.extend(parse.kids(child, "pobj"))  # "sealed off the city", parsed as "off the city"
            elif dep in {"xcomp", "ccomp"}:
                self._complement(frame, child)
            elif dep in {"attr", "acomp", "oprd", "npadvmod"}:
                self._predicative(frame, child)
            elif dep == "neg" or parse.lower[child] in {"never", "neither", "hardly"}:
                frame.negated = True
            elif dep == "aux" and parse.lower[child] in MODALS:
                frame.modal = parse.lower[child]
            elif dep == "advcl":
                self._adverbial(frame, child)
        frame.particles = tuple(particles)
        self._relative_object(frame)
        frame.modifiers.extend(self._over(verb))
        self._collect(frame, verb)
        self._share_object(frame)
        self._share_circumstances(frame)
        self._collect_objects(frame)
        return frame

    def _collect_objects(self, frame: Frame) -> None:
        """Add the prepositions of a verb's objects, and what a term is given for: "gave them 72 hours to leave"."""
        for noun in frame.object:
            self._collect(frame, noun)
            if self.parse.lemmas[noun] in _TERMS:
                clauses = self.parse.kids(noun, "acl", "relcl")
                frame.infinitive.extend(clause for clause in clauses if self.parse.is_infinitive(clause))

    def _over(self, verb: int) -> list[int]:
        """The adverb that ends what stands before it: "declared the truce over"."""
        parse = self.parse
        if parse.lemmas[verb] != "declare":
            return []
        below = [child for node in (verb, *parse.kids(verb, "dobj")) for child in parse.kids(node, "prep", "advmod")]
        return [child for child in below if parse.lower[child] == "over" and not parse.children[child]]

    def _objects(self, frame: Frame, child: int) -> None:
        """The object; of a verb of giving there are two, which may be read as one phrase."""
        dative, given = self._given(child) if self.parse.lemmas[frame.token] in _GIVING else (None, None)
        if dative is not None:
            frame.dative.append(dative)
        frame.object.append(self.parse.antecedent(child) if given is None else given)

    def _given(self, noun: int) -> tuple[int | None, int | None]:
        """Of a phrase after a verb of giving, to whom, and what if it is not the noun itself."""
        parse = self.parse
        told = [other for other in parse.kids(noun, "appos") if parse.kids(other, "det")]
        near = told and told[0] - noun <= 4 and "," not in parse.words[noun : told[0]]
        if near and parse.pos[noun] in {"NOUN", "PROPN"}:
            return noun, told[0]  # "showed the envoy the door"
        names = [name for name in parse.kids(noun, "nmod", "compound") if parse.pos[name] == "PROPN"]
        counts = [word for word in parse.kids(noun, "amod", "nummod", "det") if self._counts(word)]
        between = names and counts and names[0] < counts[0]
        return (names[0] if between else None), None  # "promised Kyiv more weapons"

    def _counts(self, word: int) -> bool:
        return self.parse.tags[word] == "JJR" or self.parse.pos[word] in {"NUM", "DET"}

    def _predicative(self, frame: Frame, child: int) -> None:
        if self.parse.deps[child] != "npadvmod":
            frame.modifiers.append(child)
        elif self.parse.tags[child] == "NN" and 0 < frame.token - child <= 2:
            frame.modifiers.append(child)  # "test-fired a missile"
        if self.parse.deps[child] != "npadvmod":
            frame.object.extend(self.parse.kids(child, "dobj"))  # "shot dead a policeman"
        if self.parse.deps[child] == "oprd":
            frame.modifiers.extend(self.parse.kids(child, "amod", "compound"))  # "called it a shameful act"

    def _adverbial(self, frame: Frame, child: int) -> None:
        if self._occasion(child):
            frame.prepositions.setdefault("when", []).append(child)  # "were killed when a bomb exploded"
        elif self.parse.is_infinitive(child):
            if any(self.parse.lower[mark] == "for" for mark in self.parse.kids(child, "mark")):
                frame.prepositions.setdefault("for", []).append(child)  # "called for Burma to institute"
            else:
                frame.infinitive.append(child)

    def _occasion(self, clause: int) -> bool:
        words = {self.parse.lower[child] for child in self.parse.kids(clause, "advmod", "mark")}
        return bool(words & {"when", "as", "after"}) and bool(self.parse.kids(clause, *SUBJECTS))

    def _share_circumstances(self, frame: Frame) -> None:
        """What is told of a count holds of those counted with it: "nine were killed and 30 wounded when a bomb ..."."""
        for other in self.parse.kids(frame.token, "conj") if frame.passive else ():
            subjects = self.parse.kids(other, *SUBJECTS)
            if not subjects and self.parse.tags[other] == "VBN" and self.parse.is_verb(other):
                lender = Frame(other)  # "was tortured and killed in a prison"
                self._collect(lender, other)
                for name in _WHERE & lender.prepositions.keys():
                    frame.prepositions.setdefault(name, lender.prepositions[name])
            elif subjects and self.parse.is_verb(other) and self.parse.is_count(subjects[0]):
                lender = Frame(other)
                self._collect(lender, other)
                for clause in self.parse.kids(other, "advcl"):
                    self._adverbial(lender, clause)
                for name, heads in lender.prepositions.items():
                    frame.prepositions.setdefault(name, heads)

    def _share_object(self, frame: Frame) -> None:
        """Coordinated verbs share an object: "kidnapped and killed them", "sold arms and approved $7bn more"."""
        verb = frame.token
        if frame.object or frame.passive or frame.clause or frame.infinitive:
            return
        for other in self.parse.kids(verb, "conj"):
            if other - verb <= 3 and self.parse.is_verb(other) and self.parse.kids(other, "dobj"):
                frame.object.extend(self.parse.kids(other, "dobj"))
                return
        head = self.parse.heads[verb]
        if (
            self.parse.deps[verb] == "conj"
            and self.parse.is_verb(head)
            and any(
                self.parse.lower[child] in {"more", "another", "others"} or self.parse.pos[child] == "NUM"
                for child in self.parse.children[verb]
            )
        ):
            frame.object.extend(self.parse.kids(head, "dobj"))
            for name, heads in self.frame(head).prepositions.items():
                frame.prepositions.setdefault(name, heads)

    def _relative_object(self, frame: Frame) -> None:
        """In "the sanctions (that) Washington imposed" the noun above is the object."""
        verb = frame.token
        if self.parse.deps[verb] == "relcl" and not frame.object and not frame.passive:
            noun = self.parse.heads[verb]
            if any(self.parse.lower[child] == "where" for child in self.parse.kids(verb, "advmod")):
                frame.prepositions.setdefault("in", []).append(noun)  # "a mosque where clerics called for"
            elif noun not in frame.subject:
                frame.object.append(noun)

    def _complement(self, frame: Frame, child: int) -> None:
        if self.parse.pos[child] == "ADJ" and self.parse.deps[child] == "ccomp" and self.parse.kids(child, "nsubj"):
            frame.object.extend(self.parse.kids(child, "nsubj"))  # "held the government responsible"
            frame.modifiers.append(child)
            return
        if any(self.parse.lower[mark] == "for" for mark in self.parse.kids(child, "mark")):
            frame.prepositions.setdefault("for", []).append(child)
        if self.parse.is_infinitive(child):
            frame.infinitive.append(child)
            if not frame.object and not frame.passive:  # "allowed inspectors to enter"
                frame.object.extend(self.parse.kids(child, "nsubj"))
        elif self.parse.tags[child] == "VBG" and not self.parse.kids(child, "aux", "nsubj"):
            frame.gerund.append(child)
        elif self.parse.deps[child] == "xcomp" and not self.parse.is_verb(child):
            frame.modifiers.append(child)
        elif self.parse.deps[child] == "xcomp":
            frame.infinitive.append(child)
        elif self.parse.lemmas[frame.token] in _PERMISSIVE and not frame.passive and not frame.object:
            frame.infinitive.append(child)
            frame.object.extend(self.parse.kids(child, "nsubj"))  # "let the inspectors enter"
        else:
            frame.clause.append(child)
            if self.parse.tags[child] == "VB" and not self.parse.kids(child, "aux"):
                frame.bare.append(child)  # "insisted that Iran stop"

    def _noun_frame(self, noun: int) -> Frame:
        frame = Frame(noun)
        for child in self.parse.children[noun]:
            dep = self.parse.deps[child]
            if dep == "poss":
                frame.subject.append(self.parse.antecedent(child))
            elif dep in {"amod", "compound", "nmod", "nummod"}:
                for modifier in self.parse.conjuncts(child):
                    frame.modifiers.extend([modifier, *self.parse.kids(modifier, "amod", "compound")])
            elif dep == "agent":
                frame.subject.extend(self.parse.kids(child, "pobj"))
            elif dep in {"acl", "relcl", "ccomp", "xcomp", "advcl"} and self.parse.is_infinitive(child):
                frame.infinitive.append(child)
            elif dep in {"acl", "ccomp"} and self.parse.kids(child, *SUBJECTS):
                frame.clause.append(child)
            elif dep == "acl" and self.parse.tags[child] == "VBN":
                self._collect(frame, child)  # "sanctions imposed on India"
            elif dep == "neg" or (dep == "det" and self.parse.lower[child] in {"no", "any", "neither"}):
                if self.parse.lemmas[noun] in _STANCES:
                    frame.modifiers.append(child)
                else:
                    frame.negated = not any(self.parse.lemmas[word] in _STANCES for word in frame.modifiers)
        self._collect(frame, noun)
        self._noun_context(frame, noun)
        return frame

    def _noun_context(self, frame: Frame, noun: int) -> None:
        """Add what stands around the phrase: of its sibling, of the verb above, of the copula that it completes."""
        head = self.parse.heads[noun]
        if self.parse.deps[noun] == "conj" and self.parse.pos[head] in {"NOUN", "PROPN"}:  # "sales and visits to X"
            for child in self.parse.children[head]:
                if child > noun and self.parse.deps[child] in {"prep", "agent"}:
                    self._preposition(frame, child)
        siblings = [child for child in self.parse.kids(noun, "conj") if self.parse.pos[child] == "NOUN"]
        if not frame.prepositions:
            for sibling in siblings:  # "its rejection and condemnation of the plan"
                self._collect(frame, sibling)
        nearer = max(siblings, default=len(self.parse))  # "arms sales and visits by officials": they visit
        frame.subject.extend(doer for doer in frame.prepositions.get("by", []) if doer < nearer)
        frame.object.extend(frame.prepositions.get("of", []))
        frame.around = self._around(noun)
        if self.parse.deps[noun] == "dobj" and self.parse.is_verb(head):
            self._lend(frame, head)
        if self.parse.deps[noun] in {"acomp", "attr", "oprd"}:
            verb = self.parse.heads[noun]
            copula = self._verb_frame(verb)
            frame.subject.extend(copula.subject or copula.object)
            frame.negated = frame.negated or copula.negated
            frame.modal = copula.modal
            if self.parse.pos[noun] == "ADJ":
                for name, heads in copula.prepositions.items():
                    frame.prepositions.setdefault(name, heads)
                frame.infinitive = frame.infinitive or copula.infinitive

    def _lend(self, frame: Frame, verb: int) -> None:
        """Give a noun the phrases of the verb that it is the object of: "reiterated its demand that Iran stop"."""
        lender = Frame(verb)
        self._collect(lender, verb)
        for name, heads in lender.prepositions.items():
            frame.prepositions.setdefault(name, heads)
        if not frame.clause and not frame.infinitive:
            for child in (node for node in self.parse.kids(verb, "ccomp", "xcomp", "advcl") if node > frame.token):
                if self.parse.deps[child] != "advcl" or self.parse.is_infinitive(child):
                    self._complement(frame, child)

    def _around(self, noun: int) -> list[int]:
        """The subject of the active verb in whose phrase a noun stands: "returned after three days of talks"."""
        preposition = self.parse.heads[noun]
        if self.parse.deps[noun] != "pobj":
            return []
        above = self.parse.heads[preposition]
        if self.parse.lower[preposition] == "of" and self.parse.lemmas[above] in _SPANS:
            return self._around(above)
        pressed = self.parse.lower[preposition] == "under" and self.parse.lemmas[noun] == "pressure"
        if not (pressed or self.parse.lower[preposition] in _AROUND) or not self.parse.is_verb(above):
            return []
        if self.parse.passive(above) and self.parse.lemmas[above] not in _INVOLVED:
            return []
        subject = self.parse.surface_subject(above)
        return [] if subject is None else [subject]

    def _collect(self, frame: Frame, token: int) -> None:
        """Add the prepositional phrases of a token: those of a verb and of its object are hard to tell apart."""
        for child in self.parse.children[token]:
            if self.parse.deps[child] == "advmod" or self.parse.tags[child] in {"JJR", "RBR"}:  # "closer to Iran"
                for inner in self.parse.kids(child, "prep"):
                    self._preposition(frame, inner)
            if self.parse.deps[child] not in {"prep", "dative", "agent"} or self.parse.pos[child] not in {
                "ADP",
                "PART",  # "to", taken for that of an infinitive
                "SCONJ",
                "VERB",
            }:
                continue
            self._preposition(frame, child)

    def _preposition(self, frame: Frame, child: int) -> None:
        name = self.parse.lower[child]
        heads = frame.prepositions.setdefault(name, [])
        for inner in self.parse.children[child]:
            dep = self.parse.deps[inner]
            if dep == "pobj":
                heads.append(self.parse.antecedent(inner))
                if name not in _APART:  # an example is an act of its own, as is what happened before
                    self._collect_nested(frame, inner)
            elif dep == "pcomp" or (name == "as" and dep == "amod"):  # "described it as illegal"
                heads.append(inner)
            elif dep == "prep" and name not in _COMPLEX:
                frame.prepositions.setdefault(self.parse.lower[inner], []).extend(
                    self.parse.kids(inner, "pobj", "pcomp")
                )
        if not heads:
            del frame.prepositions[name]

    def _collect_nested(self, frame: Frame, noun: int) -> None:
        """A phrase that hangs on the object of another: "talks in Doha with Iran" parsed as "Doha with Iran"."""
        for child in self.parse.kids(noun, "prep"):
            name = self.parse.lower[child]
            opposed = self.parse.lower[self.parse.heads[noun]] in {"against", "over", "at"}
            if name == "by" and opposed and not self.parse.is_verb(frame.token):
                continue  # "protests against the rape by a soldier" are not his
            if name == "with" and self.parse.lemmas[noun] in _BORDERS:
                continue  # who fights on a state's border does not fight that state
            if name in {"with", "to", "on", "against", "by", "between", "over", "from"}:
                frame.prepositions.setdefault(name, []).extend(
                    head for head in self.parse.kids(child, "pobj") if head not in frame.prepositions.get(name, ())
                )

    def _through(self, token: int) -> int:
        """The noun behind a dative preposition ("gave arms to Chad"); a bare dative is its own."""
        if self.parse.pos[token] == "ADP":
            inner = self.parse.kids(token, "pobj")
            return inner[0] if inner else token
        return token
