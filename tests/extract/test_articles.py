"""Each format gives the same articles, with the same ids."""

import csv
import datetime as dt
import io
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack.extract import Article, find_contributed, read_articles
from diplopack.extract.article import parse_published

Record = Mapping[str, str | None]
COLUMNS = ("article_id", "title", "published", "publisher", "url", "text")


def write_text_file(path: Path, record: Record) -> None:
    header = {name: value for name, value in record.items() if name != "text" and value is not None}
    front_matter = yaml.safe_dump(header, allow_unicode=True)
    path.write_bytes(f"---\n{front_matter}---\n{record['text']}".encode())


def write_jsonl(path: Path, record: Record) -> None:
    path.write_bytes((json.dumps(record, ensure_ascii=False) + "\n").encode())


def write_csv(path: Path, record: Record) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, [record.get(name) for name in COLUMNS]])
    path.write_bytes(out.getvalue().encode())


def write_parquet(path: Path, record: Record) -> None:
    pq.write_table(pa.table({name: pa.array([record.get(name)], pa.string()) for name in COLUMNS}), path)


WRITERS: dict[str, Callable[[Path, Record], None]] = {
    "a.md": write_text_file,
    "a.txt": write_text_file,
    "a.jsonl": write_jsonl,
    "a.csv": write_csv,
    "a.parquet": write_parquet,
}


def read_each_format(record: Record) -> list[Article]:
    with tempfile.TemporaryDirectory() as folder:
        found: list[Article] = []
        for name, write in WRITERS.items():
            path = Path(folder) / name
            write(path, record)
            found += read_articles([path])
    return found


def content(article: Article) -> tuple[Any, ...]:
    return (
        article.article_id,
        article.title,
        article.text,
        article.publisher,
        article.url,
        article.published,
        article.published_precision,
    )


any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
tricky = st.lists(st.sampled_from(['"', ",", "\n", "\r\n", "\r", "---", "\n---\n", "é", "e\u0301", "\u2028", "x"]))
texts = (any_text | tricky.map("".join)).filter(lambda text: text.strip() != "")
# YAML folds its other line ends (next line, line and paragraph separator) in a title into a space.
line = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x85\u2028\u2029"))
maybe = st.none() | line
addresses = st.none() | st.from_regex(r"https?://[a-zé0-9./?#=%-]+", fullmatch=True)


@settings(deadline=None)
@given(text=texts, title=maybe, publisher=maybe, url=addresses, published=st.sampled_from(["2020-11-11", "2020-11"]))
def test_formats_give_the_same_article(
    text: str, title: str | None, publisher: str | None, url: str | None, published: str
) -> None:
    record = {"title": title, "published": published, "publisher": publisher, "url": url, "text": text}
    articles = read_each_format(record)
    assert len(articles) == len(WRITERS)
    assert len({content(article) for article in articles}) == 1
    assert articles[0].text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert articles[0].title == ((title or "").replace("\r\n", "\n").replace("\r", "\n").strip() or None)


@settings(deadline=None)
@given(article_id=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_formats_keep_a_given_id(article_id: str) -> None:
    record = {"article_id": article_id, "published": "2020", "text": "Talks."}
    assert [article.article_id for article in read_each_format(record)] == [article_id] * len(WRITERS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-11-11", (dt.date(2020, 11, 11), "day")),
        ("2020-11", (dt.date(2020, 11, 1), "month")),
        ("2020", (dt.date(2020, 1, 1), "year")),
        (2020, (dt.date(2020, 1, 1), "year")),
        (dt.date(2020, 2, 29), (dt.date(2020, 2, 29), "day")),
    ],
)
def test_published_has_the_precision_it_is_written_with(value: object, expected: tuple[dt.date, str]) -> None:
    assert parse_published(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2021-02-29",
        "2020-13",
        "0000",
        "11.11.2020",
        "\uff12\uff10\uff12\uff10",
        "2020-1-1",
        True,
        2020.0,
        None,
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a date as 2020-11-11, 2020-11 or 2020"):
        parse_published(value)


def test_an_id_is_derived_from_everything_that_an_article_says(tmp_path: Path) -> None:
    record: dict[str, str | None] = {
        "title": "T",
        "published": "2020-11",
        "url": "http://a.example",
        "text": "Talks.",
    }

    def derive(**changes: str) -> str:
        write_jsonl(tmp_path / "a.jsonl", {**record, **changes})
        return read_articles([tmp_path / "a.jsonl"])[0].article_id

    ids = [
        derive(),
        derive(title="U"),
        derive(published="2020"),
        derive(url="http://b.example"),
        derive(text="Talk."),
        derive(publisher="P"),
    ]
    assert ids[0] == "abd864bfe349be106"  # of this release and of every later one
    assert len(set(ids)) == len(ids)
    assert derive(text="\nTalks.\r\n") == ids[0]


def test_the_same_words_of_two_publishers_are_two_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("published,publisher,text\n2020,P,Talks.\n2020,Q,Talks.\n")
    assert {article.publisher for article in read_articles([path])} == {"P", "Q"}


def test_front_matter_values_are_taken_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(
        b"\xef\xbb\xbf--- \r\n# later in November\r\narticle_id: 007\r\ntitle: Yes  # a word\r\n"
        b"published: 2020-11-11\r\nsection: {a: [b]}\r\npublisher: ~\r\n---\r\n\r\nOne.\r\n---\r\nTwo.\r\n"
    )
    assert read_articles([path]) == [
        Article("007", "Yes", "\nOne.\n---\nTwo.\n", None, None, dt.date(2020, 11, 11), "day", str(path))
    ]


def test_parquet_takes_dates_years_and_number_ids(tmp_path: Path) -> None:
    days = [dt.date(2020, 11, 11)]
    columns: list[pa.Array[Any]] = [
        pa.array(days, pa.date32()),
        pa.array(days, pa.date64()),
        pa.array([dt.datetime(2020, 11, 11)], pa.timestamp("ns")),  # noqa: DTZ001
        pa.array([dt.datetime(2020, 11, 11, tzinfo=dt.UTC)], pa.timestamp("us", "UTC")),
        pa.array(["2020-11-11"]).dictionary_encode(),
    ]
    for index, column in enumerate(columns):
        path = tmp_path / f"{index}.parquet"
        table = pa.table([pa.array([7]), pa.array(["Talks."]), column], ["article_id", "text", "published"])
        pq.write_table(table, path)
        (article,) = read_articles([path])
        assert (article.article_id, article.published, article.published_precision) == ("7", days[0], "day")
        assert article.source == f"{path}: row 1"


def test_sources_say_the_line(tmp_path: Path) -> None:
    rows = tmp_path / "a.csv"
    rows.write_text('published,text,mine\n2020,"one\n\ntwo",\n\n2021,three,\n')
    lines = tmp_path / "a.jsonl"
    lines.write_text('\n{"published": 2022, "text": "four"}\n')
    found = sorted((article.published.year, article.source) for article in read_articles([rows, lines]))
    assert found == [(2020, f"{rows}:2"), (2021, f"{rows}:6"), (2022, f"{lines}:2")]


def test_a_cell_of_any_length_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, {"published": "2020", "text": "word " * 100_000})
    assert len(read_articles([path])[0].text) == 500_000


def write_article(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text_file(path, {"published": "2020", "text": text})


def names(articles: Sequence[Article], folder: Path) -> list[str]:
    return sorted(Path(article.source).relative_to(folder).as_posix() for article in articles)


def test_folders_are_searched_for_articles(tmp_path: Path) -> None:
    for name in ("articles/b.md", "articles/deep/er/a.TXT", "top.md"):
        write_article(tmp_path / name, name)
    for name in (
        "contributed/rows.csv",
        "x/contributed/a.md",
        ".hidden.md",
        ".git/a.md",
        "README.md",
        "notes.pdf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("not an article")
    (tmp_path / "articles" / "loop").symlink_to(tmp_path)
    assert names(read_articles([tmp_path]), tmp_path) == ["articles/b.md", "articles/deep/er/a.TXT", "top.md"]


def test_rows_that_people_contribute_are_found_beside_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("contributed/a.csv", "x/contributed/deep/b.csv", ".hidden/contributed/c.csv", "contributed.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("event_date\n")
    monkeypatch.chdir(tmp_path)
    assert find_contributed([Path()]) == [Path("contributed"), Path("x/contributed")]
    for source in ("contributed", "x/contributed", "contributed/a.csv"):
        assert find_contributed([Path(source)]) == [Path(source)]
        assert read_articles([Path(source)]) == []
    assert find_contributed([Path("contributed.csv"), Path("missing")]) == []


def test_rows_are_found_once_however_often_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contributed").mkdir()
    (tmp_path / "contributed" / "a.csv").write_text("event_date\n")
    monkeypatch.chdir(tmp_path)
    sources = [Path("contributed/a.csv"), Path(), tmp_path, Path("contributed")]
    assert len(find_contributed(sources)) == 1
    assert len(find_contributed(sources[::-1])) == 1


def test_a_readme_with_front_matter_is_an_article(tmp_path: Path) -> None:
    write_article(tmp_path / "readme.md", "Talks.")
    assert names(read_articles([tmp_path]), tmp_path) == ["readme.md"]


def test_articles_come_by_id_whatever_the_order_of_the_sources(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.md" for number in range(5)]
    for path in paths:
        write_article(path, path.name)
    forward, backward = read_articles(paths), read_articles(paths[::-1])
    assert forward == backward
    assert [a.article_id for a in forward] == sorted(a.article_id for a in forward)


def test_what_comes_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_article(tmp_path / "a.md", "Talks.")
    write_article(tmp_path / "b" / "copy.md", "Talks.\n")
    monkeypatch.chdir(tmp_path)
    sources = [Path("a.md"), tmp_path / "a.md", Path(f"b{os.sep}..") / "a.md", tmp_path, Path("b")]
    assert [article.source for article in read_articles(sources)] == ["a.md"]
