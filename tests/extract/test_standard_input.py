"""Standard input is written to a file once, and is called <stdin> in every message."""

import io
from pathlib import Path

import pytest

from diplopack.extract import Article, Problem, iter_articles, spool
from diplopack.extract.file import STDIN

JSON = b'{"published": "2020", "text": "Talks."}\n'
CSV = b"published,text\n2020,Talks.\n"
FRONT = b"---\npublished: 2020\n---\nTalks.\n"


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (JSON, "<stdin>:1"),
        (b"\xef\xbb\xbf\n " + JSON, "<stdin>:2"),
        (CSV, "<stdin>:2"),
        (b'"published","text"\r\n2020,Talks.\r\n', "<stdin>:2"),
        (FRONT, "<stdin>"),
    ],
)
def test_the_format_is_told_by_the_first_bytes(tmp_path: Path, content: bytes, source: str) -> None:
    path = spool(io.BytesIO(content), tmp_path)
    for _ in range(2):
        (article,) = iter_articles([path])
        assert isinstance(article, Article)
        assert (article.text.strip(), article.source) == ("Talks.", source)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "<stdin>: no articles found, expected one JSON object a line"),
        (b"[" + JSON + b"]", "<stdin>:1: found a JSON array, expected JSON Lines: one object a line"),
        (JSON + b"{\n", "<stdin>:2: broken JSON at character 2"),
        (CSV + b"2020\n", "<stdin>:3: found 1 cell, expected 2 as in the header"),
        (b"no news\n", "<stdin>:1: published: missing"),
        (FRONT.replace(b"2020", b"soon"), "<stdin>:2: published: found 'soon'"),
    ],
)
def test_problems_are_placed_in_standard_input(tmp_path: Path, content: bytes, line: str) -> None:
    problems = [item for item in iter_articles([spool(io.BytesIO(content), tmp_path)]) if isinstance(item, Problem)]
    assert str(problems[0]).startswith(line)
    assert all(problem.place.startswith(STDIN) for problem in problems)


def test_what_is_longer_than_a_buffer_comes_through_whole(tmp_path: Path) -> None:
    content = JSON * 10_000
    assert spool(io.BytesIO(content), tmp_path).read_bytes() == content
