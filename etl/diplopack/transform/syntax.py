"""A dependency parse as plain lists, and the slots of a predicate read off it.

spaCy's labels (CLEAR style: nsubj, dobj, pobj, ...) are used as the model gives them. Plain lists, since reading
an attribute of a spaCy token costs as much as a whole step of the coder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.frames import SUBJECTS, FrameReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from diplopack.transform.frames import Frame


def _regular_forms(verb: str) -> list[str]:
    """The third person, past and -ing forms of a regular verb."""
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y"):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [verb + ("es" if verb.endswith("ch") else "s"), verb + "ed", verb + "ing"]


_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
# With these prepositions an -ing clause has the object as its subject: "accused Iran of sending".
_OBJECT_CONTROL = frozenset({"of", "for", "from", "into", "with"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "use", "need"})
# Verbs whose lemma the model gets wrong: regular ones in all their forms, and single forms of others.
_REGULAR = (
    "axe cordon dine fine greenlight hope rage rape rate rearrest relaunch resupply slate snipe stage wage waterboard"
)
_LEMMAS = {form: verb for verb in _REGULAR.split() for form in _regular_forms(verb)} | {
    "airdropped": "airdrop",
    "airdropping": "airdrop",
    "besought": "beseech",
    "decreed": "decree",
    "foresaw": "foresee",
    "forgave": "forgive",
    "forsook": "forsake",
    "forswore": "forswear",
    "mistook": "mistake",
    "readmitted": "readmit",
    "retook": "retake",
    "strove": "strive",
    "unbanned": "unban",
    "unfroze": "unfreeze",
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

# What only nouns are to a verb or preposition; of gerunds the parser says something else.
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})

# Whoever suffers something may be told of by these: "two men accused of spying".
_TOLD_OF = frozenset({"accuse", "suspect", "charge", "convict", "want", "believe"})

# Who was done this to is told of as somebody whom something befell afterwards.
_HOLDING = frozenset({"hold", "kidnap", "abduct", "seize", "capture", "detain", "arrest", "jail", "accuse"})
# What tells of those who stand before it, and not of who did something to them.
_DESCRIBING = frozenset(
    "protesting demonstrating planting laying guarding carrying escorting patrolling riding wearing hiding fleeing "
    "training waiting traveling travelling working living sheltering".split()
)

# Verbs that somebody does to somebody: where no object stands, their subject suffered it.
_NEVER_ALONE = frozenset(
    "kill injure wound kidnap abduct arrest detain jail imprison free release sentence convict indict expel deport "
    "behead assassinate acquit murder oust sack capture apprehend ban evict".split()
)


def annotated(doc: Doc) -> NDArray[np.int64]:
    """What the parser says of a document: a row a token, of lemma, part of speech, tag, label and distance to its head.

    All but the distance are spaCy's symbols.
    """
    from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG

    found: NDArray[np.int64] = doc.to_array([LEMMA, POS, TAG, DEP, HEAD]).astype("int64")
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

    def __init__(self, annotations: NDArray[np.int64], text: str, original: Doc, strings: dict[int, str]) -> None:
        """Read what the parser says of a text, as `annotations` gives it; words and offsets are those of its document.

        `strings` caches the text of spaCy's symbols between calls.
        """
        lemmas, pos, tags, deps, distances = annotations.T.tolist()
        for symbol in {*lemmas, *pos, *tags, *deps}:
            if symbol not in strings:
                strings[symbol] = original.vocab.strings[symbol & 0xFFFFFFFFFFFFFFFF]
        self.text = text
        tokens = list(original)
        self.words: list[str] = [token.text for token in tokens]
        self.lower: list[str] = [word.lower() for word in self.words]
        self.lemmas: list[str] = [strings[symbol].lower() for symbol in lemmas]
        self.pos: list[str] = [strings[symbol] for symbol in pos]
        self.tags: list[str] = [strings[symbol] for symbol in tags]
        self._mend_lemmas()
        self.deps: list[str] = [strings[symbol] for symbol in deps]
        self.heads: list[int] = [index + distance for index, distance in enumerate(distances)]
        self.starts: list[int] = [token.idx for token in tokens]
        if "visiting" in self.lower:
            self._attach_visitors()
        self.children: list[list[int]] = [[] for _ in tokens]
        for index, head in enumerate(self.heads):
            if head != index:
                self.children[head].append(index)
        self._mend()
        self._frames = FrameReader(self)

    def _mend_lemmas(self) -> None:
        """Set right the lemmas that the model gets wrong."""
        for index, word in enumerate(self.lower):
            pos = self.pos[index]
            if pos == "VERB" and word in _LEMMAS:
                self.lemmas[index] = _LEMMAS[word]
            elif self.lemmas[index] == word:
                if pos == "PROPN":
                    self.lemmas[index] = _singular(word)  # "Rebels" at the beginning is taken for a name
                elif pos == "NOUN" and word.endswith(("iamen", "emen", "smen")):
                    self.lemmas[index], self.tags[index] = _singular(word), "NNS"  # "militiamen", read as one

    def _mend(self) -> None:
        """Set right what the parser often gets wrong."""
        self._raise_verb()
        for token, dep in enumerate(self.deps):
            if dep == "nmod":
                self._part_coordination(token)
            elif self.tags[token] == "VBG" and dep in _NOMINAL:
                self.pos[token], self.lemmas[token] = "NOUN", self.lower[token]  # "Fighting resumed in the city"
            elif dep == "nsubj":
                if self.words[token + 1 : token + 2] == [","]:
                    self._join_subjects(token)
            elif dep == "conj":
                if self.lemmas[token] == "say":
                    self._put_above(token)
            elif dep == "ccomp" and (";" in self.words[token : self.heads[token]] or self._is_commented(token)):
                self.deps[token] = "parataxis"
            elif dep == "advcl" and self.lower[token] in _DESCRIBING:
                if self.tags[token - 1] in {"NNS", "NNPS"} and self.heads[token] < token - 1:
                    self._move(token, token - 1, "acl")  # "fired at Palestinians protesting the barrier"
            elif dep == "ccomp" and self.lemmas[token] in _TOLD_OF:
                self._attach_to_object(token)
        if "said" in self.lower:
            self._part_sayers()
        self._put_below_passives()

    def _put_below_passives(self) -> None:
        """See to verbs that are read as the main one before a passive: "journalists held hostage were freed"."""
        if "were" in self.lower or "was" in self.lower:
            for verb, lemma in enumerate(self.lemmas):
                if lemma in _HOLDING and self.tags[verb] in {"VBD", "VBN"}:
                    self._put_below(verb)

        if "loyal" in self.lower:
            for word, lower in enumerate(self.lower):
                if lower == "loyal" and self.heads[word] == word:
                    self._describe_by(word)

    def _describe_by(self, word: int) -> None:
        """In "fighters loyal to a warlord clashed with others" the adjective, read as the root, tells who they are."""
        subject = self.kids(word, "nsubj")
        mains = [verb for verb in self.kids(word, "advcl", "ccomp", "conj") if self.tags[verb] == "VBD"]
        mains = [verb for verb in mains if verb > word and not self.kids(verb, "mark", *SUBJECTS)]
        if len(subject) != 1 or not mains:
            return
        main = mains[0]
        self.children[word].remove(main)
        self.heads[main], self.deps[main] = main, "ROOT"
        self._move(subject[0], main, "nsubj")
        self.children[subject[0]] = sorted([*self.children[subject[0]], word])
        self.heads[word], self.deps[word] = subject[0], "amod"

    def _put_below(self, verb: int) -> None:
        """Let what is told of those who suffer the passive after it tell who they are."""
        subject, above = self.kids(verb, "nsubj"), self.heads[verb]
        if above == verb:
            mains = [] if self.kids(verb, "cc") else self.kids(verb, "conj")
        else:
            mains = [above] if self.deps[verb] == "ccomp" and verb < above else []
        mains = [main for main in mains if self.kids(main, "auxpass") and not self.kids(main, *SUBJECTS)]
        if len(subject) != 1 or not mains:
            return
        main = mains[0]
        if above == verb:
            self.children[verb].remove(main)
            self.heads[main], self.deps[main] = main, "ROOT"
        else:
            self.children[main].remove(verb)
        self._move(subject[0], main, "nsubjpass")
        self.children[subject[0]] = sorted([*self.children[subject[0]], verb])
        self.heads[verb], self.deps[verb], self.tags[verb] = subject[0], "acl", "VBN"

    def _attach_to_object(self, participle: int) -> None:
        """In "executed two Afghans accused of spying", read as that they accused, they are whom it was done to."""
        verb, subject = self.heads[participle], self.kids(participle, *SUBJECTS)
        alone = self.tags[participle] == "VBN" and not self.kids(participle, "aux", "auxpass", "mark")
        if alone and len(subject) == 1 and self.is_verb(verb) and verb < subject[0] and not self.kids(verb, "dobj"):
            self._move(subject[0], verb, "dobj")
            self._move(participle, subject[0], "acl")

    def _is_commented(self, verb: int) -> bool:
        """Whether a clause is followed by what was said of it: "Chad blamed Sudan, a charge Khartoum rejected"."""
        above = self.heads[verb]
        named = [noun for noun in self.kids(above, "dobj") if verb < noun < above and self.kids(noun, "det")]
        if not named or self.words[min(self.subtree(named[0])) - 1] != ",":
            return False
        return any(named[0] < subject for subject in self.kids(above, "nsubj"))

    def _part_sayers(self) -> None:
        """In "killed ten policemen, residents and rights groups said" those who say it are not of the killed."""
        for verb, word in enumerate(self.lower):
            node = verb - 1
            if word != "said" or self.heads[verb] != verb or verb == 0 or self.kids(verb, *SUBJECTS):
                continue
            while self.deps[node] == "conj" and self.words[min(self.subtree(node)) - 1] != ",":
                node = self.heads[node]
            if self.deps[node] == "conj" and self.pos[node] in {"NOUN", "PROPN"}:
                self._move(node, verb, "nsubj")

    def _raise_verb(self) -> None:
        """In "Indian police charged protesters", read as protesters of some kind, somebody acts."""
        root = next((token for token, head in enumerate(self.heads) if token == head), 0)
        if self.pos[root] not in {"NOUN", "PROPN", "NUM"} or self.kids(root, "nsubj", "cop"):
            return
        told = [
            token for token, dep in enumerate(self.deps) if dep == "acl" and self.tags[token] == "VBD" and token > root
        ]
        if len(told) == 1 and self.heads[told[0]] != root and self.deps[self.heads[told[0]]] == "pobj":
            self._move(told[0], root, "acl")  # "tribesmen loyal to a sheikh clashed with police"
            return
        within = [
            child for node in (root, *self.kids(root, "compound")) for child in self.kids(node, "amod", "compound")
        ]
        verb = next((child for child in within if self.tags[child] in {"VBD", "VBN"}), root)
        if verb >= root or any(child > verb for child in self.kids(root, "det", "poss")):
            return
        first = min(self.subtree(verb) if not self.kids(verb, "nsubj") else [verb])
        own = self.kids(verb, "nsubj")
        before = [child for child in self.kids(root, "compound", "amod", "nmod", "poss") if child == first - 1]
        subject = own[0] if own else next((child for child in before if self.tags[child].startswith("NN")), None)
        if subject is None:
            return
        for child in list(self.children[root]):
            if child in {verb, subject}:
                continue
            if child < subject and not own:
                self._move(child, subject, self.deps[child])
            elif self.deps[child] in {"advcl", "cc", "conj", "punct"} or (
                self.deps[child] == "prep" and self.lower[child] != "of"
            ):
                self._move(child, verb, self.deps[child])
        self.children[self.heads[verb]].remove(verb)
        self.heads[verb], self.deps[verb], self.tags[verb], self.pos[verb] = verb, "ROOT", "VBD", "VERB"
        self.heads[root], self.deps[root] = verb, "dobj"
        self.children[verb] = sorted([*self.children[verb], root])
        if not own:
            self._move(subject, verb, "nsubj")
            self.pos[subject] = "PROPN" if self.tags[subject].startswith("NNP") else "NOUN"

    def _part_coordination(self, noun: int) -> None:
        """Take "the Nepalese government and Maoist rebels", read as rebels of two kinds, for two parties."""
        head = self.heads[noun]
        joined = [child for child in self.kids(noun, "conj") if child < head]
        named = self.kids(noun, "poss", "amod", "compound") or [
            child for child in self.kids(head, "poss", "amod", "compound") if child < noun
        ]
        whole = self.pos[noun] == "NOUN" and named and self.kids(noun, "cc")
        if not whole or len(joined) != 1 or head < noun or self.pos[head] != "NOUN":
            return
        self.deps[noun] = "conj"
        other = joined[0]
        self._move(other, head, "compound")
        for child in named:
            self._move(child, noun, self.deps[child])

    def _put_above(self, verb: int) -> None:
        """In "Syria must pull out, the president said" the first clause, read as the main one, is what was said."""
        said = self.heads[verb]
        subject = self.kids(verb, "nsubj")
        if self.deps[verb] != "conj" or self.heads[said] != said or not subject or self.kids(verb, "ccomp", "dobj"):
            return
        first = min(self.subtree(subject[0]))
        if self.words[first - 1] == "," and not self.kids(said, "cc"):
            self.children[said].remove(verb)
            self.children[verb] = sorted([*self.children[verb], said])
            self.heads[verb], self.deps[verb] = verb, "ROOT"
            self.heads[said], self.deps[said] = verb, "ccomp"

    def _join_subjects(self, token: int) -> None:
        """In "the U.S., Japanese and South Korean navies" the first tells of the navies too."""
        others = [child for child in self.kids(self.heads[token], "nsubj") if child > token]
        if len(others) != 1 or self.pos[token] != "PROPN" or self.pos[others[0]] != "NOUN":
            return
        if self.kids(others[0], "amod", "compound") and not self.kids(others[0], "det", "poss"):
            self._move(token, others[0], "compound")

    def _move(self, token: int, head: int, dep: str) -> None:
        self.children[self.heads[token]].remove(token)
        self.children[head].append(token)
        self.children[head].sort()
        self.heads[token], self.deps[token] = head, dep

    def _attach_visitors(self) -> None:
        """In "with visiting Kenyan minister ..." the participle describes whom the parser takes for its object."""
        for index, word in enumerate(self.lower):
            above = self.heads[index]
            if word != "visiting" or self.deps[index] != "pcomp" or self.lower[above] != "with":
                continue
            guest = next(
                (node for node, head in enumerate(self.heads) if head == index and self.deps[node] == "dobj"), None
            )
            if guest is not None:
                self.heads[guest], self.deps[guest] = above, "pobj"
                self.heads[index], self.deps[index] = guest, "amod"

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
        children = self.children[token]
        if not children:
            return []  # as of most tokens
        labels = self.deps
        return [child for child in children if labels[child] in deps]

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
        for node in found:
            if self.children[node]:
                found.extend(self.kids(node, "conj"))
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

    def is_infinitive(self, verb: int) -> bool:
        """Whether a verb is a to-infinitive."""
        return any(self.tags[child] == "TO" for child in self.kids(verb, "aux"))


def other_lemmas(word: str) -> set[str]:
    """The lemmas that a `Parse` may give a word in lower case where the model gives another."""
    return {_singular(word), _LEMMAS.get(word, word)}


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word


def is_headline(words: Sequence[str]) -> bool:
    """Whether a sentence is set as a headline, so that a capital makes no name of a word ("Russia Holds Talks")."""
    long = [word for word in words if word[0].isalpha() and len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)
