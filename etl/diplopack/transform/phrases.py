"""Where a noun phrase begins, and the names of states and organisations that own what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.acts import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diplopack.transform.gazetteer import Match, Name
    from diplopack.transform.syntax import Parse

# Of whom these are they are against: "critics of Russia", "the kidnappers of two French tourists".
AGAINST = frozenset("critic kidnapper captor abductor killer murderer assassin hijacker hostage-taker invader".split())
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "det", "appos", "npadvmod"})
REGIONS = frozenset(
    "city town village capital region province district state port island territory valley suburb area republic "
    "enclave north south east west northeast northwest southeast southwest street outskirt part area heart "
    "coast resort centre center quarter neighbourhood neighborhood downtown edge middle slum square borough "
    "municipality county sector peninsula township hamlet vicinity corner side zone shore mountain jungle highland "
    "mainland strip".split()
)
# Of such a state what it is called may follow.
_LANDS = frozenset({"nation", "country", "state", "republic", "kingdom"})
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest outskirts".split())
# What is no longer of the state before it: "the former French colony".
_POSSESSIONS = frozenset("colony republic territory possession protectorate satellite state".split())
_APART = frozenset({"while", "although", "though", "because", "since", "before"})
_BACKED = frozenset("backed sponsored funded supported brokered mediated armed trained allied".split())
_PEOPLE = frozenset("community man woman citizen group lobby leader family teenager journalist".split())
_COMING = frozenset({"return", "come", "arrive", "flee", "travel", "hail", "emerge"})
# What stands after these is another party and no place: "accused of spying for Israel".
_BEFORE_PARTIES = frozenset({"for", "against", "with", "by", "toward", "towards"})
_FOUGHT_THERE = frozenset({"veteran", "vet"})
_PLACES = frozenset({"off", "in", "at", "near", "inside", "outside", "across", "around", "from", "throughout"})


class Phrases:
    """The noun phrases of one sentence and the names in them."""

    def __init__(self, parse: Parse, matches: Sequence[Match]) -> None:
        """`matches` are the names that the gazetteer finds in the sentence."""
        self.parse = parse
        self.match_at: dict[int, Match] = {
            token: match for match in matches for token in range(match.first, match.last + 1)
        }
        self._places_of: dict[int | None, set[str | None]] | None = None

    def owners(self, head: int, *, before_only: bool) -> list[Name]:
        """The names that own a role: modifiers before it, then phrases after it; several if coordinated."""
        parse = self.parse
        lands = self._lands(head) if parse.lemmas[head] in _LANDS else []
        names = lands or self.modifiers(head)
        if names or before_only:
            return names
        phrases = parse.kids(head, "prep")
        for word in ("of", "for", "from", "in", "at", "to") if phrases else ():
            if word == "to" and parse.lemmas[head] != "party":  # "the parties to the conflict in Iraq"
                continue
            if word == "of" and parse.lemmas[head] in AGAINST:
                continue
            for child in phrases:
                if parse.lower[child] != word:
                    continue
                for inner in parse.kids(child, "pobj"):
                    names = self._below(inner, word)
                    if names:
                        return names
        for child in parse.kids(head, "appos"):
            match = self.match_at.get(child)
            if match is not None and match.name.kind == "demonym":  # "people believed to be Koreans"
                return [match.name]
            names = self.modifiers(child) or (self._below(child, "of") if parse.lemmas[child] == "member" else [])
            if names:
                return names
        if parse.deps[head] == "appos":
            return self.modifiers(parse.heads[head])
        return []

    def _lands(self, head: int) -> list[Name]:
        """The state that a word for states names: "the west African nation of Chad"."""
        below = (noun for of in self.parse.kids(head, "prep") for noun in self.parse.kids(of, "pobj"))
        names = (self.match_at[noun].name for noun in below if noun in self.match_at)
        return [name for name in names if name.kind == "country"]

    def _below(self, token: int, word: str) -> list[Name]:
        found = []
        for node in self.parse.conjuncts(token):
            match = self.match_at.get(node)
            if match is not None and match.name.kind != "person":
                found.append(match.name)
            else:
                found.extend(self.modifiers(node))
        if not found and word in {"of", "in", "to"}:
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
        if parse.lemmas[head] in _POSSESSIONS and any(
            parse.lower[child] == "former" for child in parse.kids(head, "amod")
        ):
            return []
        stack = [child for child in parse.children[head] if parse.deps[child] in _MODIFIERS and child < head]
        while stack:
            node = stack.pop(0)
            match = self.match_at.get(node)
            if match is not None and parse.lemmas[head] in _FOUGHT_THERE and match.name.kind in {"country", "place"}:
                continue  # "Vietnam veterans" are of those who went there
            if match is not None and (self._is_descent(match, head) or self._is_backer(match)):
                continue
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

    def _is_descent(self, match: Match, head: int) -> bool:
        """Whether a nationality only tells where somebody's family came from: "Cuban-American voters"."""
        after = self.parse.lower[match.last + 1 : match.last + 3]
        people = self.parse.tags[head] == "NNS" or self.parse.lemmas[head] in _PEOPLE
        return after[:1] in (["-"], ["–"]) and after[1:] == ["american"] and people and head not in self.match_at

    def _is_backer(self, match: Match) -> bool:
        """Whether a state only helps those whom it stands before: "Iranian-backed militias"."""
        _, hyphen, told = self.parse.lower[match.last].partition("-")
        after = self.parse.lower[match.last + 1 : match.last + 3]
        state = match.name.kind in {"country", "demonym", "place"}
        return state and bool((hyphen and told in _BACKED) or (after[:1] == ["-"] and after[-1] in _BACKED))

    def place(self, head: int, *, beyond: bool = False) -> str | None:
        """Where a clause happens ("police in riot gear ... in Tbilisi"), if it names the places of one state only.

        If it names none, those of the clauses coordinated with it, or `beyond` them of all below it, are asked.
        `head` is its verb, or a noun in it; places in the noun's own phrase go before those of the clause.
        """
        parse = self.parse
        own: set[str | None] = set()
        if not parse.is_verb(head):
            places = [
                token
                for token, match in self.match_at.items()
                if (self.is_state_or_place(token) and self._lies_in(token, head) and not self._is_backer(match))
                or (match.name.kind == "demonym" and parse.lemmas[parse.heads[token]] in REGIONS)
            ]
            own = {self.match_at[token].name.country for token in places if head in parse.ancestors(token)}
        clause = next((node for node in (head, *parse.ancestors(head)) if parse.is_verb(node)), None)
        countries = own if len(own) == 1 else self._places().get(clause, set())
        if not countries and clause is not None:  # "killed six soldiers and wounded 13 near Baquba"
            near = (node for node in parse.kids(clause, "conj", "advcl") if self._goes_on(node))
            below = parse.subtree(clause) if beyond else near
            countries = {place for other in below for place in self._places().get(other, ())}
        return next(iter(countries)) if len(countries) == 1 else None

    def _lies_in(self, token: int, head: int) -> bool:
        """Whether a name in a noun's phrase may tell where it is: not "bordering Chad" nor "a US reporter" in it."""
        parse = self.parse
        dep, above = parse.deps[token], parse.heads[token]
        if parse.pos[head] not in {"NOUN", "PROPN"}:
            return True
        if self.match_at[token].name.kind == "country" and dep in {"compound", "amod", "nmod"}:
            return above == head or parse.lemmas[above] in REGIONS
        is_party = dep == "pobj" and parse.lower[above] in _BEFORE_PARTIES
        return not is_party and dep not in {"dobj", "nsubj", "nsubjpass"}

    def is_state_or_place(self, token: int) -> bool:
        """Whether a name is of a state or a place, and not of who helps: "U.S.-backed"."""
        kind = self.match_at[token].name.kind
        return kind == "place" or (kind == "country" and "-" not in self.parse.words[token])

    def _goes_on(self, clause: int) -> bool:
        """Whether a clause tells of what happened in the same place: "and wounded 13", "when a bomb exploded"."""
        parse = self.parse
        apart = any(parse.lower[child] in _APART for child in parse.kids(clause, "mark"))  # "while he was in Paris"
        subjects = parse.kids(clause, "nsubj", "nsubjpass")
        if parse.deps[clause] == "conj":
            return not subjects or parse.is_count(subjects[0])
        return bool(subjects) and not apart

    def only_place(self) -> str | None:
        """The country in which all the places of the sentence lie where its clauses tell of what happens."""
        countries = {country for found in self._places().values() for country in found}
        return next(iter(countries)) if len(countries) == 1 else None

    def _places(self) -> dict[int | None, set[str | None]]:
        """The countries of the places that each clause's phrases name, by its verb."""
        if self._places_of is None:
            parse = self.parse
            self._places_of = {}
            for token, match in self.match_at.items():
                if match.name.kind in {"country", "place", "demonym"} and self._locates(token, match):
                    clause = next((node for node in parse.ancestors(token) if parse.is_verb(node)), None)
                    self._places_of.setdefault(clause, set()).add(match.name.country)
        return self._places_of

    def _locates(self, token: int, match: Match) -> bool:
        """Whether a name says where: "in Somalia", "in Somalia's Gedo region", "in the Somali capital"."""
        parse = self.parse
        if parse.deps[token] in {"poss", "amod", "compound", "nmod"}:
            token = parse.heads[token]
            if parse.lemmas[token] not in REGIONS:
                return False
        elif match.name.kind == "demonym" or parse.deps[token] != "pobj":
            return False
        elif parse.lower[parse.heads[token]] == "of":  # "south of Basra", "in the city of Najaf"
            token = parse.heads[parse.heads[token]]
            if parse.lower[token] in _DIRECTIONS:
                return True
            if parse.lemmas[token] not in REGIONS:
                return False
        above = parse.heads[token]
        if parse.deps[token] != "pobj" or parse.lower[above] not in _PLACES:
            return False
        if any(parse.lower[node] == "ahead" for node in parse.ancestors(token)):
            return False  # "freed rebels ahead of talks in Doha"
        if self._is_offence(token):
            return False
        verb = parse.heads[above]  # a man from Fiji need not be there, nor who returns from it
        return parse.lower[above] != "from" or (parse.is_verb(verb) and parse.lemmas[verb] not in _COMING)

    def _is_offence(self, token: int) -> bool:
        """Whether a name tells where that was for which somebody is punished: "jailed for a murder in Oslo"."""
        parse = self.parse
        above = (node for node in parse.ancestors(token) if parse.lower[node] == "for")
        return any(parse.lemmas[parse.heads[node]] in VERDICTS for node in above)

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
