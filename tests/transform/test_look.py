"""What is left unparsed changes no table: the cheap look against reading every sentence."""

from __future__ import annotations

import datetime as dt
import functools
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diplopack.gold import read_gold
from diplopack.transform import code_articles, gazetteer, language, selection, sentences
from diplopack.transform.forms import lemmas
from diplopack.transform.look import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.extract import Article

GOLD = Path(__file__).parents[1] / "gold"
# What refers to others, and what only a text around it makes an event.
REFERRING = (
    "He condemned it.", "They met there on Tuesday.", "The two countries signed an agreement two days later.",
    "Both sides rejected the offer.", "Police arrested John Smith.", "Ten people were killed when a bomb exploded.",
    "BAGHDAD (Reuters) - Gunmen killed a judge.", "Smith told them that the country must leave.",
    "According to the ministry, the island was attacked.", "It will rain on 3 May.", "The day before, it was hot.",
    "The government said it was wrong.", "In the film, a president attacks Cuba.", "Rockets were fired.",
    "Shares rose 3 percent.", "Russia Condemns Attack On Convoy", "The minister, Ali Hassan, resigned.",
    "Hassan visited Cairo.", "The move angered the rebels.", "We spoke at a rally in Lima, she said.",
)  # fmt: skip


@functools.cache
def _gold() -> tuple[Article, ...]:
    paths = [GOLD / "forty.jsonl", GOLD / "articles.jsonl", GOLD / "silent.jsonl", *sorted(GOLD.glob("codes/*.jsonl"))]
    return tuple(text.article for path in paths for text in read_gold(path))


def _article(parts: Sequence[str], number: int = 0) -> Article:
    from dataclasses import replace

    return replace(_gold()[0], article_id=f"joined:{number}", text="\n\n".join(parts), published=dt.date(2018, 6, 15))


def _assert_same(articles: Sequence[Article]) -> None:
    seen, read = code_articles(articles), code_articles(articles, look=False)
    for name, table in read.items():
        assert seen[name].to_pylist() == table.to_pylist(), name


def test_the_gold_has_the_same_tables() -> None:
    _assert_same(_gold())


@pytest.mark.parametrize("seed", range(2))
def test_gold_joined_to_articles_has_the_same_tables(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    texts = [article.text for article in _gold()] + [*REFERRING] * 10
    _assert_same([_article([chance.choice(texts) for _ in range(12)], number) for number in range(25)])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(REFERRING), min_size=1, max_size=6))
@example([REFERRING[5]])
@example(["Iran is large.", REFERRING[5]])
def test_any_mix_of_sentences_has_the_same_tables(parts: list[str]) -> None:
    _assert_same([_article(parts)])


def test_every_lemma_of_a_parse_is_among_those_of_its_word() -> None:
    texts = [sentence.text for article in _gold() for sentence in sentences.split(article.text)]
    for parse in language.parse(texts):
        for word, lemma in zip(parse.lower, parse.lemmas, strict=True):
            assert lemma in lemmas(word)


def _parsed(*parts: str) -> list[bool]:
    article = _article(parts)
    split = [(article, sentences.split(article.text))]
    return [parse is not None for parse in selection.parses(split, look=True)]


def test_an_article_without_an_act_is_not_parsed() -> None:
    assert not any(_parsed("The exhibition of glass drew crowds in Paris.", "The French painter was born in 1840."))


def test_what_follows_the_last_event_is_not_parsed() -> None:
    assert _parsed("France condemned Iran.", "Iranian carpets are red.") == [True, False]


def test_who_was_named_before_an_event_is_parsed_and_what_names_nobody_is_not() -> None:
    assert _parsed("Macron is tall.", "The weather was warm.", "He condemned Iran.") == [True, False, True]


def test_sport_is_not_parsed_for_its_attacks() -> None:
    assert not any(_parsed("The German midfielder attacked Spain's defence and the goalkeeper was beaten."))


def test_a_sentence_that_came_before_is_the_same_again() -> None:
    first, second = (next(language.parse(["Iran condemned France."])) for _ in range(2))
    assert first is not second
    assert (first.lemmas, first.heads, first.deps) == (second.lemmas, second.heads, second.deps)


def test_a_dateline_gives_an_unnamed_attacker_a_country() -> None:
    look = Look(gazetteer.load())
    words = [token.text for token in language.tokenize("A bomb exploded.")]
    assert not Look(gazetteer.load()).at("A bomb exploded.", words, "").tells
    assert look.at("A bomb exploded.", words, "BAGHDAD").tells
