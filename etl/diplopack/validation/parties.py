"""Who acts upon whom, and whether they were there on the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diplopack.validation.actor_codes import State, state_of
from diplopack.validation.columns import BadCell
from diplopack.validation.dates import year_of
from diplopack.validation.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diplopack.validation.columns import Coded

COLUMNS = ("event_date", "actor_code", "target_code")
"""The columns that say when, who and upon whom."""
_NO_YEAR = 0
_ALWAYS = State("", 0, 9999)


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
    years = _years(when)
    outdated = _states_not_there(years, targets)
    rows = {cell.row for cell in outdated}
    same = [cell for cell in _same_parties(actors, targets) if cell.row not in rows]
    return {actor_column: _states_not_there(years, actors), target_column: outdated + same}


def _years(dates: Coded) -> np.ndarray:
    """The years of some rows, int32; 0 where the date has a fault."""
    known = (
        year_of(date) if fault is None else _NO_YEAR for date, fault in zip(dates.values, dates.faults, strict=True)
    )
    return dates.per_row(np.fromiter(known, np.int32, len(dates.values)), _NO_YEAR)


def _states_not_there(years: np.ndarray, parties: Coded) -> list[BadCell]:
    """Find the parties whose state did not exist in the year of the event."""
    states = [
        (state_of(code) if fault is None else None) or _ALWAYS
        for code, fault in zip(parties.values, parties.faults, strict=True)
    ]
    first = np.fromiter((state.first for state in states), np.int32, len(states))
    last = np.fromiter((state.last for state in states), np.int32, len(states))
    was_there = (parties.per_row(first, 0) <= years) & (years <= parties.per_row(last, 9999))
    bad = []
    for row in np.flatnonzero(~was_there & (years != _NO_YEAR)).tolist():
        at = parties.indices[row]
        bad.append(BadCell(row, parties.values[at], _fault(parties.values[at], states[at], int(years[row]))))
    return bad


def _same_parties(actors: Coded, targets: Coded) -> list[BadCell]:
    """Find the targets that are the actor too, of rows in which both are actor codes."""
    position = {code: at for at, code in enumerate(actors.values)}
    as_actor = np.fromiter((position.get(code, -2) for code in targets.values), np.int64, len(targets.values))
    is_same = (targets.per_row(as_actor, -2) == actors.indices) & actors.is_good() & targets.is_good()
    rows = np.flatnonzero(is_same)
    codes = (targets.values[at] for at in targets.indices[rows])
    expected = "another party than actor_code"
    return [
        BadCell(row, code, Fault("same-party", f"{code!r} is the actor too", expected))
        for row, code in zip(rows.tolist(), codes, strict=True)
    ]


def _fault(code: str, state: State, year: int) -> Fault:
    when = f"came into being in {state.first}" if year < state.first else f"ended in {state.last}"
    return Fault("state-not-on-date", f"{code!r} ({state.name}) {when}", f"a state that existed in {year}")
