"""Date expressions, resolved against the date of the article."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.period import Precision

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thurs": 3}
_NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "several": 3, "couple": 2}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAME = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(_NUMBERS)

_RELATIVE_WORDS = (
    "the same day|that (?:day|morning|afternoon|evening|night)|earlier that day|hours later|later that day|"
    "later the same day|today|tonight|yesterday|tomorrow|overnight|the day before yesterday|the day before|"
    "the previous day|the following day|the next day|a day earlier|a day later|last night|this morning|"
    "this afternoon|this evening|hours earlier|at dawn"
)
_UNITS = (
    "last|next|this|earlier this|later this|the past|past|previous|early this|late last|early last|late this|"
    "the previous|earlier in the|later in the|the same"
)
_SPAN_UNIT = "day|week|month|year|decade"
_PART_OF_DAY = "(?: (?:morning|afternoon|evening|night))?"
_OF_WEEK = "(?P<later> (?:next|last) week)?"
_IN_MONTH = "last|next|this|earlier in|late|early|mid|in|since|of|by|later in"
_IN_YEAR = "in|since|during|of|by|throughout|until|from|back in"
# Of these a year before them tells when they were, and nothing of who speaks of them: "the 2000 bombing of".
_DEEDS = (
    "bombing|attack|massacre|war|invasion|coup|uprising|revolt|genocide|assassination|killing|murder|hijacking|"
    "kidnapping|abduction|siege|raid|slaughter|riot|clash|accord|agreement|treaty|truce|ceasefire|cease-fire|crackdown"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE))
    for kind, pattern in (
        ("iso", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
        ("dmy", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})\.?(?:,? (?P<y>\d{{4}}))?"),
        ("dmy", rf"(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?"),
        ("month_year", rf"(?P<m>{_MONTH})\.?(?: of)?,? (?P<y>(?:19|20)\d{{2}})"),
        (
            "month",
            (
                rf"(?!of[ -]\w+['’]s)(?P<rel>{_IN_MONTH})[ -](?P<m>{_MONTH})\b\.?"
                r"(?: (?P<when>last year|this year|next year))?"
            ),
        ),
        ("last_unit", rf"(?P<rel>{_UNITS}) (?P<unit>week|month|year)"),
        ("ago", rf"(?P<n>{_COUNT})(?: of)? (?P<unit>{_SPAN_UNIT})s? (?P<rel>ago|earlier|before|later|after)"),
        (
            "weekday",
            rf"(?:(?P<rel>last|next|this|the previous) )?(?P<w>{_DAY_NAME})\b\.?{_PART_OF_DAY}{_OF_WEEK}",
        ),
        ("weekend", r"(?:over|at|during|on|last|this|this past|the past)(?: the)? (?:past |last )?weekend"),
        ("near", rf"(?P<word>{_RELATIVE_WORDS})"),
        ("year_of", rf"(?:the|its|their|his|her) (?P<y>(?:19|20)\d{{2}})(?= (?:[\w-]+ ){{0,2}}(?:{_DEEDS})(?:e?s)?\b)"),
        ("year", rf"(?:{_IN_YEAR}) (?:the year )?(?P<y>(?:19|20)\d{{2}})"),
    )
)
_UNEVEN = re.compile(r"\s\s|[^\S ]")  # "last\nweek"
_EARLIEST = 1900  # what an article tells of a time before is history
# A pattern is only tried where one of its words stands: most sentences have none of most.
_WORD = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\d{4}")
_NUMERIC = frozenset({"iso", "year", "year_of"})
_TRIGGERS: dict[str, frozenset[str]] = {
    "iso": frozenset(),
    "year": frozenset(),
    "year_of": frozenset(),
    "dmy": frozenset(_MONTHS),
    "month_year": frozenset(_MONTHS),
    "month": frozenset(_MONTHS),
    "last_unit": frozenset({"week", "month", "year"}),
    "ago": frozenset({"ago", "earlier", "before", "later", "after"}),
    "weekday": frozenset(_WEEKDAYS),
    "weekend": frozenset({"weekend"}),
    "near": frozenset(re.findall(r"[a-z]+", _RELATIVE_WORDS)) - {"the", "a", "that", "this", "before", "at", "last"},
}
_NEAR = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "hours earlier": 0,
    "at dawn": 0,
    "yesterday": -1,
    "last night": -1,
    "overnight": 0,
    "tomorrow": 1,
    "the day before yesterday": -2,
}
_FROM_ANCHOR = {
    "the same day": 0,
    "that day": 0,
    "earlier that day": 0,
    "later that day": 0,
    "later the same day": 0,
    "hours later": 0,
    "the day before": -1,
    "the previous day": -1,
    "a day earlier": -1,
    "the following day": 1,
    "the next day": 1,
    "a day later": 1,
}


@dataclass(frozen=True, slots=True)
class When:
    """A date: the first day of its period, and how precise it is. `stated` is False for the article's own date."""

    date: dt.date
    precision: Precision
    stated: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression at some characters of a sentence.

    `future` where it lies after the article, `of_noun` where it tells of the noun after it alone.
    """

    start: int
    end: int
    when: When
    future: bool
    of_noun: bool = False


def find(text: str, published: When, anchor: When | None = None) -> list[Expression]:
    """The date expressions of a sentence, longest first at each place, in their order.

    `published` is the article's date; `anchor` the date last stated before, which "two days later" counts from.
    """
    if _UNEVEN.search(text) is None:
        return list(_found(text, published, anchor))
    kept = [place for place, mark in enumerate(text) if not (mark.isspace() and text[place - 1 : place].isspace())]
    even = "".join(" " if text[place].isspace() else text[place] for place in kept)
    return [
        replace(expression, start=kept[expression.start], end=kept[expression.end - 1] + 1)
        for expression in _found(even, published, anchor)
    ]


@functools.lru_cache(maxsize=2048)  # most sentences are asked for again before their batch is done
def _found(text: str, published: When, anchor: When | None) -> tuple[Expression, ...]:
    found: list[Expression] = []
    taken: list[tuple[int, int]] = []
    words = set(_WORD.findall(text.lower()))
    for kind, pattern in _PATTERNS:
        if not words & _TRIGGERS[kind] and not (kind in _NUMERIC and _YEAR.search(text)):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if kind == "dmy" and match["m"].lower() in {"may", "march"} and match["m"].islower():
                continue
            try:
                when = _resolve(kind, match, published, anchor)
            except OverflowError:
                continue
            if when is None or when.date.year < _EARLIEST:
                continue
            taken.append((start, end))
            future = _after(when, published) or text[start:end].lower().startswith(
                ("next ", "later this", "later in", "tomorrow")
            )
            found.append(Expression(start, end, when, future, kind == "year_of"))
    return tuple(sorted(found, key=lambda expression: expression.start))


def _after(when: When, published: When) -> bool:
    return when.date > published.date and _period(when.date, published.precision) > published.date


def _period(date: dt.date, precision: Precision) -> dt.date:
    if precision == "year":
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == "month" else date


def _resolve(kind: str, match: re.Match[str], published: When, anchor: When | None) -> When | None:
    groups = match.groupdict()
    base = published.date
    text = match[0]
    if kind in {"iso", "dmy"}:
        month = int(groups["m"]) if kind == "iso" else _MONTHS[groups["m"].lower()]
        return _day(groups.get("y"), month, int(groups["d"]), published, text)
    if kind == "month_year":
        return _safe(int(groups["y"]), _MONTHS[groups["m"].lower()], 1, "month", text)
    if kind == "month":
        return _month(groups, published, text)
    if kind == "last_unit":
        return _last(groups["rel"].lower(), groups["unit"].lower(), base, text, published)
    if kind == "ago":
        return _ago(groups, published, anchor, text)
    if kind == "weekday":
        return _weekday(groups, published, text)
    if kind == "weekend":
        return _weekend(published, text)
    if kind == "near":
        return _near(groups["word"].lower(), published, anchor, text)
    return _safe(int(groups["y"]), 1, 1, "year", text)


def _safe(year: int, month: int, day: int, precision: Precision, text: str) -> When | None:
    try:
        return When(dt.date(year, month, day), precision, stated=True, text=text)
    except ValueError:
        return None


def _months_on(base: dt.date, months: int, text: str) -> When | None:
    month = base.year * 12 + base.month - 1 + months
    return _safe(month // 12, month % 12 + 1, 1, "month", text)


def _day(year: str | None, month: int, day: int, published: When, text: str) -> When | None:
    if year:
        return _safe(int(year), month, day, "day", text)
    base = published.date
    candidates = [
        when for delta in (-1, 0, 1) if (when := _safe(base.year + delta, month, day, "day", text)) is not None
    ]
    near = [when for when in candidates if -270 <= (when.date - base).days <= 95]
    return min(near or candidates, key=lambda when: abs((when.date - base).days), default=None)


def _month(groups: dict[str, str | None], published: When, text: str) -> When | None:
    month = _MONTHS[(groups["m"] or "").lower()]
    if (groups["m"] or "").islower():
        return None
    base, relation, when = published.date, (groups["rel"] or "").lower(), groups.get("when")
    year = base.year
    if when:
        year += {"last year": -1, "this year": 0, "next year": 1}[when.lower()]
    elif relation == "next":
        year += month <= base.month
    elif relation == "last":
        year -= month >= base.month
    elif month > base.month + 4 or (relation not in {"later in", "by", "in"} and month > base.month):
        year -= 1
    return _safe(year, month, 1, "month", text)


def _last(relation: str, unit: str, base: dt.date, text: str, published: When) -> When | None:
    step = -1 if relation in {"last", "previous", "the previous", "late last", "early last"} else 0
    step = 1 if relation == "next" else step
    if unit == "year":
        return _safe(base.year + step, 1, 1, "year", text)
    if published.precision == "year":
        return None
    if unit == "month":
        return _months_on(base, step, text)
    if published.precision != "day":
        return None
    monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(weeks=step)
    return When(monday.replace(day=1), "month", stated=True, text=text)  # there is no precision of a week


def _ago(groups: dict[str, str | None], published: When, anchor: When | None, text: str) -> When | None:
    word, unit, relation = (groups["n"] or "").lower(), groups["unit"] or "", groups["rel"] or ""
    number = int(word) if word.isdigit() else _NUMBERS[word]
    if anchor is None and relation.lower() in {"before", "after", "later"}:
        return None  # "two weeks after the vote", of which nobody has told when it was
    sign = -1 if relation.lower() in {"ago", "earlier", "before"} else 1
    start = published if relation.lower() == "ago" or anchor is None else anchor
    base = start.date
    if unit.lower() == "decade":
        number, unit = number * 10, "year"
    if unit.lower() == "year":
        return _safe(base.year + sign * number, 1, 1, "year", text) if 0 < base.year + sign * number < 9999 else None
    if start.precision == "year":
        return None
    if unit.lower() == "month":
        return _months_on(base, sign * number, text)
    if start.precision != "day":
        return None
    days = number * (7 if unit.lower() == "week" else 1) * sign
    return When(base + dt.timedelta(days=days), "day", stated=True, text=text)


def _weekday(groups: dict[str, str | None], published: When, text: str) -> When | None:
    if published.precision != "day" or (groups["w"] or "").islower():
        return None
    base, weekday = published.date, _WEEKDAYS[(groups["w"] or "").lower()]
    back = (base.weekday() - weekday) % 7
    relation, later = (groups["rel"] or "").lower(), (groups["later"] or "").strip().lower()
    if relation == "next" or later == "next week":
        ahead = (weekday - base.weekday()) % 7 or 7
        return When(base + dt.timedelta(days=ahead), "day", stated=True, text=text)
    if relation == "last" and back == 0:
        back = 7
    if later == "last week":
        monday = base - dt.timedelta(days=base.weekday() + 7)
        return When(monday + dt.timedelta(days=weekday), "day", stated=True, text=text)
    return When(base - dt.timedelta(days=back), "day", stated=True, text=text)


def _weekend(published: When, text: str) -> When | None:
    """The latest Saturday, the first day of its weekend."""
    if published.precision != "day":
        return None
    back = (published.date.weekday() - 5) % 7
    return When(published.date - dt.timedelta(days=back), "day", stated=True, text=text)


def _near(word: str, published: When, anchor: When | None, text: str) -> When | None:
    if word in _FROM_ANCHOR or word.startswith("that "):
        start = anchor or published
        days = _FROM_ANCHOR.get(word, 0)
    else:
        start, days = published, _NEAR[word]
    if start.precision != "day":
        return None
    return When(start.date + dt.timedelta(days=days), "day", stated=True, text=text)
