"""What is said of a wrong cell: one fault, the most telling, in words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diplopack.validation import cells

if TYPE_CHECKING:
    import datetime as dt

    from tests.validation.conftest import Row


@pytest.mark.parametrize(
    ("column", "value", "check", "message"),
    [
        ("event_date", "03/04/2021", "date-ambiguous", "'03/04/2021' is ambiguous; write 2021-04-03 or 2021-03-04"),
        ("event_date", "2021-02-30", "date-nonexistent", "'2021-02-30' does not exist: February 2021 has 28 days"),
        ("event_date", "2021-13-31", "date-nonexistent", "'2021-13-31' does not exist: there is no month 13"),
        ("event_date", "1899-12-31", "date-range", "'1899-12-31' is before 1900"),
        ("event_date", "0000", "date-range", "'0000' is before 1900"),
        ("event_date", "2026-11-23", "date-future", "'2026-11-23' is in the future"),
        ("event_date", "2026-12", "date-future", "'2026-12' is in the future"),
        ("event_date", "2027", "date-future", "'2027' is in the future"),
        ("event_date", "2200-01-01", "date-future", "'2200-01-01' is in the future"),
        ("event_date", "3 May 2031", "date-future", "'3 May 2031' is in the future"),
        ("event_date", "١٩٩٠", "date-format", "'١٩٩٠' is not a date"),
        ("event_date", "yesterday", "date-format", "'yesterday' is not a date"),
        ("event_date", "9" * 100, "date-format", f"'{'9' * 57}...' is not a date"),
        ("actor_code", "CHNGVO", "actor-code", "'CHNGVO' is not an actor code"),
        ("target_code", "=cmd", "actor-code", "'=cmd' is not an actor code"),
        ("event_code", "36", "event-code", "'36' lost its leading zero? '036' is a code"),
        ("event_code", "999", "event-code", "'999' is not an event code"),
        ("source_url", "http://x", "url", "'http://x' is not the address of a web page"),
        ("source_url", "https://a.b/c d", "url", "'https://a.b/c d' is not the address of a web page"),
        ("source_url", "https://a.b/c\nd", "url", "'https://a.b/c\\nd' is not the address of a web page"),
        ("quote", "=1+1", "formula", "'=1+1' begins with '=', which spreadsheets run as a formula"),
        ("note", "\t@SUM(A1)", "formula", "'@SUM(A1)' begins with '@', which spreadsheets run as a formula"),
        ("contributor", "＝1", "formula", "'＝1' begins with '＝', which spreadsheets run as a formula"),
        ("quote", "a\x00b", "control-character", "'a\\x00b' holds U+0000 CONTROL CHARACTER"),
        ("quote", "a\u200bb", "control-character", "'a\\u200bb' holds U+200B ZERO WIDTH SPACE"),
        ("actor_code", "CHN\u202e", "control-character", "'CHN\\u202e' holds U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("actor_code", "CHN ", "whitespace", "'CHN ' has space around it"),
        ("quote", "\nHe left.", "whitespace", "'\\nHe left.' has space around it"),
        ("note", "  ", "whitespace", "'  ' is nothing but space"),
        ("quote", " \u3000", "required", "is empty"),
    ],
)
def test_a_fault_is_named_with_what_was_found(
    column: str, value: str, check: str, message: str, today: dt.date
) -> None:
    fault = cells.fault(column, value, today)
    assert fault is not None
    assert (fault.check, fault.message) == (check, message)
    assert fault.expected or check in {"date-ambiguous", "event-code"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_date", "2026-11-22"),
        ("event_date", "2026-11"),
        ("event_date", "2026"),
        ("event_date", "1900"),
        ("event_date", "2020-02-29"),
        ("event_code", "10"),
        ("event_code", "010"),
        ("source_url", "http://example.org"),
        ("source_url", "https://user@news.example.org:8080/a?b=c#d"),
        ("source_url", "https://пример.рф/новости"),
        ("source_url", "https://[2001:db8::1]/"),
        ("quote", "“No,” he said – twice.\nThen he left.\r\nTabs\tand 🏴\U000e0067\U000e0062\U000e007f too."),
        ("quote", "می\u200cگوید 👩\u200d💻"),
        ("quote", "5 - 3 = 2"),
        ("contributor", "Łódź & 北京"),
        ("note", "'quoted'"),
    ],
)
def test_a_good_cell_has_no_fault(column: str, value: str, today: dt.date) -> None:
    assert cells.fault(column, value, today) is None


def test_the_fault_of_a_value_tells_more_than_the_space_around_it(today: dt.date) -> None:
    fault = cells.fault("actor_code", " CHNGVO", today)
    assert fault is not None
    assert (fault.check, fault.suggestion) == ("actor-code", "CHNGOV")


def test_the_columns_and_the_key_are_those_of_the_contract(good: Row) -> None:
    assert cells.columns() == tuple(good)
    assert set(cells.key()) < set(cells.required()) < set(good)
    assert "note" not in cells.required()
