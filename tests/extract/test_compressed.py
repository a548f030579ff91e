"""Compressed files are read as what they hold, up to the place where they break."""

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from diplopack.extract import Article, LeftOut, Problem, iter_articles, read_articles

COMPRESS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}
BREAKS_OFF = "the compressed file breaks off here, expected all of it"
FRONT = b"---\npublished: 2020\n---\nTalks.\n"


def lines(count: int) -> list[bytes]:
    """Articles as JSON Lines, of words that do not compress to nothing."""
    random_ = random.Random(0)  # noqa: S311
    texts = [" ".join(f"{random_.getrandbits(64):x}" for _ in range(50)) for _ in range(count)]
    return [json.dumps({"published": "2020", "text": text}).encode() + b"\n" for text in texts]


def rows(count: int) -> list[bytes]:
    """The same as CSV, of two physical lines each."""
    texts = (json.loads(line)["text"] for line in lines(count))
    return [b"published,text\n", *(f'2020,"{text}\n"\n'.encode() for text in texts)]


def split(items: list[Article | LeftOut | Problem]) -> tuple[list[Article], list[str]]:
    articles = [item for item in items if isinstance(item, Article)]
    return articles, [str(item) for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", b"".join(lines(3))), ("a.CSV", b"".join(rows(3))), ("a.md", FRONT), ("a.txt", FRONT)],
)
def test_what_is_compressed_is_read_as_what_it_holds(tmp_path: Path, suffix: str, name: str, content: bytes) -> None:
    plain, packed = tmp_path / "plain" / name, tmp_path / "packed" / f"{name}{suffix}"
    for path, data in ((plain, content), (packed, COMPRESS[suffix](content))):
        path.parent.mkdir()
        path.write_bytes(data)
    expected = [(article.article_id, article.text) for article in read_articles([plain.parent])]
    found = read_articles([packed.parent])
    assert [(article.article_id, article.text) for article in found] == expected
    assert {article.source.replace(str(packed), str(plain)) for article in found} == {
        article.source for article in read_articles([plain])
    }


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_file_of_several_compressed_parts_is_read_whole(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(b"".join(COMPRESS[suffix](line) for line in lines(3)))
    assert sorted(article.source for article in read_articles([path])) == [f"{path}:{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize(("name", "records", "first"), [("a.jsonl", lines(1000), 1), ("a.csv", rows(1000), 2)])
def test_what_comes_before_the_break_is_read(
    tmp_path: Path, suffix: str, name: str, records: list[bytes], first: int
) -> None:
    path = tmp_path / f"{name}{suffix}"
    data = COMPRESS[suffix](b"".join(records))
    path.write_bytes(data[: len(data) // 2])
    articles, problems = split(list(iter_articles([path])))
    assert 100 < len(articles) < 900
    per_article = records[-1].count(b"\n")
    assert problems == [f"{path}:{first + len(articles) * per_article}: {BREAKS_OFF}"]
    assert articles[-1].source == f"{path}:{first + (len(articles) - 1) * per_article}"


@pytest.mark.parametrize("cut", [1, 4, 8])
def test_all_lines_before_a_missing_end_are_read(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(lines(3)))[:-cut])
    articles, problems = split(list(iter_articles([path])))
    assert len(articles) == 3
    assert problems == [f"{path}:4: {BREAKS_OFF}"]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_damage_is_named_at_its_place(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(COMPRESS[suffix](b"".join(lines(3))) + b"no more of it")
    articles, problems = split(list(iter_articles([path])))
    assert len(articles) == 3
    (problem,) = problems
    assert problem.startswith(f"{path}:4: the compressed file is damaged here (")
    assert problem.endswith("), expected one that can be unpacked")


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.md", "a.html"])
def test_what_is_not_compressed_at_all(tmp_path: Path, suffix: str, name: str) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(FRONT)
    articles, problems = split(list(iter_articles([path])))
    assert not articles
    (problem,) = problems
    assert problem.startswith(str(path))
    assert "the compressed file is damaged here (" in problem


@pytest.mark.parametrize("suffix", COMPRESS)
def test_the_inside_of_a_compressed_file_is_checked_as_any_other(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(COMPRESS[suffix]("".join('{"published": 2020}').encode("utf-16")))
    assert split(list(iter_articles([path])))[1] == [f"{path}:1: looks like UTF-16, expected UTF-8"]
    path.write_bytes(COMPRESS[suffix](b""))
    assert split(list(iter_articles([path])))[1] == [f"{path}: no articles found, expected one JSON object a line"]
