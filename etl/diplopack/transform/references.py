"""Whom words mean that name nobody: pronouns, "the island", "both sides", "its troops", "police"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform.discourse import BODIES, Actor, Discourse
from diplopack.transform.gazetteer import holder_on
from diplopack.transform.offices import Offices
from diplopack.transform.phrases import Phrases
from diplopack.transform.roles import roles
from diplopack.transform.statements import telling_verbs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from diplopack.transform.gazetteer import Gazetteer, Match
    from diplopack.transform.syntax import Parse

_MAX_DEPTH = 40
PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "we", "us", "i", "itself", "themselves", "me"})
# People, where only their number is told.
MASSES = frozenset({"thousand", "million", "hundred", "dozen", "ten", "score"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "whose"})
STATES = frozenset({"country", "island", "nation", "republic", "kingdom", "state", "territory"})
_TOWNS = frozenset({"city", "town", "capital"})
PAIRS = frozenset(
    "country side nation neighbour neighbor state party leader government ally power minister president rival capital "
    "foe both two man official delegation".split()
)
# Plurals that name two states: "the two Koreas".
BOTH_STATES = {"koreas": ("PRK", "KOR"), "sudans": ("SDN", "SSD")}
_KOREAS = {"North": "PRK", "South": "KOR"}
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# How the American press, and that of few other states, shortens titles.
_AMERICAN_TITLES = frozenset({"sen.", "sens.", "rep.", "reps.", "gov.", "govs."})
_LIKE_AMERICA = frozenset({"PHL", "NGA", "LBR"})
_POINTING = frozenset({"the", "fellow"})
INSURGENT = frozenset({"REB", "INS", "SEP"})
FORCES = frozenset({"MIL", "COP", "GOV"})
# A singular noun of these is a person: "abducted an engineer and threatened to behead him".
_PRIVATE_PERSONS = frozenset({"CVL", "LAB", "MED", "HLH", "REF"})
_DOCUMENTS = frozenset({"statement", "letter", "message", "video", "tape", "report"})
_GANGS = frozenset({"mafia", "camorra", "cartel", "gang"})
_SIDES = frozenset({"side", "delegation", "neighbour", "neighbor"})
# Who is sent abroad.
_ACCREDITED = frozenset({"diplomat", "ambassador", "consul"})
# What statesmen do to their own soldiers wherever these are.
_SEEING = frozenset({"meet", "visit", "thank", "greet", "address", "salute"})
# Whose these are in a land that has none of its own.
OCCUPIED: dict[tuple[str | None, str], str] = {("PSE", "MIL"): "ISR", ("PSE", "SET"): "ISR"}


class ReferenceReader:
    """The parties of one sentence as far as what stands elsewhere, in it or before it, tells who they are."""

    def __init__(
        self,
        parse: Parse,
        matches: Sequence[Match],
        gazetteer: Gazetteer,
        discourse: Discourse,
        date: dt.date,
    ) -> None:
        """`date` is the article's: it decides who held an office."""
        self.parse = parse
        self.gazetteer = gazetteer
        self.discourse = discourse
        self.date = date
        self.phrases = Phrases(parse, matches)
        self.match_at = self.phrases.match_at
        self.roles = roles()
        self.offices = Offices(self.phrases)
        self._cache: dict[int, tuple[Actor, ...]] = {}
        self._depth = 0

    def parties(self, token: int) -> tuple[Actor, ...]:
        """The parties that a noun phrase and what is coordinated with it name; empty if it names none."""
        found = self._cache.get(token)
        if found is None:
            if self._depth > _MAX_DEPTH:
                return ()
            self._depth += 1
            self._cache[token] = ()  # a phrase that leads back to itself names nobody
            actors = [actor for node in self.parse.conjuncts(token) for actor in self._phrase(node)]
            found = tuple({actor.code: actor for actor in actors}.values())
            self._cache[token] = found
            self._depth -= 1
        return found

    def _phrase(self, head: int) -> tuple[Actor, ...]:
        """The parties that one phrase names, without what is coordinated with it."""
        raise NotImplementedError

    def _described(self, head: int) -> tuple[Actor, ...]:
        """Find "the island", "the two countries", "both sides": states named before."""
        parse = self.parse
        lemma = parse.lemmas[head]
        if parse.lower[head] in BOTH_STATES:
            codes, first = BOTH_STATES[parse.lower[head]], self.phrases.first_word(head)
            return tuple(self.actor(code, code, None, first, head) for code in codes)
        words = {parse.lower[child] for child in parse.children[head]} | {parse.lower[head]}
        several = next((_NUMBERS[word] for word in words if word in _NUMBERS), 0)
        if not several and lemma in _SIDES and "the" in words and parse.tags[head] == "NNS":
            several = 2
        if lemma in PAIRS and several and not self.phrases.owners(head, before_only=False):
            group = self._group(several)
            role = self.roles.of(parse, head, self.match_at) or ""
            first = self.phrases.first_word(head)
            if group:
                return tuple(self.actor(code + role, code, role or None, first, head) for code in group)
        if "the" in words and parse.words[head] in _KOREAS and not parse.kids(head, "prep", "compound", "amod"):
            known = {match.name.country for match in self.match_at.values()} | set(self.discourse.countries)
            if known & set(_KOREAS.values()):
                code = _KOREAS[parse.words[head]]
                return (self.actor(code, code, None, self.phrases.first_word(head), head),)
        if lemma in _TOWNS and words & {"the"} and not parse.kids(head, "compound", "amod", "poss", "prep", "relcl"):
            named = [match.name for token, match in self.match_at.items() if token < head]
            places = [name.country for name in named if name.kind == "place" and name.country]
            if places:
                return (self.actor(places[-1], places[-1], None, self.phrases.first_word(head), head),)
        if (
            lemma in STATES
            and words & {"the", "this"}
            and not parse.kids(head, "compound", "poss")
            and not any(self._is_named_by(child) for child in parse.kids(head, "amod"))
            and not self._is_of(head)
        ):
            described = bool(parse.kids(head, "amod"))
            country = self._state_before(head) if described or parse.deps[head] == "poss" else None
            if country is None and not described:
                country = self.discourse.country(lemma) or self._state_told_of(head)
            if country:
                return (self.actor(country, country, None, self.phrases.first_word(head), head),)
        return ()

    def _is_named_by(self, adjective: int) -> bool:
        """Whether an adjective names a state, and not only a faith: "the Muslim nation" is the one told of."""
        match = self.match_at.get(adjective)
        return match is not None and (match.name.kind != "people" or match.name.country is not None)

    def _state_before(self, head: int) -> str | None:
        """The one state named before "the country" in the sentence; of several, an adjective describes the latest.

        "Peru will join, the country's envoy said"; "Peru warned Chile that the arid state must pay".
        """
        named = [self.match_at[token].name for token in sorted(self.match_at) if token < head]
        codes = list(dict.fromkeys(name.country for name in named if name.country and name.kind != "person"))
        if len(codes) == 1 or (codes and self.parse.kids(head, "amod")):
            return codes[-1]
        return None

    def _state_told_of(self, head: int) -> str | None:
        """The one state named before, beside that which speaks: "the US did not back Brazil but said the country"."""
        tellers = self._tellers(head)
        named = {self.match_at[token].name.country for token in self.match_at if token < head} - tellers - {None}
        return next(iter(named)) if tellers and len(named) == 1 else None

    def _tellers(self, head: int) -> set[str]:
        """The states that say the clause in which a phrase stands: "the US said the country", not its own."""
        parse = self.parse
        verbs = (node for node in parse.ancestors(head) if parse.lemmas[node] in telling_verbs())
        subjects = [parse.surface_subject(verb) for verb in verbs if parse.is_verb(verb)]
        actors = (actor for subject in subjects if subject not in {None, head} for actor in self.parties(subject or 0))
        return {actor.code for actor in actors if actor.code == actor.country}

    def _is_of(self, head: int) -> bool:
        """Whether a phrase tells what it is of or in: "the state of Ohio"; not "warned the kingdom of sanctions"."""
        parse = self.parse
        inner = [node for word in parse.kids(head, "prep") for node in parse.kids(word, "pobj")]
        return any(parse.pos[node] == "PROPN" or self.phrases.modifiers(node) for node in inner)

    def _group(self, number: int) -> list[str]:
        """So many states: those that the sentence names, if it names so many, else the latest of the article."""
        named = [match.name.country for match in self.match_at.values() if match.name.country]
        here = list(dict.fromkeys(named))
        others = [code for code in self.discourse.countries if code not in here] if len(here) == 1 else None
        group = here if len(here) == number else (others or self.discourse.countries)[-number:]
        return group if len(group) == number else []

    def _pronoun(self, head: int) -> tuple[Actor, ...]:
        """The subject of the clause above that fits, else the latest party of the article that does."""
        parse = self.parse
        word = parse.lower[head]
        if word in {"who", "which", "that", "whom"}:
            target = parse.antecedent(head)
            return self.parties(target) if target != head else ()
        if word in {"both", "each", "all", "some", "many", "others", "those"}:
            return self._through(head, "of")
        if word not in PRONOUNS and word not in POSSESSIVES:
            return ()
        subject = self.repeated(head)
        if subject is not None:
            return tuple(self._refer(actor, head, head) for actor in self.parties(subject))
        known = self._person_before(head) if word in {"him", "her", "he", "she"} else ()
        if word in {"he", "she"} and not self._is_only_person(head):
            known = ()  # a subject rather means who was the subject before
        return tuple(self._refer(actor, head, head) for actor in known or self.discourse.pronoun(word))

    def repeated(self, pronoun: int) -> int | None:
        """The subject of a clause above that a pronoun stands for: "the army said it ..."."""
        parse = self.parse
        own_clause = True
        for node in parse.ancestors(pronoun):
            if not parse.is_verb(node):
                continue
            subject = parse.surface_subject(node)
            if subject is None or subject == pronoun or pronoun in set(parse.subtree(subject)):
                own_clause = False
                quoted = next((child for child in parse.kids(node, "ccomp") if child < pronoun), node)
                subject = parse.surface_subject(quoted) if quoted != node else None
                if subject is not None and self._fits(parse.lower[pronoun], self.parties(subject)):
                    return subject  # "China will retaliate, its ministry said"
                continue
            if own_clause and parse.deps[pronoun] == "dobj":  # "he met him": an object is not its own clause's subject
                own_clause = False
                continue
            actors = self.parties(subject)
            if actors and self._fits(parse.lower[pronoun], actors):
                return subject
            author = self._author(subject)
            if author is not None and self._fits(parse.lower[pronoun], self.parties(author)):
                return author
            owner = next(iter(parse.kids(subject, "poss")), None)  # "the junta's spokesman said it would"
            if owner is not None and actors and self._fits(parse.lower[pronoun], self.parties(owner)):
                return owner
            own_clause = False
        return None

    def _author(self, document: int) -> int | None:
        """Who speaks in a "statement from al-Qaida"."""
        parse = self.parse
        if parse.lemmas[document] not in _DOCUMENTS:
            return None
        words = (word for word in parse.kids(document, "prep") if parse.lower[word] in {"from", "by"})
        return next((node for word in words for node in parse.kids(word, "pobj")), None)

    def _is_only_person(self, head: int) -> bool:
        """Whether the words before a pronoun name one person."""
        names = (match.name for token, match in self.match_at.items() if token < head)
        return len({name.label for name in names if name.kind == "person"}) == 1

    def _person_before(self, head: int) -> tuple[Actor, ...]:
        """The nearest person whom the sentence names before a pronoun ("wrote to Bush urging him")."""
        parse = self.parse
        for token in range(head - 1, -1, -1):
            if parse.deps[token] in {"pobj", "dobj", "nsubj", "dative"} and parse.tags[token] in {"NN", "NNP"}:
                actors = self.parties(token)
                if parse.lemmas[token] in _GANGS or self._is_told_of_other(token):
                    continue
                if actors and (actors[0].person or actors[0].role in _PRIVATE_PERSONS):
                    return actors
        return ()

    def _is_told_of_other(self, token: int) -> bool:
        """Whether somebody only tells who another is: of "an ally of the premier" the ally is meant by "him"."""
        parse = self.parse
        above = parse.heads[parse.heads[token]]
        of = parse.deps[token] == "pobj" and parse.lower[parse.heads[token]] == "of"
        return of and parse.pos[above] == "NOUN" and any(actor.person for actor in self.parties(above))

    @staticmethod
    def _fits(word: str, actors: Sequence[Actor]) -> bool:
        if not actors or word in {"they", "them", "their", "we", "us", "our", "i", "my", "me"}:
            return bool(actors)
        person = any(actor.person for actor in actors)
        if word in {"he", "she", "him", "her", "his"}:
            return person
        if word == "its" and any(actor.plural for actor in actors):
            return False  # "planes bombed its positions"
        return len(actors) == 1 and not person

    def _through(self, head: int, *words: str) -> tuple[Actor, ...]:
        for word in words:
            for child in self.parse.kids(head, "prep"):
                if self.parse.lower[child] == word:
                    for inner in self.parse.kids(child, "pobj"):
                        if self.parse.tags[inner] == "VBG":
                            continue  # "accused a rights group of aiding rebels"
                        if word in {"of", "for", "to"} or self.offices.role(inner) is not None:
                            actors = self.parties(inner)
                            if actors:
                                if self.parse.lemmas[head] in MASSES:
                                    actors = tuple(map(_people, actors))
                                return tuple(
                                    self._refer(actor, self.phrases.first_word(head), head) for actor in actors
                                )
        return ()

    def _possessors(self, head: int) -> list[Actor]:
        """Whose "its" or "their", or which union of states, says that a role is."""
        parse = self.parse
        owners = parse.kids(head, "poss")
        if not owners:
            return []
        words = [child for child in owners if parse.lower[child] in POSSESSIVES]
        bodies = [child for child in owners if parse.lemmas[child] in BODIES]  # "the bloc's envoy"
        return [actor for child in words for actor in self._pronoun(child)] + [
            actor for child in bodies for actor in self.parties(child)
        ]

    def _possessor_country(self, head: int) -> str | None:
        for child in self.parse.kids(head, "poss"):
            actors = self._pronoun(child) if self.parse.lower[child] in POSSESSIVES else self.parties(child)
            for actor in actors:
                if actor.country:
                    return actor.country
        return None

    def _leader_country(self, head: int) -> str | None:
        """The state of the statesman who stands before those who follow him: "Chavez supporters"."""
        found = (self.match_at.get(child) for child in self.parse.kids(head, "compound", "nmod"))
        leaders = (match.name for match in found if match is not None and match.name.kind == "person")
        return next((holder.country for name in leaders if (holder := holder_on(name.holders, self.date))), None)

    def _unsaid_country(self, head: int, role: str) -> str | None:
        """The country of "the ministry" or "police": of who was called so, of the place, or of the article."""
        words = [self.parse.lower[child] for child in self.parse.kids(head, "det", "amod")]
        titles = {self.parse.lower[child] for child in self.parse.kids(head, "compound")}
        if not titles.isdisjoint(_AMERICAN_TITLES) and self.discourse.home not in _LIKE_AMERICA:
            return "USA"
        if self.parse.words[head] == "Marines" and "royal" not in titles and not self.discourse.home:
            return "USA"
        own = self._own_forces(head) if role == "MIL" and not words else None
        if own is not None:
            return own
        ruled = any(self.parse.lemmas[child] == "government" for child in self.parse.kids(head, "compound"))
        known = self.discourse.in_role("GOV" if ruled else role, self.parse.lemmas[head])
        place = self.phrases.place(head)
        pointing = not _POINTING.isdisjoint(words)
        if pointing and role in FORCES:
            known = self._before_in_role(head, role) or known
        elif pointing and role in INSURGENT:
            known = self._fighters_before(head, role) or known
        if known is not None and (pointing or (not words and place is None)):
            return known
        if role == "MIL" and place and known and self.discourse.fought(known, place):
            return known  # "Jets pounded positions near", after Turkish forces crossed into Syria
        if self.parse.lemmas[head] in _ACCREDITED and not pointing:
            return None  # diplomats in Vienna are of any state but this
        here = self.phrases.only_place() if role in INSURGENT and place is None else None
        country = place or here or self.discourse.home or self.discourse.main
        if country is None and ((pointing and role in FORCES) or role in INSURGENT):
            country = self.phrases.only_place()  # "condemned the coup in Guinea and demanded that the junta"
        return OCCUPIED.get((country, role), country)

    def _own_forces(self, head: int) -> str | None:
        """The state of the army that tells of forces or fought before them, or of who sees them: "met troops"."""
        parse = self.parse
        verbs = [node for node in parse.ancestors(head) if parse.is_verb(node)]
        for node in verbs:
            after = node == verbs[0] and parse.deps[head] == "nsubj" and parse.deps[node] == "conj"
            verb = parse.heads[node] if after else node  # "US jets bombed the town and troops stormed it"
            telling = after or parse.lemmas[verb] in telling_verbs()
            if not telling and (node != verbs[0] or parse.lemmas[verb] not in _SEEING):
                continue
            subject = parse.surface_subject(verb)
            if subject is None or head in set(parse.subtree(subject)):
                continue
            for actor in self.parties(subject):
                if actor.country and (actor.role == "MIL" if telling else actor.person):
                    return actor.country
        return None

    def _before_in_role(self, head: int, role: str) -> str | None:
        """The state of whom the sentence named in the same role before: "Israeli troops ..., the military said".

        Of his fellows it is his own: "a commander was arrested after fellow soldiers".
        """
        parse = self.parse
        for token in sorted(self.match_at, reverse=True):
            above = parse.heads[token]
            if token < head != above and parse.deps[token] in {"amod", "compound", "poss", "nmod"}:
                country = self.match_at[token].name.country
                if country and self.offices.role(above) == role:
                    return country
        return None

    def _fighters_before(self, head: int, role: str) -> str | None:
        """The state of those whom the sentence told of in the same role: "rebel bases ..., the rebels said"."""
        alike = (token for token in range(head - 1, -1, -1) if self.offices.role(token) == role)
        return next((actor.country for token in alike for actor in self.parties(token) if actor.country), None)

    def actor(
        self,
        code: str,
        country: str | None,
        role: str | None,
        first: int,
        last: int,
        *,
        person: bool = False,
        plural: bool = False,
    ) -> Actor:
        """A party at some tokens of the sentence."""
        words = self.parse.span(first, last)
        return Actor(code, country, role, words, first, last, person, words, plural)

    def _refer(self, actor: Actor, first: int, last: int) -> Actor:
        return actor.at(first, last, self.parse.span(first, last))


def _people(actor: Actor) -> Actor:
    """Many of a state are its people: "thousands of Japanese"."""
    if actor.country is None or actor.code != actor.country:
        return actor
    return replace(actor, code=f"{actor.country}CVL", role="CVL", plural=True)
