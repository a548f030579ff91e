"""What a comparison looks like: on a terminal, as data, and in a pull request."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from diplopack.compare import compare
from diplopack.compare.report import FORMATS, Format, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    Edit = Callable[[str, Callable[[pa.Table], pa.Table]], None]
    SetCell = Callable[[str, int, str, object], None]

GONE, NEW, CHANGED = ("e" + digit * 16 for digit in "092")


@pytest.fixture
def changed(new: Path, set_cell: SetCell) -> Path:
    """The new package: an event has another identifier and sentence, another one another name and role."""
    for name in ("events", "mentions"):
        set_cell(name, 0, "event_id", NEW)
    set_cell("mentions", 0, "sentence", "Peking <script>alert(1)</script> met `@octocat`\x1b[31m.")
    set_cell("events", 2, "actor_name", "Peking")
    set_cell("events", 2, "target_role", "GOV")
    return new


def report(fmt: Format, old: Path, new: Path, *, limit: int | None = None, color: bool = False) -> str:
    out = io.StringIO()
    write(fmt, compare(old, new), out, limit=limit, color=color)
    return out.getvalue()


def test_json_has_every_row_with_its_sentence(old: Path, changed: Path) -> None:
    found = json.loads(report("json", old, changed))
    assert (found["same"], found["level"]) == (False, "minor")
    events: dict[str, Any] = found["tables"]["events"]
    assert events["counts"] == {"added": 1, "removed": 1, "changed": 1}
    assert events["rows"] == {"old": 3, "new": 3}
    (added,), (removed,), (other,) = events["added"], events["removed"], events["changed"]
    assert added["event_id"] == NEW
    assert added["row"]["event_date"] == "2020-11-11"
    assert added["row"]["event_code"] == "036"
    assert added["evidence"]["sentence"] == "Peking <script>alert(1)</script> met `@octocat`\x1b[31m."
    assert removed["event_id"] == GONE
    assert removed["evidence"] == {
        "sentence": 'He said "no",\nthen left; "036" was all.',
        "article_id": "a1",
        "sentence_number": 1,
        "rule": "meet.talks",
    }
    assert other["event_id"] == CHANGED
    assert other["columns"] == {
        "actor_name": {"old": "Beijing", "new": "Peking"},
        "target_role": {"old": None, "new": "GOV"},
    }
    assert other["evidence"]["sentence_number"] == 3
    assert found["tables"]["mentions"]["changed"][0]["columns"].keys() == {"event_id", "sentence"}


def test_text(old: Path, changed: Path) -> None:
    lines = report("text", old, changed).splitlines()
    assert lines[0] == "The packages differ; a release of the new one asks for a minor version."
    assert ["events", "3", "3", "1", "1", "1"] in [line.split() for line in lines]
    at = lines.index("events")
    assert lines[at + 1 : at + 10] == [
        f"+ {NEW}  2020-11-11 CHNGOV → USA 036 Express intent to meet or negotiate",
        r"    “Peking <script>alert(1)</script> met `@octocat`\x1b[31m.” (article a1, sentence 1, rule meet.talks)",
        f"- {GONE}  2020-11-11 CHNGOV → USA 036 Express intent to meet or negotiate",
        r"    “He said \"no\",\nthen left; \"036\" was all.” (article a1, sentence 1, rule meet.talks)".replace(
            r"\"", '"'
        ),
        f"~ {CHANGED}  2020-11-11 CHNGOV → USA 193 Fight with small arms and light weapons",
        "    actor_name: “Beijing” → “Peking”",
        "    target_role: null → “GOV”",
        r"    “'quoted'\r\nover lines\t, NA, null, ” (article a1, sentence 3, rule meet.talks)",
        "",
    ]


def test_colours_are_only_added(old: Path, changed: Path) -> None:
    from click import unstyle

    colored = report("text", old, changed, color=True)
    assert "\x1b[32m+ e9999999999999999\x1b[0m" in colored
    assert unstyle(colored) == report("text", old, changed)


def test_nothing_of_an_article_is_markdown(old: Path, changed: Path) -> None:
    lines = report("markdown", old, changed).splitlines()
    assert "| events | 3 | 3 | 1 | 1 | 1 |" in lines
    at = lines.index("### events added")
    sentence = r"``Peking <script>alert(1)</script> met `@octocat`\x1b[31m.``"
    assert lines[at + 2 : at + 4] == [
        f"- `{NEW}` `2020-11-11 CHNGOV → USA 036 Express intent to meet or negotiate`",
        f"  - {sentence} (`article a1, sentence 1, rule meet.talks`)",
    ]
    assert "  - actor_name: `“Beijing”` → `“Peking”`" in lines


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_a_limit_leaves_out_is_counted(old: Path, new: Path, edit: Edit, fmt: Format) -> None:
    edit("events", lambda table: table.slice(0, 0))
    limited = report(fmt, old, new, limit=1)
    assert GONE in limited
    assert CHANGED not in limited.partition("mentions")[2]
    if fmt == "json":
        events = json.loads(limited)["tables"]["events"]
        assert (len(events["removed"]), events["counts"]["removed"]) == (1, 3)
    else:
        assert "… and 2 more" in limited
    assert CHANGED in report(fmt, old, new)


@pytest.mark.parametrize(
    ("fmt", "start"),
    [("text", "The packages hold the same rows"), ("markdown", "The packages hold"), ("json", '{"same": true')],
)
def test_packages_that_are_the_same(old: Path, new: Path, fmt: Format, start: str) -> None:
    found = report(fmt, old, new)
    assert found.startswith(start)
    assert GONE not in found


def test_columns_and_tables_are_named(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.drop_columns("plover"))
    for suffix in ("csv", "parquet"):
        (new / f"roles.{suffix}").unlink()
    text = report("text", old, new)
    assert "* column plover is removed" in text
    assert ["roles", "36", "missing", "0", "36", "0"] in [line.split() for line in text.splitlines()]
    assert "- `column plover is removed`" in report("markdown", old, new)
    tables = json.loads(report("json", old, new))["tables"]
    assert tables["events"]["columns"]["removed"] == ["plover"]
    assert tables["roles"]["rows"] == {"old": 36, "new": None}


@pytest.mark.parametrize("fmt", FORMATS)
def test_packages_whose_mentions_are_kept_back(old: Path, new: Path, edit: Edit, fmt: Format) -> None:
    """Sentences may be left out of a package, and an event may have no mention in one that is not ours."""
    edit("events", lambda table: table.slice(1))
    edit("mentions", lambda table: table.slice(1).drop_columns(["sentence", "rule"]))
    assert GONE in report(fmt, new, old)
    assert GONE in report(fmt, old, new)
