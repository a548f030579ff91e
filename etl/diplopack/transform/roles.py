"""The CAMEO role that a noun gives whoever it names: "minister" GOV, "rebel leader" REB."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplopack.transform import lexicon

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from diplopack.transform.syntax import Parse

_CIVIL_GENERALS = {
    "secretary": "GOV",
    "attorney": "JUD",
    "director": "GOV",
    "consul": "GOV",
    "governor": "GOV",
    "prosecutor": "JUD",
    "inspector": "GOV",
}
# Whose business those are that stand before them: a refugee official is no refugee.
_OF_CONCERNS = frozenset({"official", "chief", "head", "director", "administrator"})
_OPPONENTS = frozenset({"opponent", "critic", "foe", "adversary", "detractor", "rival", "challenger"})
# Whoever leads these is of them: "the leader of an uprising", "a cleric leading a rebellion".
_REVOLTS = frozenset({"uprising", "revolt", "rebellion", "insurgency", "insurrection", "mutiny"})
_LEADING = frozenset({"lead", "head", "command", "spearhead"})
# Groups that do this to these are no charities.
_TAKING = frozenset({"hold", "kidnap", "abduct", "seize", "capture", "behead", "kill", "murder"})
_TAKEN = frozenset(
    "hostage captive journalist reporter worker driver engineer contractor soldier man woman citizen aid-worker "
    "national civilian foreigner truck-driver".split()
)
_SLAYING = frozenset({"execute", "shoot", "bomb", "ambush", "attack"})
_REGULARS = frozenset({"police", "policeman", "soldier", "troop", "trooper", "officer"})
_RANKS = frozenset("soldier marine sailor serviceman servicewoman trooper policeman guard recruit conscript".split())
_OFFICES = frozenset({"GOV", "LEG", "MIL", "JUD", "COP"})


@dataclass(frozen=True, slots=True)
class Roles:
    """roles.yaml, by noun; the file says what each part is."""

    strong: Mapping[str, str]
    weak: Mapping[str, str]
    collective: frozenset[str]
    dominant: frozenset[str]
    modifiers: Mapping[str, str]
    pairs: Sequence[tuple[str, frozenset[str], frozenset[str]]]

    def of(self, parse: Parse, head: int, named: Container[int] = ()) -> str | None:
        """The role of a noun with its modifiers; "" if it only points at its owner, None if it is of nobody.

        `named` are tokens of names, which give no role ("a West Bank leader" is no banker).
        """
        lemma = parse.lemmas[head]
        if lemma == "deputy" and any(parse.pos[child] == "PROPN" for child in parse.kids(head, "poss")):
            return None  # of a person, whose party the table may not have
        own = self.paired(parse, head) or self._against(parse, head) or self._rank(parse, head)
        if own is None and lemma in self.weak:
            own = self._beside(parse, head, named) or self.weak[lemma]
        elif own is None and parse.pos[head] == "PROPN":
            own = self._title(parse, head)
        if own is not None and (deeds := _told_deeds(parse, head)) is not None:
            return deeds
        return None if own is None else self._dominated(parse, head, own)

    def _rank(self, parse: Parse, token: int) -> str | None:
        """The role of a noun by itself; a secretary general is no general."""
        if parse.lemmas[token] == "general":
            for before in (token - 1, token - 2):
                if before >= 0 and parse.lemmas[before] in _CIVIL_GENERALS:
                    return _CIVIL_GENERALS[parse.lemmas[before]]
        if parse.lemmas[token] == "house" and parse.pos[token] != "PROPN":
            return None  # a building
        if parse.lower[token] == "parties" and not parse.kids(token, "compound", "poss", "amod"):
            return ""  # to a conflict or to talks
        if _is_labour_party(parse, token):
            return "PTY"
        return self.strong.get(parse.lemmas[token])

    def _against(self, parse: Parse, head: int) -> str | None:
        """The opposition, told by whom it opposes: "opponents of President Lukashenko", "Kremlin critics"."""
        if parse.lemmas[head] not in _OPPONENTS:
            return None
        whom = [child for preposition in parse.kids(head, "prep") for child in parse.kids(preposition, "pobj")]
        whom = [child for child in whom if parse.lower[parse.heads[child]] == "of"]
        beside = [*whom, *parse.kids(head, "compound", "poss")]
        titles = [title for child in beside for title in (child, *parse.kids(child, "compound"))]
        rulers = any(self.strong.get(parse.lemmas[title]) == "GOV" for title in titles)
        his = parse.tags[head] == "NNS" and any(parse.lower[child] in {"his", "her"} for child in beside)
        bare = parse.lower[head] == "opponents" and not beside and parse.deps[head] in {"dobj", "pobj"}
        return "OPP" if rulers or his or bare else None

    def paired(self, parse: Parse, head: int) -> str | None:
        """The role that two words give together: "aid agency"."""
        for role, before, nouns in self.pairs:
            if parse.lemmas[head] in nouns and any(
                parse.lemmas[child] in before and not _is_labour_party(parse, child)
                for child in parse.kids(head, "compound", "amod", "nmod")
            ):
                return role
        return None

    def _beside(self, parse: Parse, head: int, named: Container[int]) -> str | None:
        """The role of a modifier: "police spokesman" is of the police."""
        for child in reversed(parse.kids(head, "compound", "amod", "nmod", "poss")):
            if child in named:
                continue
            lemma = parse.lemmas[child]
            if lemma == "major" and parse.deps[child] == "amod":
                continue  # "major powers" are no officers
            role = self.modifiers.get(lemma) or self.strong.get(lemma) or self.paired(parse, child)
            role = "PTY" if role and _is_labour_party(parse, child) else role
            concern = role == "REF" and parse.lemmas[head] in _OF_CONCERNS
            if role and role != "ELI" and not concern and not _is_countered(parse, child):
                return role
        return None

    def _title(self, parse: Parse, name: int) -> str | None:
        """The role of the title before a proper name."""
        before = parse.kids(name, "compound", "amod")
        titles = [role for child in before if (role := self._rank(parse, child)) is not None]
        titles += [self.weak[parse.lemmas[child]] for child in before if self.weak.get(parse.lemmas[child])]
        return titles[-1] if titles else None

    def _dominated(self, parse: Parse, head: int, own: str) -> str:
        """Rebels, the opposition and those out of office are so whatever their rank."""
        titles = parse.kids(head, "compound") if parse.pos[head] == "PROPN" else []
        for child in (child for node in (head, *titles) for child in parse.kids(node, "compound", "amod", "nmod")):
            role = self.modifiers.get(parse.lemmas[child])
            if role is not None and _is_countered(parse, child):
                continue
            if role == "UAF" and (parse.lemmas[head] in _REGULARS or self.paired(parse, head) == "MIL"):
                continue  # "paramilitary police", and forces, are the state's
            if role == "ELI" and parse.lemmas[head] in _RANKS:
                return "CVL"  # a former soldier is of no elite
            if role is not None and (role in self.dominant or (role == "ELI" and own in _OFFICES)):
                return role
        return own


def _is_labour_party(parse: Parse, token: int) -> bool:
    """Whether "Labor" or "Unionist" is the party: with a capital, and of no trade union or office."""
    if parse.words[token] not in {"Labor", "Labour", "Unionist", "Unionists"}:
        return False
    after = parse.words[token + 1 : token + 2]
    return not after or not after[0][0].isupper()


def _told_deeds(parse: Parse, head: int) -> str | None:
    """The role of whom a clause tells what he does: "a cleric leading a revolt", "a group holding two hostages"."""
    verbs = parse.kids(head, "acl", "relcl")
    leading = [verb for verb in verbs if parse.lemmas[verb] in _LEADING]
    if parse.lemmas[head] in {"leader", "chief", "head", "commander", "organizer"}:
        leading += [word for word in parse.kids(head, "prep") if parse.lower[word] == "of"]
    if any(parse.lemmas[node] in _REVOLTS for verb in leading for node in parse.kids(verb, "pobj", "dobj")):
        return "REB"
    if parse.lemmas[head] in {"group", "organization", "organisation"}:
        taking = [verb for verb in verbs if parse.lemmas[verb] in _TAKING and not parse.kids(verb, "auxpass")]
        if any(parse.lemmas[node] in _TAKEN for verb in taking for node in parse.kids(verb, "dobj")):
            return "INS"
        if parse.deps[head] == "nsubj" and parse.lemmas[parse.heads[head]] in {"say", "claim"}:
            said = [verb for verb in parse.kids(parse.heads[head], "ccomp") if parse.lemmas[verb] in _TAKING | _SLAYING]
            if any(parse.lower[who] in {"it", "they"} for verb in said for who in parse.kids(verb, "nsubj")):
                return "INS"  # "a group said it had killed"
    return None


def _is_countered(parse: Parse, token: int) -> bool:
    """Whether a word stands after "anti-" or "counter-": the anti-terrorist police are no terrorists."""
    before = parse.lower[token - 2 : token] if token >= 2 else []
    return len(before) == 2 and before[1] == "-" and before[0] in {"anti", "counter"}


@functools.cache
def roles() -> Roles:
    """The role nouns of the lexicon, read once a process."""
    raw = lexicon.data("roles.yaml")

    def by_noun(part: Mapping[str, Sequence[str]]) -> dict[str, str]:
        return {str(noun): role for role, nouns in part.items() for noun in nouns}

    return Roles(
        by_noun(raw["strong"]),
        by_noun(raw["weak"]),
        frozenset(raw["collective"]),
        frozenset(raw["dominant"]),
        by_noun(raw["modifiers"]),
        [
            (role, frozenset(before), frozenset(nouns))
            for role, words in raw["pairs"].items()
            for before, nouns in zip(words[::2], words[1::2], strict=True)
        ],
    )


@functools.cache
def flags() -> dict[str, str]:
    """The states whose ships bear these before their names."""
    return {
        str(prefix): state for state, prefixes in lexicon.data("roles.yaml")["ships"].items() for prefix in prefixes
    }


@functools.cache
def common_words() -> frozenset[str]:
    """Surnames that are common words or names too; alone, without a title, they name nobody."""
    return frozenset(lexicon.data("roles.yaml")["common_words"])


@functools.cache
def personal_offices() -> frozenset[str]:
    """Offices that one person holds, so that "he" or "she" may mean who is called by them."""
    return frozenset(lexicon.data("roles.yaml")["personal"])
