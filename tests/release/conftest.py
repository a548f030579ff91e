"""Releases of a small package."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diplopack.release.facts import Facts

DAY = dt.date(2021, 3, 18)


@pytest.fixture
def facts(package: Path) -> Facts:
    """What a release of the small package is made of."""
    from diplopack.release.facts import read_facts

    return read_facts(package, "1.2.0", DAY)


@pytest.fixture
def release_to(package: Path) -> Callable[..., Path]:
    """Release the small package into a folder."""
    from diplopack.release.publish import release

    def released(out: Path, **arguments: Any) -> Path:  # noqa: ANN401  (those of release)
        return release(**{"version": "1.2.0", "package": package, "out": out, "date": DAY, **arguments}).folder

    return released
