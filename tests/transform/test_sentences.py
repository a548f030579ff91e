"""Sentences: where they end, what stands before them, and that none of the text is lost."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack.transform.sentences import Sentence, split

GOLD = Path(__file__).parents[1] / "gold"
MARKUP = "#>*-•"
PIECES = [
    "Iran condemned Israel.",
    "Mr. Smith met Gen. Wu.",
    "The U.S. army left.",
    '"We will not talk," he said.',
    "“Stop!” the minister cried.",
    "Why did they leave?",
    "(Talks failed.)",
    "It cost $3.5 million.",
    "Talks stalled…",
    "中国谴责日本。",
    "إيران تدين.",
    "No stop at the end",
]
SPACES = [" ", "  ", "\n", "\n\n", " \n \n", "\t", "\r\n", "\u00a0 ", "\n\n- ", "\n\n> ", "\n\n# "]
DATELINES = ["KABUL, May 3 (Reuters) - ", "ISLAMABAD: ", "PARIS -- ", "LONDON (AP) — "]
pieces = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SPACES)), min_size=1, max_size=12)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


def assert_in_place(text: str, sentences: list[Sentence]) -> None:
    for sentence in sentences:
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
    for one, other in pairwise(sentences):
        assert one.start + len(one.text) <= other.start


def gaps(text: str, sentences: list[Sentence]) -> list[str]:
    """What stands before, between and after the sentences."""
    bounds = [(0, 0), *((s.start, s.start + len(s.text)) for s in sentences), (len(text), len(text))]
    return [text[end:start] for (_, end), (start, _) in pairwise(bounds)]


# -- where a sentence ends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Smith met Mrs. Jones and Dr. Brown.",
        "Gen. Mark Hill and Lt. Col. Ann Reed arrived in St. Petersburg.",
        "Sen. Bob Gray wrote to Gov. Lee.",
        "The U.S. Navy left on Monday.",
        "He met U.S. President Joe Biden.",
        "He met George W. Bush and J. R. Moreno.",
        "The bill, No. 12, passed on Sept. 3 against the wishes of the palace.",
        "The budget rose by 3.5 percent to $1.2 billion.",
        "Troops arrived at 5 a.m. local time.",
        "Oil, gas, etc. are exported.",
        'The minister said: "We will not talk to them."',
        "The site example.org was shut by the ministry.",
    ],
)
def test_one_sentence(sentence: str) -> None:
    assert texts(sentence) == [sentence]
    assert texts(f"{sentence} The talks went on.") == [sentence, "The talks went on."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Iran condemned Israel.", "Israel did not answer."],
        ["Did they talk?", "They did!", "It was late."],
        ["They talked…", "Nobody listened."],
        ["He arrived in the U.S.", "The visit lasted three days."],
        ["He fled to the U.S.", "Police found him there."],
        ["“We will not talk.”", "The minister then left."],
        ['"We will not talk!"', '"Neither will we," said the others.'],
        ["(The talks had failed.)", "A war began."],
        ["The army left in 1999.", "2,000 soldiers stayed."],
        ["It was over.", "Émile Zola left."],
        ["China protested.", "«We object», it said."],
    ],
)
def test_several_sentences(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


def test_paragraph_ends_a_sentence() -> None:
    assert texts("Talks begin in Oslo\n\nNorway will host them.") == ["Talks begin in Oslo", "Norway will host them."]


def test_wrapped_line_does_not_end_a_sentence() -> None:
    assert texts("Norway will host\nthe talks on Friday.") == ["Norway will host\nthe talks on Friday."]


def test_markup_is_no_part_of_a_sentence() -> None:
    text = "# Talks begin\n\n> Norway hosts them.\n\n* Sweden helps.\n- Finland too."
    assert texts(text) == ["Talks begin", "Norway hosts them.", "Sweden helps.", "Finland too."]


def test_agency_is_no_part_of_a_sentence() -> None:
    assert texts("(AP/Reuters) Troops left the city.") == ["Troops left the city."]
    assert texts("_ Troops left the city.") == ["Troops left the city."]


@pytest.mark.parametrize("text", ["", " \n\t ", "***", "1,234.", "…", "- - -"])
def test_nothing_to_read(text: str) -> None:
    assert split(text) == []


# -- datelines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("KABUL, May 3 (Reuters) - ", "KABUL"),
        ("KABUL, May 3 - ", "KABUL"),
        ("ISLAMABAD: ", "ISLAMABAD"),
        ("PARIS -- ", "PARIS"),
        ("PARIS — ", "PARIS"),
        ("LONDON (AP) — ", "LONDON"),
        ("NEW DELHI - ", "NEW DELHI"),
        ("Kabul (AFP) - ", "Kabul"),
        ("KABUL, Afghanistan -- ", "KABUL, Afghanistan"),
        ("KABUL, Afghanistan _ ", "KABUL, Afghanistan"),
        ("KABUL ", "KABUL"),
        ("BRISTOL, England ", "BRISTOL, England"),
        ("<p></p><p> CARACAS, Venezuela (Reuters) - ", "CARACAS, Venezuela"),
        ("Canadian Press - NEW DELHI (AP) - ", "NEW DELHI"),
        ("AFP - ", ""),
        ("Reuters - ", ""),
        ("washingtonpost.com - ", ""),
        ("AP - KABUL, Afghanistan (AP) - ", "KABUL, Afghanistan"),
    ],
)
def test_dateline(dateline: str, place: str) -> None:
    assert split(f"{dateline}Troops left the city.") == [Sentence(len(dateline), "Troops left the city.", place)]


@pytest.mark.parametrize(
    "text",
    [
        "Kabul: the city that never sleeps.",
        "NATO troops left the city.",
        "NATO Secretary General Lord Robertson left the city.",
        "FRANCE Telecom left the city.",
        "Iran - and Iraq - condemned the raid.",
        "Reuters - the news agency - left the city.",
        "AP - and AFP - reported the raid.",
        "US-backed rebels left the city.",
        "The minister: we will not talk.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert split(text) == [Sentence(0, text, "")]


# -- offsets ------------------------------------------------------------------------------------------------------


@settings(derandomize=True, database=None)
@given(pieces)
def test_nothing_is_lost_between_sentences(drawn: list[tuple[str, str]]) -> None:
    text = "".join(piece + space for piece, space in drawn)
    sentences = split(text)
    assert_in_place(text, sentences)
    assert not "".join(gaps(text, sentences)).translate({ord(mark): None for mark in MARKUP}).strip()


@settings(derandomize=True, database=None)
@given(st.lists(st.tuples(st.sampled_from(DATELINES), st.sampled_from(PIECES[:3])), min_size=1, max_size=6))
def test_nothing_but_the_dateline_is_taken_off(drawn: list[tuple[str, str]]) -> None:
    text = "\n\n".join(dateline + piece for dateline, piece in drawn)
    sentences = split(text)
    assert_in_place(text, sentences)
    assert [gap.strip() for gap in gaps(text, sentences)[:-1]] == [dateline.strip() for dateline, _ in drawn]
    assert "".join(sentence.text for sentence in sentences) == "".join(piece for _, piece in drawn)


@settings(derandomize=True, database=None)
@given(st.text())
def test_any_text(text: str) -> None:
    sentences = split(text)
    assert_in_place(text, sentences)
    if not any(sentence.dateline for sentence in sentences) and set("<(-").isdisjoint(text):
        assert not any(map(str.isalpha, "".join(gaps(text, sentences))))


def test_gold_articles() -> None:
    lines = (GOLD / "articles.jsonl").read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        text = json.loads(line)["text"]
        sentences = split(text)
        assert_in_place(text, sentences)
        assert "".join(gaps(text, sentences)).strip() == ""


def test_text_without_full_stops_is_cut_at_spaces() -> None:
    text = "and then they said more " * 2000
    parts = split(text)
    assert max(len(part.text) for part in parts) <= 10_000
    assert all(text[part.start :].startswith(part.text) for part in parts)
    assert " ".join(part.text for part in parts) == text.strip()
    assert len(split("a" * 25_000)) == 3
