"""The events of one text, without a package."""

from __future__ import annotations

import datetime as dt
import functools
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from diplopack.extract import Article

_PLACE = ["sentence_number", "sentence_start", "sentence"]
_EVIDENCE = [*_PLACE, "actor_text", "action_text", "target_text", "rule"]


def code(text: str, published: dt.date | str | None = None) -> pd.DataFrame:
    """Code the events of a text.

    Args:
        text: an article, or a sentence of one, in English.
        published: when it was published, which dates whatever the text does not: a date, or text like
            ``2020-11-11``, ``2020-11`` or ``2020``. Default: today (UTC), or what ``SOURCE_DATE_EPOCH`` says.

    Returns:
        One row for each place in the text that supports an event, in the order of the text: the columns of
        the events table, then those of the mentions table that say where and how it was read (sentence,
        words, rule). Types as in `diplopack.load`.

    Raises:
        DataError: the text is empty, or `published` is not a date.
    """
    from diplopack.load.read import typed_frame
    from diplopack.transform import code_articles

    tables = code_articles([article_of(text, published)])
    events, mentions = (typed_frame(name, tables[name]) for name in ("events", "mentions"))
    places = mentions[["event_id", *_EVIDENCE]].sort_values(["sentence_number", "event_id"], kind="stable")
    joined = places.merge(events, on="event_id", validate="many_to_one")
    return joined[[*events.columns, *_EVIDENCE]]


def article_of(text: str, published: dt.date | str | None = None) -> Article:
    """The article that a text makes; arguments and errors as those of `code`."""
    from diplopack.errors import DataError
    from diplopack.extract.article import Article, make_article

    values = {"article_id": "text", "text": text, "published": published or today()}
    found = list(make_article(values, "text"))
    articles = [article for article in found if isinstance(article, Article)]
    if not articles:
        raise DataError([str(problem) for problem in found])
    return articles[0]


@functools.cache
def labels() -> dict[str, str]:
    """What each CAMEO code means, from the codebook."""
    from diplopack import contract

    codes = contract.codebook("event_codes")
    return dict(zip(codes["event_code"].to_pylist(), codes["label"].to_pylist(), strict=True))


def today() -> dt.date:
    """Today (UTC), or what ``SOURCE_DATE_EPOCH`` says."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
