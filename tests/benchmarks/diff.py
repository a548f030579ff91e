"""What `diplopack diff` takes on two packages of a million events, beside DuckDB and pandas, in one run.

Run it as `python tests/benchmarks/diff.py [EVENTS]`. It makes two packages that differ in 1,000 known places, lets each
find them in a process of its own, checks that these and no others are found, and prints time and peak memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from diplopack import contract
from diplopack.load.owned import DESCRIPTOR

EVENTS = 1_000_000
PLACES = 1_000
# What each peer does to find the keys that differ: a full join by event_id, and a look at every column.
DUCKDB = """
import duckdb, json, sys
old, new = sys.argv[1:3]
duckdb.sql("SET enable_progress_bar = false")
columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{old}/events.parquet'").fetchall()]
differs = " OR ".join(f'o."{c}" IS DISTINCT FROM n."{c}"' for c in columns)
query = f'''SELECT coalesce(o.event_id, n.event_id) FROM '{old}/events.parquet' o
            FULL JOIN '{new}/events.parquet' n USING (event_id) WHERE {differs}'''
json.dump(sorted(row[0] for row in duckdb.sql(query).fetchall()), sys.stdout)
"""
PANDAS = """
import json, pandas as pd, sys
old, new = (pd.read_parquet(f"{folder}/events.parquet").set_index("event_id") for folder in sys.argv[1:3])
both = old.index.intersection(new.index, sort=False)
o, n = old.loc[both], new.loc[both]
changed = both[((o != n) & ~(o.isna() & n.isna())).any(axis=1)]
json.dump(sorted([*old.index.difference(new.index), *new.index.difference(old.index), *changed]), sys.stdout)
"""
DIPLOPACK = """
import contextlib, io, json, sys
from diplopack.cli import main
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
    main(["diff", *sys.argv[1:3], "--format", "json"])
found = json.loads(out.getvalue())["tables"]["events"]
json.dump(sorted(row["event_id"] for kind in ("added", "removed", "changed") for row in found[kind]), sys.stdout)
"""


def packages(folder: Path, events: int) -> tuple[Path, Path, list[str]]:
    """Write two packages, each with a mention an event, and tell the identifiers of the events that differ."""
    numbers = np.random.default_rng(5).permutation(events)
    table, mentions = _events(numbers), _mentions(numbers)
    third = PLACES // 3
    places = np.sort(np.random.default_rng(6).choice(events, PLACES, replace=False))
    removed, added, changed = places[:third], places[third : 2 * third], places[2 * third :]
    old, new = (np.setdiff1d(np.arange(events), gone) for gone in (added, removed))
    _write(folder / "old", {"events": table.take(old), "mentions": mentions.take(old)})
    names = np.array(table["actor_name"].to_pylist(), object)
    names[changed] = "somebody else"
    table_new = table.set_column(table.column_names.index("actor_name"), "actor_name", pa.array(names, pa.string()))
    _write(folder / "new", {"events": table_new.take(new), "mentions": mentions.take(new)})
    return folder / "old", folder / "new", sorted(table["event_id"].take(places).to_pylist())


def _events(numbers: np.ndarray) -> pa.Table:
    count = len(numbers)
    codes = contract.codebook("event_codes")
    code = codes.take(numbers % codes.num_rows)
    country = contract.codebook("countries")["country"]
    actor, target = country.take(numbers % len(country)), country.take(numbers % (len(country) - 1))
    days = pa.array(dt.date(1990, 1, 1).toordinal() - dt.date(1970, 1, 1).toordinal() + np.sort(numbers) % 12_000)
    text = [f"{name} of {number % 5000}" for name, number in zip(actor.to_pylist(), numbers.tolist(), strict=True)]
    columns = {
        "event_id": pa.array([f"e{number:016x}" for number in numbers.tolist()]),
        "event_date": days.cast(pa.int32()).cast(pa.date32()),
        "date_precision": pa.repeat("day", count),
        "date_basis": pa.repeat("stated", count),
        "actor_code": actor,
        "actor_name": pa.array(text),
        "actor_country": actor,
        "actor_role": pa.nulls(count, pa.string()),
        "target_code": target,
        "target_name": pa.array(text[::-1]),
        "target_country": target,
        "target_role": pa.repeat("GOV", count),
        **{name: code[name] for name in contract.arrow_schema("events").names if name in code.column_names},
        "num_mentions": pa.array(numbers % 7 + 1),
        "num_articles": pa.array(numbers % 7 + 1),
        "origin": pa.repeat("coded", count),
    }
    schema = contract.arrow_schema("events")
    return pa.table([columns[name] for name in schema.names], schema.names).cast(schema)


def _mentions(numbers: np.ndarray) -> pa.Table:
    count = len(numbers)
    sentences = [
        f"Sentence {number} says that somebody met somebody else, at {'some ' * 20}length." for number in numbers
    ]
    columns = {
        "mention_id": pa.array([f"m{number:016x}" for number in numbers.tolist()]),
        "event_id": pa.array([f"e{number:016x}" for number in numbers.tolist()]),
        "article_id": pa.array([f"a{number // 10}" for number in np.sort(numbers).tolist()]),
        "sentence_number": pa.array(np.sort(numbers) % 10 + 1),
        "sentence_start": pa.array(np.sort(numbers) % 10 * 100),
        "sentence": pa.array(sentences),
        "sentence_length": pc.utf8_length(pa.array(sentences)).cast(pa.int64()),
        "sentence_sha256": pa.array([hashlib.sha256(sentence.encode()).hexdigest() for sentence in sentences]),
        "actor_text": pa.repeat("somebody", count),
        "action_text": pa.repeat("met", count),
        "target_text": pa.repeat("somebody else", count),
        "rule": pa.repeat("meet", count),
    }
    return pa.table(columns).cast(contract.arrow_schema("mentions"))


def _write(folder: Path, tables: dict[str, pa.Table]) -> None:
    folder.mkdir()
    (folder / DESCRIPTOR).write_text(json.dumps({"name": contract.package_metadata()["name"], "resources": []}))
    for name, table in tables.items():
        pq.write_table(table, folder / contract.file_name(name, "parquet"), compression="zstd")
    for name in contract.CODEBOOKS:
        pq.write_table(contract.codebook(name), folder / contract.file_name(name, "parquet"))


def measure(script: str, old: Path, new: Path) -> tuple[list[str], str]:
    """Run a script in a process of its own; what it found, and what that took."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", script, old, new], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        found: list[str] = json.load(process.stdout)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, processor = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    return found, f"{seconds:.1f} s ({processor:.1f} s of processors), {usage.ru_maxrss / 1024:,.0f} MB"


def main() -> None:
    """Print the time and memory of each."""
    parser = argparse.ArgumentParser(description="Time diplopack diff beside its peers.")
    parser.add_argument("events", nargs="?", type=int, default=EVENTS)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as name:
        with ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn")
        ) as maker:  # its memory is not the measured ones'
            old, new, expected = maker.submit(packages, Path(name), events).result()
        for title, script in (
            ("diplopack diff, all tables", DIPLOPACK),
            ("DuckDB, events only", DUCKDB),
            ("pandas, events only", PANDAS),
        ):
            found, cost = measure(script, old, new)
            right = "exactly the known" if found == expected else f"NOT the known: {len(found):,} of {len(expected):,}"
            sys.stdout.write(f"{title}: {cost}, {right} places\n")


if __name__ == "__main__":
    main()
