"""Where a noun phrase begins, and the names of states and organisations that own what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diplopack.transform.gazetteer import Match, Name
    from diplopack.transform.syntax import Parse

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "det", "appos", "npadvmod"})
_PLACES = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "from", "throughout", "of", "to"})


class Phrases:
    """The noun phrases of one sentence and the names in them."""

    def __init__(self, parse: Parse, matches: Sequence[Match]) -> None:
        """`matches` are the names that the gazetteer finds in the sentence."""
        self.parse = parse
        self.match_at: dict[int, Match] = {
            token: match for match in matches for token in range(match.first, match.last + 1)
        }

    def owners(self, head: int, *, before_only: bool) -> list[Name]:
        """The names that own a role: modifiers before it, then phrases after it; several if coordinated."""
        parse = self.parse
        names = self.modifiers(head)
        if names or before_only:
            return names
        for word in ("of", "for", "from", "in", "at"):
            for child in parse.kids(head, "prep"):
                if parse.lower[child] != word:
                    continue
                for inner in parse.kids(child, "pobj"):
                    names = self._below(inner, word)
                    if names:
                        return names
        for child in parse.kids(head, "appos"):
            names = self.modifiers(child)
            if names:
                return names
        if parse.deps[head] == "appos":
            return self.modifiers(parse.heads[head])
        return []

    def _below(self, token: int, word: str) -> list[Name]:
        found = []
        for node in self.parse.conjuncts(token):
            match = self.match_at.get(node)
            if match is not None and match.name.kind != "person":
                found.append(match.name)
            else:
                found.extend(self.modifiers(node))
        if not found and word in {"of", "in"}:
            for child in self.parse.kids(token, "prep"):
                if self.parse.lower[child] in {"of", "in", "for"}:
                    for inner in self.parse.kids(child, "pobj"):
                        return self._below(inner, "")
        return found

    def modifiers(self, head: int) -> list[Name]:
        """The names before a noun: an organisation rather than a state, a state rather than a place."""
        parse = self.parse
        found: dict[str, Name] = {}
        own = self.match_at.get(head)
        stack = [child for child in parse.children[head] if parse.deps[child] in _MODIFIERS and child < head]
        while stack:
            node = stack.pop(0)
            match = self.match_at.get(node)
            if match is not None and match is not own and match.name.kind != "person":
                found.setdefault(match.name.code, match.name)
            elif match is not None and match.name.kind == "person" and match is not own:
                continue
            stack.extend(
                child
                for child in parse.children[node]
                if parse.deps[child] in _MODIFIERS or parse.deps[child] == "conj"
            )
        names = list(found.values())
        specific = [name for name in names if name.kind in {"organization", "group"}]
        states = [name for name in names if name.kind in {"country", "demonym"}]
        if specific and states and specific[0].country not in {None, states[0].country}:
            return states  # the Iraqi National Guard is not America's
        return specific[:1] or states or [name for name in names if name.kind != "people"] or names

    def place(self, head: int) -> str | None:
        """Where the clause happens ("police in riot gear ... in Tbilisi"), if it names one state's places only."""
        parse = self.parse
        above = [head, *parse.ancestors(head)]
        clause = next((node for node in above if parse.is_verb(node)), None)
        if clause is None:
            return None
        countries = {
            match.name.country
            for token in parse.subtree(clause)
            if parse.deps[token] == "pobj"
            and next(node for node in parse.ancestors(token) if parse.is_verb(node)) == clause
            and parse.lower[parse.heads[token]] in _PLACES - {"of", "to"}
            and (match := self.match_at.get(token)) is not None
            and match.name.kind in {"country", "place"}
        }
        own = {
            match.name.country
            for token in (() if parse.is_verb(head) else parse.subtree(head))
            if (match := self.match_at.get(token)) is not None and match.name.kind in {"country", "place"}
        }
        countries = own if len(own) == 1 else countries
        return countries.pop() if len(countries) == 1 else None

    def first_word(self, head: int) -> int:
        """The first word of a phrase, its article and quotation marks left off."""
        parse = self.parse
        first = head
        for child in parse.children[head]:
            if child < head and parse.deps[child] in _MODIFIERS and parse.deps[child] not in {"det", "appos"}:
                first = min(first, *parse.subtree(child))
        while first < head and parse.pos[first] in {"DET", "PUNCT"}:
            first += 1
        return first

    def title_words(self, head: int) -> Iterable[int]:
        """The words of an office with its of-phrase: "Secretary of Health and Human Services"."""
        parse = self.parse
        stack = [head]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(
                child
                for child in parse.children[node]
                if child > head and parse.deps[child] in {"prep", "pobj", "conj", "cc", "compound"}
            )
