"""Names found in a sentence: countries, organisations, groups and office-holders, each with its actor code."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

from diplopack.transform.loading import no_collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from spacy.language import Language

Kind = Literal["country", "demonym", "place", "organization", "group", "region", "people", "person"]


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for. `code` is an actor code, `country` an ISO 3166 alpha-3 code or None."""

    kind: Kind
    code: str
    country: str | None
    role: str | None = None
    holders: tuple[Holder, ...] = ()
    label: str = ""


class Holder(NamedTuple):
    """A person in an office for a time."""

    surname: str
    code: str
    country: str | None
    role: str
    office: str
    start: dt.date
    until: dt.date


class Match(NamedTuple):
    """A name at tokens first to last, both included."""

    first: int
    last: int
    name: Name


_OFFICES = [["Minister"], ["Ministry"], ["Secretary"], ["Department"], ["Day"], ["Court"]]
_TREATIES = frozenset(
    {"Protocol", "Accord", "Accords", "Convention", "Conventions", "Treaty", "Declaration", "Statute"}
)
_STANCES = frozenset({"pro", "anti"})
_NATIONAL = frozenset({"National", "Supreme"})
_ALLIED = frozenset(
    "backed led based born held controlled sponsored brokered funded mandated run allied drafted proposed mediated "
    "imposed sanctioned".split()
)
# What stands for a state before or after a hyphen only: "Sino-Japanese talks", "the Indo-Pak border".
_COMBINING = {
    "Anglo": "GBR", "Franco": "FRA", "Greco": "GRC", "Indo": "IND", "Italo": "ITA", "Pak": "PAK", "Russo": "RUS",
    "Sino": "CHN", "Turco": "TUR",
}  # fmt: skip
_GROUP_KINDS: dict[str, Kind] = {
    "igo": "organization",
    "ngo": "organization",
    "company": "organization",
    "party": "organization",
    "institution": "organization",
    "group": "group",
    "ethnic": "people",
    "religion": "people",
    "region": "region",
}


class Gazetteer:
    """Every name that the codebooks and the table of office-holders give, found by its tokens."""

    def __init__(self, nlp: Language) -> None:
        """Read the codebooks; names are cut into tokens as the articles will be."""
        self._tokenize = functools.partial(tokens, nlp)
        self._found = functools.lru_cache(maxsize=2048)(self._find)  # a sentence is looked at, and then read
        self._phrases: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        self.surnames: dict[str, tuple[Holder, ...]] = {}
        self.countries: dict[str, Name] = {}
        self._add_countries()
        self._add_organizations()
        self._add_people()
        for entries in self._phrases.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[str]) -> list[Match]:
        """The longest names in a row of tokens, from left to right, none inside another."""
        return list(self._found(tuple(words)))

    def _find(self, tokens: tuple[str, ...]) -> list[Match]:
        words = list(tokens)
        found, index, size = [], 0, len(words)
        phrases = self._phrases
        while index < size:
            if index > 1 and words[index - 1] == "-" and words[index - 2].lower() in _STANCES:
                index += 1  # pro-Russian rebels are not Russia's
                continue
            for phrase, name in phrases.get(words[index], ()):
                if _names_another(words, index, phrase, name):
                    continue
                if len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase:
                    found.append(Match(index, index + len(phrase) - 1, name))
                    index += len(phrase) - 1
                    break
            else:
                word = words[index]
                if word in _COMBINING and self._is_joined(words, index):
                    state = self.countries[_COMBINING[word]]
                    found.append(Match(index, index, Name("demonym", state.code, state.country, label=state.label)))
                owner, hyphen, rest = word.partition("-")
                if hyphen and rest in _ALLIED:  # "U.N.-backed" is one token
                    for phrase, name in phrases.get(owner, ()):
                        if len(phrase) == 1:
                            found.append(Match(index, index, name))
                            break
                elif len(word) > 3 and word.isupper():  # a dateline, a headline, or a text that begins in capitals
                    for phrase, name in phrases.get(word.title(), ()):
                        if len(phrase) == 1 or tuple(words[index + 1 : index + len(phrase)]) == phrase[1:]:
                            found.append(Match(index, index + len(phrase) - 1, name))
                            index += len(phrase) - 1
                            break
            index += 1
        return found

    def _is_joined(self, words: Sequence[str], index: int) -> bool:
        """Whether a hyphen joins a word to the name of a state."""
        beside = [
            words[at + step]
            for at, step in ((index + 1, 1), (index - 1, -1))
            if words[at : at + 1] == ["-"] and 0 <= at + step < len(words)
        ]
        names = (name for word in beside for phrase, name in self._phrases.get(word, ()) if len(phrase) == 1)
        return any(name.kind in {"country", "demonym"} for name in names) or not _COMBINING.keys().isdisjoint(beside)

    def country_of(self, place: str) -> str | None:
        """The country of a dateline's place ("BAGHDAD, Iraq"): the last name in it that has one."""
        place = place.partition("/")[0]  # of "KHARTOUM/NAIROBI" where it happened stands first
        words = [word for part in place.split(",") for word in self._tokenize(part.strip().title())]
        matches = self.find(words) or self.find(self._tokenize(place))
        return next((match.name.country for match in reversed(matches) if match.name.country), None)

    def _add(self, text: str, name: Name) -> None:
        for variant in {text, text.replace("'", "’")}:
            phrase = self._tokenize(variant)
            if not phrase:
                continue
            entries = self._phrases.setdefault(phrase[0], [])
            if all(known != phrase for known, _ in entries):
                entries.append((phrase, name))

    def _add_countries(self) -> None:
        # Of states that shared a capital it is that of the one that still is: Prague is Czech.
        for row in sorted(_codebook("countries"), key=lambda row: bool(row["valid_until"])):
            code = row["country"]
            name = Name("country", code, code, label=row["name"])
            self.countries[code] = name
            for text in _texts(row, "name", "aliases"):
                self._add(text, name)
            for text in _texts(row, "demonyms"):
                self._add(text, Name("demonym", code, code, label=row["name"]))
            for text in _texts(row, "capital", "seats"):
                self._add(text, Name("place", code, code, label=row["name"]))

    def _add_organizations(self) -> None:
        for row in _codebook("organizations"):
            code, country = row["organization"], row["country"] or None
            rest = code[3:] if country and code.startswith(country) else code
            role = rest[:3] if rest[:3] in _roles() else None
            if row["kind"] == "institution":
                code = code[:6]  # the State Department is its government
            name = Name(_GROUP_KINDS[row["kind"]], code, country, role, label=row["name"])
            for text in _texts(row, "name", "aliases"):
                self._add(text, name)
                if text.startswith("The ") and row["kind"] == "region":
                    self._add(f"the {text[4:]}", name)
                if len(text) > 3 and text.isalpha() and text.isupper():  # British papers write Nato and Asean
                    self._add(text.capitalize(), name)

    def _add_people(self) -> None:
        by_name: dict[str, list[Holder]] = {}
        by_surname: dict[str, list[Holder]] = {}
        for row in _read_csv(resources.files("diplopack.transform.lexicon") / "office_holders.csv"):
            country = row["country"] or None
            role = row["role"]
            code = row["organization"] or f"{country}{role}"
            holder = Holder(
                row["surname"], code, country, role, row["office"], _day(row["from"], "01"), _day(row["until"], "12")
            )
            for text in _texts(row, "name", "aliases"):
                if " " in text or "-" in text:
                    by_name.setdefault(text, []).append(holder)
                else:
                    by_surname.setdefault(text, []).append(holder)
            by_surname.setdefault(row["surname"], []).append(holder)
        for text, holders in by_name.items():
            first = holders[0]
            self._add(text, Name("person", first.code, first.country, first.role, tuple(holders), text))
        self.surnames = {text: tuple(holders) for text, holders in by_surname.items()}


def _names_another(words: Sequence[str], index: int, phrase: tuple[str, ...], name: Name) -> bool:
    """Whether a name is only a part of another, as the words before and after it tell."""
    after = words[index + len(phrase) : index + len(phrase) + 3]
    if name.kind == "organization" and after[:1] in _OFFICES and "General" not in after[1:]:
        return True  # the Labour Minister is of no party for that, as NATO's Secretary-General is
    if index and words[index - 1] in _NATIONAL and name.kind == "organization" and not name.country:
        return True  # a National Security Council is not that of the UN
    if name.kind == "place" and after and after[0].capitalize() in _TREATIES:
        return True  # the Kyoto Protocol is not Japan's
    return phrase[0] == "the" and bool(after) and after[0][:1].isupper()  # the West Bank is not the West


def country_names() -> Iterator[str]:
    """What the codebook calls the countries, before any name is cut into tokens."""
    for row in _codebook("countries"):
        yield from _texts(row, "name", "aliases")


@functools.cache
@no_collection()
def load() -> Gazetteer:
    """The names that the codebooks and the lexicon give, read once a process (about half a second)."""
    from diplopack.transform.language import model

    return Gazetteer(model())


def holder_on(holders: Iterable[Holder], date: dt.date) -> Holder | None:
    """Who held the office on a date; else who held it last before, else who first held it after."""
    rows = list(holders)
    current = [row for row in rows if row.start <= date <= row.until]
    if current:
        return max(current, key=lambda row: row.start)
    rows = [row for row in rows if row.country] or rows  # out of office, known for the office of state
    past = [row for row in rows if row.until < date]
    if past:
        return max(past, key=lambda row: row.until)
    return min(rows, key=lambda row: row.start, default=None)


def tokens(nlp: Language, text: str) -> tuple[str, ...]:
    """The words of a name, as the tokenizer cuts them; it need not be asked about words of letters alone."""
    words = text.split(" ")
    exceptions: Mapping[str, object] = nlp.tokenizer.rules  # type: ignore[union-attr]
    if all(word.isalpha() and word not in exceptions for word in words):
        return tuple(words)
    return tuple(token.text for token in nlp.make_doc(text))


def _texts(row: dict[str, str], *columns: str) -> list[str]:
    return [text for column in columns for text in row[column].split("|") if text]


@functools.cache
def _roles() -> frozenset[str]:
    return frozenset(row["role"] for row in _codebook("roles"))


def _codebook(name: str) -> list[dict[str, str]]:
    """The rows of a codebook; what is missing is ""."""
    from diplopack import contract

    return [{key: value or "" for key, value in row.items()} for row in contract.unchecked_codebook(name).to_pylist()]


def _read_csv(path: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def _day(text: str, month: str) -> dt.date:
    if not text:
        return dt.date.max
    parts = re.findall(r"\d+", text) + [month, "28" if month == "12" else "01"][len(text.split("-")) - 1 :]
    return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
