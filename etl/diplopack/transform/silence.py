"""What speaks the language of conflict and means something else: sport above all."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from diplopack.transform import lexicon

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse


@functools.cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    raw = lexicon.data("silence.yaml")
    return frozenset(raw["certain"]), frozenset(raw["likely"])


def is_silent(parse: Parse) -> bool:
    """Whether a sentence is about sport: one word that is said of nothing else, or two that rarely are."""
    certain, likely = _words()
    lemmas = set(parse.lemmas)
    lemmas.update(parse.lower)
    return bool(lemmas & certain) or len(lemmas & likely) >= 2
