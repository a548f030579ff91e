"""Noun phrases turned into CAMEO actors: names, roles joined to their country, pronouns and descriptions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform.discourse import Actor, Discourse
from diplopack.transform.gazetteer import holder_on
from diplopack.transform.offices import Offices
from diplopack.transform.phrases import Phrases
from diplopack.transform.roles import common_words, roles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from diplopack.transform.gazetteer import Gazetteer, Holder, Match, Name
    from diplopack.transform.syntax import Parse

_MAX_DEPTH = 40
_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "lord", "dr", "dr."})
PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "we", "us", "i", "itself", "themselves", "me"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "whose"})
STATES = frozenset({"country", "island", "nation", "republic", "kingdom", "state", "territory"})
PAIRS = frozenset(
    "country side nation neighbour neighbor state party leader government ally power minister president rival capital "
    "foe both two man official delegation".split()
)
_KOREAS = {"North": "PRK", "South": "KOR"}
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LEADING = frozenset({"lead", "head", "command"})
_TIED = frozenset({"link", "tie", "loyal", "ally", "affiliate", "allied", "affiliated", "linked"})
_POINTING = frozenset({"the", "fellow"})
_HELD = frozenset({"held", "controlled"})
FOES = frozenset({"INS", "REB", "UAF", "SEP", "CRM"})
# Whose the things are that they stand before: "government plans", "opposition demands".
_OWNERS = frozenset(
    "government opposition army military police rebel guerrilla regime junta navy parliament congress senate".split()
)
_FORCES = frozenset({"MIL", "COP", "GOV"})
# A singular noun of these is a person: "abducted an engineer and threatened to behead him".
_PRIVATE_PERSONS = frozenset({"CVL", "LAB", "MED", "HLH", "REF"})
_BODIES = frozenset({"IGO", "NGO", "IMG"})
_SIDES = frozenset({"side", "delegation", "neighbour", "neighbor"})
# Whose these are in a land that has none of its own.
OCCUPIED: dict[tuple[str | None, str], str] = {("PSE", "MIL"): "ISR", ("PSE", "SET"): "ISR"}
# A domestic actor without a country of its own takes its counterpart's.
DOMESTIC = frozenset(
    "COP GOV MIL JUD LEG REB INS OPP PTY CVL MED EDU LAB REF BUS AGR HLH CRM ELI UAF SPY SEP SET".split()
)


class PhraseReader:
    """The parties that the noun phrases of one sentence name."""

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

    # -- one phrase -------------------------------------------------------------------------------------------

    def _phrase(self, head: int) -> tuple[Actor, ...]:
        parse = self.parse
        pos = parse.pos[head]
        holders = self._holders(head)
        if holders:
            return holders
        match = self.match_at.get(head)
        if match is not None:
            return self._named(head, match)
        if parse.words[head] in self.discourse.people and not parse.kids(head, "appos"):
            return self._unknown_name(head)
        if pos == "PRON" or parse.lower[head] in PRONOUNS:
            return self._pronoun(head)
        if pos not in {"NOUN", "PROPN", "NUM", "DET"} or parse.deps[head] == "nummod":
            return ()
        described = self._described(head)
        if described:
            return described
        role = self.offices.role(head)
        if role is not None:
            if pos == "PROPN" and not self.phrases.owners(head, before_only=True):
                known = self._known_surname(head)
                if known is not None:
                    return (known,)
            return self._in_role(head, role)
        if pos == "PROPN":
            return self._unknown_name(head)
        if parse.lemmas[head] == "deputy":
            return self._followed(head)
        if parse.lemmas[head] in self.roles.collective:
            return self._through(head, "of")
        return ()

    def _holders(self, head: int) -> tuple[Actor, ...]:
        """Who is told to hold a place: "a rebel-held town", "the rebel-held city of Goma"."""
        parse = self.parse
        held = [child for child in parse.kids(head, "amod") if parse.lower[child] in _HELD]
        holders = [holder for child in held for holder in parse.kids(child, "npadvmod", "compound")]
        if not holders:
            return ()
        names = [self.match_at[token].name for token in parse.subtree(head) if token in self.match_at]
        country = next((name.country for name in names if name.country), None)
        first = self.phrases.first_word(head)
        found = (self._refer(actor, first, head) for actor in self.parties(holders[0]))
        return tuple(
            replace(actor, code=country + actor.role, country=country)
            if country and actor.role and actor.code.endswith(actor.role)
            else actor
            for actor in found
        )

    def _named(self, head: int, match: Match) -> tuple[Actor, ...]:
        name = match.name
        if name.kind == "person":
            actor = replace(self._holder(name, head, match.first, match.last), surname=self.parse.words[match.last])
            self.discourse.introduce(self.parse.words[match.last], actor)
            return (actor,)
        if name.kind == "demonym" and self.parse.deps[head] in {"amod", "compound", "nmod"}:
            return (self.actor(name.code, name.country, None, match.first, match.last),)
        if name.kind == "people":
            countries = self.phrases.owners(head, before_only=True)
            possessor = self._possessor_country(head)
            if countries or possessor:
                country = (countries[0].country if countries else possessor) or ""
                return (
                    self.actor(
                        country + name.code,
                        country or None,
                        None,
                        self.phrases.first_word(head),
                        head,
                        plural=True,
                    ),
                )
        role = name.role
        first = match.first
        before = self.phrases.modifiers(head) if name.country and name.kind == "organization" else []
        if before and role and before[0].kind == "demonym" and before[0].country != name.country:
            country = before[0].country or ""
            return (self.actor(country + role, country, role, self.phrases.first_word(head), match.last),)
        plural = name.kind in {"people", "demonym"} and self.parse.tags[head] in {"NNS", "NNPS"}
        return (self.actor(name.code, name.country, role, first, match.last, plural=plural),)

    def _holder(self, name: Name, head: int, first: int, last: int) -> Actor:
        holder = holder_on(name.holders, self.date)
        assert holder is not None  # noqa: S101 - a person in the gazetteer holds an office
        code, role = self._office(holder)
        start = self.phrases.first_word(head) if first == head else first
        return self.actor(code, holder.country, role, start, last, person=True)

    def _office(self, holder: Holder) -> tuple[str, str]:
        """The code and role of an office-holder on the article's date; out of office he is of the elites."""
        if (
            not holder.start <= self.date <= holder.until
            and holder.country
            and holder.code == holder.country + holder.role
        ):
            return f"{holder.country}ELI", "ELI"
        return holder.code, holder.role

    def _in_role(self, head: int, role: str) -> tuple[Actor, ...]:
        """A role noun with the country, organisation or state that its phrase gives."""
        parse = self.parse
        lemma = parse.lemmas[head]
        if lemma in self.roles.weak or lemma in self.roles.collective:
            inner = self._through(head, "of", "from", "for", "in", "with") or self._led(head)
            owners = self.phrases.owners(head, before_only=True)
            bare = role and all(actor.code == actor.country for actor in inner)
            if lemma == "chief" and "staff" in parse.lemmas_below(head):
                inner = ()  # a chief of staff is none of the workers
            if inner and not owners and not bare:
                return inner
        own = self._is_of_noun(head) or bool(self._possessors(head))  # "its troops in Iraq"
        owners = self.phrases.owners(head, before_only=own)
        if not owners and self._shares_owner(head, role):
            owners = self.phrases.owners(parse.heads[head], before_only=True)  # "Israeli tanks and troops"
        followed = () if owners else self._followed(head)
        if followed:
            return followed
        named = self._named_beside(head, role, owned=bool(owners))
        if named:
            return named
        first = self.phrases.first_word(head)
        person = self.offices.names_one(head)
        plural = parse.tags[head] in {"NNS", "NNPS"}
        held = (self._of_owner(head, role, owner, first, person=person, plural=plural) for owner in owners)
        actors = [actor for actor in held if actor is not None]
        if not actors:
            actors = self._unowned(head, role, first, person=person, plural=plural)
            if not actors:
                return ()
        beside = self.offices.name_beside(head)
        if beside is not None:
            surname = parse.words[beside[1]]
            if self.offices.is_body(head):
                return tuple(replace(a, name=parse.span(*beside)) for a in actors)
            actors = [replace(a, person=True, surname=surname, name=parse.span(*beside)) for a in actors]
            self.discourse.introduce(surname, actors[0])
        return tuple(actors)

    def _named_beside(self, head: int, role: str, *, owned: bool) -> tuple[Actor, ...]:
        """Who is named beside a role: "China, its main ally", "its ally North Korea", "the Secretary, Mary Hill"."""
        parse = self.parse
        above = [parse.heads[head]] if parse.deps[head] == "appos" else []
        for token in (*above, *parse.kids(head, "appos")):
            match = self.match_at.get(token)
            kind = match.name.kind if match is not None else ""
            if match is None or (token in above and kind == "person"):
                continue
            if (not role and kind == "country") or (not owned and kind == "person"):
                return self._named(token, match)
        return ()

    def _of_owner(self, head: int, role: str, owner: Name, first: int, *, person: bool, plural: bool) -> Actor | None:
        """A role noun of one of the owners that its phrase names; None where that says nothing of who it is."""
        if owner.kind == "people" and owner.country is None and role:
            if role == "SET" and owner.code == "JEW":  # of Israel, wherever they settle
                return self.actor("ISRSET", "ISR", role, first, head, person=person, plural=plural)
            if self.parse.lemmas[head] != "leader" or role != "GOV":
                return None  # a Catholic priest is of a country rather than of a church
            country = self._unsaid_country(head, role)  # Muslim leaders in France do not rule it
            code = (country or "") + owner.code
            return self.actor(code, country, None, first, head, person=person, plural=plural)
        if owner.kind in {"organization", "group", "people"} and not (owner.country and owner.kind == "people"):
            return self.actor(owner.code, owner.country, owner.role, first, head, person=person)
        code = owner.code if owner.kind == "region" else (owner.country or owner.code)
        full = code + role if role else code
        return self.actor(full, owner.country, role or None, first, head, person=person, plural=plural)

    def _is_of_noun(self, head: int) -> bool:
        """Whether a noun before a role tells of what state it is: "the country's most wanted rebel"."""
        nouns = [child for child in self.parse.kids(head, "poss") if self.parse.pos[child] == "NOUN"]
        return bool(nouns) and self._possessor_country(head) is not None

    def _led(self, head: int) -> tuple[Actor, ...]:
        """The party that a group is told to follow: "a group led by Abu Sayyaf commanders"."""
        parse = self.parse
        makers = [maker for verb in parse.kids(head, "acl") for maker in parse.kids(verb, "agent")]
        leaders = [leader for maker in makers for leader in parse.kids(maker, "pobj")]
        led = [leader for leader in leaders if parse.lemmas[parse.heads[parse.heads[leader]]] in _LEADING]
        tied = [verb for verb in parse.kids(head, "acl", "amod") if parse.lemmas[verb] in _TIED]
        led += [
            with_whom for verb in tied for word in parse.kids(verb, "prep") for with_whom in parse.kids(word, "pobj")
        ]
        found = self.parties(led[0]) if led else ()
        first = self.phrases.first_word(head)
        return tuple(self._refer(replace(actor, person=False, surname=""), first, head) for actor in found)

    def _followed(self, head: int) -> tuple[Actor, ...]:
        """The armed group whose leader stands before his men: "Zarqawi's fighters"."""
        leaders = (child for child in self.parse.kids(head, "poss") if self.parse.pos[child] == "PROPN")
        found = (actor for child in leaders for actor in self.parties(child) if actor.person)
        first = self.phrases.first_word(head)
        return tuple(
            self._refer(replace(actor, person=False, surname=""), first, head)
            for actor in found
            if actor.code.startswith("IMG") or actor.role in {"REB", "INS"}
        )

    def _shares_owner(self, head: int, role: str) -> bool:
        """Whether a role is of the state that stands before its neighbour: "Israeli tanks and troops".

        Not of those whom its neighbours fight: "US troops and insurgents".
        """
        parse = self.parse
        if parse.deps[head] != "conj" or parse.kids(head, "det", "poss"):
            return False
        allied = any(parse.lower[child] == "allied" for child in parse.kids(head, "amod"))
        return allied or role not in FOES or self.offices.role(parse.heads[head]) not in _FORCES

    def _unowned(self, head: int, role: str, first: int, *, person: bool, plural: bool) -> list[Actor]:
        """Who holds a role that the phrase gives to nobody: "the court", "his government", "police"."""
        parse = self.parse
        if any(parse.lower[child] == "the" for child in parse.kids(head, "det")):
            known = self.discourse.named(parse.lemmas[head])
            if known is not None:
                return [self._refer(known, first, head)]
        country = self._possessor_country(head) or self._leader_country(head)
        bare = parse.lemmas[head] in self.roles.weak and self.roles.paired(parse, head) is None
        if country is None and role == "NGO" and bare:
            return []  # "the group" is of no kind that the text tells
        body = next((owner for owner in self._possessors(head) if owner.code[:3] in _BODIES), None)
        if country is None and body is not None:  # "the UN said its envoy"
            return [self._refer(replace(body, person=False, surname=""), first, head)]
        if country is None and role in DOMESTIC:
            country = self._unsaid_country(head, role)
        code = (country or "") + role
        return [self.actor(code, country, role or None, first, head, person=person, plural=plural)] if code else []

    def _unknown_name(self, head: int) -> tuple[Actor, ...]:
        """A proper name that no table has: by its title, its apposition, or an earlier introduction."""
        parse = self.parse
        word = parse.words[head]
        for child in parse.kids(head, "appos"):
            if self.offices.role(child) is not None or child in self.match_at or self.phrases.modifiers(child):
                actors = self._phrase(child) or self.modifier_parties(child)
                if actors:
                    named = tuple(
                        self.actor(a.code, a.country, a.role, self.phrases.first_word(head), head, person=True)
                        for a in actors
                    )
                    self.discourse.introduce(word, named[0])
                    return named
        if word in self.discourse.people and not parse.kids(head, "appos"):
            return (self._refer(self.discourse.people[word], self.phrases.first_word(head), head),)
        title = self.offices.title_of(head)
        beside = self._phrase(title) if title is not None else ()
        if beside and title is not None and self.phrases.owners(title, before_only=False):
            self.discourse.introduce(word, beside[0])
            return tuple(self._refer(replace(a, surname=word), self.phrases.first_word(head), head) for a in beside)
        known = self._known_surname(head)
        if known is not None:
            self.discourse.introduce(word, known)
            return (known,)
        if beside:
            self.discourse.introduce(word, beside[0])
        return beside

    def _known_surname(self, head: int) -> Actor | None:
        """An office-holder by surname alone, if his title stands before it or he was in office by then."""
        parse = self.parse
        holders = self.gazetteer.surnames.get(parse.words[head])
        if not holders:
            return None
        before = parse.kids(head, "compound")
        titled = any(parse.lower[child] in _TITLES or parse.lemmas[child] in self.roles.strong for child in before)
        named = any(
            parse.pos[child] == "PROPN"
            and parse.lower[child] not in _TITLES
            and parse.lemmas[child] not in self.roles.strong
            for child in before
        )
        title = {parse.lemmas[child] for child in before}
        holder = holder_on([row for row in holders if title & set(row.office.split())] or holders, self.date)
        if holder is None or named or not (titled or holder.start <= self.date or len(holders) == 1):
            return None
        if not titled and (parse.lower[head] in common_words() or parse.kids(head, "nummod", "det")):
            return None
        code, role = self._office(holder)
        actor = self.actor(code, holder.country, role, self.phrases.first_word(head), head, person=True)
        return replace(actor, surname=parse.words[head])

    def _described(self, head: int) -> tuple[Actor, ...]:
        """Find "the island", "the two countries", "both sides": states named before."""
        parse = self.parse
        lemma = parse.lemmas[head]
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
        if (
            lemma in STATES
            and words & {"the", "this"}
            and not parse.kids(head, "compound", "amod", "poss")
            and not self._is_of(head)
        ):
            country = self.discourse.country(lemma)
            if country:
                return (self.actor(country, country, None, self.phrases.first_word(head), head),)
        return ()

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
        known = self._person_before(head) if word in {"him", "her"} else ()
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
            owner = next(iter(parse.kids(subject, "poss")), None)  # "the junta's spokesman said it would"
            if owner is not None and actors and self._fits(parse.lower[pronoun], self.parties(owner)):
                return owner
            own_clause = False
        return None

    def _person_before(self, head: int) -> tuple[Actor, ...]:
        """The nearest person whom the sentence names before a pronoun ("wrote to Bush urging him")."""
        parse = self.parse
        for token in range(head - 1, -1, -1):
            if parse.deps[token] in {"pobj", "dobj", "nsubj", "dative"} and parse.tags[token] in {"NN", "NNP"}:
                actors = self.parties(token)
                if actors and (actors[0].person or actors[0].role in _PRIVATE_PERSONS):
                    return actors
        return ()

    @staticmethod
    def _fits(word: str, actors: Sequence[Actor]) -> bool:
        if not actors or word in {"they", "them", "their", "we", "us", "our", "i", "my", "me"}:
            return bool(actors)
        person = any(actor.person for actor in actors)
        if word in {"he", "she", "him", "her", "his"}:
            return person
        return len(actors) == 1 and not person

    # -- parts of a phrase ------------------------------------------------------------------------------------

    def modifier_parties(self, head: int, *, acting: bool = False) -> tuple[Actor, ...]:
        """The parties that stand as modifiers before a noun: "a US drone strike", "Israeli army raids"."""
        parse = self.parse
        names = self.phrases.modifiers(head)
        if acting and self.parse.pos[head] != "PROPN":
            names = [name for name in names if name.kind != "place"]
        role = next(
            (
                found
                for child in parse.kids(head, "compound", "amod", "poss")
                if (
                    found := self.roles.strong.get(parse.lemmas[child]) or self.roles.modifiers.get(parse.lemmas[child])
                )
                and found != "ELI"
            ),
            None,
        )
        first = self.phrases.first_word(head)
        owned = not acting and any(
            parse.pos[child] == "NOUN" and parse.lemmas[child] in _OWNERS for child in parse.kids(head, "compound")
        )
        if not names and role and (owned or (acting and role in FOES)):  # "government plans", "militant attacks"
            country = self._unsaid_country(head, role)
            return (self.actor((country or "") + role, country, role, first, head),)
        if not names:
            return ()
        actors = []
        for name in names:
            of_state = role if role and name.kind in {"country", "demonym", "place"} else None
            code, part = (name.code + of_state, of_state) if of_state else (name.code, name.role)
            actors.append(replace(self.actor(code, name.country, part, first, head), name=name.label))
        return tuple(actors)

    def _through(self, head: int, *words: str) -> tuple[Actor, ...]:
        for word in words:
            for child in self.parse.kids(head, "prep"):
                if self.parse.lower[child] == word:
                    for inner in self.parse.kids(child, "pobj"):
                        if word in {"of", "for"} or self.offices.role(inner) is not None:
                            actors = self.parties(inner)
                            if actors:
                                return tuple(
                                    self._refer(actor, self.phrases.first_word(head), head) for actor in actors
                                )
        return ()

    def _possessors(self, head: int) -> list[Actor]:
        """Whose "its" or "their" says that a role is."""
        words = (child for child in self.parse.kids(head, "poss") if self.parse.lower[child] in POSSESSIVES)
        return [actor for child in words for actor in self._pronoun(child)]

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
        ruled = any(self.parse.lemmas[child] == "government" for child in self.parse.kids(head, "compound"))
        known = self.discourse.in_role("GOV" if ruled else role, self.parse.lemmas[head])
        place = self.phrases.place(head)
        pointing = not _POINTING.isdisjoint(words)
        if pointing and role in _FORCES:
            known = self._before_in_role(head, role) or known
        if known is not None and (pointing or (not words and place is None)):
            return known
        if role == "MIL" and place and known and self.discourse.fought(known, place):
            return known  # "Jets pounded positions near", after Turkish forces crossed into Syria
        country = place or self.discourse.home or self.discourse.main
        return OCCUPIED.get((country, role), country)

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


def without_repeats(actors: Iterable[Actor]) -> list[Actor]:
    """The actors, each code once, in their order."""
    return list({actor.code: actor for actor in actors}.values())
