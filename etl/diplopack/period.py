"""Dates that are known to the day, the month or the year."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Precision = Literal["day", "month", "year"]

_LENGTH: Mapping[Precision, int] = MappingProxyType({"day": 10, "month": 7, "year": 4})
PRECISIONS: frozenset[str] = frozenset(_LENGTH)


def period(date: str, precision: Precision) -> str:
    """The part of an ISO date that is known: ``2020-11-11``, ``2020-11`` or ``2020``."""
    return date[: _LENGTH[precision]]
