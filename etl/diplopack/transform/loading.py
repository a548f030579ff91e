"""Loading much that stays."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Keep the collector of garbage from going through what is loaded, again and again, as it grows.

    To load the model enables the collector (srsly 2.5 does, for the vocabulary), so it is stopped anew for each load.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        (gc.enable if was_enabled else gc.disable)()
