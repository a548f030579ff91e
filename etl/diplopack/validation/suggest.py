"""What was probably meant: one reading of a wrong code, or none.

A suggestion that is wrong costs a contributor more than none, so two that are equally likely are none.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.validation.actor_codes import MOST_PARTS, PART, organizations, roles, split, states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LONGEST_CODE = MOST_PARTS * PART
_LONGEST = 100  # a longer value is no code and no name
_SEPARATORS = re.compile(r"[\s_./,;:+|&-]+")
_DIGITS = re.compile(r"[0-9]+")
# A spreadsheet's 42, written as a number.
_NUMBER = re.compile(r"(?P<digits>[0-9]{1,4})[.,]0+|(?P<mantissa>[0-9](?:\.[0-9]{1,3})?)[eE]\+?0?(?P<exponent>[0-3])")
_DIGITS_FOR_LETTERS = str.maketrans("01", "OI")
_LOOK_ALIKE = str.maketrans("OoIl|", "00111")


class Slips:
    """Words, found by what one typing error makes of them.

    Args:
        words: what is right.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            for short in _without_one(word):
                self._shortened[short].append(word)

    def of(self, found: str) -> Iterator[tuple[str, int]]:
        """Yield the words that are one error away, each with its rank: 0 where two letters are swapped, else 1."""
        for word in self._shortened.get(found, ()):
            yield word, 1
        for short in _without_one(found):
            if short in self._words:
                yield short, 1
            for word in self._shortened.get(short, ()):
                if len(word) == len(found):
                    differing = [at for at, (a, b) in enumerate(zip(word, found, strict=True)) if a != b]
                    if len(differing) == 1:
                        yield word, 1
                    elif len(differing) == 2 and sorted(word) == sorted(found):  # one letter went past its neighbour
                        yield word, 0

    def one(self, found: str) -> str | None:
        """The word that is likelier than all others, if there is one."""
        return likeliest(self.of(found))


def likeliest(ranked: Iterable[tuple[str, int]]) -> str | None:
    """The word with the lowest rank, unless another has it too."""
    best: dict[str, int] = {}
    for word, rank in ranked:
        best[word] = min(rank, best.get(word, rank))
    first = min(best.values(), default=None)
    words = [word for word, rank in best.items() if rank == first]
    return words[0] if len(words) == 1 else None


def actor_code(found: str) -> str | None:
    """The actor code that was meant: in capitals, without separators, by a name, another scheme, or one error.

    Args:
        found: what is no actor code, without space around it.

    Returns:
        A valid actor code, or None.
    """
    if len(found) > _LONGEST:
        return None
    joined = _SEPARATORS.sub("", found).upper()
    for letters in (joined, joined.translate(_DIGITS_FOR_LETTERS)):
        if split(letters) is not None:
            return letters
    return _by_name(found) or _of_another_scheme(joined) or _in_order(joined) or _one_error(joined)


def event_code(found: str) -> str | None:
    """The event code that was meant: with its leading zero, its digits alone, or without one error.

    Args:
        found: what is no event code, without space around it.

    Returns:
        An event code of the codebook, or None.
    """
    if len(found) > _LONGEST:
        return None
    if number := _NUMBER.fullmatch(found):
        digits = number["digits"] or f"{float(number['mantissa']) * 10 ** int(number['exponent']):g}"
        if possible := [code for code in (digits, f"0{digits}") if code in event_codes()]:
            return possible[0] if len(possible) == 1 else None
    if found.isdecimal():
        narrow = unicodedata.normalize("NFKC", found)
        if lost_zero(narrow) or narrow in event_codes():
            return lost_zero(narrow) or narrow
        return _event_slips().one(narrow)
    runs = _DIGITS.findall(found.translate(_LOOK_ALIKE) if len(found) <= 4 else found)
    whole = "".join(runs)
    if (len(runs) == 1 or len(whole) == len(_SEPARATORS.sub("", found))) and len(whole) > 1:
        return whole if whole in event_codes() else lost_zero(whole) if len(runs) == 1 else None
    codes = _events_by_label().get(_plain(found), ())
    return codes[0] if len(codes) == 1 else None


def lost_zero(found: str) -> str | None:
    """The code of which a spreadsheet took the leading zero."""
    padded = f"0{found}"
    return padded if padded in event_codes() else None


@functools.cache
def event_codes() -> frozenset[str]:
    """The event codes of the codebook."""
    return frozenset(contract.unchecked_codebook("event_codes")["event_code"].to_pylist())


@functools.cache
def _event_slips() -> Slips:
    return Slips(event_codes())


@functools.cache
def _events_by_label() -> Mapping[str, Sequence[str]]:
    table = contract.unchecked_codebook("event_codes")
    return _by_text(zip(table["label"].to_pylist(), table["event_code"].to_pylist(), strict=True))


@functools.cache
def _parties_by_name() -> Mapping[str, Sequence[str]]:
    """Actor codes by the names, demonyms and capitals of countries and the names of organizations, folded."""

    def texts() -> Iterator[tuple[str, str]]:
        for table, key, columns in (
            ("countries", "country", ("name", "aliases", "demonyms", "capital")),
            ("organizations", "organization", ("name", "aliases")),
        ):
            for row in contract.unchecked_codebook(table).select([key, *columns]).to_pylist():
                for column in columns:
                    for text in (row[column] or "").split("|"):
                        yield text, row[key]

    return _by_text(texts())


@functools.cache
def _roles_by_label() -> Mapping[str, Sequence[str]]:
    table = contract.unchecked_codebook("roles")
    return _by_text(zip(table["label"].to_pylist(), table["role"].to_pylist(), strict=True))


def _by_text(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for text, code in pairs:
        if plain := _plain(text):
            found[plain][code] = None
    return {text: tuple(codes) for text, codes in found.items()}


def _plain(text: str) -> str:
    """A name as it is compared: without accents, full stops, capitals and article."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace(".", ""))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split()).removeprefix("the ")


def _by_name(found: str) -> str | None:
    """`China` → CHN, `Chinese government` → CHNGOV."""
    plain = _plain(found)
    names = _parties_by_name()
    if plain in names:
        codes = names[plain]
        return codes[0] if len(codes) == 1 else None
    words = plain.split(" ")
    for at in range(1, len(words)):
        role = " ".join(words[at:])
        parts = [role.upper()] if role.upper() in roles() else _roles_by_label().get(role, ())
        codes = names.get(" ".join(words[:at]), ())
        if len(codes) == len(parts) == 1:
            return _valid(codes[0] + parts[0])
    return None


def _of_another_scheme(code: str) -> str | None:
    """`CN` → CHN, `UKGOV` → GBRGOV, `GER` → DEU, `ROM` → ROU."""
    for length in (2, 3):
        country = _foreign().get(code[:length])
        if country and _are_roles(code[length:]):
            return _valid(country + code[length:])
    return None


@functools.cache
def _foreign() -> Mapping[str, str]:
    """Countries by the codes that other schemes, CAMEO among them, give them."""
    rows = (resources.files("diplopack.validation") / "foreign_codes.csv").read_text("utf-8").splitlines()[1:]
    foreign = {code: country for code, country, _ in (row.split(",") for row in rows)}
    table = contract.unchecked_codebook("countries")
    cameo = zip(table["cameo_code"].to_pylist(), table["country"].to_pylist(), strict=True)
    return foreign | {code: country for code, country in cameo if code not in states()}


def _in_order(code: str) -> str | None:
    """`GOVCHN` → CHNGOV: the country stands after its roles."""
    parts = _parts(code)
    countries = [part for part in parts if part in states()]
    if len(countries) != 1:
        return None
    return _valid("".join(countries + [part for part in parts if part not in states()]))


def _one_error(code: str) -> str | None:
    """`CHNGVO` → CHNGOV: one part has an error, or neighbouring letters of two parts are swapped."""
    if not (code.isascii() and code.isalpha()) or len(code) > _LONGEST_CODE + 1:
        return None
    return likeliest((meant, rank) for meant, rank in _repaired(code) if split(meant) is not None)


def _repaired(code: str) -> Iterator[tuple[str, int]]:
    """What a code may have been before one error in it, with ranks as those of `Slips.of`."""
    for end in range(len(code), 1, -PART):
        if _are_roles(code[end:]):
            yield from ((head + code[end:], rank) for head, rank in _head_slips().of(code[:end]))
    for start in range(PART, len(code), PART):
        before = split(code[:start])
        if before is None:
            continue
        follow = _people_slips() if before.country == code[:start] else _role_slips()
        for length in _PART_WITH_AN_ERROR[len(code) % PART]:
            damaged, after = code[start : start + length], code[start + length :]
            if _are_roles(after):
                yield from ((code[:start] + part + after, rank) for part, rank in follow.of(damaged))
    for at in range(PART, len(code), PART):
        yield code[: at - 1] + code[at] + code[at - 1] + code[at + 1 :], 0


# How many letters a part with an error has, by how many the code has beyond whole parts.
_PART_WITH_AN_ERROR = {0: (PART,), 1: (PART + 1,), 2: (PART - 1,)}


@functools.cache
def _head_slips() -> Slips:
    """What an actor code may begin with."""
    return Slips({*states(), *roles(), *organizations()})


@functools.cache
def _people_slips() -> Slips:
    """What may follow a country."""
    return Slips({*roles(), *(code for code in organizations() if split(f"{next(iter(states()))}{code}"))})


@functools.cache
def _role_slips() -> Slips:
    return Slips(roles())


def _are_roles(code: str) -> bool:
    return roles().issuperset(_parts(code))


def _parts(code: str) -> list[str]:
    return [code[at : at + PART] for at in range(0, len(code), PART)]


def _valid(code: str) -> str | None:
    return code if split(code) is not None else None


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
