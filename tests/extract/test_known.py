"""What comes again is left out and counted, with little memory for each article."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplopack.extract import Article, LeftOut, Problem, iter_articles, read_articles
from diplopack.extract.known import DigestTable

MEASURE = """
import itertools, pathlib, resource, sys
from diplopack.extract import iter_articles
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
articles = iter_articles([pathlib.Path(sys.argv[1])])
for _ in itertools.islice(articles, 1000): pass
before = peak()
for _ in articles: pass
print(peak() - before)
"""


def line(**values: object) -> str:
    return json.dumps({"published": "2020", "text": "Talks.", **values}) + "\n"


def test_a_repeat_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line() + line(text="Other.") + line())
    (tmp_path / "b.md").write_text("---\npublished: 2020\n---\nTalks.\n")
    items = list(iter_articles([tmp_path]))
    first = f"{tmp_path / 'a.jsonl'}:1"
    assert [item for item in items if not isinstance(item, Article)] == [
        LeftOut(f"{tmp_path / 'a.jsonl'}:3", f"repeats {first}, which has the same id and content"),
        LeftOut(str(tmp_path / "b.md"), f"repeats {first}, which has the same id and content"),
    ]
    assert len(read_articles([tmp_path])) == 2


def test_a_file_that_is_named_twice_is_no_repeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(line())
    (tmp_path / "link.jsonl").symlink_to("a.jsonl")
    monkeypatch.chdir(tmp_path)
    (item,) = iter_articles([Path("a.jsonl"), tmp_path, Path("link.jsonl")])
    assert isinstance(item, Article)


def test_an_id_of_another_is_a_problem_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(line(article_id="x", text=text) for text in ("a", "b", "a", "c")))
    _, second, third, fourth = iter_articles([path])
    reason = f"found 'x', the id of {path}:1 with other content, expected its own"
    assert [second, fourth] == [Problem(f"{path}:{number}", reason, "article_id") for number in (2, 4)]
    assert isinstance(third, LeftOut)


@given(st.lists(st.tuples(st.integers(0, 300), st.binary(min_size=3, max_size=3)), max_size=3000))
def test_a_table_of_digests_is_a_dict(pairs: list[tuple[int, bytes]]) -> None:
    table, expected = DigestTable(3), dict[bytes, bytes]()
    for number, value in pairs:
        key = bytes([number % 3]) * 8 + number.to_bytes(8, "big")  # many lead to the same slot
        assert table.setdefault(key, value) == expected.get(key)
        expected.setdefault(key, value)


def test_a_table_of_digests_grows() -> None:
    table = DigestTable(4)
    keys = [number.to_bytes(16, "little") for number in range(5000)]
    assert all(table.setdefault(key, key[:4]) is None for key in keys)
    assert all(table.setdefault(key, b"else") == key[:4] for key in keys)


@pytest.mark.skipif(sys.platform == "win32", reason="resource")
def test_40_000_articles_cost_less_than_8_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("w") as file:
        file.writelines(line(article_id=f"id-{number}") for number in range(41_000))
    done = subprocess.run([sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 8 * 1024


def test_a_folder_of_many_files_is_read_as_it_comes(tmp_path: Path) -> None:
    for number in range(5000):
        folder = tmp_path / f"{number // 100}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.md").write_text(f"---\npublished: 2020\n---\n{number}\n")
    articles = iter_articles([tmp_path])
    first = next(articles)
    assert isinstance(first, Article)
    for path in tmp_path.glob("9*/*.md"):  # not yet looked at
        path.unlink()
    left = 5000 - len([number for number in range(50) if str(number).startswith("9")]) * 100
    rest = [item for item in articles if isinstance(item, Article)]
    assert len(rest) == left - 1
    places = [Path(item.source).parts for item in (first, *rest)]
    assert places == sorted(places)
