"""Good rows in the types of the tables of events."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa

from diplopack.validation.typed import typed_rows

if TYPE_CHECKING:
    from tests.validation.conftest import MakeChunk, Row


def test_a_date_becomes_the_first_day_of_its_period(chunk: MakeChunk, good: Row) -> None:
    dates = ["2020-11-11", "2020-11", "2020", "1900"]
    table = typed_rows(chunk([good | {"event_date": date} for date in dates]))
    assert table.column_names == ["event_date", "date_precision", *list(good)[1:]]
    assert table.schema.field("event_date").type == pa.date32()
    assert table["event_date"].to_pylist() == [
        dt.date(2020, 11, 11),
        dt.date(2020, 11, 1),
        dt.date(2020, 1, 1),
        dt.date(1900, 1, 1),
    ]
    assert table["date_precision"].to_pylist() == ["day", "month", "year", "year"]
    assert table.drop_columns(["event_date", "date_precision"]).slice(0, 1).to_pylist() == [
        {name: value for name, value in good.items() if name != "event_date"}
    ]


def test_no_rows_have_the_same_columns(chunk: MakeChunk) -> None:
    table = typed_rows(chunk([]))
    assert table.num_rows == 0
    assert table.schema.field("event_date").type == pa.date32()
