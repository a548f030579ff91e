"""Contributed rows among the tables: what becomes of an event, of its quote, and of the article that it is from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack import contract
from diplopack.extract.article import Article, make_article
from diplopack.transform import code_articles, code_batch
from diplopack.transform.contributed import contributed_part
from diplopack.transform.tables import joined as joined_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

URL = "https://example.org/talks"
ELSEWHERE = "https://example.com/other"
TEXT = (
    "Iran condemned Israel on Monday. Peru’s president said  they “have\ngood ties” – with Chile.\n\n"
    "- Chile agreed. Peru’s president said it again."
)
CONDEMNED = {"event_date": dt.date(2021, 3, 15), "actor_code": "IRN", "event_code": "111", "target_code": "ISR"}
PRAISED = {"event_date": dt.date(2021, 3, 16), "actor_code": "PERGOV", "event_code": "051", "target_code": "CHL"}
SCHEMA = pa.schema(
    [
        ("event_date", pa.date32()),
        ("date_precision", pa.string()),
        *((field.name, pa.string()) for field in list(contract.arrow_schema("contributed"))[1:]),
    ]
)


def article(text: str = TEXT, key: str = "a1", url: str | None = URL) -> Article:
    (found,) = make_article({"article_id": key, "published": "2021-03-18", "text": text, "url": url}, "test")
    assert isinstance(found, Article)
    return found


def row(event: Mapping[str, Any] = CONDEMNED, **values: str) -> dict[str, Any]:
    """A contributed row of an event, with a quote that is in the article."""
    given = {"source_url": URL, "quote": "Iran condemned Israel on Monday.", "contributor": "Ada"}
    return {"date_precision": "day", "note": None, **event, **given, **values}


def typed(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), SCHEMA)


def joined(rows: Sequence[Mapping[str, Any]], *articles: Article) -> dict[str, list[dict[str, Any]]]:
    """The tables of articles and rows, which keep the contract."""
    tables = joined_parts([code_batch(articles), contributed_part([typed(rows)], articles)])
    contract.check(tables)
    return {name: table.to_pylist() for name, table in tables.items()}


def contributed(tables: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [mention for mention in tables["mentions"] if mention["rule"] == "contributed"]


# -- events -------------------------------------------------------------------------------------------------------


def test_what_the_coder_found_too_is_of_both_and_keeps_its_names() -> None:
    coded = code_articles([article()])["events"].to_pylist()
    tables = joined([row()], article())
    (event,) = [event for event in tables["events"] if event["event_code"] == "111"]
    assert event == {**coded[0], "origin": "both", "date_basis": "stated", "num_mentions": 2}
    assert {event["origin"] for event in tables["events"] if event["event_code"] != "111"} <= {"coded"}


def test_what_only_a_person_found_is_derived_from_its_codes() -> None:
    tables = joined([row(PRAISED)], article())
    (event,) = [event for event in tables["events"] if event["origin"] == "contributed"]
    (code,) = [code for code in contract.codebook("event_codes").to_pylist() if code["event_code"] == "051"]
    assert event == {
        **PRAISED,
        "event_id": event["event_id"],
        "date_precision": "day",
        "date_basis": "stated",
        "actor_name": "Peru, government",
        "actor_country": "PER",
        "actor_role": "GOV",
        "target_name": "Chile",
        "target_country": "CHL",
        "target_role": None,
        **{name: code[name] for name in ("event_base_code", "event_root_code", "quad_class", "goldstein_scale")},
        "plover": code["plover"],
        "num_mentions": 1,
        "num_articles": 1,
        "origin": "contributed",
    }


@pytest.mark.parametrize(
    "other",
    [
        {"event_date": dt.date(2021, 3, 1), "date_precision": "month"},
        {"event_date": dt.date(2021, 3, 14)},
        {"actor_code": "IRNGOV"},
        {"target_code": "ISRGOV"},
        {"event_code": "112"},
    ],
)
def test_another_date_party_or_act_is_another_event(other: dict[str, Any]) -> None:
    tables = joined([row({**CONDEMNED, **other})], article())
    origins = [event["origin"] for event in tables["events"]]
    assert origins.count("contributed") == 1
    assert "both" not in origins


def test_the_first_day_of_a_month_is_not_the_month() -> None:
    days = [row({**CONDEMNED, "event_date": dt.date(2021, 3, 1)}, date_precision=p) for p in ("day", "month")]
    assert len({event["event_id"] for event in joined(days)["events"]}) == 2


def test_an_event_that_people_add_twice_is_one() -> None:
    tables = joined([row(PRAISED), row(PRAISED, source_url=ELSEWHERE), row(PRAISED, quote="Chile agreed.")], article())
    (event,) = [event for event in tables["events"] if event["origin"] == "contributed"]
    assert (event["num_mentions"], event["num_articles"]) == (3, 2)


def test_counts_are_those_of_the_mentions() -> None:
    rows = [row(), row(source_url=ELSEWHERE), row(PRAISED), row(PRAISED, source_url=ELSEWHERE)]
    tables = joined(rows, article(), article("Iran condemned Israel on 15 March 2021.", "a2", None))
    mentions = tables["mentions"]
    for event in tables["events"]:
        of_event = [mention for mention in mentions if mention["event_id"] == event["event_id"]]
        assert event["num_mentions"] == len(of_event)
        assert event["num_articles"] == len({mention["article_id"] for mention in of_event})
    for of in tables["articles"]:
        events = {mention["event_id"] for mention in mentions if mention["article_id"] == of["article_id"]}
        assert of["num_events"] == len(events) > 0


# -- quotes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "number", "words"),
    [
        ("Iran condemned Israel on Monday.", 1, "Iran condemned Israel on Monday."),
        ("condemned Israel", 1, "condemned Israel"),
        ("Peru's president said", 2, "Peru’s president said"),
        ('they "have good ties" - with Chile.', 2, "they “have\ngood ties” – with Chile."),
        ("on Monday. Peru’s president", 1, "on Monday. Peru’s president"),
        ("Chile agreed.", 3, "Chile agreed."),
        ("Peru's president said it", 4, "Peru’s president said it"),
    ],
)
def test_a_quote_is_found_in_its_sentence(quote: str, number: int, words: str) -> None:
    (mention,) = contributed(joined([row(quote=quote)], article()))
    assert (mention["article_id"], mention["sentence_number"], mention["sentence"]) == ("a1", number, words)
    start = mention["sentence_start"]
    assert TEXT[start : start + len(words)] == words


def test_nobody_marked_the_words_of_a_quote() -> None:
    (mention,) = contributed(joined([row()], article()))
    assert [mention[f"{part}_text"] for part in ("actor", "action", "target")] == [None, None, None]


def test_one_quote_written_in_two_ways_is_one_mention() -> None:
    rows = [row(PRAISED, quote=quote) for quote in ("Peru's president said", "Peru’s  president said")]
    tables = joined(rows, article())
    assert len(contributed(tables)) == 1
    assert [event["num_mentions"] for event in tables["events"] if event["origin"] == "contributed"] == [1]


def test_of_two_articles_with_one_url_it_is_the_one_that_has_the_quote() -> None:
    articles = [article("Iran praised Israel.", "a0"), article()]
    for order in (articles, articles[::-1]):
        (mention,) = contributed(joined([row()], *order))
        assert mention["article_id"] == "a1"


# -- articles -----------------------------------------------------------------------------------------------------


def test_an_article_that_was_not_read_is_there_by_its_url() -> None:
    tables = joined([row(source_url=ELSEWHERE), row(PRAISED, source_url=ELSEWHERE, quote="“Good ties”")], article())
    (unread,) = [of for of in tables["articles"] if of["url"] == ELSEWHERE]
    unknown = dict.fromkeys(
        ("title", "publisher", "published", "published_precision", "language", "text_sha256", "duplicate_of")
    )
    counts = {"num_sentences": 0, "num_events": 2}
    assert unread == {"article_id": unread["article_id"], "url": ELSEWHERE, **unknown, **counts}
    for mention in contributed(tables):
        assert (mention["article_id"], mention["sentence_number"]) == (unread["article_id"], 0)
        assert mention["sentence_start"] == 0
    assert {mention["sentence"] for mention in contributed(tables)} == {row()["quote"], "“Good ties”"}


def test_ids_do_not_change() -> None:
    """The same in every release: a new way to make them would break whoever joins on them."""
    tables = joined([row(PRAISED, source_url=ELSEWHERE)])
    assert tables["articles"][0]["article_id"] == "ud6c5ed4260ccae51"
    assert tables["events"][0]["event_id"] == "ea1a5555a67984c39"
    assert tables["mentions"][0]["mention_id"] == "m168d7b107377bbdb"


def test_no_rows_change_nothing() -> None:
    tables = code_articles([article()])
    part = code_batch([article()])
    assert joined_parts([part, contributed_part([], [article()])]) == tables
    assert joined_parts([part, contributed_part([typed([])], [article()])]) == tables


def test_rows_need_no_articles() -> None:
    tables = joined([row(), row(PRAISED)])
    assert [event["origin"] for event in tables["events"]] == ["contributed", "contributed"]
    assert len(tables["articles"]) == 1


# -- order --------------------------------------------------------------------------------------------------------

ARTICLES = (article(), article("Peru praised Chile.", "b1", "https://example.org/2"))
CODED = code_batch(ARTICLES)
DRAWN = st.builds(
    row,
    st.sampled_from([CONDEMNED, PRAISED, {**PRAISED, "actor_code": "IGOUNO"}, {**PRAISED, "event_code": "010"}]),
    date_precision=st.sampled_from(["day", "month"]),
    source_url=st.sampled_from([URL, ELSEWHERE, "https://example.net/third"]),
    quote=st.sampled_from(["Iran condemned Israel", "Chile agreed.", "Peru's president said", "Peru’s president said"]),
    contributor=st.sampled_from(["Ada", "Bo"]),
)
KEY = ("event_date", "date_precision", "actor_code", "target_code", "event_code", "source_url", "quote")


@settings(deadline=None)
@given(data=st.data(), rows=st.lists(DRAWN, min_size=1, max_size=12, unique_by=lambda r: tuple(r[k] for k in KEY)))
def test_order_of_rows_and_articles_does_not_matter(data: st.DataObject, rows: list[dict[str, Any]]) -> None:
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    one = joined_parts([CODED, contributed_part([typed(rows)], ARTICLES)])
    other = joined_parts([contributed_part([typed(shuffled[:cut]), typed(shuffled[cut:])], ARTICLES[::-1]), CODED])
    assert one == other
    contract.check(one)
