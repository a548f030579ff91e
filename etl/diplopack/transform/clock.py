"""Dates of a sentence by the predicate that they hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.acts import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from diplopack.transform.dates import Expression, When
    from diplopack.transform.syntax import Parse

_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "acl", "parataxis"})
# Where a phrase with these prepositions names a limit, it is not the day of the act.
_BOUNDS = frozenset({"ahead", "until", "till", "since"})
_LIMITS = frozenset({"until", "till", "by", "since", "from", "for", "before"})
_ASSAULTS = frozenset({"massacre", "attack", "bombing", "killing", "raid", "blast", "explosion", "assault", "shooting"})
# Who does this to somebody does it now, for what was done before.
_HOLDING = VERDICTS | {"arrest", "detain", "charge", "indict", "try", "hold", "extradite", "question"}
_AFTERWARDS = frozenset({"after", "following", "since", "despite", "over"})


class Clock:
    """The date expressions of a sentence by the token that each hangs on."""

    def __init__(self, parse: Parse, expressions: Sequence[Expression], predicates: AbstractSet[int]) -> None:
        """`predicates` are the tokens that may be acts; of two dates on one, the farther goes to a nearer act."""
        self._parse = parse
        self._at: dict[int, Expression] = {}
        for expression in expressions:
            inside = [
                token
                for token, start in enumerate(parse.starts)
                if expression.start <= start < expression.end and not parse.words[token].isspace()
            ]
            if not inside:
                continue
            owner = self._owner(inside)
            if owner is None:
                continue
            owner = self._said_then(inside[0], owner)
            rival = self._at.get(owner)
            between = [token for token in predicates if owner < token < inside[0]]
            earlier = self._is_of_earlier(owner, expression, predicates)
            if between and (earlier or rival is not None or self._dated(owner, expressions, expression)):
                owner = max(between)
            self._at.setdefault(owner, expression)

    def at(self, tokens: Iterable[int]) -> When | None:
        """The date at one of some predicates: on it, or on a phrase right below it."""
        tokens = list(tokens)
        for token in tokens:
            expression = self._at.get(token)
            if expression is not None and not expression.future:
                return expression.when
        for token in tokens:
            for child in self._parse.children[token]:
                expression = self._at.get(child)
                if (
                    expression is not None
                    and not expression.future
                    and not expression.of_noun
                    and self._parse.deps[child]
                    in {"dobj", "npadvmod", "pobj", "nsubj", "nsubjpass", "advmod", "auxpass"}
                    and self._parse.pos[child] != "VERB"
                ):
                    return expression.when
        return None

    def place(self, when: When) -> tuple[Expression, int] | None:
        """The expression that a date of this sentence was read from, and the token that it hangs on."""
        for token, expression in self._at.items():
            if expression.when is when:
                return expression, token
        return None

    def within(self, token: int) -> When | None:
        """The date somewhere in the phrases of a predicate, but not in a clause of its own below it."""
        for owner, expression in sorted(self._at.items()):
            if expression.future or expression.of_noun:
                continue
            node = owner
            while node != token and self._parse.heads[node] != node and not self._is_clause(node):
                if self._is_before(node, expression, owner):
                    break
                node = self._parse.heads[node]
            if node == token and owner != token:
                return expression.when
        return None

    def _is_before(self, preposition: int, expression: Expression, owner: int) -> bool:
        """Whether a phrase tells of what was before: "after last week's attack", "jailed for a murder in May"."""
        word, parse = self._parse.lower[preposition], self._parse
        owned = parse.text[expression.end : expression.end + 2] in {"'s", "’s"}
        owned |= parse.pos[owner] == "NOUN" and parse.starts[owner] > expression.end  # "over the May 5 attack"
        if expression.when.precision == "year" and parse.deps[preposition] == "nsubjpass" and preposition != owner:
            return True  # "the man behind a bombing in 2002 was arrested"
        if word in _AFTERWARDS and any(
            parse.lemmas[noun] in _ASSAULTS and noun in (owner, *parse.ancestors(owner))
            for noun in parse.kids(preposition, "pobj")
        ):
            return True  # "expressed concern over the massacre last Friday"
        held = word in {"for", "over"} and parse.lemmas[parse.heads[preposition]] in _HOLDING
        return held or (owned and word in _AFTERWARDS)

    def _is_clause(self, node: int) -> bool:
        dep = self._parse.deps[node]
        return dep in _CLAUSES or (dep == "conj" and self._parse.is_verb(node))

    def is_future(self, token: int) -> bool:
        """Whether the date at a predicate lies after the article's."""
        expression = self._at.get(token)
        return expression is not None and expression.future

    def _owner(self, inside: list[int]) -> int | None:
        parse = self._parse
        members = set(inside)
        top = next((token for token in inside if parse.heads[token] not in members), inside[0])
        if parse.lower[top] in _LIMITS:
            return None
        node = parse.heads[top]
        while parse.deps[node] == "prep" or parse.pos[node] == "ADP" or parse.deps[node] == "npadvmod":
            if parse.lower[node] in _LIMITS or parse.heads[node] == node:
                return None
            node = parse.heads[node]
        own = parse.pos[node] == "NOUN" and top < node  # "since the Sept. 11, 2001, attacks"
        return None if parse.lower[node] in _BOUNDS or (self._only_bounds(node) and not own) else node

    def _said_then(self, first: int, owner: int) -> int:
        """The verb of saying right before a date, which the parser puts in what is said: "said on Friday he had"."""
        parse = self._parse
        verb = first - 2 if first > 1 and parse.lower[first - 1] == "on" else first - 1
        said = verb >= 0 and parse.is_verb(verb) and parse.lemmas[verb] in {"say", "tell", "declare", "announce"}
        return verb if said and verb in parse.ancestors(owner) else owner

    def _is_of_earlier(self, owner: int, expression: Expression, predicates: AbstractSet[int]) -> bool:
        """Whether a date of years past tells of what somebody is held for: "arrested over an attack two years ago"."""
        if expression.when.precision != "year" or expression.future:
            return False
        return self._parse.lemmas[owner] in _HOLDING or owner not in predicates

    def _only_bounds(self, noun: int) -> bool:
        """Whether a noun with a date tells since when something is so: "since the start of their rule in 1949"."""
        parse = self._parse
        while parse.deps[noun] in {"pobj", "prep"}:
            noun = parse.heads[noun]
            if parse.lower[noun] in _BOUNDS:
                return True
        return False

    def _dated(self, owner: int, expressions: Sequence[Expression], this: Expression) -> bool:
        """Whether another date stands between a predicate's subject and its object, so that this one is not its."""
        start = self._parse.starts[owner]
        return any(other is not this and abs(other.start - start) < abs(this.start - start) for other in expressions)
