"""A dependency parse as plain lists, and the slots of a predicate read off it.

spaCy's labels (CLEAR style: nsubj, dobj, pobj, ...) are used as the model gives them. Plain lists, since reading
an attribute of a spaCy token costs as much as a whole step of the coder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# With these prepositions an -ing clause has the object as its subject: "accused Iran of sending".
_OBJECT_CONTROL = frozenset({"of", "for", "from", "into", "with"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "use", "need"})
# In "according to", "due to", ... the second preposition names no party of the act.
_COMPLEX = frozenset(
    {"according", "due", "owing", "prior", "because", "such", "as", "along", "ahead", "contrary", "next"}
)
# Verbs whose lemma the model gets wrong.
_LEMMAS = {
    "forgave": "forgive",
    "unbanned": "unban",
    "resupplied": "resupply",
    "readmitted": "readmit",
    "staged": "stage",
    "waged": "wage",
    "fined": "fine",
    "raped": "rape",
    "hoped": "hope",
    "axed": "axe",
    "sniped": "snipe",
    "decreed": "decree",
    "rearrested": "rearrest",
}
# Prepositions that belong to the verb wherever they stand: "threw the ambassador out of the country".
_ADVERBIAL = frozenset({"out", "back", "home", "away", "off", "up", "down", "aside"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december".split()
)
# These speak for who makes them: "adopted a resolution condemning Iran".
_DOCUMENTS = frozenset(
    "report resolution declaration statement letter petition bill law decree order communique message note motion "
    "speech address interview article editorial".split()
)
_MAKING = frozenset(
    "adopt pass issue publish approve sign release write send make deliver give file submit hand circulate draft "
    "introduce present read".split()
)
_AROUND = frozenset({"with", "during", "on", "in", "at", "for", "after", "following"})
_SPANS = frozenset({"day", "hour", "week", "month", "round", "series", "session", "year", "couple"})
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


class Parse:
    """One parsed sentence: parallel lists over its tokens, and what the tree says of each."""

    __slots__ = (
        "_frames",
        "_strings",
        "children",
        "deps",
        "heads",
        "lemmas",
        "lower",
        "pos",
        "starts",
        "tags",
        "text",
        "words",
    )

    def __init__(self, doc: Doc, original: Doc, strings: dict[int, str]) -> None:
        """Copy a parsed spaCy document; words and offsets are those of `original`, which has the same tokens.

        `strings` caches the text of spaCy's symbols between calls.
        """
        from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG

        rows = doc.to_array([LEMMA, POS, TAG, DEP, HEAD]).astype("int64").tolist()
        store = doc.vocab.strings
        for row in rows:
            for symbol in row[:4]:
                if symbol not in strings:
                    strings[symbol] = store[symbol & 0xFFFFFFFFFFFFFFFF]
        self.text: str = original.text
        self.words: list[str] = [token.text for token in original]
        self.lower: list[str] = [word.lower() for word in self.words]
        self.lemmas: list[str] = [strings[row[0]].lower() for row in rows]
        self.pos: list[str] = [strings[row[1]] for row in rows]
        for index, word in enumerate(self.lower):
            if self.pos[index] == "VERB" and word in _LEMMAS:
                self.lemmas[index] = _LEMMAS[word]
            elif self.pos[index] == "PROPN" and self.lemmas[index] == word:
                self.lemmas[index] = _singular(word)  # "Rebels" at the beginning is taken for a name
        self.tags: list[str] = [strings[row[2]] for row in rows]
        self.deps: list[str] = [strings[row[3]] for row in rows]
        self.heads: list[int] = [index + row[4] for index, row in enumerate(rows)]
        self.starts: list[int] = [token.idx for token in original]
        self.children: list[list[int]] = [[] for _ in rows]
        for index, head in enumerate(self.heads):
            if head != index:
                self.children[head].append(index)
        self._frames: dict[int, Frame] = {}

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.starts[last] + len(self.words[last])]

    def kids(self, token: int, *deps: str) -> list[int]:
        """The children of a token that carry one of these labels, in the order of the text."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def subtree(self, token: int) -> Iterator[int]:
        """The token and everything below it."""
        stack = [token]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(self.children[node])

    def ancestors(self, token: int) -> Iterator[int]:
        """What governs the token, nearest first."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def conjuncts(self, token: int) -> list[int]:
        """The token and what is coordinated with it below it: "Russia, China and Iran"."""
        found = [token]
        for node in found:
            found.extend(self.kids(node, "conj"))
        return found

    def is_verb(self, token: int) -> bool:
        """Whether the token is a verb or an auxiliary that stands as one."""
        return self.pos[token] in {"VERB", "AUX"}

    def passive(self, verb: int) -> bool:
        """Whether a verb is in the passive, with or without its auxiliary ("diplomats expelled by ...")."""
        if self.kids(verb, "auxpass", "nsubjpass", "csubjpass"):
            return True
        if self.tags[verb] != "VBN":
            return False
        if self.deps[verb] == "acl" and self._is_verbless() and not self.kids(verb, "agent"):
            return False  # "A report called for sanctions", read as a noun with a participle
        if self.deps[verb] == "acl" or (self.deps[verb] in {"advcl", "amod"} and not self.kids(verb, "aux", "dobj")):
            return True
        if self.deps[verb] == "conj" and not self.kids(verb, "aux", *_SUBJECTS, "dobj"):
            head = self.heads[verb]
            return self.is_verb(head) and self.passive(head)
        return bool(self.kids(verb, "agent")) and not self.kids(verb, "nsubj")

    def _is_verbless(self) -> bool:
        """Whether the sentence has a noun for its root, as a misread one has."""
        root = next(token for token, head in enumerate(self.heads) if token == head)
        return self.pos[root] in {"NOUN", "PROPN"}

    def antecedent(self, token: int) -> int:
        """What a relative pronoun stands for; any other token for itself."""
        if self.lower[token] in _RELATIVE and self.tags[token] in {"WDT", "WP", "WP$", "IN", "DT"}:
            for node in self.ancestors(token):
                if self.deps[node] == "relcl":
                    return self.heads[node]
                if self.deps[node] == "ccomp" and self.lemmas[self.heads[node]] == "be":  # "It was Turkey that ..."
                    return next(iter(self.kids(self.heads[node], "attr")), token)
        return token

    def surface_subject(self, verb: int, depth: int = 0) -> int | None:
        """The grammatical subject of a verb: its own, or the one that the construction gives it."""
        own = self.kids(verb, *_SUBJECTS)
        if own:
            return self.antecedent(own[0])
        head, dep = self.heads[verb], self.deps[verb]
        if head == verb or depth > 12:
            return None
        infinitive = dep in {"relcl", "acl"} and self._is_infinitive(verb)
        if not infinitive and (dep == "relcl" or (dep == "acl" and self.tags[verb] in {"VBG", "VBN"})):
            made = self.deps[head] == "dobj" and self.lemmas[self.heads[head]] in _MAKING
            if made and dep == "acl" and self.tags[verb] == "VBG" and self.lemmas[head] in _DOCUMENTS:
                return self._owner(head) or head
            return head
        if dep in {"acl", "relcl"}:
            return self._first_to(head) if self.is_first_to(head) else self._owner(head)
        if dep in {"conj", "advcl", "ccomp", "dep", "parataxis", "acomp", "attr", "aux", "auxpass"}:
            return self.surface_subject(head, depth + 1) if self.is_predicate(head) else None
        if dep == "xcomp":
            objects = self.kids(head, "dobj", "dative")
            if objects and self.lemmas[head] not in _SUBJECT_CONTROL:
                return objects[0]
            return self.surface_subject(head, depth + 1)
        if dep == "pcomp":
            return self._controller(head, depth)
        return None

    def _controller(self, preposition: int, depth: int) -> int | None:
        governor = self.heads[preposition]
        if governor == preposition:
            return None
        if self.is_predicate(governor):
            objects = self.kids(governor, "dobj", "nsubjpass")
            if objects and self.lower[preposition] in _OBJECT_CONTROL:
                return objects[0]
            return self.surface_subject(governor, depth + 1)
        return self._owner(governor)

    def _owner(self, noun: int) -> int | None:
        """Whose a noun is: its possessor, or the subject of the verb that it is the object of."""
        owners = self.kids(noun, "poss")
        if owners:
            return owners[0]
        head = self.heads[noun]
        if self.deps[noun] in {"dobj", "attr"} and self.is_verb(head):
            return self.surface_subject(head, 8)
        return None

    def companions(self, verb: int) -> set[str]:
        """The words that make a verb another one: its particles, and prepositions right after it ("call off X").

        Not those after its object, nor of a date: "called him on Saturday".
        """
        objects = self.kids(verb, "dobj")
        words = {self.lower[child] for child in self.kids(verb, "prt", "advmod")}
        for child in self.kids(verb, "prep"):
            if self.lower[child] in _ADVERBIAL:
                words.add(self.lower[child])
                continue
            dated = any(self.lower[noun] in _DAYS for noun in self.kids(child, "pobj"))
            if not dated and not (objects and objects[0] < child):
                words.add(self.lower[child])
        if any(
            self.lower[mark] == "for"
            for child in self.kids(verb, "advcl", "ccomp")
            for mark in self.kids(child, "mark")
        ):
            words.add("for")
        return words

    def is_first_to(self, noun: int) -> bool:
        """Whether an infinitive after this noun tells a fact: "the first official to visit Taiwan"."""
        return any(
            self.tags[child] in {"JJS", "RBS"} or self.lower[child] in {"first", "last", "latest", "only", "second"}
            for child in self.subtree(noun)
            if child < noun
        )

    def _first_to(self, noun: int) -> int:
        """The one who was: "Azar was the first official to visit"; else the noun itself."""
        if self.deps[noun] == "attr":
            return next(iter(self.kids(self.heads[noun], "nsubj")), noun)
        return noun

    def is_predicate(self, token: int) -> bool:
        """Whether the token can have a subject: a verb, or what stands after a copula."""
        return self.is_verb(token) or self.deps[token] in {"acomp", "attr", "oprd"}

    def frame(self, token: int) -> Frame:
        """The slots of a predicate (verb, adjective or event noun)."""
        frame = self._frames.get(token)
        if frame is None:
            frame = self._verb_frame(token) if self.is_verb(token) else self._noun_frame(token)
            self._frames[token] = frame
        return frame

    def _verb_frame(self, verb: int) -> Frame:
        frame = Frame(verb, passive=self.passive(verb))
        surface = self.surface_subject(verb)
        if surface is not None:
            nobody = {self.lower[child] for child in self.kids(surface, "det", "cc", "preconj")} | {self.lower[surface]}
            frame.negated = bool(nobody & {"no", "neither", "nobody", "none"})
            (frame.object if frame.passive else frame.subject).append(surface)
        particles = []
        for child in self.children[verb]:
            dep = self.deps[child]
            if dep == "dobj":
                frame.object.append(self.antecedent(child))
            elif dep == "dative":
                frame.dative.append(self._through(child))
            elif dep == "agent":
                frame.subject.extend(self.kids(child, "pobj"))
            elif dep == "prt":
                particles.append(self.lower[child])
            elif dep in {"xcomp", "ccomp"}:
                self._complement(frame, child)
            elif dep in {"attr", "acomp", "oprd"}:
                frame.modifiers.append(child)
            elif dep == "neg" or self.lower[child] in {"never", "neither", "hardly"}:
                frame.negated = True
            elif dep == "aux" and self.lower[child] in MODALS:
                frame.modal = self.lower[child]
            elif dep == "advcl" and self._is_infinitive(child):
                if any(self.lower[mark] == "for" for mark in self.kids(child, "mark")):
                    frame.prepositions.setdefault("for", []).append(child)  # "called for Burma to institute"
                else:
                    frame.infinitive.append(child)
        frame.particles = tuple(particles)
        self._relative_object(frame)
        self._collect(frame, verb)
        self._share_object(frame)
        for noun in frame.object:
            self._collect(frame, noun)
        return frame

    def _share_object(self, frame: Frame) -> None:
        """Coordinated verbs share an object: "kidnapped and killed them", "sold arms and approved $7bn more"."""
        verb = frame.token
        if frame.object or frame.passive or frame.clause or frame.infinitive:
            return
        for other in self.kids(verb, "conj"):
            if other - verb <= 3 and self.is_verb(other) and self.kids(other, "dobj"):
                frame.object.extend(self.kids(other, "dobj"))
                return
        head = self.heads[verb]
        if (
            self.deps[verb] == "conj"
            and self.is_verb(head)
            and any(
                self.lower[child] in {"more", "another", "others"} or self.pos[child] == "NUM"
                for child in self.children[verb]
            )
        ):
            frame.object.extend(self.kids(head, "dobj"))
            for name, heads in self.frame(head).prepositions.items():
                frame.prepositions.setdefault(name, heads)

    def _relative_object(self, frame: Frame) -> None:
        """In "the sanctions (that) Washington imposed" the noun above is the object."""
        verb = frame.token
        if self.deps[verb] == "relcl" and not frame.object and not frame.passive:
            noun = self.heads[verb]
            if noun not in frame.subject:
                frame.object.append(noun)

    def _complement(self, frame: Frame, child: int) -> None:
        if any(self.lower[mark] == "for" for mark in self.kids(child, "mark")):
            frame.prepositions.setdefault("for", []).append(child)
        if self._is_infinitive(child):
            frame.infinitive.append(child)
            if not frame.object and not frame.passive:  # "allowed inspectors to enter"
                frame.object.extend(self.kids(child, "nsubj"))
        elif self.tags[child] == "VBG" and not self.kids(child, "aux", "nsubj"):
            frame.gerund.append(child)
        elif self.deps[child] == "xcomp" and not self.is_verb(child):
            frame.modifiers.append(child)
        elif self.deps[child] == "xcomp":
            frame.infinitive.append(child)
        else:
            frame.clause.append(child)
            if self.tags[child] == "VB" and not self.kids(child, "aux"):
                frame.bare.append(child)  # "insisted that Iran stop"

    def _is_infinitive(self, verb: int) -> bool:
        return any(self.tags[child] == "TO" for child in self.kids(verb, "aux"))

    def _noun_frame(self, noun: int) -> Frame:
        frame = Frame(noun)
        for child in self.children[noun]:
            dep = self.deps[child]
            if dep == "poss":
                frame.subject.append(self.antecedent(child))
            elif dep in {"amod", "compound", "nmod", "nummod"}:
                for modifier in self.conjuncts(child):
                    frame.modifiers.extend([modifier, *self.kids(modifier, "amod", "compound")])
            elif dep == "agent":
                frame.subject.extend(self.kids(child, "pobj"))
            elif dep in {"acl", "relcl", "ccomp", "xcomp", "advcl"} and self._is_infinitive(child):
                frame.infinitive.append(child)
            elif dep in {"acl", "ccomp"} and self.kids(child, *_SUBJECTS):
                frame.clause.append(child)
            elif dep == "acl" and self.tags[child] == "VBN":
                self._collect(frame, child)  # "sanctions imposed on India"
            elif dep == "neg" or (dep == "det" and self.lower[child] in {"no", "any", "neither"}):
                frame.negated = True
        self._collect(frame, noun)
        self._noun_context(frame, noun)
        return frame

    def _noun_context(self, frame: Frame, noun: int) -> None:
        """Add what stands around the phrase: of its sibling, of the verb above, of the copula that it completes."""
        head = self.heads[noun]
        if self.deps[noun] == "conj" and self.pos[head] in {
            "NOUN",
            "PROPN",
        }:  # "sales and visits to Taipei by ..."
            for child in self.children[head]:
                if child > noun and self.deps[child] in {"prep", "agent"}:
                    self._preposition(frame, child)
        frame.subject.extend(frame.prepositions.get("by", []))
        frame.object.extend(frame.prepositions.get("of", []))
        frame.around = self._around(noun)
        if self.deps[noun] == "dobj" and self.is_verb(head):
            self._lend(frame, head)
        if self.deps[noun] in {"acomp", "attr", "oprd"}:
            verb = self.heads[noun]
            copula = self._verb_frame(verb)
            frame.subject.extend(copula.subject or copula.object)
            frame.negated = frame.negated or copula.negated
            frame.modal = copula.modal
            if self.pos[noun] == "ADJ":
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
            for child in self.kids(verb, "ccomp", "xcomp", "advcl"):
                if self.deps[child] != "advcl" or self._is_infinitive(child):
                    self._complement(frame, child)

    def _around(self, noun: int) -> list[int]:
        """The subject of the active verb in whose phrase a noun stands: "returned after three days of talks"."""
        preposition = self.heads[noun]
        if self.deps[noun] != "pobj":
            return []
        above = self.heads[preposition]
        if self.lower[preposition] == "of" and self.lemmas[above] in _SPANS:
            return self._around(above)
        if self.lower[preposition] not in _AROUND or not self.is_verb(above) or self.passive(above):
            return []
        subject = self.surface_subject(above)
        return [] if subject is None else [subject]

    def _collect(self, frame: Frame, token: int) -> None:
        """Add the prepositional phrases of a token: those of a verb and of its object are hard to tell apart."""
        for child in self.children[token]:
            if self.deps[child] == "advmod":  # "flew close to North Korea"
                for inner in self.kids(child, "prep"):
                    self._preposition(frame, inner)
            if self.deps[child] not in {"prep", "dative", "agent"} or self.pos[child] not in {
                "ADP",
                "SCONJ",
                "VERB",
            }:
                continue
            self._preposition(frame, child)

    def _preposition(self, frame: Frame, child: int) -> None:
        name = self.lower[child]
        heads = frame.prepositions.setdefault(name, [])
        for inner in self.children[child]:
            dep = self.deps[inner]
            if dep == "pobj":
                heads.append(self.antecedent(inner))
                self._collect_nested(frame, inner)
            elif dep == "pcomp":
                heads.append(inner)
            elif dep == "prep" and name not in _COMPLEX:
                frame.prepositions.setdefault(self.lower[inner], []).extend(self.kids(inner, "pobj", "pcomp"))
        if not heads:
            del frame.prepositions[name]

    def _collect_nested(self, frame: Frame, noun: int) -> None:
        """A phrase that hangs on the object of another: "talks in Doha with Iran" parsed as "Doha with Iran"."""
        for child in self.kids(noun, "prep"):
            name = self.lower[child]
            if name in {"with", "to", "on", "against", "by", "between", "over", "from"}:
                frame.prepositions.setdefault(name, []).extend(
                    head for head in self.kids(child, "pobj") if head not in frame.prepositions.get(name, ())
                )

    def _through(self, token: int) -> int:
        """The noun behind a dative preposition ("gave arms to Chad"); a bare dative is its own."""
        if self.pos[token] == "ADP":
            inner = self.kids(token, "pobj")
            return inner[0] if inner else token
        return token


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word


def is_headline(words: Sequence[str]) -> bool:
    """Whether a sentence is set as a headline, so that a capital makes no name of a word ("Russia Holds Talks")."""
    long = [word for word in words if word[0].isalpha() and len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
