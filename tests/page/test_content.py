"""What a page holds, and that it is the same for the same tables."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from diplopack.page import content as page_content
from diplopack.page.document import embedded
from diplopack.page.marks import marks
from diplopack.page.tally import RunningSample, RunningTally

from .conftest import article, as_tables, event, many, mention, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping


def held(html: str) -> dict[str, Any]:
    """The content of a page."""
    found = re.search(r'<script id="content" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


def unpacked(column: list[Any] | dict[str, list[Any]]) -> list[Any]:
    if isinstance(column, list):
        return column
    return [None if row is None else column["values"][row] for row in column["rows"]]


def test_the_same_tables_give_the_same_page(few: Mapping[str, pa.Table]) -> None:
    cut = {name: pa.concat_tables([table.slice(0, 1), table.slice(1)]) for name, table in few.items()}
    assert rendered(cut) == rendered(few)


def test_text_cannot_end_the_element_that_holds_it() -> None:
    text = "</script><script>alert(1)</script><!-- & \u2028\u2029 \"'\\ ]]>"
    for sign in "<>&\u2028\u2029":
        assert sign not in embedded({"text": text})
    assert json.loads(embedded({"text": text})) == {"text": text}


def test_only_the_page_s_own_style_and_script_may_run(few: Mapping[str, pa.Table]) -> None:
    html = rendered(few)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    for name, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        (part,) = re.findall(pattern, html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


def test_no_script_makes_markup_of_text() -> None:
    sources = [path.read_text("utf-8") for path in files("diplopack.page").joinpath("script").iterdir()]
    assert len(sources) > 5
    for source in sources:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", source)


def test_a_small_package_is_held_whole(few: Mapping[str, pa.Table]) -> None:
    content = held(rendered(few))
    assert content["tally"] is None
    assert unpacked(content["events"]["event_id"]) == few["events"]["event_id"].to_pylist()
    assert sorted(unpacked(content["mentions"]["sentence"])) == sorted(few["mentions"]["sentence"].to_pylist())
    acts = content["codebooks"]["event_codes"]
    counts = dict(zip(acts["code"], acts["events"], strict=True))
    assert {code: count for code, count in counts.items() if count} == {"0242": 1, "042": 2, "072": 1, "193": 1}
    countries = content["codebooks"]["countries"]
    assert countries["actor"][countries["code"].index("USA")] == 2
    assert countries["target"][countries["code"].index("USA")] == 3


def test_of_a_large_package_all_events_are_counted_and_some_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_content, "EVENTS", 100)
    tables = many(1000)
    content = held(rendered(tables))
    ids = unpacked(content["events"]["event_id"])
    assert set(ids) == set(sorted(tables["events"]["event_id"].to_pylist())[:100])
    assert content["total"] == sum(content["tally"]["count"]) == 1000
    assert len(content["mentions"]["event"]) == 100
    pairs: Counter[tuple[str, str]] = Counter()
    columns = [unpacked(content["tally"][name]) for name in ("actor_country", "target_country", "count")]
    for actor, target, count in zip(*columns, strict=True):
        pairs[actor, target] += count
    rows = tables["events"].select(["actor_country", "target_country"]).to_pylist()
    assert pairs == Counter((row["actor_country"], row["target_country"]) for row in rows)


def test_an_event_that_is_everywhere_does_not_fill_the_page() -> None:
    row = event(1, "CHN", "USA", "042", "2020-01-01", num_mentions=50)
    content = held(rendered(as_tables([row], [mention(row, number=number) for number in range(50)])))
    assert unpacked(content["mentions"]["sentence_number"]) == list(range(page_content.MENTIONS))


def in_pieces(table: pa.Table, size: int) -> list[pa.Table]:
    return [table.slice(start, size) for start in range(0, table.num_rows, size)]


@pytest.mark.parametrize("size", [7, 1000])
@pytest.mark.parametrize(("most", "period"), [(1000, "day"), (999, "month"), (299, "year")])
def test_counts_take_the_shortest_period_that_fits(most: int, period: str, size: int) -> None:
    events = as_tables(
        [
            event(number, "CHN", "USA", "042", f"20{number % 25:02}-{number // 25 % 12 + 1:02}-{number // 300 + 1:02}")
            for number in range(1000)
        ],
        [],
    )["events"]
    tally = RunningTally(most)
    for piece in in_pieces(events, size):
        tally.add(piece)
    found = tally.result()
    assert found.period == period
    assert sum(found.counts["count"].to_pylist()) == 1000


def sampled(events: pa.Table, size: int = 400) -> list[str]:
    sample = RunningSample(50)
    for piece in in_pieces(events, size):
        sample.add(piece)
    found: list[str] = sample.result()["event_id"].to_pylist()
    return found


@pytest.mark.parametrize("size", [1, 30, 49, 50, 51, 400])
def test_a_sample_does_not_depend_on_how_the_events_came(size: int) -> None:
    events = many(400)["events"]
    chosen = set(sorted(events["event_id"].to_pylist())[:50])
    assert sampled(events, size) == [key for key in events["event_id"].to_pylist() if key in chosen]


def test_a_sample_changes_little_when_events_are_added() -> None:
    events = many(400)["events"]
    before, after = (set(sampled(events.slice(0, size))) for size in (300, 400))
    assert len(before) == len(after) == 50
    assert len(before & after) > 25


def words(sentence: str, *parts: str | None) -> list[str | None]:
    """The sentence's letters at each mark, with what stands before them."""
    return [None if span is None else f"{span[0]}:{sentence[slice(*span)]}" for span in marks(sentence, *parts)]


def test_words_are_found_as_words_and_near_the_act() -> None:
    sentence = "Asian US allies saw the US visit US soldiers."
    assert words(sentence, "US", "visit", "US") == ["24:US", "27:visit", "33:US"]
    assert words("Use the US.", "US", "Use", None) == ["8:US", "0:Use", None]


def test_an_act_may_hold_its_target() -> None:
    sentence = "China urged the United States to stop."
    found = words(sentence, "China", "urged the United States to stop", "United States")
    assert found == ["0:China", "6:urged the United States to stop", "16:United States"]


def test_words_that_are_not_published_have_no_place() -> None:
    assert marks("", "China", "urged", "US") == [None, None, None]
    assert words("𝔸 China 🕊 met", "China", "met", "Japan") == ["2:China", "10:met", None]


def test_articles_that_are_not_needed_stay_away(few: Mapping[str, pa.Table]) -> None:
    other = as_tables([], [], article(), article(article_id="a2"))["articles"]
    assert unpacked(held(rendered({**few, "articles": other}))["articles"]["article_id"]) == ["a1"]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_the_contrast_of_wcag_aa(scheme: str) -> None:
    style = files("diplopack.page").joinpath("page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0 if scheme == "light" else 1]))
    for text in ("ink", "soft", "link"):
        for ground in ("paper", "card", "tint"):
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for part in ("actor", "target"):
        assert _contrast(colours["ink"], colours[part]) >= 4.5, part
    for shape in ("q1", "q2", "q3", "q4", "edge"):
        assert _contrast(colours[shape], colours["card"]) >= 3, shape
    for verbal, material in (("q1", "q2"), ("q3", "q4")):
        assert _contrast(colours[verbal], colours[material]) >= 1.5, (verbal, material)
