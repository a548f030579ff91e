"""What is wrong with a value, wherever it stands."""

from __future__ import annotations

from typing import NamedTuple

_SHOWN = 60


class Fault(NamedTuple):
    """What is wrong with a value; the attributes are those of `Finding`."""

    check: str
    message: str
    expected: str
    suggestion: str | None = None


def shown(value: str) -> str:
    """A value in a message: quoted, on one line, cut to 60 characters, what cannot be seen as an escape."""
    cut = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 3]}..."
    return repr(cut)
