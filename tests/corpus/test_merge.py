"""The tables of many parts, made in bounded memory: those that are made of them at once."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.corpus.processes import article

from diplopack import contract
from diplopack.corpus import spill
from diplopack.corpus.merge import merged
from diplopack.extract import Article
from diplopack.extract.article import make_article
from diplopack.transform import code_batch
from diplopack.transform.contributed import contributed_part
from diplopack.transform.tables import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from diplopack.transform.tables import Part


def made(number: int, **values: str) -> Article:
    (found,) = make_article(article(number, **values), "test")
    assert isinstance(found, Article)
    return found


URL = "https://example.org/1"
# Some tell of the same events: 40 of 30 countries' days, over seven years.
ARTICLES = [*map(made, range(30)), *(made(number, article_id=f"again{number}", url=URL) for number in range(10))]
ROW = {
    "event_date": dt.date(2001, 3, 12),
    "date_precision": "day",
    "actor_code": "PER",
    "target_code": "RUS",
    "event_code": "111",
    "source_url": URL,
    "quote": "Peru condemned",
    "contributor": "Ada",
}
CONTRIBUTED = contributed_part([pa.Table.from_pylist([ROW, {**ROW, "event_date": dt.date(2011, 1, 1)}])], ARTICLES)
CODED = [code_batch([one]) for one in ARTICLES]
WHOLE = joined([*CODED, CONTRIBUTED])


def in_parts(order: Sequence[int], cuts: Sequence[int]) -> list[Part]:
    """The articles in another order, in other parts."""
    bounds = [0, *sorted(cuts), len(order)]
    groups = [[CODED[number] for number in order[a:b]] for a, b in itertools.pairwise(bounds)]
    return [
        {name: pa.concat_tables([part[name] for part in group]) for name in CONTRIBUTED} for group in groups if group
    ]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(CODED))),
    cuts=st.lists(st.integers(0, len(CODED)), max_size=5),
    rows=st.integers(1, 200),
)
def test_they_are_the_same_however_they_are_cut(
    order: list[int],
    cuts: list[int],
    rows: int,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spill, "ROWS", rows)
    parts = [*in_parts(order, cuts), CONTRIBUTED]
    tables = merged(lambda: iter(parts), tmp_path_factory.mktemp("merge"), by_year=False)
    for name, chunks in tables.items():
        found = list(chunks)
        assert {chunk.year for chunk in found} == {None}
        assert pa.concat_tables([chunk.rows for chunk in found]).equals(WHOLE[name].combine_chunks()), name


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_by_years_they_are_the_same_rows(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "ROWS", rows)
    tables = merged(lambda: iter([*CODED, CONTRIBUTED]), tmp_path, by_year=True)
    years = {row["event_id"]: row["event_date"].year for row in WHOLE["events"].to_pylist()}
    for name, chunks in tables.items():
        found = [(chunk.year, row) for chunk in chunks for row in chunk.rows.to_pylist()]
        for year, row in found:
            assert year == (row["published"].year if name == "articles" else years[row["event_id"]])
        assert [year for year, _ in found] == sorted(year for year, _ in found if year is not None)
        whole = WHOLE[name].to_pylist()
        assert [row for _, row in sorted(found, key=lambda pair: whole.index(pair[1]))] == whole
        for wanted in {year for year, _ in found}:
            own = [row for year, row in found if year == wanted]
            assert own == [row for row in whole if row in own]  # in the table's order


def test_nothing_stays_on_the_disk(tmp_path: Path) -> None:
    for chunks in merged(lambda: iter(CODED), tmp_path, by_year=True).values():
        list(chunks)
    assert list(tmp_path.iterdir()) == []


def test_no_parts_give_empty_tables(tmp_path: Path) -> None:
    tables = merged(lambda: iter([CONTRIBUTED]), tmp_path, by_year=False)
    assert sum(chunk.rows.num_rows for chunk in tables["events"]) == 2
    contract.check(WHOLE)
