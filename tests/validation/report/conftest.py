"""Findings as `diplopack validate` makes them, and what the formats write of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import pytest

from diplopack.finding import Finding
from diplopack.validation.report import Format, write
from diplopack.validation.rows import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EVENTS = "seeds/contributed/events.csv"
_TALKS = "seeds/contributed/talks.parquet"


@pytest.fixture(autouse=True)
def _outside_of_github(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def findings() -> list[Finding]:
    """Seven errors and a warning in two files."""
    return [
        Finding(_EVENTS, 1, "event_dat", "event_dat", "header-misspelt", "is no column", "", "event_date"),
        Finding(
            _EVENTS,
            3,
            "event_date",
            "03/04/2021",
            "date-ambiguous",
            "'03/04/2021' is ambiguous; write 2021-04-03 or 2021-03-04",
        ),
        Finding(_EVENTS, 3, "actor_code", "CHNGVO", "actor-code", "'CHNGVO' is not an actor code", "", "CHNGOV"),
        Finding(_EVENTS, 5, None, "7 cells", "row-length", "7 cells", "8, as in the header"),
        Finding(_EVENTS, 8, "actor_code", "CN", "actor-code", "'CN' is not an actor code", "", "CHN"),
        Finding(
            _EVENTS,
            9,
            "quote",
            "Talks\x1b[2J",
            "control-character",
            "'Talks\x1b[2J' has a character that cannot be seen",
            "text",
        ),
        Finding(
            _TALKS,
            10,
            "event_code",
            "36",
            "event-code",
            "'36' lost its leading zero? '036' is a code",
            suggestion="036",
            row=9,
        ),
        Finding(_TALKS, 11, None, None, "already-coded", "dist has this event", severity="warning", row=10),
    ]


@pytest.fixture
def report() -> Callable[[Format, Sequence[Finding]], str]:
    """Write a report of findings in 1,203 rows of 3 files."""

    def run(fmt: Format, findings: Sequence[Finding]) -> str:
        out = io.StringIO()
        valid = write(fmt, iter(findings), Counts(files=3, rows=1203), out)
        assert valid == all(finding.severity == "warning" for finding in findings)
        return out.getvalue()

    return run


@pytest.fixture
def many() -> Callable[..., list[Finding]]:
    """Make findings of one kind, one a line of a file."""

    def make(number: int, check: str = "actor-code", severity: Literal["error", "warning"] = "error") -> list[Finding]:
        lines = range(2, number + 2)
        return [Finding("many.csv", line, None, "X", check, f"{check} in {line}", "", None, severity) for line in lines]

    return make


@pytest.fixture
def nasty() -> Finding:
    """A finding whose every text has what a terminal, a browser or a parser acts upon."""
    text = "<b>|`@a`</b> [x](http://e.vil) ::error::%0A]]>&amp;\r\n\x00\x1b[2J\u202e\udc80\ufffe🕊 \\| ``"
    return Finding(f"a,b:{text}.csv", 2, text, text, "control-character", f"{text!s} is wrong", "", text)
