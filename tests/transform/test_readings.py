"""Readings: operators over acts, and what is told as a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Codes = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # stop, cut, lift, ease
        ("Germany suspended food aid to Mali.", "DEU 1623 MLI"),
        ("Germany ended talks with Mali.", "DEU 164 MLI"),
        ("Germany cut diplomatic relations with Mali.", "DEU 161 MLI"),
        ("Germany lifted sanctions on Mali.", "DEU 085 MLI"),
        ("Germany eased sanctions on Mali.", "DEU 085 MLI"),
        # appeals and demands over what is to be done, or stopped
        ("China urged Japan to stop attacking Russia.", "CHN 0256 JPN"),
        ("China urged Japan to withdraw its troops.", "CHN 0256 JPN"),
        ("China called on Japan to release the prisoners.", "CHN 0253 JPN"),
        ("China asked Japan for military aid.", "CHN 0232 JPN"),
        ("China demanded that Japan withdraw its troops.", "CHN 1056 JPN"),
        ("China demanded that Japan lift sanctions.", "CHN 1054 JPN"),
        ("Japan must release the prisoners, the Chinese president said.", "CHN 1053 JPN"),
        # refusals
        ("Iran rejected a request for talks from Israel.", "IRN 125 ISR"),
        ("Iran rejected an Israeli request for talks.", "IRN 125 ISR"),
        ("Iran refused to hold talks with Israel.", "IRN 125 ISR"),
        ("Iran will not negotiate with Israel.", "IRN 125 ISR"),
        ("Japan will not send food aid to Nepal.", "JPN 1223 NPL"),
        ("Germany refused to lift sanctions on Mali.", "DEU 1244 MLI"),
        # intents and threats
        ("Japan will send food aid to Nepal.", "JPN 0333 NPL"),
        ("Japan promised to send food aid to Nepal.", "JPN 0333 NPL"),
        ("Japan said it would send food aid to Nepal.", "JPN 0333 NPL"),
        ("Japan plans to send food aid to Nepal.", "JPN 0333 NPL"),
        ("The Japanese prime minister will visit Nepal.", "JPN 036 NPL"),
        ("Japan will impose sanctions on Nepal.", "JPN 1312 NPL"),
        ("Japan threatened to impose sanctions on Nepal.", "JPN 1312 NPL"),
        ("Japan threatened to attack Nepal.", "JPN 138 NPL"),
        ("Germany offered to mediate between Mali and Niger.", "DEU 039 NER"),
        ("Germany agreed to hold talks with Mali.", "DEU 036 MLI"),
        # accusations and denials
        ("Sudan accused Chad of attacking its troops.", "SDN 1123 TCD"),
        ("Sudan denied attacking Chad.", "SDN 016 TCD"),
    ],
)
def test_operator(codes: Codes, text: str, expected: str) -> None:
    assert expected in codes(text)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Iran stopped supplying oil to Israel.", "16"),
        ("Iran stopped oil supplies to Israel.", "16"),
        ("Germany plans to send peacekeepers to Mali.", "03"),
        ("Germany announced that it would send peacekeepers to Mali.", "03"),
        ("Germany said it would send peacekeepers to Mali.", "03"),
        ("China urged Japan not to attack Russia.", "02"),
        ("China warned Japan not to attack Russia.", "13"),
        ("China vowed to attack Japan.", "13"),
    ],
)
def test_root_of_an_operator(codes: Codes, text: str, root: str) -> None:
    assert {code.split()[1][:2] for code in codes(text)} == {root}


@pytest.mark.parametrize(
    "text",
    [
        "Iran lifted the spirits of Israel.",
        "Japan cut its hair in Nepal.",
        "Japan broke a world record in Nepal.",
        "Norway's battle against inflation continues in Sweden.",
        "Sweden was struck by the beauty of Norway.",
    ],
)
def test_the_object_decides_the_sense(codes: Codes, text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        # negated
        "Russia did not attack Ukraine.",
        "Russia never attacked Ukraine.",
        "Russia has not attacked Ukraine.",
        "No country attacked Ukraine.",
        "Nobody in Russia attacked Ukraine.",
        "Ukraine was not attacked by Russia.",
        "There was no Russian attack on Ukraine.",
        "Russia left without attacking Ukraine.",
        # possible
        "Russia may attack Ukraine.",
        "Russia might attack Ukraine.",
        "Russia could attack Ukraine.",
        "Ukraine could be attacked by Russia.",
        "Analysts fear that Russia would attack Ukraine.",
        "Analysts expect Russia to attack Ukraine.",
        "It became likely that Russia attacked Ukraine.",
        "The risk of a Russian attack on Ukraine is growing.",
        # conditional
        "If Russia attacks Ukraine, markets will fall.",
        "Markets will fall if Russia attacks Ukraine.",
        "Unless Russia attacks Ukraine, markets will rise.",
        "The fleet will leave before Russia attacks Ukraine.",
        "Russia would attack Ukraine if it could.",
        "Had Russia attacked Ukraine, markets would have fallen.",
        # asked
        "Did Russia attack Ukraine?",
        "Would Russia attack Ukraine?",
        "Has Russia attacked Ukraine?",
        "Experts wonder whether Russia attacked Ukraine.",
    ],
)
def test_what_is_not_told_as_a_fact(codes: Codes, text: str) -> None:
    assert not {code for code in codes(text) if code.split()[1][:2] in {"18", "19", "20"}}
    assert not {code for code in codes(text) if code.startswith("RUS 13")}


@pytest.mark.parametrize(
    "text",
    [
        "Japan will send food aid to Nepal.",
        "Japan promised to send food aid to Nepal.",
        "Japan will attack Nepal.",
        "Japan threatened to attack Nepal.",
        "Japan will not send food aid to Nepal.",
        "China urged Japan to attack Nepal.",
        "China accused Japan of attacking Nepal.",
    ],
)
def test_what_is_only_spoken_of_is_no_deed(codes: Codes, text: str) -> None:
    assert not {code for code in codes(text) if code.split()[1][:2] in {"07", "19"}}


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Ukraine, the government in Kyiv said.",
        "The Norwegian prime minister said that Russia attacked Ukraine.",
        "Markets fell because Russia attacked Ukraine.",
        "Russia did attack Ukraine.",
        "Russia, not Belarus, attacked Ukraine.",
        "It turned out that Russia attacked Ukraine.",
        "It came to light on Friday that Russia attacked Ukraine.",
        "It became clear that Russia attacked Ukraine.",
    ],
)
def test_what_is_told_as_a_fact(codes: Codes, text: str) -> None:
    assert "RUS 190 UKR" in codes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The agency quoted the Lithuanian president as saying that Belarus was worse off.", "LTU 010 BLR"),
        ("Sudan's interior minister confirmed that rebels had reached the railway.", "SDN 010 SDN"),
        ("The Ukrainian opposition leader said the votes were counted twice by the government.", "UKR 010 UKR"),
        ("According to Latvian officials, Estonia is the warmer place.", "LVA 010 EST"),
        ("A Kenyan envoy is expected in Kampala on Friday.", "KEN 036 UGA"),
        ("Kosovo's president labelled Serbia the worst neighbour of all.", "XKX 111 SRB"),
        ("The Latvian minister said he would stay away unless Estonia answered first.", "LVA 130 EST"),
        ("Latvia says it will not come until Estonia pays its share.", "LVA 120 EST"),
        ("Mexico is seeking an economic partnership to deepen an old friendship with Chile.", "MEX 022 CHL"),
    ],
)
def test_statement_and_consultation(codes: Codes, text: str, expected: str) -> None:
    assert expected in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan president said the harvest was good.",
        "The Kenyan president will tell the parliament of Uganda that the harvest was good.",
        "The Kenyan president hopes to tell Uganda that the harvest was good.",
        "The Kenyan president spoke at a rally.",
        "The harvest in Uganda was good, according to farmers.",
        "Kenya sent food to Uganda, the Kenyan president said.",
    ],
)
def test_no_statement_without_two_parties_or_over_what_is_told(codes: Codes, text: str) -> None:
    assert not {code for code in codes(text) if code.split()[1] == "010"}


def test_each_rule_names_words_and_operators(rows: Callable[..., tuple[dict[str, str], ...]]) -> None:
    (row,) = rows("China urged Japan to stop attacking Russia.")
    assert {"urge", "stop", "attack"} <= set(row["rule"].replace("(", " ").replace(")", " ").replace(":", " ").split())
    assert row["action_text"] == "urged Japan to stop attacking"
