"""Dates: what an expression means on the day of the article, and which act it belongs to."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack.transform.dates import When, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from diplopack.period import Precision

    Rows = Callable[..., tuple[dict[str, Any], ...]]
    Dates = Callable[..., list[str]]

FIRST_DAY = dt.date(1900, 1, 1)  # that the contract allows
THURSDAY = When(dt.date(2021, 3, 18), "day", stated=False)
WORDS = (
    "on in last next this the early late earlier later ago before after two three 12 31 99 999 1 2 March May may Sept. "
    "Monday Tues Sunday week month year day decade weekend weekends over at until since by from 2019 1999 1848 "
    "0000 2020-02-30 2020-02-29 yesterday overnight tomorrow today night of year, days weeks years decades same"
).split()
published_dates = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))
precisions = st.sampled_from(("day", "month", "year"))


def first_of(date: dt.date, precision: Precision) -> dt.date:
    if precision == "year":
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == "month" else date


# -- one expression -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("on Monday", "2021-03-15 stated"),
        ("on Thursday", "2021-03-18 stated"),
        ("on Friday", "2021-03-12 stated"),
        ("last Thursday", "2021-03-11 stated"),
        ("late on Tuesday", "2021-03-16 stated"),
        ("on Wednesday evening", "2021-03-17 stated"),
        ("today", "2021-03-18 stated"),
        ("yesterday", "2021-03-17 stated"),
        ("the day before yesterday", "2021-03-16 stated"),
        ("overnight", "2021-03-18 stated"),
        ("over the weekend", "2021-03-13 stated"),
        ("last weekend", "2021-03-13 stated"),
        ("last week", "2021-03 stated"),
        ("this week", "2021-03 stated"),
        ("last month", "2021-02 stated"),
        ("earlier this month", "2021-03 stated"),
        ("earlier this year", "2021 stated"),
        ("last year", "2020 stated"),
        ("in September", "2020-09 stated"),
        ("in February", "2021-02 stated"),
        ("in March", "2021-03 stated"),
        ("in May 2015", "2015-05 stated"),
        ("in 2015", "2015 stated"),
        ("two days ago", "2021-03-16 stated"),
        ("three weeks ago", "2021-02-25 stated"),
        ("two months ago", "2021-01 stated"),
        ("two years ago", "2019 stated"),
        ("on 3 May 2019", "2019-05-03 stated"),
        ("on May 3, 2019", "2019-05-03 stated"),
        ("on the 3rd of May 2019", "2019-05-03 stated"),
        ("on 2019-05-03", "2019-05-03 stated"),
        ("on March 16", "2021-03-16 stated"),
        ("on 16 March", "2021-03-16 stated"),
        ("on Dec. 24", "2020-12-24 stated"),
        ("on Sept. 3, 2018", "2018-09-03 stated"),
        ("on 29 February 2020", "2020-02-29 stated"),
    ],
)
def test_stated(dates: Dates, expression: str, expected: str) -> None:
    assert dates(f"Iran condemned Israel {expression}.") == [expected]
    assert dates(f"{expression[0].upper()}{expression[1:]}, Iran condemned Israel.") == [expected]


@pytest.mark.parametrize("expression", ["on 31 February", "on February 30, 2019", "on 2019-13-45", "on 32 March"])
def test_a_day_that_does_not_exist_is_no_date(dates: Dates, expression: str) -> None:
    assert dates(f"Iran condemned Israel {expression}.") == ["2021-03-18 published"]


@pytest.mark.parametrize("expression", ["on 29 February 2021", "on 0 May 2019"])
def test_a_day_that_does_not_exist_is_at_most_its_month(expression: str) -> None:
    assert all(found.when.precision != "day" for found in find(expression, THURSDAY))


@pytest.mark.parametrize("expression", ["on 3 May 1848", "300 years ago", "on 1812-06-24", "99 decades ago"])
def test_no_event_before_what_the_contract_allows(rows: Rows, expression: str) -> None:
    """A build would refuse the whole dataset for such a date."""
    assert all(row["event_date"].date() >= FIRST_DAY for row in rows(f"Iran condemned Israel {expression}."))


@pytest.mark.parametrize(
    "text",
    [
        "It may condemn Israel.",
        "3 may leave, 4 march on.",
        "They will march 30 miles.",
        "The second attack was worse.",
        "He sat and ate.",
        "In marching order, in may cases.",
    ],
)
def test_words_that_are_no_dates(text: str) -> None:
    assert find(text, THURSDAY) == []


@pytest.mark.parametrize("text", ["Iran condemned Israel until 2015.", "Iran has condemned Israel since 2015."])
def test_a_limit_is_not_the_day_of_the_act(dates: Dates, text: str) -> None:
    assert "2015 stated" not in dates(text)


@pytest.mark.parametrize("day", ["tomorrow", "next week", "next Friday", "on Friday", "on 20 March", "in June"])
def test_what_is_announced_is_dated_by_its_announcement(dates: Dates, day: str) -> None:
    assert dates(f"The Japanese prime minister will visit India {day}.")[0] == "2021-03-18 published"


# -- the article's date -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "expression", "expected"),
    [
        ("2021-03", "", "2021-03 published"),
        ("2021-03", "on Monday", "2021-03 published"),
        ("2021-03", "yesterday", "2021-03 published"),
        ("2021-03", "over the weekend", "2021-03 published"),
        ("2021-03", "two days ago", "2021-03 published"),
        ("2021-03", "last month", "2021-02 stated"),
        ("2021-03", "in September", "2020-09 stated"),
        ("2021-03", "on 3 May 2019", "2019-05-03 stated"),
        ("2021", "", "2021 published"),
        ("2021", "on Monday", "2021 published"),
        ("2021", "yesterday", "2021 published"),
        ("2021", "last month", "2021 published"),
        ("2021", "two months ago", "2021 published"),
        ("2021", "last year", "2020 stated"),
        ("2021", "in 2015", "2015 stated"),
        ("2021", "on 3 May 2019", "2019-05-03 stated"),
    ],
)
def test_no_more_precise_than_the_article(dates: Dates, published: str, expression: str, expected: str) -> None:
    assert dates(f"Iran condemned Israel {expression}.".replace(" .", "."), published) == [expected]


def test_year_turns(dates: Dates) -> None:
    assert dates("Iran condemned Israel on December 30.", "2021-01-02") == ["2020-12-30 stated"]
    assert dates("Iran condemned Israel last month.", "2021-01-02") == ["2020-12 stated"]
    assert dates("Iran condemned Israel in December.", "2021-01-02") == ["2020-12 stated"]
    assert dates("Iran condemned Israel on Thursday.", "2021-01-02") == ["2020-12-31 stated"]


# -- which act, and what came before ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran condemned Israel on 3 May 2019. Two days later it attacked Kuwait.", "2019-05-05 stated"),
        ("Iran condemned Israel on Monday. The next day Israel attacked Iran.", "2021-03-16 stated"),
        ("Iran condemned Israel on Monday. A week earlier Israel attacked Iran.", "2021-03-08 stated"),
        ("Iran condemned Israel on Monday. On the same day Israel attacked Iran.", "2021-03-15 stated"),
    ],
)
def test_counted_from_the_date_before(dates: Dates, text: str, expected: str) -> None:
    assert dates(text)[-1] == expected


def dated(rows: Rows, text: str) -> dict[str, str]:
    return {f"{row['actor_country']} {row['event_root_code']}": str(row["event_date"])[:10] for row in rows(text)}


def test_each_act_has_its_own_date(rows: Rows) -> None:
    assert dated(rows, "Iran condemned Israel on Monday and praised Syria on Tuesday.") == {
        "IRN 11": "2021-03-15",
        "IRN 05": "2021-03-16",
    }
    assert dated(rows, "Iran, which attacked Iraq in 1985, condemned Israel on Tuesday.") == {
        "IRN 19": "1985-01-01",
        "IRN 11": "2021-03-16",
    }


def test_an_act_is_not_dated_by_what_it_is_about(rows: Rows) -> None:
    text = "Germany arrested an Algerian over the April 11, 2002, truck bombing in Tunisia."
    found = {row["event_code"]: str(row["event_date"].date()) for row in rows(text, "2003-04-02")}
    assert found == {"173": "2003-04-02", "1832": "2002-04-11"}


def test_what_is_counted_from_an_untold_day_has_no_date(dates: Dates) -> None:
    assert dates("France condemned Iran two weeks after the vote.") == dates("France condemned Iran.")


def test_an_act_is_not_dated_by_its_report(rows: Rows) -> None:
    text = "Iran said on Tuesday that Israel attacked Syria on Monday."
    assert dated(rows, text)["ISR 19"] == "2021-03-15"


def test_a_report_dates_an_act_that_has_no_date(rows: Rows) -> None:
    assert dated(rows, "Iran said on Tuesday that it will visit Kuwait.")["IRN 03"] == "2021-03-16"


# -- any text -----------------------------------------------------------------------------------------------------


@settings(derandomize=True, database=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(), published_dates, precisions)
def test_any_words(text: str, date: dt.date, precision: Precision) -> None:
    published = When(first_of(date, precision), precision, stated=False)
    found = find(text, published)
    for expression in found:
        assert 0 <= expression.start < expression.end <= len(text)
        when = expression.when
        assert when.stated
        assert when.date == first_of(when.date, when.precision)
        assert when.date >= FIRST_DAY
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(derandomize=True, database=None)
@given(st.lists(st.sampled_from([word for word in WORDS if not word[0].isdigit()]), max_size=12).map(" ".join))
def test_without_a_number_a_date_is_near(text: str) -> None:
    for expression in find(text, THURSDAY):
        assert abs(expression.when.date - THURSDAY.date) <= dt.timedelta(days=366 * 31)  # "three decades ago"


@pytest.mark.parametrize("published", ["1900-01-01", "9999-12-31", "9999", "1900"])
@pytest.mark.parametrize("expression", ["yesterday", "tomorrow", "next week", "last month", "next year", "last year"])
def test_the_ends_of_time(rows: Rows, published: str, expression: str) -> None:
    """The first and the last day that an article may have."""
    (row,) = rows(f"Iran condemned Israel {expression}.", published)
    assert row["event_date"].date() >= FIRST_DAY
