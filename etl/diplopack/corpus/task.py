"""The work on one batch: a pure function, so that where and when it runs changes nothing in the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from diplopack.corpus.parts import Stored, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.extract import Article
    from diplopack.transform.tables import Part

    _Row = dict[str, Any]

Why = Literal["language", "failed", "lost"]
"""Why an article is left out: it is in another language, the coder failed on it, or its workers died, which may not
happen again."""
TABLES = ("left_out", "signatures", "articles", "claims", "mentions")
"""The tables of a part."""


class OtherVersionError(RuntimeError):
    """A worker would code articles in another way than the run that sent them."""


def code(articles: Sequence[Article], fingerprint: str) -> bytes:
    """Code a batch of articles.

    Args:
        articles: the batch.
        fingerprint: of the coder whose work is wanted.

    Returns:
        The part, see `parts.encode`: of the articles that can be coded, which others were left out and why, and by
        what repeats of each article are told.

    Raises:
        OtherVersionError: this coder is another.
    """
    from diplopack.corpus import fingerprint as own
    from diplopack.extract.detect import foreign_language

    if own.fingerprint() != fingerprint:
        raise OtherVersionError("a worker has another version of diplopack, or of what it codes with, than this run")
    english: list[Article] = []
    left_out: list[_Row] = []
    for article in articles:
        language = foreign_language(article.text)
        if language is None:
            english.append(article)
        else:
            left_out.append(_left_out(article, f"found text in {language}, expected English", "language"))
    part, faults = _coded(english)
    failed = {fault["article_id"] for fault in faults}
    coded = [article for article in english if article.article_id not in failed]
    return _encoded(part, coded, left_out + faults)


def joined(parts: Sequence[bytes]) -> bytes:
    """The part of several articles from parts of some of them, in any order."""
    import pyarrow as pa

    if len(parts) == 1:
        return parts[0]
    pieces = [Stored(data) for data in parts]
    return encode({name: pa.concat_tables([piece[name] for piece in pieces]) for name in TABLES})


def lost(article: Article, reason: str) -> bytes:
    """The part of an article that nobody could code."""
    from diplopack import transform

    return _encoded(transform.code_batch([]), [], [_left_out(article, f"was not coded: {reason}", "lost")])


def _coded(articles: Sequence[Article]) -> tuple[Part, list[_Row]]:
    """Code articles; one on which the coder fails is no reason to lose the others."""
    import pyarrow as pa

    from diplopack import transform

    try:
        return transform.code_batch(articles), []
    except Exception as error:  # noqa: BLE001  (whatever it is, it is reported with the article)
        if len(articles) == 1:
            reason = f"the coder failed on it ({type(error).__name__}: {error}), please report it"
            return transform.code_batch([]), [_left_out(articles[0], reason, "failed")]
    parts, faults = zip(*(_coded([article]) for article in articles), strict=True)
    part = {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}
    return part, [fault for found in faults for fault in found]


def _left_out(article: Article, reason: str, why: Why) -> _Row:
    return {"article_id": article.article_id, "reason": reason, "why": why}


def _encoded(part: Part, coded: Sequence[Article], left_out: Sequence[_Row]) -> bytes:
    import pyarrow as pa

    from diplopack.transform.duplicates import signature

    text = pa.string()
    reasons = pa.schema([("article_id", text), ("reason", text), ("why", text)])
    signed = pa.schema([("article_id", text), ("published", pa.date32()), ("signature", pa.binary())])
    signatures = [
        {"article_id": article.article_id, "published": article.published, "signature": signature(article.text)}
        for article in coded
    ]
    tables = {
        **part,
        "left_out": pa.Table.from_pylist(list(left_out), reasons),
        "signatures": pa.Table.from_pylist(signatures, signed),
    }
    return encode({name: tables[name] for name in TABLES})
