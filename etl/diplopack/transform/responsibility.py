"""Whose a thing is: the party that acts or suffers where the phrase itself names none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.actors import PhraseReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.transform.discourse import Actor

# Whoever attacks these does it where they serve, unless the text says otherwise.
_AT_HOME = frozenset({"COP", "GOV", "JUD", "LEG", "OPP", "PTY"})
# Whom those of their own state fight, wherever it is told.
_CONTENDING = frozenset({"OPP", "PTY"})
# What stands in the state whose nationality goes before it, and is no business or mission of another.
_SITES = frozenset(
    "resort town city village hotel market mosque church synagogue school hospital station pipeline refinery airport "
    "port prison parliament checkpoint university shrine temple".split()
)
_LANDS = frozenset("capital city town province border village region soil territory".split())
_MOVES = frozenset({"move", "step", "gesture", "action", "decision"})
_RUN = frozenset({"campaign", "camp", "team", "aide", "ticket"})
_INSIDE = (
    "by",
    "of",
    "between",
    "from",
    "with",
    "on",
    "against",
    "in",
    "at",
    "to",
    "for",
    "over",
    "into",
    "around",
    "near",
    "inside",
    "outside",
    "across",
    "within",
    "beyond",
    "along",
    "during",
    "after",
    "following",
    "amid",
)


class ActorReader(PhraseReader):
    """The parties of one sentence, those included that stand for things."""

    def responsible(
        self, token: int, depth: int = 0, *, acting: bool = False, but: frozenset[str] = frozenset()
    ) -> tuple[Actor, ...]:
        """Whose a thing is: the phrase itself, else its owner, doer, nationality, or the party in its phrases.

        Where who is `acting` is asked for, a place is nobody: a "Baghdad rocket attack" is not Iraq's. An owner in
        `but` is passed over: whom its own "treatment of Chinese prisoners" concerns are the prisoners.
        """
        actors = self.parties(token)
        if actors or depth > 3:
            return actors
        parse = self.parse
        for child in parse.kids(
            token, "poss", *(("nsubj", "nsubjpass", "dobj", "ccomp", "xcomp") if parse.is_verb(token) else ())
        ):
            actors = self.responsible(child, depth + 1, acting=acting, but=but)
            if actors:
                return self._concerned(token, depth, actors, but) if parse.deps[child] == "poss" else actors
        actors = self.modifier_parties(token, acting=acting) or self._run_by(token)
        if actors:
            return actors
        phrases = parse.kids(token, "prep", "agent")
        for name in (_INSIDE[:4] if acting else _INSIDE) if phrases else ():
            for child in phrases:
                if parse.lower[child] == name:
                    for inner in parse.kids(child, "pobj", "pcomp"):
                        actors = self.responsible(inner, depth + 1, acting=acting)
                        if actors:
                            return actors
        actors = self.makers(token) or self._moved(token)  # "a report made by American officials"
        if actors or acting:
            return actors
        return self._in_clause(token)

    def _moved(self, token: int) -> tuple[Actor, ...]:
        """Who does what is then called a move: "Sharon approved homes in a move that drew criticism"."""
        parse = self.parse
        verb = parse.heads[parse.heads[token]]
        if parse.lemmas[token] not in _MOVES or parse.lower[parse.heads[token]] != "in" or not parse.is_verb(verb):
            return ()
        subject = parse.surface_subject(verb)
        return self.parties(subject) if subject is not None and not parse.passive(verb) else ()

    def _run_by(self, token: int) -> tuple[Actor, ...]:
        """The politician whose name stands before what he runs: "the Bush campaign"."""
        if self.parse.lemmas[token] not in _RUN:
            return ()
        found = (self.parties(child) for child in self.parse.kids(token, "compound", "nmod"))
        return next((actors for actors in found if actors and actors[0].person), ())

    def _in_clause(self, token: int) -> tuple[Actor, ...]:
        """A party in what is told of a thing: "a missile that can hit targets in Japan"."""
        parse = self.parse
        for child in parse.kids(token, "acl", "relcl", "dobj", "prep", "nsubj"):
            below = parse.kids(child, "dobj", "pobj", "agent")
            if parse.deps[child] == "relcl" or parse.is_infinitive(child):
                below += [inner for word in parse.kids(child, "prep") for inner in parse.kids(word, "pobj")]
            for inner in (child, *below):
                actors = self.parties(inner) if inner != child or parse.pos[child] in {"NOUN", "PROPN"} else ()
                if actors:
                    return actors
        for child in parse.kids(token, "relcl"):  # "the debt Iraq owes"
            for inner in parse.kids(child, "nsubj") if parse.lemmas[child] == "owe" else ():
                return self.parties(inner)
        return ()

    def _concerned(self, token: int, depth: int, owners: tuple[Actor, ...], but: frozenset[str]) -> tuple[Actor, ...]:
        """The owners of a thing; where only those in `but` own it, the foreigners in its phrases."""
        if not {actor.code for actor in owners} <= but:
            return owners
        parse = self.parse
        others = (node for child in parse.kids(token, "prep") for node in parse.kids(child, "pobj"))
        found = (actor for node in others for actor in self.responsible(node, depth + 1, but=but))
        return tuple(actor for actor in found if actor.country) or owners

    def makers(self, token: int) -> tuple[Actor, ...]:
        """Who did what a participle tells of a thing: "missiles fired by the army", "a bomb planted by rebels"."""
        parse = self.parse
        agents = [agent for child in parse.kids(token, "acl") for agent in parse.kids(child, "agent")]
        doers = [doer for agent in agents for doer in parse.kids(agent, "pobj")]
        return self.parties(doers[0]) if doers else ()

    def unidentified_attackers(self, tokens: Sequence[int], targets: Sequence[int]) -> Actor | None:
        """Who is behind an attack that only its weapon or its name tells of: CAMEO's UAF, where it happened.

        `tokens` are the words of the act, the first that which tells of the attack; `targets` what it struck. None
        where the text names no country for it.
        """
        places = (self.phrases.place(token, beyond=wide) for wide in (False, True) for token in tokens)
        struck = (self.match_at[token].name for token in targets if token in self.match_at)
        victims = [actor for token in targets for actor in self.parties(token)]
        country = (
            next((place for place in places if place), None)
            or next((name.country for name in struck if name.kind == "place"), None)
            or next((victim.country for victim in victims if victim.role == "COP"), None)
            or next((land for token in targets if (land := self._standing_in(token))), None)
            or next((victim.country for victim in victims if victim.role in _CONTENDING), None)
            or (self._land_told_of() if any(victim.role == "MIL" for victim in victims) else None)
            or self.discourse.home
            or self.discourse.main
            or self._elsewhere(victims)
            or next((victim.country for victim in victims if victim.role in _AT_HOME and not _is_mission(victim)), None)
        )
        if country is None:
            abroad = any(victim.role == "MIL" and victim.country for victim in victims)
            return self.actor("UAF", None, "UAF", tokens[0], tokens[0]) if abroad else None
        return self.actor(country + "UAF", country, "UAF", tokens[0], tokens[0])

    def _elsewhere(self, victims: Sequence[Actor]) -> str | None:
        """The only state that a sentence names besides those of the victims."""
        public = any(victim.country or victim.role in _AT_HOME for victim in victims)
        country = self.phrases.only_place() or (self.only_country() if public else None)
        return None if country in {victim.country for victim in victims} else country

    def _land_told_of(self) -> str | None:
        """The only state of whose capital, cities or borders the sentence tells, by its adjective."""
        parse = self.parse
        lands = {
            match.name.country
            for token, match in self.match_at.items()
            if match.name.kind == "demonym" and parse.lemmas[parse.heads[token]] in _LANDS
        }
        return lands.pop() if len(lands) == 1 else None

    def _standing_in(self, token: int) -> str | None:
        """In what state a building or place stands, as its nationality tells: "Egyptian resorts"; no mission's."""
        parse = self.parse
        if parse.lemmas[token] not in _SITES:
            return None
        names = self.phrases.modifiers(token)
        return next((name.country for name in names if name.kind in {"country", "demonym"} and name.country), None)

    def people(self, country: str, token: int) -> Actor:
        """People of a country whom a word at a token only counts."""
        return self.actor(country + "CVL", country, "CVL", token, token, plural=True)

    def state(self, country: str, token: int) -> Actor:
        """A state that is meant by what stands at a token."""
        return self.actor(country, country, None, token, token)

    def authorities(self, token: int, country: str, role: str) -> Actor:
        """The authorities of a country, as the act at a token implies them."""
        return self.actor(country + role, country, role, token, token)

    def only_country(self) -> str | None:
        """The country of every state, place and person that the sentence names, if it is the same."""
        countries = self.countries()
        return next(iter(countries)) if len(countries) == 1 else None

    def countries(self) -> set[str]:
        """The countries of all states, places and persons that the sentence names."""
        return {
            match.name.country
            for token, match in self.match_at.items()
            if match.name.country and (match.name.kind == "person" or self.phrases.is_state_or_place(token))
        }

    def is_place_of(self, token: int, country: str) -> bool:
        """Whether a name is that of a place within a country."""
        match = self.match_at.get(token)
        return match is not None and match.name.kind == "place" and match.name.country == country

    def is_where(self, token: int) -> bool:
        """Whether a name before an act tells only where it happened: "a Baghdad rocket attack"."""
        match = self.match_at.get(token)
        return (
            match is not None and match.name.kind == "place" and self.parse.deps[token] in {"compound", "nmod", "amod"}
        )

    def is_named(self, token: int) -> bool:
        """Whether a phrase names a state, body, people or person itself, by its head or its modifiers."""
        return token in self.match_at or bool(self.phrases.modifiers(token))

    def unknown_person(self, token: int) -> Actor | None:
        """A person whom nothing but a full name tells of: a civilian, as far as the text says."""
        parse = self.parse
        given = [child for child in parse.kids(token, "compound") if parse.pos[child] == "PROPN"]
        if parse.tags[token] != "NNP" or not given or token in self.match_at:
            return None
        words = [parse.words[child] for child in (*given, token)]
        if any(not word[0].isupper() or word.isupper() for word in words) or parse.kids(token, "det"):
            return None
        return self.actor("CVL", None, "CVL", self.phrases.first_word(token), token, person=True)


def _is_mission(victim: Actor) -> bool:
    """Whether a party serves abroad, so that whoever attacks it is not of its own state."""
    return not {"embassy", "consulate"}.isdisjoint(victim.words.lower().split())
