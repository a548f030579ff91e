"""Noun phrases turned into CAMEO actors: names, and roles joined to their country."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform.followers import ARMED, FOES, FollowerReader, is_group
from diplopack.transform.gazetteer import holder_on
from diplopack.transform.phrases import AGAINST, REGIONS
from diplopack.transform.references import FORCES, PRONOUNS
from diplopack.transform.roles import common_words, flags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diplopack.transform.discourse import Actor
    from diplopack.transform.gazetteer import Holder, Match, Name

_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "lord", "dr", "dr."})
# Where those called Indians are not from India, and the words before them that say so.
_AMERICAN = frozenset("BOL PER ECU COL VEN BRA CHL PRY ARG MEX GTM HND NIC PAN CRI SLV BLZ GUY SUR CAN".split())
_TRIBAL = frozenset(
    "amazon amazonian mapuche maya mayan quechua aymara guarani miskito yanomami indigenous american native zapatista "
    "lowland highland andean kayapo tzotzil".split()
)
# What a feed's "Shi 'ite" and "Shi #39;a" end in.
_SHIA = (["ite"], ["ites"], ["a"], ["as"])
_HELD = frozenset({"held", "controlled"})
# Of whom these are said to be is somebody else.
_OTHERS = frozenset("ally partner rival enemy neighbour neighbor target power nation country side victim".split())
_APART = frozenset({"neighbour", "neighbor"})
_COMPANIES = frozenset({"MNC", "BUS"})
# Whose the things are that they stand before: "government plans", "opposition demands".
_OWNERS = frozenset(
    "government opposition army military police rebel guerrilla regime junta navy parliament congress senate".split()
)
_BODIES = frozenset({"IGO", "NGO", "IMG"})
# A domestic actor without a country of its own takes its counterpart's.
DOMESTIC = frozenset(
    "COP GOV MIL JUD LEG REB INS OPP PTY CVL MED EDU LAB REF BUS AGR HLH CRM ELI UAF SPY SEP SET".split()
)


class PhraseReader(FollowerReader):
    """The parties that the noun phrases of one sentence name."""

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
        return self._place_beside(head)

    def _place_beside(self, head: int) -> tuple[Actor, ...]:
        """The place whose name stands after what it is: "the capital Bujumbura"."""
        parse = self.parse
        for child in parse.kids(head, "appos") if parse.lemmas[head] in REGIONS else ():
            if child in self.match_at and self.match_at[child].name.kind == "place":
                return self._named(child, self.match_at[child])
        return ()

    @functools.cached_property
    def _tells_who_holds(self) -> bool:
        return not _HELD.isdisjoint(self.parse.lower)

    def _holders(self, head: int) -> tuple[Actor, ...]:
        """Who is told to hold a place: "a rebel-held town", "the rebel-held city of Goma"."""
        parse = self.parse
        if not self._tells_who_holds:
            return ()
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
            title = self.roles.of(self.parse, head, self.match_at) if actor.role == "ELI" else None
            title = title if title in FOES else self._office_beside(head) if actor.role == "ELI" else None
            if title is not None and actor.country:  # "rebel leader Aslan Maskhadov", once president
                actor = replace(actor, code=actor.country + title, role=title)
            self.discourse.introduce(self.parse.words[match.last], actor)
            return (actor,)
        native = self._native(head, match)
        if native is not None:
            return (native,)
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

    def _native(self, head: int, match: Match) -> Actor | None:
        """A people of a country that is called after another's: "ethnic Indians", "Amazon Indians"."""
        parse = self.parse
        if match.name.kind != "demonym" or parse.tags[head] not in {"NNS", "NNPS"}:
            return None
        before = {parse.lower[child] for child in parse.kids(head, "amod", "compound")}
        owner = next((name for name in self.phrases.modifiers(head) if name.country != match.name.country), None)
        tribal = parse.lower[head] == "indians" and not _TRIBAL.isdisjoint(before)
        american = parse.lower[head] == "indians" and owner is not None and owner.country in _AMERICAN
        if not (tribal or american or "ethnic" in before):
            return None
        country = owner.country if owner is not None else self._unsaid_country(head, "CVL")
        if country == match.name.country:
            return None
        code = f"{country or ''}CVL"
        return self.actor(code, country, "CVL", self.phrases.first_word(head), head, plural=True)

    def _office_beside(self, head: int) -> str | None:
        """The role in office that an apposition gives a person: "Charles Clarke, the education secretary"."""
        parse = self.parse
        for child in parse.kids(head, "appos"):
            past = {parse.lower[word] for word in parse.kids(child, "amod")} & {"former", "ex", "then", "onetime"}
            role = None if past else self.offices.role(child)
            if role in {"GOV", "LEG", "JUD", "MIL"}:
                return role
        return None

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
        if lemma in _APART and parse.kids(head, "poss"):
            return self._named_beside(head, role, owned=True)  # Zimbabwe's neighbours are not Zimbabwe
        whole = self._whole(head, role) or self._sent(head) or self._of_faith(head, role)
        if whole:
            return whole
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

    def _of_faith(self, head: int, role: str) -> tuple[Actor, ...]:
        """The people within a state whose leaders these are, and not the state's: "French Muslim leaders"."""
        parse = self.parse
        if role != "GOV" or parse.lemmas[head] != "leader":
            return ()
        before = (self.match_at[child].name for child in parse.kids(head, "amod", "compound") if child in self.match_at)
        people = next((name for name in before if name.kind == "people" and name.country is None), None)
        owner = next((name for name in self.phrases.modifiers(head) if name.country), None)
        if people is None or owner is None:
            return ()
        code = f"{owner.country}{people.code}"
        plural = parse.tags[head] == "NNS"
        return (self.actor(code, owner.country, None, self.phrases.first_word(head), head, plural=plural),)

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
        if role == "LAB" and owner.role in _COMPANIES:  # workers act for themselves, where they work
            country = self.phrases.place(head) or owner.country
            return self.actor(f"{country or ''}LAB", country, role, first, head, person=person, plural=plural)
        if owner.kind in {"organization", "group", "people"} and not (owner.country and owner.kind == "people"):
            return self.actor(owner.code, owner.country, owner.role, first, head, person=person)
        if role == "SET" and owner.country == "PSE":  # settlements on the West Bank are Israel's
            return self.actor("ISRSET", "ISR", role, first, head, person=person, plural=plural)
        code = owner.code if owner.kind == "region" else (owner.country or owner.code)
        full = code + role if role else code
        return self.actor(full, owner.country, role or None, first, head, person=person, plural=plural)

    def _is_of_noun(self, head: int) -> bool:
        """Whether a noun before a role tells of what state it is: "the country's most wanted rebel"."""
        nouns = [child for child in self.parse.kids(head, "poss") if self.parse.pos[child] == "NOUN"]
        return bool(nouns) and self._possessor_country(head) is not None

    def _shares_owner(self, head: int, role: str) -> bool:
        """Whether a role is of the state that stands before its neighbour: "Israeli tanks and troops".

        Not of those whom its neighbours fight: "US troops and insurgents".
        """
        parse = self.parse
        if parse.deps[head] != "conj" or parse.kids(head, "det", "poss"):
            return False
        allied = any(parse.lower[child] == "allied" for child in parse.kids(head, "amod"))
        return allied or role not in FOES or self.offices.role(parse.heads[head]) not in FORCES

    def _unowned(self, head: int, role: str, first: int, *, person: bool, plural: bool) -> list[Actor]:
        """Who holds a role that the phrase gives to nobody: "the court", "his government", "police"."""
        parse = self.parse
        if any(parse.lower[child] == "the" for child in parse.kids(head, "det")):
            known = self.discourse.named(parse.lemmas[head])
            if known is not None:
                return [self._refer(known, first, head)]
            group = self._group_named_before(head, role)
            if group is not None:
                return [group]
        victims = parse.lemmas[head] in AGAINST and role != "OPP"  # "their captors" are not of their state
        country = None if victims else self._possessor_country(head) or self._leader_country(head)
        bare = parse.lemmas[head] in self.roles.weak and self.roles.paired(parse, head) is None
        if country is None and role == "NGO" and bare:
            return []  # "the group" is of no kind that the text tells
        group = next((owner for owner in self._possessors(head) if is_group(owner)), None)
        if group is not None and (role in ARMED or (not role and parse.lemmas[head] not in _OTHERS)):
            return [self._refer(replace(group, person=False, surname=""), first, head)]  # "its fighters"
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
        flag = next((flags()[parse.lower[c]] for c in parse.kids(head, "compound") if parse.lower[c] in flags()), None)
        if flag is not None:
            return (self.actor(f"{flag}MIL", flag, "MIL", self.phrases.first_word(head), head),)
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
        if not holders or (parse.words[head] == "Shi" and parse.lower[head + 2 : head + 3] in _SHIA):
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
        if role in FOES and all(name.kind == "people" and name.country is None for name in names):
            names = []  # "a Tamil rebel arms ship"
        owned = not acting and any(
            parse.lemmas[child] in _OWNERS and (parse.pos[child] == "NOUN" or parse.lemmas[child] == "rebel")
            for child in parse.kids(head, "compound", "amod")
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


def without_repeats(actors: Iterable[Actor]) -> list[Actor]:
    """The actors, each code once, in their order."""
    return list({actor.code: actor for actor in actors}.values())
