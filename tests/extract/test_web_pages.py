"""Web pages as browsers and crawlers save them."""

import gzip
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from diplopack.extract import Article, Problem, iter_articles, read_articles, web_page

TEXT = [
    "The United States imposed sanctions on Iran on Monday, the State Department said in a statement to reporters.",
    "Iran’s foreign minister rejected the demand “as void” and summoned the ambassador in Tehran on Tuesday.",
    "The two countries have had no relations since 1980, and the talks in Vienna were cut off last week by both sides.",
]
HEAD = """
<title>US hits Iran | Example News</title>
<meta property="og:title" content="US hits Iran">
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2020-11-11T08:00:00Z">
<meta property="article:modified_time" content="2023-01-05T08:00:00Z">
<link rel="canonical" href="https://example.org/news/us-iran">
"""
DATE = '<meta name="date" content="2020-11-11">'
NO_DATE = (
    "published: no date of publication found, expected a date as 2020-11-11, 2020-11 or 2020 in the page's metadata"
)
NO_TEXT = "text: no text found, expected a web page with sentences"


def page(head: str, body: str | None = None) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT) if body is None else body
    return (
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><nav><a href='/'>Home</a><a href='/w'>World</a></nav>"
        f"<article><h1>US hits Iran</h1>{body}</article>"
        "<div class='comments'><p>Somebody says that this is a comment, and not short.</p></div>"
        "<footer>Copyright 2024 Example News. All rights reserved.</footer></body></html>"
    )


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only_problem(path: Path) -> str:
    (problem,) = iter_articles([path])
    assert isinstance(problem, Problem)
    return str(problem)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.html.gz"])
def test_an_article_is_what_the_page_says_of_it(tmp_path: Path, name: str) -> None:
    content = page(HEAD).encode()
    path = write(tmp_path / name, gzip.compress(content) if name.endswith("gz") else content)
    (article,) = read_articles([tmp_path])
    assert (article.title, article.publisher, article.url) == (
        "US hits Iran",
        "Example News",
        "https://example.org/news/us-iran",
    )
    assert (article.published.isoformat(), article.published_precision) == ("2020-11-11", "day")
    assert article.text == "\n\n".join(TEXT)
    assert article.source == str(path)


def test_a_page_and_a_line_with_the_same_content_have_the_same_id(tmp_path: Path) -> None:
    write(tmp_path / "a.html", page("<title>US hits Iran</title>" + DATE))
    text = "\\n\\n".join(TEXT)
    write(tmp_path / "b.jsonl", f'{{"title": "US hits Iran", "published": "2020-11-11", "text": "{text}"}}\n')
    assert len(read_articles([tmp_path])) == 1


def test_quotation_marks_of_windows_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", page('<meta charset="windows-1252">' + DATE).encode("cp1252"))
    assert read_articles([path])[0].text == "\n\n".join(TEXT)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", NO_TEXT),
        ("Only words.", NO_TEXT),
        (page(DATE, ""), NO_TEXT),
        ("<html><body>" + "<div>" * 50_000 + "x", NO_TEXT),
        (page(""), NO_DATE),
        (page("", "<time>2 hours ago</time><p class='date'>12 March, 14:30</p><p>Yesterday</p>" + page("")), NO_DATE),
        (page('<meta name="date" content="soon">'), NO_DATE),
        (page('<meta name="date" content="1850-11-11">'), NO_DATE),
        (b"\x1f\x8b\x08\xff\xe9\xed\xbd", "binary (byte 0x1F at offset 0), expected text in UTF-8"),
        (page(DATE).encode("utf-16"), "looks like UTF-16, expected UTF-8"),
    ],
)
def test_a_page_without_a_text_or_a_date_is_named(tmp_path: Path, content: str | bytes, reason: str) -> None:
    path = write(tmp_path / "a.html", content)
    assert only_problem(path) == f"{path}: {reason}"


def test_an_address_that_is_none_does_not_cost_the_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", page(DATE + '<link rel="canonical" href="/news/us-iran">'))
    assert read_articles([path])[0].url is None


def test_a_crash_of_the_parser_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(web_page, "_extractor", lambda: fail)
    write(tmp_path / "a.html", page(HEAD))
    write(tmp_path / "b.jsonl", '{"published": 2020, "text": "Talks."}')
    problem, article = iter_articles([tmp_path])
    assert str(problem) == (
        f"{tmp_path / 'a.html'}: not readable as a web page (RecursionError: too deep), expected HTML"
    )
    assert isinstance(article, Article)


def test_without_trafilatura_the_message_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    web_page._extractor.cache_clear()  # noqa: SLF001
    path = write(tmp_path / "a.html", page(HEAD))
    try:
        assert only_problem(path) == (
            f"{path}: needs trafilatura, which is not installed; expected: pip install 'diplopack[html]'"
        )
    finally:
        web_page._extractor.cache_clear()  # noqa: SLF001


def test_the_network_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read_articles([write(tmp_path / "a.html", page(HEAD))])


def test_nothing_is_printed_but_what_we_say(tmp_path: Path) -> None:
    for number, content in enumerate(["", page(DATE, ""), page(HEAD), "<html><body>" + "<div>" * 50_000]):
        write(tmp_path / f"{number}.html", content)
    code = "import sys, pathlib; from diplopack.extract import iter_articles as read\n"
    code += "print(len(list(read([pathlib.Path(sys.argv[1])]))))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("4\n", "")
