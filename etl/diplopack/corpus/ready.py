"""Loads, when it is imported, whatever tasks need: once for all processes that are forked from one that did."""

from __future__ import annotations

import contextlib
import gc

from diplopack.transform.loading import no_collection


def _load() -> None:
    """Code a sentence, as the first task would."""
    from diplopack import transform
    from diplopack.coding import article_of
    from diplopack.extract.detect import foreign_language

    article = article_of("The Iranian president condemned Iraq in Tehran on Monday.", "2020-01-01")
    foreign_language(article.text)
    transform.code_batch([article])


# The first task fails for the same reason, and says so.
with contextlib.suppress(Exception), no_collection():
    _load()
gc.freeze()  # it stays: the collector of garbage need not go through it ever after
