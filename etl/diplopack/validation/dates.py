"""Dates of contributed rows: YYYY-MM-DD, YYYY-MM or YYYY; and what other forms of dates say."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from diplopack.validation.fault import Fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

EXPECTED = "a date as 2020-11-11, 2020-11 or 2020"
EARLIEST = 1900
"""The first year of which events are taken; the contract's pattern has it too."""
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = "|".join([*calendar.day_name, *calendar.day_abbr, "Tues", "Thurs"])
_WORD = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>[0-9]{4})(?P<s>[-/. ])(?P<month>[0-9]{1,2})(?P=s)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{2}(?:1[3-9]|[2-9][0-9]))(?P<month>[0-9]{2})",  # 201112 may be a day of 2020
        rf"{_ORDINAL}(?: of)?[- ]{_WORD},?[- ]{_YEAR}",
        rf"{_WORD} {_ORDINAL},? {_YEAR}",
        rf"{_YEAR},?[- ]{_WORD}[- ]{_ORDINAL}",
        rf"{_WORD}(?: of)?,?[- ]{_YEAR}",
        rf"{_YEAR},?[- ]{_WORD}",
    )
)
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_TIME = re.compile(
    r"(?<=[0-9])[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
)
_WEEKDAY = re.compile(rf"(?:{_DAYS})\.?,? ", re.IGNORECASE)
_DASHES = str.maketrans("‐‑‒–—−", "------")
_LONGEST = 60


def fault(text: str, today: dt.date) -> Fault | None:
    """What is wrong with a date.

    Args:
        text: a cell, without space around it.
        today: no event is later; a month or year is later if its first day is.
    """
    parts = _FORM.fullmatch(text)
    if parts is None or not text.isascii():
        return _other_form(text, today)
    year, month, day = parts.groups()
    if month is not None and (missing := _missing(int(year), int(month), int(day or 1))):
        swapped = day is not None and int(month) > 12 and not _missing(int(year), int(day), int(month))
        meant = f"{year}-{day}-{month}" if swapped and _possible(int(year), today) else None
        return Fault("date-nonexistent", f"{shown(text)} does not exist: {missing}", EXPECTED, meant)
    return _out_of_range(text, dt.date(int(year) or 1, int(month or 1), int(day or 1)), int(year), today)


def year_of(text: str) -> int:
    """The year of a date that has no fault."""
    return int(text[:4])


def parse(dates: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The typed form of dates that have no fault.

    Args:
        dates: text.

    Returns:
        The first day of each period as date32, and its precision: day, month or year.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    length = pc.utf8_length(dates)
    has_day, has_month = pc.greater(length, 7), pc.greater(length, 4)
    rest = pc.if_else(has_day, "", pc.if_else(has_month, "-01", "-01-01"))
    precision = pc.if_else(has_day, "day", pc.if_else(has_month, "month", "year"))
    return pc.binary_join_element_wise(dates, rest, "").cast(pa.date32()), precision


def _other_form(text: str, today: dt.date) -> Fault:
    found = list(dict.fromkeys(_readings(_normal(text)))) if len(text) <= _LONGEST else []
    existing = [reading for reading in found if not _missing(*reading)]
    if found and not existing:
        return Fault("date-nonexistent", f"{shown(text)} does not exist: {_missing(*found[0])}", EXPECTED)
    written = [_iso(*reading) for reading in existing]
    if len(existing) > 1:
        choice = " or ".join(written)
        return Fault("date-ambiguous", f"{shown(text)} is ambiguous; write {choice}", "")
    if existing:
        year, month, day = existing[0]
        wrong = _out_of_range(text, dt.date(year or 1, month or 1, day or 1), year, today)
        if wrong is not None:
            return wrong
        return Fault("date-format", f"{shown(text)} is a date in another form", EXPECTED, written[0])
    return Fault("date-format", f"{shown(text)} is not a date", EXPECTED)


def _out_of_range(text: str, first_day: dt.date, year: int, today: dt.date) -> Fault | None:
    if year < EARLIEST:
        return Fault("date-range", f"{shown(text)} is before {EARLIEST}", f"a date from {EARLIEST} on")
    if first_day > today:
        message = f"{shown(text)} is in the future"
        return Fault("date-future", message, f"a date up to {today.isoformat()}")
    return None


def _normal(text: str) -> str:
    """A date in ASCII, without weekday and time of day."""
    text = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    return _WEEKDAY.sub("", _TIME.sub("", text), count=1)


def _readings(text: str) -> Iterator[tuple[int, int | None, int | None]]:
    """What a date in another form may say: year, month and day, the day before the month first."""
    if match := _FORM.fullmatch(text):
        yield int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None
        return
    if match := _DAY_AND_MONTH.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        readings = [(year, second, first), (year, first, second)]
        yield from [reading for reading in readings if reading[1] <= 12] or readings[:1]
        return
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            name, number = parts["month"].lower(), parts.get("day")
            yield int(parts["year"]), _MONTHS.get(name) or int(name), int(number) if number else None
            return


def _missing(year: int, month: int | None, day: int | None) -> str | None:
    """Why there is no such day."""
    if month is None:
        return None
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if day is None or 1 <= day <= 28:
        return None
    # Years before the calendar's first have the days of a common year; they are too early anyway.
    days = calendar.monthrange(year or 1, month)[1]
    if not 1 <= day <= days:
        return f"{calendar.month_name[month]} {year} has {days} days"
    return None


def _possible(year: int, today: dt.date) -> bool:
    return EARLIEST <= year <= today.year


def _iso(year: int, month: int | None, day: int | None) -> str:
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
