"""Nouns with a date before them, "the Sept. 11, 2001, attacks", of which the parser makes the date the noun."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

_MONTHS = frozenset(map(str.lower, [*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"]))
_LONGEST = 4  # words from the year to the noun: "suicide car bomb attacks"


def put_right(parse: Parse) -> None:
    """Put such a date below its noun; the lists of a sentence are changed."""
    for month, word in enumerate(parse.lower[1:], start=1):
        if word.rstrip(".") in _MONTHS and parse.lower[month - 1] == "the":
            after = _year(parse, month + 1)
            noun = _noun(parse, after) if after else None
            if noun is not None and parse.heads[month] != month:
                parse.move(noun, parse.heads[month], parse.deps[month])
                parse.move(month, noun, "npadvmod")


def _year(parse: Parse, day: int) -> int | None:
    """Where the words after a day and a year between commas begin; None where there is no such date."""
    shape = [word if word == "," else word.isdigit() for word in parse.words[day : day + 4]]
    return day + 4 if shape == [True, ",", True, ","] else None


def _noun(parse: Parse, begin: int) -> int | None:
    """The last of the nouns that begin here, adjectives among them."""
    found = None
    for token in range(begin, min(begin + _LONGEST, len(parse))):
        if parse.tags[token] in {"NN", "NNS"}:
            found = token
        elif parse.tags[token] not in {"JJ", "NNP", "VBG"}:
            break
    return found
