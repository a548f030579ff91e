"""Where articles are cut into batches, and what tells one batch from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.processes import article

from diplopack.corpus.batches import batches
from diplopack.extract import Article
from diplopack.extract.article import make_article

if TYPE_CHECKING:
    from collections.abc import Iterable


def made(number: int, **values: str) -> Article:
    (found,) = make_article(article(number, **values), "test")
    assert isinstance(found, Article)
    return found


ARTICLES = [made(number) for number in range(400)]


def keys(articles: Iterable[Article], size: int = 8) -> list[str]:
    return [batch.key for batch in batches(articles, "coder", size)]


@given(count=st.integers(0, 400), size=st.integers(1, 40))
def test_every_article_is_in_one_batch_in_its_order(count: int, size: int) -> None:
    cut = list(batches(ARTICLES[:count], "coder", size))
    assert [one for batch in cut for one in batch.articles] == ARTICLES[:count]
    assert all(1 <= len(batch.articles) <= 2 * size for batch in cut)
    assert len({batch.key for batch in cut}) == len(cut)


@given(at=st.integers(0, 399), how=st.sampled_from(["added", "changed", "taken away"]))
def test_one_article_concerns_its_own_batch(at: int, how: str) -> None:
    other = [made(1000)] if how == "added" else [] if how == "taken away" else [made(at, title="Another")]
    changed = [*ARTICLES[:at], *other, *ARTICLES[at + (how != "added") :]]
    assert len(set(keys(changed)) - set(keys(ARTICLES))) <= 4  # two, but for where a batch is cut for its length


def test_a_batch_has_another_key_for_another_coder() -> None:
    (one,), (other,) = (batches(ARTICLES[:1], coder, 8) for coder in ("coder", "better coder"))
    assert one.key != other.key


def test_where_an_article_stands_is_of_no_account() -> None:
    (moved,) = make_article(article(3), "elsewhere.jsonl:7")
    assert isinstance(moved, Article)
    assert keys([moved]) == keys([ARTICLES[3]])


def test_long_articles_make_short_batches() -> None:
    long = [made(number, text="Iran condemned Peru. " * 20_000) for number in range(9)]
    assert [len(batch.articles) for batch in batches(long, "coder", 1000)] == [3, 3, 3]
