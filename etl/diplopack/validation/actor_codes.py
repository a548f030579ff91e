"""Actor codes taken apart: a country or an organization of the codebooks, then roles."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Mapping

PART = 3
"""Letters of a country and of a role, and of each part of an organization."""
MOST_PARTS = 5
"""Parts of the longest code."""
# Groups of people may be named with the country they live in; other organizations have a code that says it all.
_PEOPLES = frozenset({"ethnic", "religion"})


class ActorCode(NamedTuple):
    """The parts of an actor code, as they are written one after the other.

    Attributes:
        country: `CHN` of `CHNGOV` and of `CHNUIG`; None where the code begins with an organization or a role.
        organization: `IGOUNO`, `CHNGOVTAO`, or `UIG` of `CHNUIG`; None where there is none.
        roles: those that follow; not those within the code of an organization.
    """

    country: str | None
    organization: str | None
    roles: tuple[str, ...]


class State(NamedTuple):
    """A country of the codebook.

    Attributes:
        name: in English.
        first: the year in which it came into being; 0 where it is older than the news.
        last: the year in which it ceased to be; 9999 while it exists.
    """

    name: str
    first: int
    last: int


@functools.lru_cache(maxsize=65536)
def split(code: str) -> ActorCode | None:
    """Take an actor code apart.

    Args:
        code: any text.

    Returns:
        Its parts, or None if it is no actor code: those are a country or an organization, then roles; a country
        and a people (ethnic or religious), then roles; or roles alone.
    """
    count, rest = divmod(len(code), PART)
    if rest or not 0 < count <= MOST_PARTS:
        return None
    for length in range(len(code), 0, -PART):
        if code[:length] in organizations():
            roles = _roles(code[length:])
            return None if roles is None else ActorCode(None, code[:length], roles)
    if code[:PART] not in states():
        roles = _roles(code)
        return None if roles is None else ActorCode(None, None, roles)
    country, after = code[:PART], code[PART:]
    for length in range(len(after), 0, -PART):
        if organizations().get(after[:length]) in _PEOPLES:
            roles = _roles(after[length:])
            return None if roles is None else ActorCode(country, after[:length], roles)
    roles = _roles(after)
    return None if roles is None else ActorCode(country, None, roles)


@functools.lru_cache(maxsize=65536)
def state_of(code: str) -> State | None:
    """The country with which an actor code begins; None where it is of an organization, for those outlast states."""
    parts = split(code)
    return None if parts is None or parts.country is None else states()[parts.country]


@functools.cache
def states() -> Mapping[str, State]:
    """The countries of the codebook by their code."""
    rows = contract.unchecked_codebook("countries").select(["country", "name", "valid_from", "valid_until"]).to_pylist()
    return {
        row["country"]: State(row["name"], int(row["valid_from"] or 0), int(row["valid_until"] or 9999)) for row in rows
    }


@functools.cache
def organizations() -> Mapping[str, str]:
    """The kinds of the organizations of the codebook by their code."""
    table = contract.unchecked_codebook("organizations")
    return dict(zip(table["organization"].to_pylist(), table["kind"].to_pylist(), strict=True))


@functools.cache
def roles() -> frozenset[str]:
    """The roles of the codebook."""
    return frozenset(contract.unchecked_codebook("roles")["role"].to_pylist())


def _roles(code: str) -> tuple[str, ...] | None:
    """The roles of which a code is made, or None where one of them is none."""
    parts = tuple(code[at : at + PART] for at in range(0, len(code), PART))
    return parts if roles().issuperset(parts) else None
