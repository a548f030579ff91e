"""Silence: what speaks the language of conflict and means something else, and politics that only mentions it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Acts = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Brazil beat Argentina 2-1 in the final.",
        "England attacked early and Germany defended well before half-time.",
        "The Israeli coach accused the Turkish referee of bias after the match.",
        "Spain's goalkeeper denied France with a late save.",
        "Australia crushed India by nine wickets in the second test.",
        "The Chinese grandmaster attacked the Indian champion's king.",
        "Kenya's runners threatened Ethiopia's hold on the marathon title.",
        "Canada shot down Sweden's hopes with two goals in the third period of the hockey tournament.",
        "France met Italy in the quarter-final in Rome.",
        "Serbian tennis player Ana Petrov fought off the American in three sets.",
        "Japan surrendered the lead to South Korea in the last minute of the football match.",
    ],
)
def test_sport(acts: Acts, text: str) -> None:
    assert acts(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "In the film, Russian troops attack the United States.",
        "The novel opens with a German attack on Poland.",
        "The play depicts the French attack on Russia.",
        "In her latest thriller, Iran attacks Israel with a stolen missile.",
        "The film tells how British soldiers attacked Turkish villages.",
        "The opera ends as Egyptian soldiers kill an Ethiopian princess.",
    ],
)
def test_fiction(acts: Acts, text: str) -> None:
    assert acts(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Germany's battle against inflation continued on Monday.",
        "France was hit by a wave of heat.",
        "Shares in London fell as Wall Street retreated.",
        "A storm attacked the coast of Japan.",
        "A Swedish man killed his wife, a court heard in Stockholm.",
        "The Swiss franc fought back against the dollar.",
        "Italian fashion has conquered China.",
    ],
)
def test_figures_of_speech_markets_weather_and_crime(acts: Acts, text: str) -> None:
    assert not {act for act in acts(text) if act.split()[1] in {"13", "14", "15", "16", "19", "20"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian troops shelled a football stadium in Ukraine.", "RUSMIL 19 UKR"),
        ("Iran condemned Israel over its boycott of the Olympics.", "IRN 11 ISR"),
        ("Iran condemned Israel for bombing a stadium.", "IRN 11 ISR"),
        ("China and the United States held talks during the Olympic Games.", "CHN 04 USA"),
        ("The French president and the German chancellor held talks before the football match.", "FRAGOV 04 DEUGOV"),
        ("The Serbian president, a former basketball player, condemned Croatia.", "SRBGOV 11 HRV"),
        ("Turkey condemned Sweden over a film.", "TUR 11 SWE"),
        ("Iran condemned France over a novel that mocks its leaders.", "IRN 11 FRA"),
        ("The Turkish president, the author of a novel, criticised Greece.", "TURGOV 11 GRC"),
        ("In the race for gas, Russia threatened Ukraine.", "RUS 13 UKR"),
        ("Pakistan scored a diplomatic victory and signed a treaty with India.", "PAK 05 IND"),
        ("The Iranian team of negotiators held talks with the European Union.", "IRNGOV 04 IGOEEC"),
    ],
)
def test_politics_that_mentions_it(acts: Acts, text: str, expected: str) -> None:
    assert expected in acts(text)


def test_a_sport_sentence_silences_only_itself(acts: Acts) -> None:
    text = "Iran condemned Israel on Monday. Iran beat Israel 2-1 in the football match. Iran threatened Israel."
    assert acts(text) == {"IRN 11 ISR", "IRN 13 ISR"}


def test_who_makes_films_is_no_government(acts: Acts) -> None:
    assert not [act for act in acts("Iran arrested a film director who criticised the government.") if "GOV 11" in act]
