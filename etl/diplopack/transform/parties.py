"""What an actor code says by itself, for events that come with codes and no text: a name, a country, a role."""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from diplopack import contract
from diplopack.validation.actor_codes import PART, split

if TYPE_CHECKING:
    from collections.abc import Mapping


class Party(NamedTuple):
    """The columns of an event that describe one of its parties.

    Attributes:
        name: what the codebooks call its country, its organization and its roles: "China, government".
        country: as the contract's `actor_country`.
        role: as the contract's `actor_role`.
    """

    name: str
    country: str | None
    role: str | None


@functools.cache
def party(code: str) -> Party:
    """Describe a party by its actor code.

    Args:
        code: a valid actor code.

    Raises:
        ValueError: it is none.
    """
    parts = split(code)
    if parts is None:
        raise ValueError(f"{code!r} is not an actor code")
    whose = []
    if parts.country is not None:
        whose.append(_column("countries", "country", "name")[parts.country])
    if parts.organization is not None:
        whose.append(_column("organizations", "organization", "name")[parts.organization])
    roles = _column("roles", "role", "label")
    labels = [roles[role] for role in parts.roles]
    within = slice(0 if whose else 1, None)  # a label that begins the name keeps its capital
    labels[within] = [label[0].lower() + label[1:] for label in labels[within]]
    country = parts.country or _column("organizations", "organization", "country").get(parts.organization or "")
    return Party(", ".join(whose + labels), country, _first_role(code, country))


def _first_role(code: str, country: str | None) -> str | None:
    """The role that comes first after the country, be it in the code of an organization."""
    after = code.removeprefix(country or "")
    parts = (after[at : at + PART] for at in range(0, len(after), PART))
    return next((part for part in parts if part in _column("roles", "role", "label")), None)


@functools.cache
def _column(codebook: str, key: str, column: str) -> Mapping[str, Any]:
    """A column of a codebook by its key."""
    table = contract.unchecked_codebook(codebook)
    return MappingProxyType(dict(zip(table[key].to_pylist(), table[column].to_pylist(), strict=True)))
