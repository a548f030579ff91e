"""Syntax: the same act read from whatever clause tells it, and nobody's part given to another."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplopack.gold import read_gold
from diplopack.transform import language
from diplopack.transform.sentences import split

if TYPE_CHECKING:
    from collections.abc import Callable

    Acts = Callable[..., set[str]]

GOLD = [Path(__file__).parents[1] / "gold" / name for name in ("wire.jsonl", "articles.jsonl", "silent.jsonl")]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey condemned Sweden.",
        "Sweden was condemned by Turkey.",
        "Sweden has been condemned by Turkey.",
        "Turkey has repeatedly condemned Sweden.",
        "On Monday, Turkey strongly condemned Sweden.",
        "Turkey issued a statement condemning Sweden.",
        "Turkey's condemnation of Sweden came on Monday.",
        "Sweden, condemned by Turkey, stayed calm.",
        "Sweden, which Turkey condemned, stayed calm.",
        "Sweden, which was condemned by Turkey, stayed calm.",
        "Turkey, which condemned Sweden, stayed calm.",
        "It was Turkey that condemned Sweden.",
        "Turkey said it condemned Sweden.",
        "Turkey has joined others in condemning Sweden.",
        "After Turkey condemned Sweden, the markets fell.",
        "Turkey Condemns Sweden",
    ],
)
def test_one_act_in_many_clauses(acts: Acts, text: str) -> None:
    assert acts(text) == {"TUR 11 SWE"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Poland imposed sanctions on Belarus.", "POL 16 BLR"),
        ("Sanctions were imposed on Belarus by Poland.", "POL 16 BLR"),
        ("Poland has lodged a protest with Belarus.", "POL 11 BLR"),
        ("Poland held talks with Belarus.", "POL 04 BLR"),
        ("The Polish president paid a visit to Belarus.", "POLGOV 04 BLR"),
        ("The Polish president made a phone call to the Czech president.", "POLGOV 04 CZEGOV"),
        ("Poland launched an attack on Belarus.", "POL 19 BLR"),
        ("Poland carried out air strikes against Belarus.", "POL 19 BLR"),
        ("Poland gave food aid to Belarus.", "POL 07 BLR"),
        ("Poland gave Belarus food aid.", "POL 07 BLR"),
    ],
)
def test_light_verbs(acts: Acts, text: str, expected: str) -> None:
    assert expected in acts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada condemned and threatened Iran.", {"CAN 11 IRN", "CAN 13 IRN"}),
        ("Canada condemned Iran and praised Israel.", {"CAN 11 IRN", "CAN 05 ISR"}),
        ("Canada condemned Iran, and Norway praised Israel.", {"CAN 11 IRN", "NOR 05 ISR"}),
        ("Canada condemned Iran while Norway praised Israel.", {"CAN 11 IRN", "NOR 05 ISR"}),
        ("Canada, not Norway, condemned Iran.", {"CAN 11 IRN"}),
        ("Iran was condemned by Canada and praised by Norway.", {"CAN 11 IRN", "NOR 05 IRN"}),
        ("Russia, which condemned Turkey, praised Iran.", {"RUS 11 TUR", "RUS 05 IRN"}),
        ("Having condemned Turkey, Russia praised Iran.", {"RUS 11 TUR", "RUS 05 IRN"}),
    ],
)
def test_several_clauses(acts: Acts, text: str, expected: set[str]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Poland promised to send food aid to Iraq.", "POL 03 IRQ"),
        ("Poland threatened to attack Iraq.", "POL 13 IRQ"),
        ("Poland urged Iraq to release the hostages.", "POL 02 IRQ"),
        ("Iraq was urged by Poland to release the hostages.", "POL 02 IRQ"),
        ("Poland accused Iraq of attacking its troops.", "POL 11 IRQ"),
        ("Iraq was accused by Poland of attacking its troops.", "POL 11 IRQ"),
        ("Poland agreed to send peacekeepers to Iraq.", "POL 03 IRQ"),
        ("Poland has agreed to send troops to Iraq.", "POL 03 IRQ"),
        ("Poland refused to send troops to Iraq.", "POL 12 IRQ"),
    ],
)
def test_control(acts: Acts, text: str, expected: str) -> None:
    assert acts(text) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops shelled a Ukrainian army base.",
        "A Ukrainian army base was shelled by Russian troops.",
        "A Ukrainian army base, shelled by Russian troops, was abandoned.",
        "Russian troops who shelled a Ukrainian army base left on Monday.",
    ],
)
def test_never_the_wrong_way_round(acts: Acts, text: str) -> None:
    assert acts(text) == {"RUSMIL 19 UKRMIL"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KABUL, May 3 (Reuters) - Pakistan condemned Sweden.", {"PAK 11 SWE"}),
        ('"Pakistan condemns Sweden," the Pakistani prime minister said.', {"PAK 11 SWE"}),
        ("Pakistan condemns Sweden, the Norwegian prime minister said.", {"PAK 11 SWE"}),
    ],
)
def test_around_a_clause(acts: Acts, text: str, expected: set[str]) -> None:
    assert acts(text) == expected


def test_mended_sentences_are_trees() -> None:
    texts = [
        "It has convulsed the West African state and sent thousands of foreigners fleeing.",
        *(sentence.text for path in GOLD for gold in read_gold(path) for sentence in split(gold.article.text)),
    ]
    for parse in language.parse(texts):
        for token in range(len(parse)):
            above = list(islice(parse.ancestors(token), len(parse) + 1))
            assert len(above) <= len(parse), f"{parse.text}: {parse.words[token]} hangs below itself"
