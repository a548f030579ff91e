"""Sentence splitting by rules, before any parsing: each sentence is then parsed as a document of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diplopack.transform.lemmas import SHORT_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Abbreviations after which a full stop does not end a sentence, whatever follows.
_TITLES = frozenset(
    "mr mrs ms dr prof hon rev fr st sr jr pres messrs mt ft no nos vs etc al jan feb mar apr jun jul aug sep sept oct "
    "nov dec v art sec fig approx est".split()
) | {title.rstrip(".") for title in SHORT_TITLES}
# Abbreviations of several letters with stops: a sentence may end here, if the next word opens one.
_OPENERS = frozenset(
    "the a an he she it they we i you this that these those but and in on at for from with after before as if when "
    "while there his her its their our both some many no one two meanwhile however also earlier later officials".split()
)
# Words that open one only after "the U.S.": elsewhere they go on with it ("met U.S. President Joe Biden").
_TITLE_OPENERS = frozenset({"president", "prime", "police"})
_BREAK = re.compile(r"""(?P<stop>[.!?…]+)(?P<close>["'”’»)\]]*)(?P<space>\s+)(?=["'“‘«(\[]*[\w$€£])""")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-*•#>]?\s*[\"“‘A-Z0-9])")
_MARKUP = re.compile(r"^(?:[#>*\-•_\s]|</?[a-z]{1,6}>)+")
# An agency before anything else: "(AP) Troops ...", "AFP - Troops ...", "Canadian Press - OTTAWA (CP) - ...".
_AGENCY = re.compile(
    r"[A-Z][a-z]+ News (?:gt;|>) |"
    r"(?:AA|AAP|ANI|ANSA|AP|AFP|BBC|CP|DPA|dpa|EFE|IANS|IRNA|Interfax|ITAR-TASS|Kyodo|PA|PTI|RFE/RL|RIA Novosti|"
    r"Reuters|SAPA|TASS|UPI|VOA|Xinhua|[a-z]+\.com) (?:-{1,2}|–|—) (?=[\"“'‘]?[A-Z])|"
    r"\([A-Z][A-Za-z/. ]{1,20}\)[ -]+(?=[A-Z])|(?:[A-Z][a-z]+ ){1,3}- (?=[A-Z]{3}[A-Z ][^(]{0,40}\([A-Z]{2,5}\) - )"
)
_DOTTED = re.compile(r"(?:^|\W)(?:[A-Za-z]\.){2,}$")


# "KABUL, May 3 (Reuters) - ", "ISLAMABAD: ", "PARIS --": a place in capitals, or an agency in brackets.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Za-z.'’\-]*(?:[ /][A-Z][A-Za-z.'’\-]*){0,3}(?:, (?:[A-Z][A-Za-z.]*)(?: [A-Z][A-Za-z.]*){0,2})?)"
    r"(?P<date>,? (?:[A-Z][A-Za-z]{2,8}\.? ?\d{1,2}|\d{1,2} [A-Z][A-Za-z]{2,8})\.?(?:,? \d{4})?)?"
    r"(?P<agency> ?\((?:[\w .,'’&/-]{2,40})\))?,? ?(?P<dash>--|-|–|—|_|:|\||(?<=\)) (?=[A-Z])) ?(?=\S)"
)
# "BRIGHTON, England The conference ...", "GENEVA Delegates ...": nothing but capitals sets the place apart.
_BARE = re.compile(
    r"(?P<place>(?:[A-Z]{3,} )?[A-Z]{4,}(?P<state>, [A-Z][a-z]+)?) (?=(?:[A-Z][a-z.’']+|A|US|U\.S\.|UN|U\.N\.) )"
)


# Lines of so many characters may be wrapped; a heading is shorter than what follows it, a paragraph on one line longer.
_NARROW, _WIDE = 50, 200
_BULLETS = frozenset({"*", "-", "•", "#", ">"})
_LONGEST = 10_000  # characters; a sentence of a newspaper has a few hundred


class Sentence(NamedTuple):
    """One sentence: `start` is its offset in the article's text, in characters.

    A dateline before it is no part of it: `dateline` is its place, or "".
    """

    start: int
    text: str
    dateline: str = ""


def split(text: str) -> list[Sentence]:
    """Split a text into sentences; every sentence is `text[start:start + len(sentence)]`, trimmed."""
    sentences = []
    for begin, end in _paragraphs(text):
        start = begin
        for match in _BREAK.finditer(text, begin, end):
            if _ends_sentence(text, start, match):
                sentences.append(_trim(text, start, match.end("close")))
                start = match.end()
        sentences.append(_trim(text, start, end))
    pieces = (piece for sentence in sentences for piece in _pieces(sentence))
    return [piece for piece in pieces if any(map(str.isalpha, piece.text))]


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A text without full stops cut at spaces, so that no parse is without bounds."""
    start, text = sentence.start, sentence.text
    while len(text) > _LONGEST:
        cut = text.rfind(" ", 1, _LONGEST) + 1 or _LONGEST
        yield Sentence(start, text[:cut].rstrip(), sentence.dateline)
        rest = text[cut:].lstrip()
        start, text = start + len(text) - len(rest), rest
    yield Sentence(start, text, sentence.dateline)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    bounds, begin = [], 0
    for match in _PARAGRAPH.finditer(text):
        if _is_wrapped(text, match.start(), match.end()):
            continue
        bounds.append((begin, match.start()))
        begin = match.end()
    return [*bounds, (begin, len(text))]


def _is_wrapped(text: str, end: int, begin: int) -> bool:
    """Whether a line ended where its next word would not fit, so that what stands on the next one goes on with it.

    `end` and `begin` are where the line break begins and ends. Lines are as wide as the longest around them.
    """
    if begin - end != 1:
        return False
    blank = text.rfind("\n\n", 0, end)
    after = text.find("\n\n", begin)
    lines = text[blank + 2 if blank >= 0 else 0 : after if after >= 0 else len(text)].split("\n")
    width = max(map(len, lines))
    line = end - (text.rfind("\n", 0, end) + 1)
    word = next(iter(text[begin : begin + width].split(None, 1)), "")
    return _NARROW <= width <= _WIDE and len(lines) > 1 and line + 1 + len(word) > width and word not in _BULLETS


def _trim(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    lead = _MARKUP.match(part)
    skip = lead.end() if lead else 0
    agency = _AGENCY.match(part, skip)
    skip = agency.end() if agency else skip
    part = part[skip:].rstrip()
    dateline = _DATELINE.match(part)
    if dateline is None or not _is_dateline(dateline):
        dateline = _BARE.match(part)
        if dateline is None or not (dateline["state"] or _is_city(dateline["place"])):
            return Sentence(start + skip, part)
    return Sentence(start + skip + dateline.end(), part[dateline.end() :], dateline["place"])


def _is_city(name: str) -> bool:
    """Whether a name in capitals is a city, and not a country or a body ("UNESCO Director ...")."""
    from diplopack.transform import gazetteer

    words = name.title().split()
    matches = gazetteer.load().find(words)
    return [(match.first, match.last, match.name.kind) for match in matches] == [(0, len(words) - 1, "place")]


def _is_dateline(match: re.Match[str]) -> bool:
    place = match["place"].split(",")[0]
    spaced = match.string[match.start("dash") - 1] == " " or match["dash"] in {"--", ":"}
    if match["dash"] == " ":  # "New York, Sep 27 (UNI) Members of ..."
        return match["date"] is not None
    if place.isupper() and len(place) > 3:
        return spaced
    if match["dash"] == "-" and spaced and match.string[match.end()].isupper() and _is_city(place):
        return True  # "Nairobi - The Sudanese government ..."
    if match["dash"] == ":" and (place == "United Nations" or _is_city(place)):  # "Geneva: The UN envoy ..."
        return match.string[match.end()].isupper()
    if match["dash"] == ":" and match["date"]:  # "Lagos, Oct 2 : At least ..."
        return spaced and match.string[match.start("dash") - 1] == " " and match.string[match.end()].isupper()
    named = match["agency"] is not None or "," in match["place"]
    return spaced and named and match["dash"] != ":" and match.string[match.end()].isupper()


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 40].lstrip("\"'“‘«([")
    word = re.match(r"\w+", following)
    if word is None or match["stop"] != "." or match["close"]:
        return following[:1].isupper() or following[:1].isdigit() or match["stop"] != "."
    before = text[start : match.start() + 1].rsplit(None, 1)
    last = before[-1].lstrip("\"'“‘«([") if before else ""
    if last[:-1].lower() in _TITLES or (len(last) == 2 and last[0].isupper() and last[0] != "I"):
        return False
    if _DOTTED.search(last):
        opener = word[0].lower()
        is_name = len(before) == 2 and before[0].lower().endswith((" the", " their", " its"))
        return word[0][0].isupper() and (opener in _OPENERS or (is_name and opener in _TITLE_OPENERS))
    return following[:1].isupper() or following[:1].isdigit()
