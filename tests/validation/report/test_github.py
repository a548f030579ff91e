"""Annotations and the summary of the job: at most what GitHub shows, the rest said, and nothing run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from diplopack.validation.report import Format

    Report = Callable[[Format, Sequence[Finding]], str]
    Many = Callable[..., list[Finding]]

COMMAND = re.compile(r"::(?P<severity>error|warning) (?P<properties>[^:]*)::(?P<message>.*)")


def commands(text: str) -> list[dict[str, str]]:
    """Read workflow commands as the runner does."""
    found = []
    for line in text.splitlines():
        if match := COMMAND.fullmatch(line):
            pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
            unescaped = {key: unescape(value.replace("%3A", ":").replace("%2C", ",")) for key, value in pairs}
            found.append({**unescaped, "severity": match["severity"], "message": unescape(match["message"])})
    return found


def unescape(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file for the summary of the step."""
    path = tmp_path / "summary.md"
    path.touch()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_an_annotation_for_each_finding(report: Report, findings: list[Finding]) -> None:
    text = report("github", findings)
    found = commands(text)
    assert len(found) == 8
    assert found[0] == {
        "severity": "error",
        "file": "seeds/contributed/events.csv",
        "line": "1",
        "title": "Misspelt column",
        "message": "seeds/contributed/events.csv:1: event_dat: is no column (did you mean 'event_date'?)",
    }
    assert (found[-1]["severity"], found[-1]["line"]) == ("warning", "11")
    assert text.endswith("\n7 errors and 1 warning: 1,203 rows in 3 files\n")


def test_no_more_than_github_shows_and_the_rest_is_said(report: Report, many: Many) -> None:
    text = report("github", [*many(30), *many(30, "already-coded", "warning")])
    assert [found["severity"] for found in commands(text)] == ["error"] * 10 + ["warning"] * 10
    last = text.splitlines()[-1]
    assert last.startswith("30 errors and 30 warnings: 1,203 rows in 3 files; 40 not shown here, ")
    assert "--format json lists all" in last


def test_one_of_each_kind_comes_before_a_second_of_any(report: Report, many: Many) -> None:
    found = commands(report("github", [*many(30), *many(2, "date-future"), *many(1, "separator")]))
    kinds = [item["message"].split()[1] for item in found]
    assert kinds == ["separator", "date-future", "actor-code", "date-future", *["actor-code"] * 6]


def test_a_fault_of_the_whole_file_has_no_line(report: Report) -> None:
    text = report("github", [Finding("a.csv", None, None, None, "encoding", "is UTF-16")])
    assert text.splitlines()[0] == "::error file=a.csv,title=Text that is not UTF-8::a.csv: is UTF-16"


def test_a_cell_gives_no_command(report: Report, nasty: Finding) -> None:
    text = report("github", [nasty])
    (found,) = commands(text)
    assert found["file"].startswith("a,b:<b>")
    assert found["file"].endswith(r" \| ``.csv")
    assert found["title"] == "Character that cannot be seen"
    assert "::error::%0A]]>&amp;\\r\\n\\x00\\x1b[2J" in found["message"]
    assert len(text.splitlines()) == 2
    assert all(line.isprintable() for line in text.splitlines())


def test_paths_are_those_of_the_repository(
    report: Report, many: Many, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    assert commands(report("github", many(1)))[0]["file"] == "data/many.csv"


def test_the_summary_has_every_finding(report: Report, findings: list[Finding], summary: Path) -> None:
    summary.write_text("before\n")
    report("github", findings)
    text = summary.read_text("utf-8")
    assert text.startswith("before\n## 7 errors and 1 warning: 1,203 rows in 3 files\n")
    assert "| 2 | actor code that is not in the codebook |\n" in text
    assert "- `seeds/contributed/events.csv:3` `actor_code: 'CHNGVO' is not an actor code (did you mean" in text
    assert text.count("\n- ") == 8
    headings = re.findall("^### (.*)", text, re.MULTILINE)
    assert headings[0] == "Misspelt column"
    assert headings[-1] == "Event that is coded already (warning)"


def test_places_in_the_summary_lead_to_the_line(
    report: Report, findings: list[Finding], summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "us/data")
    monkeypatch.setenv("GITHUB_SHA", "abc")
    report("github", findings)
    link = "https://github.example/us/data/blob/abc/seeds/contributed/events.csv?plain=1#L3"
    assert f"- [`seeds/contributed/events.csv:3`]({link}) `event_date: " in summary.read_text("utf-8")


def test_the_summary_is_cut_evenly_below_the_limit(report: Report, many: Many, summary: Path) -> None:
    taken = 300_000
    summary.write_text("x" * taken)
    text = report("github", [*many(20_000), *many(20_000, "date-future"), *many(3, "duplicate")])
    markdown = summary.read_text("utf-8")[taken:]
    assert 700_000 < len(markdown.encode()) <= 1024 * 1024 - taken
    shown = {check: markdown.count(f"`{check} in ") for check in ("actor-code", "date-future", "duplicate")}
    assert shown["duplicate"] == 3
    assert abs(shown["actor-code"] - shown["date-future"]) < 0.1 * shown["actor-code"]
    for check in ("actor-code", "date-future"):
        assert f"\n- … and {20_000 - shown[check]:,} more\n" in markdown
    assert "see the summary of the job" in text


def test_a_step_whose_summary_is_full_gets_no_more(report: Report, many: Many, summary: Path) -> None:
    summary.write_text("x" * (1024 * 1024 - 10))
    text = report("github", many(20))
    assert summary.stat().st_size <= 1024 * 1024
    assert "the summary of the job has no room left" in text


def test_a_cell_in_the_summary_is_no_markup(report: Report, nasty: Finding, summary: Path) -> None:
    report("github", [nasty, Finding("`a`.csv", 1, None, None, "empty", "`` ` @me https://e.vil")])
    html = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(summary.read_text("utf-8"))
    outside = re.sub("<code>[^<]*</code>", "", html)
    assert not re.search(r"<(?!/?(h2|h3|ul|li|table|thead|tbody|tr|th|td)\b)", outside)
    assert not re.search(r"e\.vil|@|error::", outside)
    assert html.count("<code>") == 4


def test_a_summary_that_cannot_be_written_is_said(
    report: Report, many: Many, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    text = report("github", many(20))
    assert "the summary of the job cannot be written" in text.splitlines()[-1]


def test_all_is_valid(report: Report, summary: Path) -> None:
    assert report("github", []) == "no errors: 1,203 rows in 3 files\n"
    assert summary.read_text() == "## no errors: 1,203 rows in 3 files\n"
