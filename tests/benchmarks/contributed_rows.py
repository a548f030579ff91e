"""What it costs to check contributed rows, beside `frictionless validate` with the same Table Schema, in one run.

Run it as `python tests/benchmarks/contributed_rows.py [--rows N] [--only NAME …]`. It makes the files in a temporary
folder, runs each command in a process of its own, start-up included, and prints wall-clock and processor seconds,
peak memory, and ratios of wall-clock time; on a machine with other work compare processor time. Frictionless reads
Parquet so slowly that it is timed on the first rows and scaled, which the output says.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TODAY = "2025-06-30"
BAD_SHARE = 5  # one row in so many has a bad cell
SCALED_ROWS = 20_000  # so many rows of Parquet are read by Frictionless
SMALL = 1_000
GIBIBYTE = 1 << 30
MEBIBYTE = 1 << 20
COLUMNS = [field["name"] for field in contract.table_schema("contributed")["fields"]]
WORDS = (
    "the of government said minister talks visited capital on Tuesday after sanctions, trade with foreign police "
    "protest border agreement"
).split()
NOBODY = ("CHNGVO", "China", "chngov", "QQQ", "USA GOV")
BAD: dict[str, tuple[str, ...]] = {
    "event_date": ("03/04/2021", "3 May 2021", "2021-02-30", "2099-01-01", "yesterday"),
    "actor_code": NOBODY,
    "target_code": NOBODY,
    "event_code": ("36", "999", "42.0", "visit"),
    "source_url": ("ftp://example.org/{}", "www.example.org/{}", "see page {}"),
    "quote": ("", "=1+{}", " They met {}.", "They met\a {}."),
    "contributor": ("", "@ada", "Ada "),
    "note": ("-{}", "+{}", "note\u200b"),
}
# The peak that the system keeps of a process counts what its parent held, so that a small one has to be the parent.
MEASURE = """
import json, os, subprocess, sys, time
with open(sys.argv[1], "wb") as output:
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[2:], stdout=output, stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(process.pid, 0)
seconds = [time.perf_counter() - started, usage.ru_utime + usage.ru_stime]
print(json.dumps([*seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


class Run(NamedTuple):
    """Wall-clock and processor time of a command in seconds, its peak memory in MiB, exit status and output."""

    seconds: float
    processor: float
    memory: float
    status: int
    output: Path


def rows(number: int, bad_share: int = 0) -> Iterator[list[str]]:
    """Rows as a source of codes and quotes might give them; of `bad_share` rows one has one bad cell."""
    rng = random.Random(number)  # noqa: S311  (nothing secret)
    codes = contract.codebook("event_codes")["event_code"].to_pylist()
    countries = [row["country"] for row in contract.codebook("countries").to_pylist() if not row["valid_until"]]
    old = [row["country"] for row in contract.codebook("countries").to_pylist() if not row["valid_from"]]
    roles = ["", "", *(row["role"] for row in contract.codebook("roles").to_pylist() if row["kind"] == "primary")]
    spoilt = itertools.cycle((COLUMNS.index(name), text) for name, texts in BAD.items() for text in texts)
    for serial in range(number):
        year = rng.randint(1990, 2024)
        actor, target = rng.sample(countries if year > 2012 else old, 2)
        row = [
            f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            actor + rng.choice(roles),
            target,
            rng.choice(codes),
            f"https://example.org/news/{serial % 50_000}/a-story-of-the-day",
            f"{' '.join(rng.choices(WORDS, k=22))} {serial}.",
            rng.choice(("Ada Lovelace", "grace-h", "Łukasz Żak")),
            "",
        ]
        if bad_share and serial % bad_share == 0:
            column, text = next(spoilt)
            row[column] = text.format(serial)
        yield row


def write_csv(path: Path, lines: Iterator[list[str]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)


def write_parquet(path: Path, source: Path, most: int | None = None) -> None:
    """Write the first rows of a CSV file, or all, as Parquet."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    options = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    table = arrow_csv.read_csv(source, convert_options=options)
    parquet.write_table(table.slice(0, most), path, row_group_size=100_000)


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end."""
    os.sync()  # the file just made must not still be on its way to the disk
    output = folder / "output"
    measuring = [sys.executable, "-c", MEASURE, output.name, *command]
    done = subprocess.run(measuring, cwd=folder, check=True, capture_output=True, text=True)
    seconds, processor, memory, status = json.loads(done.stdout)
    return Run(seconds, processor, memory / (MEBIBYTE if sys.platform == "darwin" else 1024), status, output)


def ours(path: Path, *options: str) -> Run:
    """Run `diplopack validate` on a file of rows."""
    command = [sys.executable, "-m", "diplopack", "validate", "--today", TODAY, *options, path.name]
    return run(command, path.parent)


def theirs(path: Path) -> Run:
    """Run `frictionless validate` on the same file with the same Table Schema, without the codebooks."""
    schema = contract.table_schema("contributed")
    del schema["foreignKeys"]
    (path.parent / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    command = [sys.executable, "-m", "frictionless", "validate", path.name, "--schema", "schema.json"]
    return run(command, path.parent)


def say(what: str, done: Run, more: str = "") -> None:
    """Print a measurement on a line."""
    sys.stdout.write(f"{what:44} {done.seconds:8.2f} s")
    sys.stdout.write(f" (processor {done.processor:.2f}) {done.memory:7.0f} MiB  exit {done.status}{more}\n")
    sys.stdout.flush()


def expect(done: Run, status: int) -> None:
    """Stop where a command did not end as it must, for its time would mean nothing."""
    if done.status != status:
        raise SystemExit(f"exit {done.status}, {status} was expected:\n{done.output.read_text()[:2000]}")


def valid_csv(folder: Path, number: int) -> None:
    """Valid rows as CSV, beside Frictionless."""
    path = csv_file(folder, number)
    us = ours(path)
    say(f"diplopack, {number:,} rows of CSV", us)
    expect(us, 0)
    them = theirs(path)
    say(f"frictionless, {number:,} rows of CSV", them, f"  ratio {them.seconds / us.seconds:.1f}")
    expect(them, 0)


def valid_parquet(folder: Path, number: int) -> None:
    """Valid rows as Parquet, beside Frictionless on the first of them."""
    path, first = folder / "rows.parquet", folder / "first.parquet"
    write_parquet(path, csv_file(folder, number))
    scaled = min(SCALED_ROWS, number)
    write_parquet(first, csv_file(folder, number), scaled)
    us = ours(path)
    say(f"diplopack, {number:,} rows of Parquet", us)
    expect(us, 0)
    them = theirs(first)
    say(f"frictionless, the first {scaled:,} of them", them)
    expect(them, 0)
    seconds = them.seconds * number / scaled
    sys.stdout.write(f"  scaled to all: {seconds:.0f} s (not measured), ratio {seconds / us.seconds:.1f}\n")


def bad_cells(folder: Path, number: int) -> None:
    """Rows of which every fifth has a bad cell, all reported in JSON, beside the valid file."""
    path = folder / "bad.csv"
    write_csv(path, rows(number, BAD_SHARE))
    valid = ours(csv_file(folder, number), "--format", "json")
    say(f"diplopack, {number:,} valid rows, json", valid)
    expect(valid, 0)
    bad = ours(path, "--format", "json")
    say(f"diplopack, {number // BAD_SHARE:,} bad cells, json", bad, f"  times {bad.seconds / valid.seconds:.2f}")
    expect(bad, 1)
    reported = len(json.loads(bad.output.read_text(encoding="utf-8"))["errors"])
    sys.stdout.write(f"  reported: {reported:,}, made: {-(-number // BAD_SHARE):,}\n")


def small(folder: Path, _number: int) -> None:
    """A file as a pull request has it, and one with bad cells."""
    for name, share in (("small.csv", 0), ("small_bad.csv", BAD_SHARE)):
        path = folder / name
        write_csv(path, rows(SMALL, share))
        for fmt in ("text", "github"):
            done = ours(path, "--format", fmt)
            say(f"diplopack, {SMALL:,} rows, {name}, {fmt}", done)
            expect(done, int(share > 0))


def long_line(folder: Path, _number: int) -> None:
    """A line of 1 GiB."""
    path = folder / "long.csv"
    with path.open("w", encoding="ascii") as file:
        file.write(",".join(COLUMNS) + "\n2020-11-11,CHN,USA,042,https://example.org/1,")
        for _ in range(GIBIBYTE // MEBIBYTE):
            file.write("x" * MEBIBYTE)
        file.write(",Ada,\n")
    done = ours(path)
    path.unlink()
    say("diplopack, a line of 1 GiB", done)
    expect(done, 1)


def csv_file(folder: Path, number: int) -> Path:
    """The valid rows, written once."""
    path = folder / "rows.csv"
    if not path.exists():
        write_csv(path, rows(number))
    return path


MEASUREMENTS: dict[str, Callable[[Path, int], None]] = {
    "small": small,
    "csv": valid_csv,
    "parquet": valid_parquet,
    "bad": bad_cells,
    "long": long_line,
}


def main() -> None:
    """Make the files, run the commands and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.only:
            MEASUREMENTS[name](Path(folder), arguments.rows)


if __name__ == "__main__":
    main()
