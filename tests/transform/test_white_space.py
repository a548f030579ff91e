"""However an article's lines are broken and its words spaced, its events are the same, and quoted as they stand."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from diplopack.coding import article_of
from diplopack.gold import read_gold
from diplopack.transform import code_articles

ARTICLES = list(read_gold(Path(__file__).parents[1] / "gold" / "articles.jsonl"))[::4]
HEADLINE = "Iran and Iraq sign a border accord in Algiers"


def events(text: str) -> list[tuple[Any, ...]]:
    """The events of a text, with the sentence that each is told in, its white space made even."""
    tables = code_articles([article_of(text, "2004-10-05")])
    known = {event["event_id"]: event for event in tables["events"].to_pylist()}
    return sorted(
        (
            " ".join(mention["sentence"].split()),
            *(str(known[mention["event_id"]][name]) for name in ("actor_code", "event_code", "target_code")),
            str(known[mention["event_id"]]["event_date"]),
        )
        for mention in tables["mentions"].to_pylist()
    )


@pytest.mark.parametrize("width", [60, 72, 100])
def test_wrapped_lines_are_read_on(width: int) -> None:
    for gold in ARTICLES:
        text = " ".join(gold.article.text.split())
        wrapped = textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
        assert events(wrapped) == events(text)


@pytest.mark.parametrize("space", ["  ", "\u00a0", "\t"])
def test_whatever_stands_between_words(space: str) -> None:
    text = "The European Union condemned Iran last week."
    assert events(text) == [(text, "IGOEEC", "111", "IRN", "2004-09-01")]
    assert events(text.replace(" ", space)) == events(text)


def test_words_are_quoted_as_they_stand() -> None:
    text = "The European  Union condemned\u00a0Iran."
    (mention,) = code_articles([article_of(text, "2004-10-05")])["mentions"].to_pylist()
    assert mention["sentence"] == text
    assert mention["actor_text"] == "European  Union"


def test_a_headline_does_not_go_on_in_its_article() -> None:
    body = textwrap.fill("Iran and Iraq signed a border accord on Monday. " + "Turkey praised them. " * 8, 70)
    found = events(f"{HEADLINE}\n{body}")
    assert not any(sentence.startswith(f"{HEADLINE} Iran") for sentence, *_ in found)
    assert ("Turkey praised them.", "TUR", "051", "IRN") in [event[:4] for event in found]
