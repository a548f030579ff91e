"""What an actor code says by itself: as the coder has it, with names from the codebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diplopack.extract.article import Article, make_article
from diplopack.transform import code_articles
from diplopack.transform.parties import party

GOLD = Path(__file__).parents[1] / "gold"


@pytest.mark.parametrize(
    ("code", "name", "country", "role"),
    [
        ("CHN", "China", "CHN", None),
        ("CHNGOV", "China, government", "CHN", "GOV"),
        ("USAGOVMIL", "United States, government, military", "USA", "GOV"),
        ("SUNGOV", "Soviet Union, government", "SUN", "GOV"),
        ("IGOUNO", "United Nations", None, "IGO"),
        ("INDPTYBJP", "Bharatiya Janata Party", "IND", "PTY"),
        ("AFGTAL", "Taliban", "AFG", None),
        ("CHNTAM", "China, Tamil", "CHN", None),
        ("CHNTAMREB", "China, Tamil, rebels", "CHN", "REB"),
        ("AFRGOV", "Africa, government", None, "GOV"),
        ("COP", "Police forces", None, "COP"),
        ("REBMOD", "Rebels, moderates", None, "REB"),
    ],
)
def test_parties(code: str, name: str, country: str | None, role: str | None) -> None:
    assert party(code) == (name, country, role)


@pytest.mark.parametrize("code", ["", "CHNXXX", "chn", "CH"])
def test_what_is_no_code_is_no_party(code: str) -> None:
    with pytest.raises(ValueError, match="is not an actor code"):
        party(code)


def test_a_code_says_what_the_coder_says_of_it() -> None:
    texts = [
        json.loads(line) for name in ("forty", "wire") for line in (GOLD / f"{name}.jsonl").read_text().splitlines()
    ]
    articles = [item for text in texts for item in make_article({**text, "article_id": text["id"]}, text["id"])]
    events = code_articles([item for item in articles if isinstance(item, Article)])["events"].to_pylist()
    parts = ("code", "country", "role")
    sides = {tuple(event[f"{side}_{part}"] for part in parts) for event in events for side in ("actor", "target")}
    assert len(sides) > 100
    by_office = {("ZWEPTYMDC", "ZWE", "OPP")}  # the leader of the opposition, by his office and not by his party's code
    assert {side for side in sides if party(side[0])[1:] != side[1:]} == by_office
