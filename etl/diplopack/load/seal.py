"""The text of a descriptor, with a digest of itself: nothing else vouches for it where a package is a folder."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SEAL = "descriptorHash"
"""The property, the last of a descriptor, with the digest of the text that the descriptor has without it."""


def sealed_text(descriptor: Mapping[str, Any]) -> str:
    """The text of a ``datapackage.json``.

    Args:
        descriptor: its content; a seal that it has is replaced, as whoever changes a descriptor needs.

    Returns:
        JSON with the seal, the same for the same content in the same order.
    """
    bare = {key: value for key, value in descriptor.items() if key != SEAL}
    return _text({**bare, SEAL: f"sha256:{hashlib.sha256(_encoded(_text(bare))).hexdigest()}"})


def seal_fault(data: bytes) -> str | None:
    """What shows that a ``datapackage.json`` is not as it was written, or None.

    Args:
        data: the content of the file, the JSON of an object.
    """
    descriptor = json.loads(data)
    expected = sealed_text(descriptor)
    if data == _encoded(expected):
        return None
    found, seal = descriptor.get(SEAL), json.loads(expected)[SEAL]
    if found is None:
        return f"{SEAL} is missing, so nothing says whether the descriptor is as it was written"
    if found != seal:
        return f"{SEAL} is {str(found)[:100]}, but the descriptor gives {seal}: one of them was changed"
    return "has another form than it was written in (spaces, line ends, escapes or doubled properties)"


def _text(descriptor: Mapping[str, Any]) -> str:
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which JSON of others may hold, is no reason to fail."""
    return text.encode("utf-8", "surrogatepass")
