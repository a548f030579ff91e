"""What the tests of the coder share: a text in, its events out, as any user gets them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pytest

import diplopack
from diplopack.period import period

if TYPE_CHECKING:
    from collections.abc import Callable

THURSDAY = "2021-03-18"


@functools.cache
def _rows(text: str, published: str = THURSDAY) -> tuple[dict[str, Any], ...]:
    frame = diplopack.code(text, published).astype(object)
    records: list[dict[Any, Any]] = frame.where(frame.notna(), None).to_dict("records")
    return tuple(records)


@pytest.fixture(scope="session")
def rows() -> Callable[..., tuple[dict[str, Any], ...]]:
    """`rows(text, published)`: what `diplopack.code` gives, one dict a row; published on Thursday 18 March 2021."""
    return _rows


@pytest.fixture(scope="session")
def acts() -> Callable[..., set[str]]:
    """`acts(text, published)`: the events as "CHNGOV 11 JPN": actor code, root code, target code."""
    return lambda *given: {f"{r['actor_code']} {r['event_root_code']} {r['target_code']}" for r in _rows(*given)}


@pytest.fixture(scope="session")
def codes() -> Callable[..., set[str]]:
    """`codes(text, published)`: the events as "CHN 0256 JPN": actor country, whole code, target country."""
    return lambda *given: {f"{r['actor_country']} {r['event_code']} {r['target_country']}" for r in _rows(*given)}


@pytest.fixture(scope="session")
def dates() -> Callable[..., list[str]]:
    """`dates(text, published)`: of each event its date as far as it is known, and where that is from."""
    return lambda *given: [
        f"{period(str(r['event_date']), r['date_precision'])} {r['date_basis']}" for r in _rows(*given)
    ]
