"""The package in dist/ is what seeds/ give, and every reader finds the same in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

import diplopack
from diplopack import contract
from diplopack.extract import read_articles

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
TABLES = (*contract.DATA_TABLES, *contract.CODEBOOKS)
REBUILD = "rebuild and commit it: diplopack build"

Rows = list[tuple[Any, ...]]


def rows(name: str) -> Rows:
    """What a table holds: its Parquet file as Arrow reads it."""
    table = pq.read_table(DIST / f"{name}.parquet")
    return list(zip(*(column.to_pylist() for column in table), strict=True))


def duckdb_rows(path: Path) -> Rows:
    """What DuckDB reads from a file; of CSV it is told the types, as it takes a column of years for numbers."""
    with duckdb.connect() as connection:
        parquet = connection.read_parquet(str(path.with_suffix(".parquet")))
        if path.suffix == ".parquet":
            return parquet.fetchall()
        types = dict(zip(parquet.columns, parquet.types, strict=True))
        return connection.read_csv(str(path), dtype=types).fetchall()


def pandas_rows(frame: pd.DataFrame) -> Rows:
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    assert DIST.is_dir(), f"there is no dist/; {REBUILD}"
    diplopack.build([ROOT / "seeds"], tmp_path / "dist")
    built = {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()}
    committed = {path.name: path.read_bytes() for path in DIST.iterdir()}
    differ = sorted(name for name in built.keys() | committed.keys() if built.get(name) != committed.get(name))
    assert differ == [], f"dist/ is not what seeds/ give; {REBUILD}"


def test_frictionless_finds_every_resource_valid() -> None:
    command = [sys.executable, "-m", "frictionless", "validate", "dist/datapackage.json", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["valid"]
    assert report["warnings"] == []
    paths = [f"{name}.{fmt}" for fmt in ("csv", "parquet") for name in TABLES]
    assert [task["place"] for task in report["tasks"]] == [*paths, "index.html"]
    assert report["tasks"][-1]["valid"]
    for task in report["tasks"][:-1]:
        assert (task["valid"], task["errors"], task["warnings"]) == (True, [], [])
        assert task["stats"]["rows"] == len(rows(Path(task["place"]).stem)), "rows were skipped"


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_reads_the_same_from_both_formats(name: str) -> None:
    assert duckdb_rows(DIST / f"{name}.parquet") == rows(name)
    assert duckdb_rows(DIST / f"{name}.csv") == rows(name)


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_same_from_both_formats(name: str) -> None:
    types = {field.name: pd.ArrowDtype(field.type) for field in contract.arrow_schema(name)}
    csv = pd.read_csv(DIST / f"{name}.csv", dtype=types, keep_default_na=False, na_values=[""])
    assert pandas_rows(pd.read_parquet(DIST / f"{name}.parquet")) == rows(name)
    assert pandas_rows(csv) == rows(name)


def test_codes_keep_their_zero() -> None:
    assert "036" in pd.read_parquet(DIST / "events.parquet")["event_code"].to_list()
    assert "036" in diplopack.load(DIST).events["event_code"].to_list()
    code = contract.arrow_schema("events").names.index("event_code")
    for fmt in ("parquet", "csv"):
        assert "036" in [row[code] for row in duckdb_rows(DIST / f"events.{fmt}")]


def test_every_event_has_its_words_in_a_sentence_of_an_article() -> None:
    data = diplopack.load(DIST)
    assert len(data.events) > 0
    assert set(data.events["event_id"]) == set(data.mentions["event_id"])
    texts = {article.article_id: article.text for article in read_articles([ROOT / "seeds"])}
    assert set(texts) == set(data.articles.query("num_sentences > 0")["article_id"])
    words = ["actor_text", "action_text", "target_text"]
    for mention in data.mentions.query("sentence_number > 0").to_dict("records"):
        start, sentence = mention["sentence_start"], mention["sentence"]
        assert texts[mention["article_id"]][start : start + len(sentence)] == sentence
        if mention["rule"] != "contributed":
            assert [column for column in words if mention[column] not in sentence] == [], mention["mention_id"]


def test_contributed_rows_are_in_it() -> None:
    """Each quote supports its event: one that the coder found too, or one that it missed."""
    data = diplopack.load(DIST)
    quotes = data.mentions.query("rule == 'contributed'").merge(data.events, on="event_id")
    columns = ["actor_code", "target_code", "event_code"]
    files = [pd.read_csv(path, dtype=str) for path in (ROOT / "seeds" / "contributed").glob("*.csv")]
    rows = {tuple(row) for file in files for row in file[columns].to_numpy()}
    assert rows == {tuple(row) for row in quotes[columns].to_numpy()}
    assert set(quotes["origin"]) == {"contributed", "both"}
    assert set(data.events.query("origin != 'coded'")["event_id"]) == set(quotes["event_id"])
