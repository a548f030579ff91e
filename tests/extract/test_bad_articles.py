"""Whatever cannot be read is named: one line each, all at once, and what is good is still read."""

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack.errors import DataError
from diplopack.extract import Article, read_articles
from diplopack.extract.sources import iter_articles

SUFFIXES = "expected .md, .txt, .html, .htm, .jsonl, .csv or .parquet (text also compressed, as .gz or .zst)"
DATE = "expected a date as 2020-11-11, 2020-11 or 2020"
FRONT = b"---\npublished: 2020\n---\n"
JSON = b'{"published": "2020", "text": "Talks."}\n'
CSV = b"published,text\n2020,Talks.\n"
GZIP = bytes.fromhex("1f8b0800b1c2d35f0003edbd07")


def problems(*sources: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_articles(sources)
    return list(caught.value.lines)


def md(header: str, text: str = "Talks.\n") -> bytes:
    return f"---\n{header}\n---\n{text}".encode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", ": empty, expected front matter and text"),
        (b"\n \n", ": empty, expected front matter and text"),
        (FRONT, ":3: text: empty, expected the article's text"),
        (FRONT + b" \n\n", ":3: text: empty, expected the article's text"),
        (FRONT.rstrip(), ":3: text: empty, expected the article's text"),
        (
            md("published: 2020\nurl: example.org/a"),
            ":3: url: found 'example.org/a', expected an address that begins with http:// or https://",
        ),
        (b"Talks.\n", ":1: no front matter, expected a line '---' and below it 'published: 2020-11-11'"),
        (
            b"---\npublished: 2020\n\nTalks.\n",
            ":1: front matter is not closed, expected a second line '---' below it",
        ),
        (FRONT + b"a\0b", ":4: binary (NUL byte at offset 25), expected text in UTF-8"),
        (GZIP, ":1: binary (byte 0x1F at offset 0), expected text in UTF-8"),
        (
            FRONT + "Café".encode("latin-1"),
            ":4: byte 0xE9 at offset 27 is not UTF-8 (looks like Latin-1 or Windows-1252), expected UTF-8",
        ),
        (FRONT + "Café".encode() + b"\xff", ":4: byte 0xFF at offset 29 is not UTF-8, expected UTF-8"),
        ((FRONT + b"Talks.").decode().encode("utf-16"), ":1: looks like UTF-16, expected UTF-8"),
        ((FRONT + b"Talks.").decode().encode("utf-16-be"), ":1: looks like UTF-16, expected UTF-8"),
        (md("title: T"), f":1: published: missing, {DATE}"),
        (md("# nothing"), f":1: published: missing, {DATE}"),
        (md("title: T\npublished:"), f":3: published: empty, {DATE}"),
        (md("published: 2021-02-29"), f":2: published: found '2021-02-29', which does not exist, {DATE}"),
        (md("published: 1899-12"), ":2: published: found 1899-12-01, expected 1900-01-01 or later"),
        (md("published: 11 November 2020"), f":2: published: found '11 November 2020', {DATE}"),
        (md("published: 2020-11-11 10:00:00"), f":2: published: found '2020-11-11 10:00:00', {DATE}"),
        (md("published: true"), f":2: published: found 'true', {DATE}"),
        (md("published: [2020]"), f":2: published: found a list, {DATE}"),
        (md("published: 2020\ntitle: {a: b}"), ":3: title: found a mapping, expected text"),
        (md("published: 2020\ntitle: T\ntitle: T"), ":4: title: found 2 times, expected once"),
        (
            md("published: 2020\npublihser: P"),
            ":3: publihser: found a name that is not ours, expected 'publisher'",
        ),
        (md("Published: 2020"), ":2: Published: found a name that is not ours, expected 'published'"),
        (md("published: 2020\ntext: T"), ":3: text: found in the front matter, expected below it"),
        (
            md(f"published: 2020\narticle_id: {'a' * 201}"),
            ":3: article_id: found 201 characters, expected at most 200",
        ),
        (
            md("published: 2020\narticle_id: a b"),
            ":3: article_id: found 'a b', expected printable text without spaces",
        ),
        (
            md("published: 2020\ntitle: US: talks"),
            (
                ":3: front matter does not parse (mapping values are not allowed in this context), "
                "expected YAML with quotes around a text that holds ': '"
            ),
        ),
        (
            md('published: 2020\ntitle: "T\nurl: u'),
            ":3: front matter does not parse (found unexpected end of stream), expected YAML",
        ),
        (
            md("published: 2020\ntitle: \x01"),
            ":3: front matter does not parse (control characters are not allowed), expected YAML",
        ),
        (md("- published"), ":2: front matter without names, expected lines as 'published: 2020-11-11'"),
        (
            md("published: 2020\n--- a"),
            ":3: found a second YAML document, expected one between the lines '---'",
        ),
    ],
)
def test_text_file(tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    assert problems(path) == [f"{path}{line}"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", ": no articles found, expected one JSON object a line"),
        (b"[\n" + JSON, ":1: found a JSON array, expected JSON Lines: one object a line"),
        (
            JSON + b'{"published": "2020", "text": "Ta\n',
            ":2: broken JSON at character 31 (Unterminated string starting at), expected one object a line",
        ),
        (JSON + b"7\n", ":2: found a JSON value of type int, expected an object"),
        (JSON + b'{"published": null, "text": "T"}', f":2: published: empty, {DATE}"),
        (JSON + b'{"text": "T"}', f":2: published: missing, {DATE}"),
        (JSON + b'{"published": 2020.5, "text": "T"}', f":2: published: found 2020.5 (float), {DATE}"),
        (JSON + b'{"published": 2020}', ":2: text: missing, expected the article's text"),
        (JSON + b'{"published": 2020, "text": ""}', ":2: text: empty, expected the article's text"),
        (JSON + b'{"published": 2020, "text": ["T"]}', ":2: text: found a list, expected text"),
        (
            JSON + b'{"published": 2020, "text": "T", "txet": 1, "url": 5}',
            ":2: url: found 5 (int), expected text",
        ),
        (JSON + b'{"published": 2020, "text": "T", "text": "U"}', ":2: text: found 2 times, expected once"),
        (
            JSON + rb'{"published": 2020, "text": "T\ud800"}',
            ":2: text: found U+D800 at character 1, expected Unicode text without it",
        ),
        (
            JSON + b'{"published": 2020, "text": "\xe9"}\n',
            ":2: byte 0xE9 at offset 69 is not UTF-8 (looks like Latin-1 or Windows-1252), expected UTF-8",
        ),
        (JSON.decode().encode("utf-16"), ":1: looks like UTF-16, expected UTF-8"),
    ],
)
def test_json_lines(tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert problems(path) == [f"{path}{line}"]


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"published": ' + b"7" * 5000 + b"}", b'{"a":' * 100_000])
def test_json_that_python_cannot_hold(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(JSON + content + b"\n")
    (line,) = problems(path)
    assert line.startswith(f"{path}:2: broken JSON")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", ": no articles found, expected a header and a row for each"),
        (b"published,text\n", ": no articles found, expected a header and a row for each"),
        (b"published\n2020\n", ":1: text: missing, expected the article's text"),
        (b"published,text,text\n2020,a,b\n", ":1: text: found 2 times, expected once"),
        (b"published,text,tilte\n2020,a,b\n", ":1: tilte: found a name that is not ours, expected 'title'"),
        (CSV + b"2020,a,b\n", ":3: found 3 cells, expected 2 as in the header"),
        (CSV + b"2020\n", ":3: found 1 cell, expected 2 as in the header"),
        (CSV + b'2020,"a\nb\r\n\nc"\n\n2020,\n', ":8: text: empty, expected the article's text"),
        (CSV + b",a\n", f":3: published: empty, {DATE}"),
        (CSV + b'2020,"a\nb\n', ':3: a quote opens in this row and is not closed, expected a closing "'),
        (
            CSV + b'2020,"a "b" c"\n2021,d\n',
            ':3: found text after a closing quote, expected a comma (a quote inside a cell is written "")',
        ),
        (
            CSV.replace(b"\n", b"\r"),
            ":1: found a bare carriage return, expected lines that end in LF or CRLF",
        ),
        (
            CSV + b'2020,"a\n\xe9"\n2020,b\n',
            ":4: byte 0xE9 at offset 35 is not UTF-8 (looks like Latin-1 or Windows-1252), expected UTF-8",
        ),
        (CSV + b"2020,a\0b\n", ":3: binary (NUL byte at offset 33), expected text in UTF-8"),
        (CSV.decode().encode("utf-16-le"), ":1: looks like UTF-16, expected UTF-8"),
    ],
)
def test_csv(tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert problems(path) == [f"{path}{line}"]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ({"published": ["2020"]}, ": text: missing, expected the article's text"),
        ({"published": [], "text": []}, ": no articles found, expected a row for each"),
        ({"published": ["2020", None], "text": ["a", "b"]}, f": row 2: published: empty, {DATE}"),
        ({"published": [2020, 20], "text": ["a", "b"]}, f": row 2: published: found 20 (int), {DATE}"),
        ({"published": [2020], "text": [b"a"]}, ": row 1: text: found b'a' (bytes), expected text"),
        (
            {"published": [2020], "text": ["a"], "title": [["T"]]},
            ": row 1: title: found a list, expected text",
        ),
    ],
)
def test_parquet(tmp_path: Path, columns: dict[str, list[Any]], line: str) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    assert problems(path) == [f"{path}{line}"]


def test_parquet_time_of_day_is_not_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    times = pa.array([1_600_000_000], pa.timestamp("s"))
    pq.write_table(pa.table({"published": times, "text": ["a"]}), path)
    assert problems(path) == [f"{path}: row 1: published: found '2020-09-13 12:26:40.000', {DATE}"]


def test_parquet_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    text = pa.array([b"good", b"\xe9"]).view(pa.string())
    pq.write_table(pa.table({"published": [2020, 2020], "text": text}), path)
    assert problems(path) == [f"{path}: row 2: text: found b'\\xe9' (bytes), expected text"]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all", b"PAR1" + b"\xff" * 100 + b"PAR1"])
def test_broken_parquet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    (line,) = problems(path)
    assert line.startswith(f"{path}: not readable as Parquet (")
    assert line.endswith("expected a Parquet file")


def test_parquet_damaged_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"published": [2020] * 50, "text": [f"text {n}" for n in range(50)]}), path)
    data = bytearray(path.read_bytes())
    data[4:200] = b"\xff" * 196
    path.write_bytes(data)
    (line,) = problems(path)
    assert line.startswith(f"{path}: row 1: not readable from here on (")


def test_the_id_of_another_names_both_places(tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.jsonl"
    first.write_bytes(md("published: 2020\narticle_id: x"))
    second.write_text('{"published": 2020, "article_id": "x", "text": "Other."}\n')
    expected = f"{second}:1: article_id: found 'x', the id of {first} with other content, expected its own"
    assert problems(tmp_path) == [expected]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.md", "not found, expected a file or a folder"),
        ("empty", "no articles found, expected .md, .txt, .html, .htm, .jsonl, .csv or .parquet files"),
        ("readme", "no articles found, expected .md, .txt, .html, .htm, .jsonl, .csv or .parquet files"),
        ("a.pdf", f"found suffix '.pdf', {SUFFIXES}"),
        ("a.pdf.gz", f"found suffix '.pdf.gz', {SUFFIXES}"),
        ("a.parquet.zst", f"found suffix '.parquet.zst', {SUFFIXES}"),
    ],
)
def test_sources(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "readme").mkdir()
    (tmp_path / "readme" / "README.md").write_text("# Articles go here\n")
    for other in ("a.pdf", "a.pdf.gz", "a.parquet.zst"):
        (tmp_path / other).write_bytes(b"%PDF")
    assert problems(tmp_path / name) == [f"{tmp_path / name}: {reason}"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_broken_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    assert problems(tmp_path) == [f"{tmp_path / 'a.md'}: no regular file or a broken link, expected a file"]


def test_everything_bad_is_named_at_once_and_nothing_good_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(md("published: 2020-02-30\ntitle: [T]\narticle_id: a b", ""))
    (tmp_path / "b.csv").write_bytes(CSV + b"2021\nx,\n2022,good,\n2023,good\n")
    (tmp_path / "c.jsonl").write_bytes(b"{\n" + JSON.replace(b"2020", b"2024"))
    sources = [tmp_path, tmp_path / "missing.md"]
    assert [line.removeprefix(f"{tmp_path}/").split(", ")[0] for line in problems(*sources)] == [
        "a.md:4: article_id: found 'a b'",
        "a.md:3: title: found a list",
        "a.md:5: text: empty",
        "a.md:2: published: found '2020-02-30'",
        "b.csv:3: found 1 cell",
        "b.csv:4: text: empty",
        "b.csv:4: published: found 'x'",
        "b.csv:5: found 3 cells",
        "c.jsonl:1: broken JSON at character 2 (Expecting property name enclosed in double quotes)",
        "missing.md: not found",
    ]
    good = [item.published.year for item in iter_articles(sources) if isinstance(item, Article)]
    assert good == [2020, 2023, 2024]


def test_a_message_is_one_printable_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.jsonl"
    path.write_text(json.dumps({"published": "\x1b[31m\n" * 100, "text": "T"}))
    (line,) = problems(path)
    assert line.isprintable()
    assert len(line) < len(str(path)) + 200


@pytest.mark.parametrize("suffix", [".md", ".html", ".jsonl", ".csv", ".csv.gz", ".jsonl.zst", ".parquet"])
@settings(deadline=None)
@given(data=st.binary() | st.text().map(lambda text: FRONT + text.encode(errors="surrogatepass")))
def test_no_bytes_crash_a_reader(suffix: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    assert list(iter_articles([path]))


@settings(deadline=None)
@given(header=st.text(st.sampled_from("---:[]{}&*!|>'\"#% \n\tab?,")))
def test_no_front_matter_crashes_the_reader(header: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(md(header))
    assert list(iter_articles([path]))


def test_deeply_nested_front_matter_is_ignored_where_it_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(md(f"published: 2020\nother: {'[' * 5000}{']' * 5000}"))
    assert len(read_articles([path])) == 1
