"""Gold files read, coded and reported; the coder is one that finds the same three events in article a1."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from diplopack.cli import main
from diplopack.errors import DataError
from diplopack.evaluate import found_events
from diplopack.gold import read_gold

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

EVENT = {"actor": "CHN", "target": "USA", "code": "036"}
LINE = {"id": "a1", "text": "China met the United States.", "published": "2020-11", "events": [EVENT]}


@pytest.fixture
def _coder(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("diplopack.transform"), "code_articles", lambda _articles: tables)


def gold_file(folder: Path, *lines: dict[str, Any], name: str = "gold.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)], catch_exceptions=False)


def test_a_line_with_everything(tmp_path: Path) -> None:
    event = {
        **EVENT,
        "optional": True,
        "accept": ["040"],
        "actor_role": "GOV",
        "actor_role_accept": ["ELI"],
        "target_role": None,
        "date": "2020-11-11",
        "date_precision": "day",
        "date_accept": [["2020-11-01", "month"]],
        "actor_text": "China",
    }
    (text,) = read_gold(gold_file(tmp_path, {**LINE, "events": [event]}))
    assert (text.article.article_id, text.article.published_precision) == ("a1", "month")
    (wanted,) = text.events
    assert wanted.codes == ("036", "040")
    assert wanted.optional
    assert (wanted.actor_roles, wanted.target_roles) == (("GOV", "ELI"), (None,))
    assert wanted.dates == (("2020-11-11", "day"), ("2020-11-01", "month"))


def test_a_line_with_little(tmp_path: Path) -> None:
    event = {"actor": None, "target": None, "plover": "DISAPPROVE"}
    (text,) = read_gold(gold_file(tmp_path, {"id": "a1", "text": "Rain.", "events": [event]}))
    assert text.article.published_precision == "day"
    (wanted,) = text.events
    assert (wanted.code, wanted.plover) == (None, "ACCUSE")
    assert not wanted.actor_roles
    assert not wanted.dates


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": None}, "id: missing, expected"),
        ({"id": "a 1"}, "id: found 'a 1', expected printable text without spaces"),
        ({"text": " "}, "text: empty, expected"),
        ({"published": "November"}, "published: found 'November', expected a date"),
        ({"events": None}, "events: found nothing, expected a list"),
        ({"events": ["036"]}, "event 1: found '036', expected an object"),
        ({"events": [EVENT, {"actor": "CHN", "target": "USA"}]}, "event 2: found neither code nor plover"),
        ({"events": [{"actor": "CHN", "code": "036"}]}, "event 1: target: missing, expected"),
        ({"events": [{**EVENT, "actor": 1}]}, "event 1: actor: found 1 (int), expected text"),
        ({"events": [{**EVENT, "code": "0360"}]}, "event 1: code: found '0360', expected one of the codebook"),
        ({"events": [{**EVENT, "code": 36}]}, "event 1: code: found 36 (int)"),
        ({"events": [{**EVENT, "accept": "040"}]}, "event 1: accept: found '040', expected a list"),
        ({"events": [{**EVENT, "accept": ["999"]}]}, "event 1: accept: found '999', expected one of the codebook"),
        ({"events": [{**EVENT, "plover": "TALK"}]}, "event 1: plover: found 'TALK'"),
        ({"events": [{**EVENT, "optional": "no"}]}, "event 1: optional: found 'no', expected true or false"),
        ({"events": [{**EVENT, "actor_role": 1}]}, "event 1: actor_role: found 1 (int)"),
        ({"events": [{**EVENT, "date": "2020-13-01", "date_precision": "day"}]}, "event 1: date: found"),
        ({"events": [{**EVENT, "date": "2020-11-11"}]}, "event 1: date: found"),
        ({"events": [{**EVENT, "date": "2020-11-11", "date_precision": "day", "date_accept": [7]}]}, "event 1: date: "),
    ],
)
def test_a_broken_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = gold_file(tmp_path, {**LINE, "id": "a0"}, {**LINE, **change})
    with pytest.raises(DataError) as raised:
        read_gold(path)
    (line,) = raised.value.lines
    assert line.startswith(f"{path}:2: {message}")


@pytest.mark.parametrize("data", [b"{", b"[]", b"1", b'{"id": "\xff"}', b"[" * 100_000])
def test_a_line_that_is_no_object(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\n" + data + b"\n{}")
    with pytest.raises(DataError) as raised:
        read_gold(path)
    assert raised.value.lines[0].startswith(f"{path}:2: ")
    assert all(line.startswith(f"{path}:3: ") for line in raised.value.lines[1:])


def test_an_id_that_comes_twice(tmp_path: Path) -> None:
    path = gold_file(tmp_path, LINE, LINE)
    result = run(path)
    assert result.exit_code == 1
    assert result.stderr == f"{path}:2: id: found 'a1', which {path}:1 has, expected another\n"


@pytest.mark.parametrize("name", ["", "missing.jsonl", "empty.jsonl"])
def test_no_gold(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    result = run(tmp_path / name)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{tmp_path / name}: ")
    assert result.stderr.count("\n") == 1


def test_found_events_are_the_events_of_each_article(tables: dict[str, pa.Table]) -> None:
    found = found_events(tables)
    assert found.keys() == {"a1"}
    first = found["a1"][0]
    assert (first.actor, first.target, first.code, first.plover) == ("CHN", "USA", "036", "CONSULT")
    assert (first.actor_role, first.target_role, first.date) == ("GOV", None, ("2020-11-11", "day"))


@pytest.mark.usefixtures("_coder")
def test_figures_and_what_is_wrong(tmp_path: Path) -> None:
    """Three events found, one of them wanted; a second text in which nothing is found."""
    result = run(gold_file(tmp_path, LINE, {**LINE, "id": "a2", "text": "Talks were\nheld."}), "--wrong", 1)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].endswith("gold.jsonl: 2 texts; 3 events found, in 1 of them")
    assert ["triple", "33.3", "50.0", "40.0", "1", "2", "1"] in [line.split() for line in lines]
    assert ["19", "0.0", "0.0", "0.0", "0", "1", "0"] in [line.split() for line in lines]
    assert "texts that are wrong: 2 of 2" in lines
    assert "  want CHN → USA 036" in lines
    assert "  got  CHN → USA 036 [meet.talks] | CHN → USA 0211 [meet.talks] | CHN → USA 193 [meet.talks]" in lines
    assert "  China met the United States." in lines
    assert "a2" not in lines


@pytest.mark.usefixtures("_coder")
def test_accepted_codes_dates_and_roles_are_reported(tmp_path: Path) -> None:
    event = {**EVENT, "code": "040", "accept": ["036"], "date": "2020-11-11", "date_precision": "day"}
    event |= {"actor_role": "GOV", "target_role": "GOV"}
    result = run(gold_file(tmp_path, {**LINE, "events": [event]}))
    assert "date right in 1 of 1 right triples: 100.0%" in result.stdout
    assert "both roles right in 0 of 1 right triples: 0.0%" in result.stdout
    assert "any accepted code right" in result.stdout
    assert "codes read right: 0 of 1\nnever: 040\n" in result.stdout


@pytest.mark.usefixtures("_coder")
def test_several_files_are_scored_together(tmp_path: Path) -> None:
    paths = [gold_file(tmp_path, LINE, name=name) for name in ("one.jsonl", "two.jsonl")]
    first, second, everything = run(*paths, "--wrong", 0).stdout.splitlines()[:3]
    assert first == f"{paths[0]}: 1 texts; F1: code 50.0, root 50.0, pair 100.0, triple 50.0"
    assert second.startswith(f"{paths[1]}: ")
    assert everything == "all: 2 texts; 6 events found, in 2 of them"


@pytest.mark.usefixtures("_coder")
def test_as_json(tmp_path: Path) -> None:
    path = gold_file(tmp_path, LINE)
    record = json.loads(run(path, "--format", "json").stdout)[str(path)]
    assert record["figures"]["pair"] == {
        "precision": 100.0,
        "recall": 100.0,
        "f1": 100.0,
        "right": 1,
        "false": 0,
        "missed": 0,
    }
    assert record["codes_read"] == ["036"]
    assert (record["texts"], record["texts_with_events"], record["events_found"]) == (1, 1, 3)
    assert record["wrong"][0]["want"] == ["CHN → USA 036"]
