"""Any text at all: no crash, and no event without two parties whose words stand in the sentence.

`DIPLOPACK_FUZZ=10000 pytest tests/transform/test_robustness.py` tries that many texts in place of 300.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplopack import DataError, code
from diplopack.extract.article import Article
from diplopack.transform import code_articles

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = int(os.environ.get("DIPLOPACK_FUZZ", "300"))
ACTORS = (
    "China|Japan|the United States|US|U.S.|Kim|Powell|Emmanuel Macron|NATO|Hamas|the Kremlin|Israeli|Palestinians|"
    "police|rebels|the army|ministers|protesters|the two countries|both sides|he|they|it|who|its|the ministry|Mr."
).split("|")
ACTS = (
    "condemned|attacks|attack|talks|visit|urged|to stop|stopped|lifted sanctions|imposing|will|would not|must|may|"
    "threatened|rejected|request|agreement|signed|arrested|killing|was bombed by|withdraw|troops|accused|said that|"
    "hold|held|met|promised to|aid|protest|strike|released|expelled|if|that|not|no|never"
).split("|")
GLUE = "and or of to by with in on at from between after the a his their , , . . ; : - – — ' \" ( ) ? ! …".split()
ODD = (
    "中国 谴责 日本|إيران تدين إسرائيل|Ελλάδα|Росія|🕊|🇺🇸🇨🇳|👩\u200d👩\u200d👧|e\u0301|\u202eabc\u202c|\u200b|\u00a0|"
    "\ufeff|ﬁ|ß|İ|“|”|‘|’|«|»|[[|]]|"
    "{0}|%s|\\|</p>|&amp;|http://example.org/a?b=c|@user|#tag|$5bn|3.5|2019|31 February|"
    "3 May 0001|Monday|next week|99 decades ago|''|``|--|***|\n|\n\n|\t|A|.|x" + "y" * 60
).split("|")
words = st.one_of(*map(st.sampled_from, (ACTORS, ACTS, GLUE, ODD)))
texts = st.one_of(
    st.lists(words, min_size=1, max_size=60).map(" ".join),
    st.lists(st.one_of(st.sampled_from(ACTORS), st.sampled_from(ACTS)), min_size=1, max_size=30).map(" ".join),
    st.lists(words, min_size=1, max_size=20).map("".join),
    st.text(min_size=1, max_size=200),
)


def assert_sound(text: str) -> None:
    """Code a text; every event has two different parties, and its words are in its sentence."""
    article = Article("a1", None, text, None, None, dt.date(2021, 3, 18), "day", "test")
    tables = {name: table.to_pylist() for name, table in code_articles([article]).items()}
    for event in tables["events"]:
        assert event["actor_code"]
        assert event["target_code"]
        assert event["actor_code"] != event["target_code"]
    for mention in tables["mentions"]:
        start = mention["sentence_start"]
        assert text[start : start + len(mention["sentence"])] == mention["sentence"]
        for column in ("actor_text", "action_text", "target_text"):
            assert mention[column].strip()
            assert mention[column] in mention["sentence"]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 300,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(texts)
def test_any_text(text: str) -> None:
    assert_sound(text)


# -- long, deep and strange ---------------------------------------------------------------------------------------


CLAUSE = "China condemned Japan and Iran praised Syria "
LONG = {
    "5,000 words": CLAUSE * 714 + ".",
    "5,000 words of subordination": "China said that Japan urged Iran to stop " * 625 + "attacking Syria.",
    "5,000 words of phrases": "The condemnation " + "of the minister " * 1666 + "by China.",
    "1,000 parties": "China, " * 998 + "Iraq and Japan condemned Iran.",  # in pairs, the cost grows with their square
    "10,000 brackets": "( " * 5000 + "China condemned Japan" + " )" * 5000 + ".",
    "2,000 brackets without a space": "(" * 1000 + "China condemned Japan" + ")" * 1000 + ".",
    "1,000 brackets in turn": "[](" * 333 + " China condemned Japan.",
    "nested quotes": "“China said ‘Japan said " * 500 + "China condemned Japan" + "’ ”" * 500 + ".",
    "10,000 full stops": "China condemned Japan" + "." * 10_000 + " Iran praised Syria.",
    "10,000 line ends": "China condemned Japan." + "\n" * 10_000 + "Iran praised Syria.",
    "10,000 spaces": "China" + " " * 10_000 + "condemned Japan.",
    "100,000 letters": "x" * 100_000 + " China condemned Japan.",
    "1,000 abbreviations": "Mr. " * 1000 + "Smith condemned Japan.",
    "500 dates": "China condemned Japan on " + "Monday, 3 May 2019, " * 500 + "in Oslo.",
    "500 datelines": "KABUL, May 3 (Reuters) - " * 500 + "China condemned Japan.",
    "capitals": "A" * 20_000 + ", B (C) - " + "D " * 2000,
}


@pytest.mark.parametrize("name", LONG)
def test_long(name: str) -> None:
    assert_sound(LONG[name])


@pytest.mark.parametrize(
    "text",
    [
        "إيران أدانت إسرائيل يوم الاثنين.",
        "\u202eChina condemned Japan.\u202c",
        "中国谴责日本。美国与伊朗举行会谈。",
        "Китай осудил Японию.",
        "🇨🇳 condemned 🇯🇵 🕊🕊🕊.",
        "China\u200b condemned\u00ad Japan\ufeff.",
        "“‘“‘“‘China’”’”’” condemned.",
        "China condemned China.",
        "It condemned itself.",
        "Powell arrested ministers.",
        "The Chinese government arrested ministers.",
        "China and China held talks with China.",
        "The two countries condemned both sides.",
        ". . . ! ? …",
        "-- -- (Reuters) --",
    ],
)
def test_strange(text: str) -> None:
    assert_sound(text)


def test_events_around_what_is_strange(acts: Callable[..., set[str]]) -> None:
    assert "CHN 11 JPN" in acts("🕊🕊 إيران (((( ]]] 中国谴责日本。\n\nChina condemned Japan.\n\n«“‘ 🇺🇸 %s {0} \\")


@pytest.mark.parametrize("text", ["China\x00 condemned Japan.", "\x00", "China condemned \ud800 Japan."])
def test_no_text(text: str) -> None:
    with pytest.raises(DataError, match=r"U\+"):
        code(text, "2021-03-18")


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_empty(text: str) -> None:
    with pytest.raises(DataError, match="empty"):
        code(text, "2021-03-18")
