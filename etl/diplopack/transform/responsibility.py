"""Whose a thing is: the party that acts or suffers where the phrase itself names none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.actors import PhraseReader

if TYPE_CHECKING:
    from diplopack.transform.discourse import Actor

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
    "during",
    "after",
    "following",
    "amid",
)


class ActorReader(PhraseReader):
    """The parties of one sentence, those included that stand for things."""

    def responsible(self, token: int, depth: int = 0, *, acting: bool = False) -> tuple[Actor, ...]:
        """Whose a thing is: the phrase itself, else its owner, doer, nationality, or the party in its phrases.

        Where who is `acting` is asked for, a place is nobody: a "Baghdad rocket attack" is not Iraq's.
        """
        actors = self.parties(token)
        if actors or depth > 3:
            return actors
        parse = self.parse
        for child in parse.kids(token, "poss", *(("nsubj", "dobj", "ccomp", "xcomp") if parse.is_verb(token) else ())):
            actors = self.responsible(child, depth + 1, acting=acting)
            if actors:
                return actors
        actors = self.modifier_parties(token, acting=acting)
        if actors:
            return actors
        for name in _INSIDE[:4] if acting else _INSIDE:
            for child in parse.kids(token, "prep", "agent"):
                if parse.lower[child] == name:
                    for inner in parse.kids(child, "pobj", "pcomp"):
                        actors = self.responsible(inner, depth + 1, acting=acting)
                        if actors:
                            return actors
        if acting:
            makers = [agent for child in parse.kids(token, "acl") for agent in parse.kids(child, "agent")]
            doers = [doer for agent in makers for doer in parse.kids(agent, "pobj")]  # "missiles fired by the army"
            return self.parties(doers[0]) if doers else ()
        for child in parse.kids(token, "acl", "relcl", "dobj", "prep", "nsubj"):
            for inner in (child, *parse.kids(child, "dobj", "pobj", "agent")):
                actors = self.parties(inner) if inner != child or parse.pos[child] in {"NOUN", "PROPN"} else ()
                if actors:
                    return actors
        return ()

    def unidentified_attackers(self, token: int) -> Actor | None:
        """Who is behind an attack that only its weapon or its name tells of: CAMEO's UAF, where it happened.

        None where the text names no country for it.
        """
        country = self.phrases.place(token) or self.discourse.home or self.discourse.main
        if country is None:
            return None
        return self.actor(country + "UAF", country, "UAF", token, token)

    def state(self, country: str, token: int) -> Actor:
        """A state that is meant by what stands at a token."""
        return self.actor(country, country, None, token, token)

    def authorities(self, token: int, country: str, role: str) -> Actor:
        """The authorities of a country, as the act at a token implies them."""
        return self.actor(country + role, country, role, token, token)

    def only_country(self) -> str | None:
        """The country of every state, place and person that the sentence names, if it is the same."""
        names = [match.name for match in self.match_at.values()]
        countries = {name.country for name in names if name.country and name.kind in {"country", "place", "person"}}
        return next(iter(countries)) if len(countries) == 1 else None

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
