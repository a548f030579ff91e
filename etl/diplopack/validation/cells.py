"""What is wrong with one cell of a contributed row: the most telling fault, and what to write instead."""

from __future__ import annotations

import functools
import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.validation import actor_codes, dates, suggest
from diplopack.validation.fault import Fault, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

TABLE = "contributed"
"""The contract's name of the rows."""

MAYBE_HIDDEN = (
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""A regular expression of what cannot be seen, and of what can be where it belongs."""
_MAYBE_HIDDEN = re.compile(MAYBE_HIDDEN)
_LATIN = "\u024f"
_FLAG = "\U0001f3f4"
FORMULA = "=+-@＝＋－＠"
"""A cell that begins so is run by spreadsheets."""
_LIST_DASH = re.compile(r"-\s+(?=[^\W\d_])")
_HANDLE = re.compile(r"@(?=[^\W_][\w.-]*\Z)")

HOST = (
    r"https?://(?:[^/?#@]*@)?(?:(?:[^/?#@:.\[\]\\]+\.)+[^/?#@:.\[\]\\]+\.?|\[[0-9A-Fa-f:.]+\])"
    r"(?::[0-9]{1,5})?(?:[/?#]|\z)"
)
"""For RE2, at the beginning of an address: its host, which has a full stop in it."""
_HOST = re.compile(HOST.replace(r"\z", r"\Z"))
_SCHEME = re.compile(r"(?:h?t{1,3}ps?|htt|hxxps?|htps?|htpps?)\s*[:;]?\s*[/\\]{1,3}|https?[:;](?![/\\])", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|\Z)", re.IGNORECASE)


def fault(column: str, value: str, today: dt.date) -> Fault | None:
    """The most telling fault of a cell.

    Args:
        column: a column of the contract.
        value: the cell, not empty.
        today: no event is later.

    Returns:
        The fault, or None. Space around a value is a fault where the value itself has none.
    """
    if hidden := _hidden(value):
        return _control_fault(column, value, hidden, today)
    stripped = value.strip()
    if not stripped:
        if column in required():
            return missing(column)
        return Fault("whitespace", f"{shown(value)} is nothing but space", "text, or an empty cell")
    wrong = _JUDGES.get(column, _formula_fault)(stripped, today)
    if wrong is None and stripped != value:
        return Fault("whitespace", f"{shown(value)} has space around it", f"{shown(stripped)}", stripped)
    return wrong


def missing(column: str) -> Fault:
    """The fault of a cell that is empty and must not be."""
    return Fault("required", "is empty", f"a value such as {_example(column)!r}")


@functools.cache
def required() -> frozenset[str]:
    """The columns in which no cell may be empty."""
    return frozenset(name for name, field in _fields().items() if field["constraints"].get("required"))


@functools.cache
def columns() -> tuple[str, ...]:
    """The columns of contributed rows in their order."""
    return tuple(_fields())


@functools.cache
def key() -> tuple[str, ...]:
    """The columns that tell a row from all others."""
    return tuple(contract.table_schema(TABLE)["primaryKey"])


@functools.cache
def _fields() -> Mapping[str, Any]:
    return {field["name"]: field for field in contract.table_schema(TABLE)["fields"]}


def _example(column: str) -> str:
    return str(_fields()[column]["example"])


def _hidden(value: str) -> list[int]:
    """Where characters stand that cannot be seen and do not belong there."""
    if value.isascii() and value.isprintable():
        return []
    return [match.start() for match in _MAYBE_HIDDEN.finditer(value) if not _belongs(value, match.start())]


def _belongs(value: str, at: int) -> bool:
    """Whether a character is half of a line end, a joiner of a writing that needs it, or a tag of a flag."""
    before = value[at - 1 : at]
    if value[at] == "\r":
        return value[at + 1 : at + 2] == "\n"
    if value[at] in "\u200c\u200d":
        return before > _LATIN
    return value[at] > _FLAG and before >= _FLAG


def _control_fault(column: str, value: str, hidden: list[int], today: dt.date) -> Fault:
    first = value[hidden[0]]
    name = f"U+{ord(first):04X} {unicodedata.name(first, 'CONTROL CHARACTER')}"
    places = frozenset(hidden)
    kept = ("" if at in places and char != "\r" else char for at, char in enumerate(value))
    without = "".join(kept).replace("\r\n", "\n").replace("\r", " ").strip()
    meant = without if without and _JUDGES.get(column, _formula_fault)(without, today) is None else None
    return Fault("control-character", f"{shown(value)} holds {name}", "text without it", meant)


def _actor_fault(value: str, _: dt.date) -> Fault | None:
    if actor_codes.split(value) is not None:
        return None
    expected = "a country or an organization of the codebooks, then roles"
    return Fault("actor-code", f"{shown(value)} is not an actor code", expected, suggest.actor_code(value))


def _event_fault(value: str, _: dt.date) -> Fault | None:
    if value in suggest.event_codes():
        return None
    meant = suggest.event_code(value)
    if meant is not None and meant == f"0{value}":
        return Fault("event-code", f"{value!r} lost its leading zero? {meant!r} is a code", "", meant)
    return Fault("event-code", f"{shown(value)} is not an event code", "a CAMEO code of two to four digits", meant)


def _formula_fault(value: str, _: dt.date) -> Fault | None:
    if value[0] not in FORMULA:
        return None
    meant = _HANDLE.sub("", _LIST_DASH.sub("", value, count=1), count=1)
    message = f"{shown(value)} begins with {value[0]!r}, which spreadsheets run as a formula"
    expected = f"text that begins with none of {' '.join(FORMULA[:4])}"
    return Fault("formula", message, expected, meant if meant != value else None)


def _url_fault(value: str, _: dt.date) -> Fault | None:
    if _is_url(value):
        return None
    expected = "http:// or https://, a host and no spaces"
    meant = next((meant for meant in _mended_urls(value) if _is_url(meant)), None)
    return Fault("url", f"{shown(value)} is not the address of a web page", expected, meant)


def _is_url(value: str) -> bool:
    return _url_pattern().fullmatch(value) is not None and _HOST.match(value) is not None


@functools.cache
def _url_pattern() -> re.Pattern[str]:
    return re.compile(str(_fields()["source_url"]["constraints"]["pattern"]))


def _mended_urls(value: str) -> list[str]:
    bare = value.strip("<>\"'()[] ")
    if scheme := _SCHEME.match(bare):
        secure = "s" if "s" in scheme[0].lower() else ""
        bare = f"http{secure}://{bare[scheme.end() :]}"
    elif _BARE_HOST.match(bare):
        bare = f"https://{bare}"
    return [bare, "%20".join(bare.split(" "))] if "\n" not in bare else []


# Columns that are not here hold any text.
_JUDGES: Mapping[str, Callable[[str, dt.date], Fault | None]] = MappingProxyType(
    {
        "event_date": dates.fault,
        "actor_code": _actor_fault,
        "target_code": _actor_fault,
        "event_code": _event_fault,
        "source_url": _url_fault,
    }
)
