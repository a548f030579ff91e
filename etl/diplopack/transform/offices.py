"""Offices and the names of those who hold them, as they stand beside each other in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.roles import personal_offices, roles

if TYPE_CHECKING:
    from diplopack.transform.phrases import Phrases

_WITHIN_TITLE = frozenset({"pobj", "prep", "conj", "compound", "nmod", "amod"})
_BODIES = frozenset(
    "group organization organisation movement faction party militia network cell gang front brigade brigades".split()
)


class Offices:
    """The offices and names of one sentence."""

    def __init__(self, phrases: Phrases) -> None:
        """`phrases` are the sentence's noun phrases."""
        self.phrases = phrases
        self.parse = phrases.parse
        self.roles = roles()

    def role(self, head: int) -> str | None:
        """The CAMEO role that a noun gives, as `Roles.of`."""
        return self.roles.of(self.parse, head, self.phrases.match_at)

    def title_of(self, head: int) -> int | None:
        """The office that a name stands beside: as its apposition, after a comma, or by "was"."""
        parse = self.parse
        if parse.deps[head] in {"nsubj", "nsubjpass"}:
            for child in parse.kids(parse.heads[head], "attr"):
                if self.role(child) is not None and parse.lemmas[parse.heads[head]] == "be":
                    return child
        first = self.phrases.first_word(head)
        node = parse.heads[head] if parse.deps[head] == "appos" else -1
        if node < 0 and first >= 2 and parse.words[first - 1] == "," and parse.pos[first - 2] in {"NOUN", "PROPN"}:
            node = first - 2
        while node >= 0:
            if node != head and self.role(node) is not None and parse.lemmas[node] in self.roles.strong:
                return node
            if parse.deps[node] not in _WITHIN_TITLE or parse.heads[node] == node:
                return None
            node = parse.heads[node]
        return None

    def name_beside(self, head: int) -> tuple[int, int] | None:
        """The first and last word of who holds an office: "President Xi", "the president, Xi Jinping"."""
        parse = self.parse
        named = head in self.phrases.match_at or parse.lemmas[head] in self.roles.strong
        if parse.pos[head] == "PROPN" and not named:
            return self._given_name(head), head
        for child in parse.kids(head, "appos"):
            if parse.pos[child] == "PROPN" and self.role(child) is None:
                return self._given_name(child), child
        first = max(self.phrases.title_words(head), default=head) + 2
        if first >= len(parse) or parse.words[first - 1] != ",":
            return None
        last = first
        while last < len(parse) and parse.pos[last] == "PROPN" and last not in self.phrases.match_at:
            last += 1
        ended = last == len(parse) or parse.words[last] in {",", "."} or parse.pos[last] != "NOUN"
        return (first, last - 1) if last > first and ended else None

    def _given_name(self, surname: int) -> int:
        """The first word of a person's name, without the titles and nationality before it."""
        first = surname
        while (
            first > 0
            and self.parse.pos[first - 1] == "PROPN"
            and self.parse.heads[first - 1] == surname
            and first - 1 not in self.phrases.match_at
            and self.parse.lemmas[first - 1] not in self.roles.strong
            and self.parse.lemmas[first - 1] not in self.roles.weak
        ):
            first -= 1
        return first

    def is_body(self, head: int) -> bool:
        """Whether a name is that of a group, not of a person: "the militant group Ansar al-Sunna"."""
        titles = self.parse.kids(head, "compound", "nmod")
        return any(self.parse.lemmas[token] in _BODIES for token in (head, *titles))

    def names_one(self, head: int) -> bool:
        """Whether the phrase is of one person: it ends in a name or has one beside it, or is an office for one."""
        parse = self.parse
        if self.is_body(head):
            return False
        if parse.pos[head] == "PROPN" or any(parse.pos[child] == "PROPN" for child in parse.kids(head, "appos")):
            return True
        return parse.tags[head] == "NN" and parse.lemmas[head] in personal_offices()
