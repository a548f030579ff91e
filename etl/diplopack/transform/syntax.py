"""A dependency parse as plain lists, and the slots of a predicate read off it.

spaCy's labels (CLEAR style: nsubj, dobj, pobj, ...) are used as the model gives them. Plain lists, since reading
an attribute of a spaCy token costs as much as a whole step of the coder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.frames import SUBJECTS, FrameReader
from diplopack.transform.lemmas import mend_lemmas
from diplopack.transform.mending import mend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from diplopack.transform.frames import Frame


_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
# With these prepositions an -ing clause has the object as its subject: "accused Iran of sending".
_OBJECT_CONTROL = frozenset({"of", "for", "from", "into", "with"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "use", "need"})
# Prepositions that belong to the verb wherever they stand: "threw the ambassador out of the country".
_ADVERBIAL = frozenset({"out", "back", "home", "away", "off", "up", "down", "aside"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december".split()
)
# These speak for who makes them: "adopted a resolution condemning Iran".
_DOCUMENTS = frozenset(
    "report resolution declaration statement letter petition bill law decree order communique message note motion "
    "speech address interview article editorial leaflet pamphlet".split()
)
_MAKING = frozenset(
    "adopt pass issue publish approve sign release write send make deliver give file submit hand circulate draft "
    "introduce present read print distribute drop scatter".split()
)

# Verbs that somebody does to somebody: where no object stands, their subject suffered it.
_NEVER_ALONE = frozenset(
    "kill injure wound kidnap abduct arrest detain jail imprison free release sentence convict indict expel deport "
    "behead assassinate acquit murder oust sack capture apprehend ban evict".split()
)

# Whose subject does not do what their object names: "survived a vote to oust him".
_UNDERGOING = frozenset("survive face escape avoid foil thwart dodge defeat evade elude overcome withstand".split())


# What a document keeps the places of its tokens in its text by, where they are not its own.
STARTS = "starts"


def annotated(doc: Doc) -> NDArray[np.int64]:
    """What the parser says of a document: a row a token, of lemma, part of speech, tag, label and distance to its head.

    All but the distance are spaCy's symbols.
    """
    from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG

    found: NDArray[np.int64] = doc.to_array([LEMMA, POS, TAG, DEP, HEAD]).astype("int64")
    return found


class Strings(dict[int, str]):
    """The text of the symbols of spaCy that came before, and of any other when it is asked for."""

    def __init__(self, vocab: Vocab) -> None:
        """The symbols of this vocabulary."""
        super().__init__()
        self._vocab = vocab

    def __missing__(self, symbol: int) -> str:
        """A symbol that did not come before."""
        found = self[symbol] = self._vocab.strings[symbol & 0xFFFFFFFFFFFFFFFF]
        return found


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

    def __init__(self, annotations: NDArray[np.int64], text: str, original: Doc, strings: Strings) -> None:
        """Read what the parser says of a text, as `annotations` gives it; words and offsets are those of its document.

        Where the document lacks white space of the text, its `STARTS` say where its tokens stand in the text.
        """
        lemmas, pos, tags, deps, distances = annotations.T.tolist()
        self.text = text
        tokens = list(original)
        self.words: list[str] = [token.text for token in tokens]
        self.lower: list[str] = [word.lower() for word in self.words]
        self.lemmas: list[str] = [strings[symbol].lower() for symbol in lemmas]
        self.pos: list[str] = [strings[symbol] for symbol in pos]
        self.tags: list[str] = [strings[symbol] for symbol in tags]
        mend_lemmas(self)
        self.starts: list[int] = original.user_data.get(STARTS) or [token.idx for token in tokens]
        labels = [strings[symbol] for symbol in deps]
        self._link(labels, distances)
        read = list(self.heads)
        mend(self)
        if self.heads != read and not self._is_tree():  # whoever climbs it would never come to the root
            self._link(labels, distances)
        self._frames = FrameReader(self)

    def _link(self, labels: Sequence[str], distances: Sequence[int]) -> None:
        """Put each token below its head, as the parser does."""
        self.deps: list[str] = list(labels)
        self.heads: list[int] = [index + distance for index, distance in enumerate(distances)]
        self.children: list[list[int]] = [[] for _ in labels]
        for index, head in enumerate(self.heads):
            if head != index:
                self.children[head].append(index)

    def _is_tree(self) -> bool:
        """Whether all tokens hang below roots, each once."""
        size = len(self.heads)
        order = [token for token, head in enumerate(self.heads) if head == token]
        for token in order:
            order.extend(self.children[token])
            if len(order) > size:
                return False
        return len(order) == size

    def frame(self, token: int) -> Frame:
        """The slots of a predicate (verb, adjective or event noun)."""
        return self._frames.frame(token)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.starts[last] + len(self.words[last])]

    def kids(self, token: int, *deps: str) -> list[int]:
        """The children of a token that carry one of these labels, in the order of the text."""
        found: list[int] = []
        labels = self.deps
        for child in self.children[token]:  # no comprehension, which is a call of its own: most tokens have no children
            if labels[child] in deps:
                found.append(child)  # noqa: PERF401
        return found

    def move(self, token: int, head: int, dep: str) -> None:
        """Put a token below another one than it was, with a label; but nothing below itself."""
        if token == head or token in self.ancestors(head):
            return
        self.children[self.heads[token]].remove(token)
        self.children[head].append(token)
        self.children[head].sort()
        self.heads[token], self.deps[token] = head, dep

    def subtree(self, token: int) -> Iterator[int]:
        """The token and everything below it."""
        stack = [token]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(self.children[node])

    def lemmas_below(self, token: int) -> set[str]:
        """The lemmas of the token and of everything below it."""
        return {self.lemmas[node] for node in self.subtree(token)}

    def ancestors(self, token: int) -> Iterator[int]:
        """What governs the token, nearest first."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def conjuncts(self, token: int) -> list[int]:
        """The token and what is coordinated with it below it: "Russia, China and Iran"."""
        found = [token]
        labels = self.deps
        for node in found:
            for child in self.children[node]:
                if labels[child] == "conj":
                    found.append(child)  # noqa: PERF401
        return found

    def is_verb(self, token: int) -> bool:
        """Whether the token is a verb or an auxiliary that stands as one."""
        return self.pos[token] in {"VERB", "AUX"}

    def passive(self, verb: int) -> bool:
        """Whether a verb is in the passive, with or without its auxiliary ("diplomats expelled by ...")."""
        if self.kids(verb, "auxpass", "nsubjpass", "csubjpass"):
            return True
        if self._is_headline_passive(verb):
            return True
        if self.tags[verb] == "VBD" and self.deps[verb] == "conj" and self.lemmas[verb] in _NEVER_ALONE:
            shared = not self.kids(verb, *SUBJECTS, "dobj", "ccomp", "xcomp", "prt", "conj")
            return shared and self.is_verb(self.heads[verb]) and self.passive(self.heads[verb])
        if self.tags[verb] != "VBN":
            return False
        if self.deps[verb] == "acl" and self._is_verbless() and not self.kids(verb, "agent"):
            return False  # "A report called for sanctions", read as a noun with a participle
        if self.deps[verb] == "acl" or (self.deps[verb] in {"advcl", "amod"} and not self.kids(verb, "aux", "dobj")):
            return True
        if self.deps[verb] == "xcomp" and not self.kids(verb, "aux", "dobj"):
            return self.is_verb(self.heads[verb]) and self.passive(self.heads[verb])  # "was reported killed"
        if self.deps[verb] == "conj" and not self.kids(verb, "aux", "dobj"):
            subjects = self.kids(verb, *SUBJECTS)
            if subjects and not self.is_count(subjects[0]):
                return False
            head = self.heads[verb]
            return self.is_verb(head) and self.passive(head)
        return bool(self.kids(verb, "agent")) and not self.kids(verb, "nsubj")

    def is_count(self, token: int) -> bool:
        """Whether a subject only counts more of those named before: "30 wounded", "six others"."""
        return self.pos[token] == "NUM" or self.lower[token] in {"others", "other", "another"}

    def _is_headline_passive(self, verb: int) -> bool:
        """Whether a verb that always has an object has none: "Two soldiers killed in Kandahar"."""
        return (
            self.lemmas[verb] in _NEVER_ALONE
            and self.tags[verb] in {"VBD", "VBN"}
            and (self.deps[verb] == "acl" or (self.deps[verb] in {"ROOT", "ccomp"} and bool(self.kids(verb, "nsubj"))))
            and not self.kids(verb, "dobj", "ccomp", "xcomp", "dative", "aux", "conj", "prt")
        )

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
                if self.deps[node] == "pcomp" and self.lower[token] in {"who", "whom"}:
                    return token  # "a fight over who offered more"
                if self.deps[node] == "ccomp" and self.lemmas[self.heads[node]] == "be":  # "It was Turkey that ..."
                    return next(iter(self.kids(self.heads[node], "attr")), token)
        return token

    def _is_made(self, noun: int) -> bool:
        """Whether a text speaks for its maker: "issued a report"."""
        made = self.deps[noun] == "dobj" and self.lemmas[self.heads[noun]] in _MAKING
        return made and self.lemmas[noun] in _DOCUMENTS

    def surface_subject(self, verb: int, depth: int = 0) -> int | None:
        """The grammatical subject of a verb: its own, or the one that the construction gives it."""
        own = self.kids(verb, *SUBJECTS)
        if own:
            subject = self.antecedent(own[0])
            told = subject != own[0] and self._is_made(subject)  # "issued a report that accuses Iran"
            return (self._owner(subject) or subject) if told else subject
        head, dep = self.heads[verb], self.deps[verb]
        if head == verb or depth > 12:
            return None
        infinitive = dep in {"relcl", "acl"} and self.is_infinitive(verb)
        if not infinitive and (dep == "relcl" or (dep == "acl" and self.tags[verb] in {"VBG", "VBN", "VBD"})):
            if dep == "acl" and self.tags[verb] == "VBG" and self._is_made(head):
                return self._owner(head) or head
            return head
        if dep in {"acl", "relcl"}:
            return self._first_to(head) if self.is_first_to(head) else self._owner(head)
        if dep == "advcl" and self.lemmas[head] in _UNDERGOING and self.is_infinitive(verb) and self.kids(head, "dobj"):
            return None  # its object's, if it was put where it belongs
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
            quoted = self.lower[preposition] == "as" and self.lemmas[governor] in {"quote", "cite"}
            if objects and (quoted or self.lower[preposition] in _OBJECT_CONTROL):
                return objects[0]
            return self.surface_subject(governor, depth + 1)
        return self._owner(governor)

    def _owner(self, noun: int) -> int | None:
        """Whose a noun is: its possessor, or the subject of the verb that it is the object of."""
        owners = self.kids(noun, "poss")
        if owners:
            return owners[0]
        head = self.heads[noun]
        if self.deps[noun] in {"dobj", "attr"} and self.is_verb(head) and self.lemmas[head] not in _UNDERGOING:
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

    def is_infinitive(self, verb: int) -> bool:
        """Whether a verb is a to-infinitive."""
        return any(self.tags[child] == "TO" for child in self.kids(verb, "aux"))


def is_headline(words: Sequence[str]) -> bool:
    """Whether a sentence is set as a headline, so that a capital makes no name of a word ("Russia Holds Talks")."""
    long = small = 0
    most = 0.2 * len(words)
    for word in words:  # one loop, which ends early, as every sentence is asked
        if len(word) > 3 and word[0].isalpha():
            long += 1
            if not word[0].isupper():
                small += 1
                if small > most:
                    return False
    return long > 2 and small <= 0.2 * long
