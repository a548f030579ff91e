"""Who acts upon whom, and whether they were there on the date."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from diplopack.validation.actor_codes import State, state_of
from diplopack.validation.coded import Trait
from diplopack.validation.columns import BadCell
from diplopack.validation.dates import year_of
from diplopack.validation.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diplopack.validation.coded import Coded

COLUMNS = ("event_date", "actor_code", "target_code")
"""The columns that say when, who and upon whom."""
_NO_YEAR = 0
_ALWAYS = State("", 0, 9999)
_EXISTENCE = {
    "first": Trait(lambda code: _state(code).first, _ALWAYS.first),
    "last": Trait(lambda code: _state(code).last, _ALWAYS.last),
}
TRAITS: Mapping[str, Mapping[str, Trait]] = MappingProxyType(
    dict(zip(COLUMNS, ({"year": Trait(year_of, _NO_YEAR)}, _EXISTENCE, _EXISTENCE), strict=True))
)
"""What has to be known of the values of these columns."""


def faults(when: Coded, actors: Coded, targets: Coded) -> Mapping[str, list[BadCell]]:
    """Find the parties that cannot be, each with one fault.

    Args:
        when: the dates of some rows.
        actors: who acts in them.
        targets: whom it concerns.

    Returns:
        The wrong cells of each column of parties.
    """
    _, actor_column, target_column = COLUMNS
    years = when.trait("year")
    outdated = _states_not_there(years, targets)
    rows = {cell.row for cell in outdated}
    same = [cell for cell in _same_parties(actors, targets) if cell.row not in rows]
    return {actor_column: _states_not_there(years, actors), target_column: outdated + same}


def _states_not_there(years: np.ndarray, parties: Coded) -> list[BadCell]:
    """Find the parties whose state did not exist in the year of the event."""
    was_there = (parties.trait("first") <= years) & (years <= parties.trait("last"))
    bad = []
    for row in np.flatnonzero(~was_there & (years != _NO_YEAR)).tolist():
        code = parties.value(row)
        bad.append(BadCell(row, code, _fault(code, _state(code), int(years[row]))))
    return bad


def _same_parties(actors: Coded, targets: Coded) -> list[BadCell]:
    """Find the targets that are the actor too, of rows in which both are actor codes."""
    may_be_same = (actors.hashes() == targets.hashes()) & actors.is_good() & targets.is_good()
    expected = "another party than actor_code"
    return [
        BadCell(row, code, Fault("same-party", f"{code!r} is the actor too", expected))
        for row in np.flatnonzero(may_be_same).tolist()
        if (code := targets.value(row)) == actors.value(row)
    ]


def _state(code: str) -> State:
    return state_of(code) or _ALWAYS


def _fault(code: str, state: State, year: int) -> Fault:
    when = f"came into being in {state.first}" if year < state.first else f"ended in {state.last}"
    return Fault("state-not-on-date", f"{code!r} ({state.name}) {when}", f"a state that existed in {year}")
