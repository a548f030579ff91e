"""The coder against the sentences and articles that were coded by hand (README.md beside).

`diplopack evaluate tests/gold/forty.jsonl` (or articles.jsonl, or codes/*.jsonl) prints the figures and what is
wrong. `floors.json` holds what they must reach; a change may only raise a floor.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from diplopack.evaluate import assess, code_gold
from diplopack.extract import read_articles
from diplopack.gold import read_gold
from diplopack.transform import code_articles

if TYPE_CHECKING:
    from diplopack.evaluate import Evaluation

GOLD = Path(__file__).parent
SEEDS = GOLD.parents[1] / "seeds" / "articles"
FLOORS: dict[str, Any] = json.loads((GOLD / "floors.json").read_text())
FILES = ("forty.jsonl", "wire.jsonl", "articles.jsonl", "codes/*.jsonl")
CODES = FILES[-1]
NUM_CODES = 298  # of the codebook, below a root
MARGIN = 3  # percent by which a figure may be above its floor before the floor must follow


@pytest.fixture(scope="session")
def evaluations() -> dict[str, Evaluation]:
    """Each gold file with texts, coded once."""
    files = {name: sorted(GOLD.glob(name)) for name in ("silent.jsonl", *FILES)}
    return {
        name: assess(code_gold([text for path in paths for text in read_gold(path)])) for name, paths in files.items()
    }


@pytest.fixture(scope="session")
def seed() -> list[dict[str, Any]]:
    """The mentions of the coded seed, each with the columns of its event."""
    tables = code_articles(read_articles([SEEDS]))
    events = {row["event_id"]: row for row in tables["events"].to_pylist()}
    return [{**events[mention["event_id"]], **mention} for mention in tables["mentions"].to_pylist()]


def figures(evaluation: Evaluation) -> dict[str, float]:
    """What floors are put under, in percent: F1s that honour `optional` and `accept`, and shares of what is right."""
    values = {name: counts.f1 for name, counts in evaluation.figures.measures.items()}
    shares = {"date": evaluation.details.dates, "roles": evaluation.details.roles}
    return values | {name: share.percent for name, share in shares.items() if share.of}


def test_silence(evaluations: dict[str, Evaluation]) -> None:
    loud = [
        f"{event.actor} {event.code} {event.target} [{event.rule}]: {text.text}"
        for text in evaluations["silent.jsonl"].texts
        for event in text.found
    ]
    assert not loud, "\n".join(loud)


@pytest.mark.parametrize(("file", "measure"), [(file, measure) for file in FILES for measure in FLOORS[file]])
def test_floor(evaluations: dict[str, Evaluation], file: str, measure: str) -> None:
    value, floor = figures(evaluations[file])[measure], FLOORS[file][measure]
    assert value >= floor, f"{file}: {measure} is {value:.1f}, its floor is {floor}: a change may only raise it"
    assert value <= floor + MARGIN, f"{file}: {measure} is {value:.1f}: raise its floor of {floor} in floors.json"


@pytest.mark.parametrize("file", FILES)
def test_every_figure_has_a_floor(evaluations: dict[str, Evaluation], file: str) -> None:
    assert FLOORS[file].keys() == figures(evaluations[file]).keys()


def test_codes_read_right(evaluations: dict[str, Evaluation]) -> None:
    """Of every code there are sentences, and at least one is read right: by whom, to whom, the whole code."""
    reached = evaluations[CODES].reached
    never = " ".join(code for code, right in reached.items() if not right)
    count, floor = sum(reached.values()), FLOORS["codes_read_right"]
    assert count >= floor, f"{count} codes are read right, the floor is {floor}; never: {never}"
    assert count <= floor + NUM_CODES * MARGIN / 100, f"{count} codes are read right: raise the floor of {floor}"


def test_every_code_has_gold(evaluations: dict[str, Evaluation]) -> None:
    wanted: dict[str, int] = defaultdict(int)
    for text in evaluations[CODES].texts:
        wanted[text.id.split(":")[1]] += 1
    assert len(wanted) == NUM_CODES
    assert evaluations[CODES].reached.keys() == wanted.keys()
    assert not [code for code, count in wanted.items() if count < 2]


def lines_of_seed() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / "seed.jsonl").read_text().splitlines()]


def agrees(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Who, whom, what and when."""
    return (
        found["actor_code"] in (wanted["actor_code"], *wanted.get("actor_code_accept", ()))
        and found["target_code"] in (wanted["target_code"], *wanted.get("target_code_accept", ()))
        and found["event_code"] in (wanted["code"], *wanted.get("accept", ()))
        and [found["event_date"].isoformat(), found["date_precision"]]
        in ([wanted["date"], wanted["date_precision"]], *wanted.get("date_accept", ()))
    )


@pytest.mark.parametrize("line", lines_of_seed(), ids=lambda line: line["id"])
def test_seed_holds_what_a_reader_finds(seed: list[dict[str, Any]], line: dict[str, Any]) -> None:
    found = [mention for mention in seed if mention["sentence"].startswith(line["sentence"])]
    required = [event for event in line["events"] if not event.get("optional")]
    missing = [event for event in required if not any(agrees(mention, event) for mention in found)]
    wanted = [f"{event['actor_code']} {event['code']} {event['target_code']} {event['date']}" for event in missing]
    assert not wanted, f"missing {wanted}, found {[_shown(mention) for mention in found]}"


def test_seed_holds_nothing_else(seed: list[dict[str, Any]]) -> None:
    lines = lines_of_seed()
    unsupported = [
        f"{_shown(mention)}: {mention['sentence']}"
        for mention in seed
        if not any(
            agrees(mention, event)
            for line in lines
            if mention["sentence"].startswith(line["sentence"])
            for event in line["events"]
        )
    ]
    assert not unsupported, "\n".join(unsupported)


def _shown(found: dict[str, Any]) -> str:
    columns = ("actor_code", "event_code", "target_code", "event_date", "date_precision", "rule")
    return " ".join(str(found[column]) for column in columns)
