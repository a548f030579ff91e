"""Faults of a single cell: what is typed, which check names it, what is suggested, and what Frictionless sees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.validation.agreement.rows import COLUMNS, codes

PARTIES = ("actor_code", "target_code")
PROSE = ("quote", "contributor", "note")
REQUIRED = tuple(name for name in COLUMNS if name != "note")


@dataclass(frozen=True)
class CellFault:
    """One way in which a cell can be wrong.

    Attributes:
        check: The check that names it.
        columns: Where it can be.
        text: What is typed; ``{}`` stands for the valid value.
        suggestion: What must be suggested, ``{}`` as in `text`; None where no one thing is sure.
        schema: Whether the Table Schema alone (pattern, format, required) sees it too.
    """

    check: str
    columns: tuple[str, ...]
    text: str
    suggestion: str | None = None
    schema: bool = True


def _each(check: str, columns: tuple[str, ...], texts: dict[str, str | None], *, schema: bool) -> list[CellFault]:
    return [CellFault(check, columns, text, suggestion, schema) for text, suggestion in texts.items()]


@cache
def cell_faults() -> tuple[CellFault, ...]:
    """Every way in which a single cell is spoilt."""
    dates = ("event_date",)
    return (
        *[CellFault("required", (name,), "") for name in REQUIRED],
        *_spaces(),
        *_unseen(),
        *_each(
            "date-format",
            dates,
            {
                "3 May 2021": "2021-05-03",
                "May 3, 2021": "2021-05-03",
                "2021/05/03": "2021-05-03",
                "2021-5-3": "2021-05-03",
                "20210503": "2021-05-03",
                "13/04/2021": "2021-04-13",
                "04/04/2021": "2021-04-04",
                "May 2021": "2021-05",
                "last Tuesday": None,
                "44319.5": None,
            },
            schema=True,
        ),
        *_each("date-ambiguous", dates, dict.fromkeys(("03/04/2021", "3/4/2021", "10/11/2012")), schema=True),
        *_each("date-nonexistent", dates, dict.fromkeys(("2021-02-30", "2023-02-29", "2020-04-31")), schema=False),
        *_each("date-nonexistent", dates, dict.fromkeys(("2021-13-01", "2021-00")), schema=True),
        *_each("date-range", dates, dict.fromkeys(("1899-12-31", "1492-10", "1815")), schema=True),
        *_each("date-future", dates, dict.fromkeys(("2025-07-01", "2025-07", "2026", "2099-01-01")), schema=False),
        *_each("event-code", ("event_code",), _lost_zeros(), schema=False),
        *_each("event-code", ("event_code",), {"1": "01", "42.0": "042", "visit": None}, schema=True),
        *_each("event-code", ("event_code",), {"999": None, "9999": None}, schema=False),
        *_each(
            "actor-code",
            PARTIES,
            {"China": "CHN", "CN": "CHN", "chngov": "CHNGOV", "USA GOV": "USAGOV", "CHNGO": None, "U.S.": "USA"},
            schema=True,
        ),
        *_each("actor-code", PARTIES, {"CHNGVO": "CHNGOV", "GOVQQQ": None, "QQQ": None, "CHNQQQ": None}, schema=False),
        *_each(
            "url",
            ("source_url",),
            {
                "ftp://example.org/a": None,
                "www.example.org/a": "https://www.example.org/a",
                "https://": None,
                "https://example.org/a b": None,
                "htps://example.org/a": "https://example.org/a",
                "javascript:alert(1)": None,
                "the newspaper": None,
            },
            schema=True,
        ),
        *_each(
            "formula", PROSE, dict.fromkeys(("=1+1", "+1 {}", "-{}", "@SUM(A1)", "=cmd|' /C calc'!A0")), schema=False
        ),
    )


def _spaces() -> list[CellFault]:
    """Space around a value, which a pattern sees and free text does not."""
    return [
        CellFault("whitespace", (name,), text, "{}", schema=name not in PROSE)
        for name in COLUMNS
        for text in (" {}", "{} ", "{}\u00a0")
    ]


def _unseen() -> list[CellFault]:
    """Characters that nobody sees: bell, escape, delete, zero width, bidirectional, byte order mark."""
    return [
        CellFault("control-character", (name,), text, schema=name not in PROSE)
        for name in COLUMNS
        for text in ("{}\a", "{}\x1b[31m", "{}\x7f", "{}\u200b", "\u202e{}", "{}\ufeff")
    ]


def _lost_zeros() -> dict[str, str | None]:
    """Codes as a spreadsheet leaves them, where the rest is no code itself."""
    known = set(codes().events)
    return {code[1:]: code for code in codes().events if code[0] == "0" and code[1:] not in known and len(code) > 2}
