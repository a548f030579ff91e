"""No input, however large, is held in memory; what is not too large beside it is still read."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from backports import zstd

from diplopack.extract import Article, Problem, iter_articles
from diplopack.extract.article import LONGEST_TEXT
from diplopack.extract.file import LONGEST_RECORD

LINE = b'{"published": 2020, "text": "Talks."}\n'
MOST = "expected at most 8,388,608 bytes for an article"
MB = 2**20

MEASURE = """
import resource, sys
from pathlib import Path
import gzip, backports.zstd, csv, json, pyarrow.parquet, pyarrow.compute
from diplopack.extract import iter_articles
sources = [Path(sys.argv[1])]
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
for item in iter_articles(sources):
    print(type(item).__name__, getattr(item, "place", None) or item.source)
print((peak() - before) // 1024)
"""


def found(path: Path) -> tuple[list[int], list[str]]:
    """The years of the articles that are read from a file, and the problems without its name."""
    items = list(iter_articles([path]))
    problems = [str(item).removeprefix(str(path)) for item in items if isinstance(item, Problem)]
    return [item.published.year for item in items if isinstance(item, Article)], problems


def article(text: str, year: int = 2020) -> bytes:
    return json.dumps({"published": year, "text": text}, ensure_ascii=False).encode() + b"\n"


def test_an_article_may_have_a_million_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(article("é" * LONGEST_TEXT) + article("é" * (LONGEST_TEXT + 1)) + article("Talks.", 2021))
    assert found(path) == ([2020, 2021], [":2: text: found 1,000,001 characters, expected at most 1,000,000"])
    path.write_bytes(json.dumps({"published": 2020, "text": "é" * LONGEST_TEXT}).encode())  # six bytes a character
    assert found(path) == ([2020], [])


def test_a_title_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"published": 2020, "text": "Talks.", "title": "T" * 10_001}))
    assert found(path) == ([], [":1: title: found 10,001 characters, expected at most 10,000"])


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = article("x" * LONGEST_RECORD)
    path.write_bytes(LINE + long + LINE.replace(b"2020", b"2021") + long.rstrip())
    assert found(path) == (
        [2020, 2021],
        [
            f":2: found a line of {len(long):,} bytes, {MOST}",
            f":4: found a line of {len(long) - 1:,} bytes, {MOST}",
        ],
    )


@pytest.mark.parametrize(
    "long",
    [
        b'2020,"' + b"x" * LONGEST_RECORD + b'"\n',
        b"2020," + b"x" * LONGEST_RECORD + b"\n",
        b'2020,"' + b'He said ""yes"", twice.\n' * (LONGEST_RECORD // 20) + b'"\n',
        b'2020,"' + b'He said ""yes, \n and no"".\n' * (LONGEST_RECORD // 20) + b'"\r\n',
        b'2020,"' + b"x" * (LONGEST_RECORD - 7) + b'""\n,""\n"\n',  # cut between two quotes
        b'2020,a 5" gun' + b"x" * LONGEST_RECORD + b"\n",
        b'"2020" ,' + b"," * LONGEST_RECORD + b"\n",
    ],
    ids=["quoted", "plain", "lines", "quotes", "cut", "inch", "commas"],
)
def test_a_row_that_is_too_long_is_passed_over_to_its_end(tmp_path: Path, long: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"published,text\n2021,Talks.\n" + long + b"2022,\n2023,Talks.\n")
    last = 4 + long.count(b"\n") - 1
    assert found(path) == (
        [2021, 2023],
        [
            f":3: found a row of {len(long):,} bytes, {MOST}",
            f":{last}: text: empty, expected the article's text",
        ],
    )


def test_a_row_whose_quote_is_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = b'2020,"' + b"Talks.\n" * (LONGEST_RECORD // 4)
    path.write_bytes(b"published,text\n" + rows)
    assert found(path) == ([], [f":2: found a row of {len(rows):,} bytes, {MOST}"])


@pytest.mark.parametrize("name", ["a.md", "a.md.gz", "a.html"])
def test_a_file_that_is_too_long_for_an_article(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = b"---\npublished: 2020\n---\n" + b"x" * (LONGEST_RECORD + 1)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert found(path) == ([], [f": found {len(content):,} bytes, {MOST}"])


def test_front_matter_is_short(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"---\npublished: 2020\nx: [" + b"[]," * 100_000 + b"]\n---\nTalks.\n")
    assert found(path) == ([], [":1: front matter of 300,022 characters, expected at most 100,000"])


@pytest.mark.skipif(sys.platform == "win32", reason="resource")
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz", "a.csv.gz", "a.jsonl.zst", "a.md.gz"])
def test_200_megabytes_in_one_line_take_no_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    header, good = (b"published,text\n", b"2020,Talks.\n") if "csv" in name else (b"", LINE)
    head, tail = header + good + b'2020,"x', b'"\n' + good.replace(b"2020", b"2021")
    opener = {".gz": gzip.open, ".zst": zstd.open}.get(path.suffix, open)
    with opener(path, "wb") as file:  # type: ignore[operator]
        file.write(head)
        for _ in range(200):
            file.write(b"x" * MB)
        file.write(tail)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    *items, growth = done.stdout.splitlines()
    first = 2 if header else 1
    if name == "a.md.gz":
        assert items == [f"Problem {path}"]
    else:
        kinds = enumerate(["Article", "Problem", "Article"], first)
        assert items == [f"{kind} {path}:{number}" for number, kind in kinds]
    assert int(growth) < 100
