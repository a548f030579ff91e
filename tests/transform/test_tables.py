"""Tables: identifiers, duplicates, counts, and the words that every event points to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from diplopack import contract
from diplopack.extract.article import Article, make_article
from diplopack.transform import code_articles, read_article

if TYPE_CHECKING:
    from collections.abc import Iterable

CONDEMNED = "Iran condemned Israel on Monday."
TALKS = (
    "VIENNA, March 17 (Agency) - Brazil and Peru held talks on Tuesday, officials said.\n\n"
    "“We condemn Chile,” the Peruvian president said.  He will visit Chile next week.\n\n"
    "- Brazil's foreign minister, Anna Costa, urged Bolivia to stop attacking Chilean troops. "
    "It also imposed sanctions on Bolivia. The two countries signed a treaty."
)
ODD = "\n\n  # Türkiye’s  army\tattacked «Syria» on Monday.\r\n\r\n中国。 🕊 Iran condemned Israel; Iraq praised Jordan."


def article(text: str, key: str = "a1", **values: str) -> Article:
    found = list(make_article({"article_id": key, "published": "2021-03-18", "text": text, **values}, "test"))
    assert len(found) == 1
    assert isinstance(found[0], Article)
    return found[0]


def coded(*articles: Article) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in code_articles(articles).items()}


# -- identifiers --------------------------------------------------------------------------------------------------


def test_ids_are_unique_and_resolve() -> None:
    tables = coded(article(TALKS), article(ODD, "a2"), article(CONDEMNED, "a3"))
    for name, key in (("events", "event_id"), ("mentions", "mention_id"), ("articles", "article_id")):
        ids = [row[key] for row in tables[name]]
        assert ids
        assert len(set(ids)) == len(ids)
    assert {row["event_id"] for row in tables["mentions"]} == {row["event_id"] for row in tables["events"]}
    assert {row["article_id"] for row in tables["mentions"]} <= {row["article_id"] for row in tables["articles"]}


def test_id_of_an_event_does_not_change() -> None:
    """The same in every release: a new way to make them would break whoever joins on them."""
    (event,) = coded(article("Iran condemned Israel on 3 May 2019."))["events"]
    assert event["event_id"] == "e74ea10b561b6e842"


def test_an_event_has_the_same_id_in_every_text() -> None:
    (one,) = coded(article(CONDEMNED))["events"]
    (other,) = coded(article("On 15 March 2021 Israel was condemned by Iran.", "b1", published="2021-03-20"))["events"]
    assert one["event_id"] == other["event_id"]


@pytest.mark.parametrize(
    "text",
    [
        "Iran condemned Israel on Tuesday.",
        "Iran condemned Israel in March.",
        "Iran condemned Syria on Monday.",
        "Israel condemned Iran on Monday.",
        "Iran threatened Israel on Monday.",
        "The Iranian president condemned Israel on Monday.",
    ],
)
def test_another_event_has_another_id(text: str) -> None:
    assert coded(article(CONDEMNED))["events"][0]["event_id"] not in {
        event["event_id"] for event in coded(article(text))["events"]
    }


# -- duplicates ---------------------------------------------------------------------------------------------------


def test_told_twice_in_an_article() -> None:
    tables = coded(article(f"{CONDEMNED} The embassy was closed. Israel was condemned by Iran on Monday."))
    (event,) = tables["events"]
    assert (event["num_mentions"], event["num_articles"]) == (2, 1)
    assert [mention["sentence_number"] for mention in tables["mentions"]] == [1, 3]
    assert tables["articles"][0]["num_events"] == 1


def test_told_in_two_articles() -> None:
    tables = coded(article(CONDEMNED), article(CONDEMNED, "a2"))
    (event,) = tables["events"]
    assert (event["num_mentions"], event["num_articles"]) == (2, 2)
    assert [mention["article_id"] for mention in tables["mentions"]] == ["a1", "a2"]
    assert [row["num_events"] for row in tables["articles"]] == [1, 1]


def test_a_sentence_tells_an_act_once() -> None:
    tables = coded(article("Iran condemned Israel and again condemned Israel on Monday."))
    assert [event["num_mentions"] for event in tables["events"]] == [1]


def test_a_stated_date_wins_over_the_article_s() -> None:
    said = [article("Iran condemned Israel."), article("Iran condemned Israel on 18 March 2021.", "a2")]
    for articles in (said, said[::-1]):
        (event,) = coded(*articles)["events"]
        assert (event["date_basis"], event["num_mentions"]) == ("stated", 2)


# -- the batch ----------------------------------------------------------------------------------------------------


def test_order_of_articles_does_not_matter() -> None:
    articles = [
        article(TALKS, "c"),
        article(CONDEMNED, "a"),
        article("Israel was condemned by the Iranians on Monday.", "b"),
        article("He condemned Chile.", "d"),
    ]
    expected = code_articles(articles)
    for order in (articles[::-1], [articles[i] for i in (2, 0, 3, 1)]):
        found = code_articles(order)
        assert all(found[name].equals(expected[name], check_metadata=True) for name in expected)


def test_an_article_s_events_do_not_depend_on_the_others() -> None:
    alone = coded(article(TALKS, "c"))["mentions"]
    among = coded(article(CONDEMNED, "a"), article(TALKS, "c"), article(ODD, "d"))["mentions"]
    assert [row for row in among if row["article_id"] == "c"] == alone


def test_more_articles_than_are_read_at_once() -> None:
    articles = [article(CONDEMNED, f"a{number:04}") for number in range(300)]
    tables = coded(*articles)
    assert [event["num_articles"] for event in tables["events"]] == [300]
    assert [row["article_id"] for row in tables["articles"]] == [one.article_id for one in articles]


@pytest.mark.parametrize("articles", [[], [article("Nothing happened.")]])
def test_no_events(articles: list[Article]) -> None:
    tables = code_articles(articles)
    assert [tables[name].num_rows for name in ("events", "mentions", "articles")] == [0, 0, len(articles)]
    assert all(table.schema.equals(contract.arrow_schema(name)) for name, table in tables.items())


def test_tables_are_what_the_contract_says() -> None:
    tables = code_articles([article(TALKS), article(ODD, "a2")])
    assert set(tables) == set(contract.DATA_TABLES)
    for name, table in tables.items():
        contract.pandera_schema(name).validate(contract.to_frame(table))


# -- evidence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CONDEMNED, TALKS, ODD], ids=["plain", "talks", "odd"])
def test_every_mention_is_in_the_text(text: str) -> None:
    source = article(text)
    mentions = coded(source)["mentions"]
    assert mentions
    for mention in mentions:
        start = mention["sentence_start"]
        assert source.text[start : start + len(mention["sentence"])] == mention["sentence"]
        for column in ("actor_text", "action_text", "target_text"):
            assert re.search(rf"(?<!\w){re.escape(mention[column])}(?!\w)", mention["sentence"]), mention


def test_mentions_say_which_sentence() -> None:
    source = article(TALKS)
    sentences = {read.number: read.sentence for read in read_article(source)}
    tables = coded(source)
    assert tables["articles"][0]["num_sentences"] == len(sentences) == 6
    for mention in tables["mentions"]:
        sentence = sentences[mention["sentence_number"]]
        assert (mention["sentence"], mention["sentence_start"]) == (sentence.text, sentence.start)


def total(rows: Iterable[dict[str, Any]], column: str) -> int:
    return sum(row[column] for row in rows)


def test_counts_agree() -> None:
    tables = coded(article(TALKS), article(ODD, "a2"), article(f"{CONDEMNED} {CONDEMNED}", "a3"))
    assert total(tables["events"], "num_mentions") == len(tables["mentions"])
    pairs = {(row["event_id"], row["article_id"]) for row in tables["mentions"]}
    assert total(tables["events"], "num_articles") == total(tables["articles"], "num_events") == len(pairs)


def test_codes_come_from_the_codebook() -> None:
    book = {row["event_code"]: row for row in contract.codebook("event_codes").to_pylist()}
    for event in coded(article(TALKS))["events"]:
        code = book[event["event_code"]]
        for column in ("event_base_code", "event_root_code", "quad_class", "goldstein_scale", "plover"):
            assert event[column] == code[column]
