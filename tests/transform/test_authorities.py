"""What authorities do at home: who arrests, frees and bans where the text leaves it unsaid; what courts decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Acts = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kenya's former health minister was jailed for ten years on Monday for taking bribes.", "KENJUD 17 KENELI"),
        ("Two men were arrested on suspicion of planning terrorist attacks in Brussels.", "BELCOP 17 BELCVL"),
        ("Two army officers were charged with plotting to overthrow President Idriss Deby.", "TCDCOP 17 TCDMIL"),
        ("Lisbon prosecutors said a man from Morocco was detained on suspicion of espionage.", "PRTCOP 17 MARCVL"),
        ("The arrest of nine suspected militants averted a bloodbath in Copenhagen.", "DNKCOP 17 DNKINS"),
        ("A British journalist has been expelled from Uganda.", "UGA 17 GBRMED"),
        ("Two generals were dismissed in Guatemala after a failed coup.", "GTMGOV 17 GTMMIL"),
        ("Three opposition newspapers were banned in Niger on Monday.", "NERGOV 17 NEROPP"),
        ("A state of emergency was declared in the Maldives on Monday.", "MDVGOV 17 MDV"),
        ("The opposition leader of Zambia has been freed on bail after two weeks in jail.", "ZMBGOV 08 ZMBOPP"),
        ("A Namibian opposition leader was acquitted of treason in Windhoek.", "NAMJUD 08 NAMOPP"),
        ("A German aid worker was freed from custody in Iran on Thursday.", "IRNGOV 08 DEUNGO"),
        ("A former president of Peru went on trial in Lima on Monday.", "PERJUD 17 PERELI"),
        ("Six men were seized in an operation by officers of the police in Rotterdam.", "NLDCOP 17 NLDCVL"),
    ],
)
def test_unnamed_authorities(acts: Acts, text: str, act: str) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "A woman in Ohio was sentenced to ten years for killing her husband.",
        "A Moscow businessman was sentenced to nine years for fraud.",
        "A man was jailed for life for the murder of his neighbour in Leeds.",
        "Two teenagers were arrested over a burglary in Hamburg.",
        "A Norwegian sprinter was banned for two years.",
        "The club's manager was sacked on Friday.",
        "The animals were freed from a trap near Nairobi.",
    ],
)
def test_crime_and_sport_are_no_politics(acts: Acts, text: str) -> None:
    assert acts(text) == set()


def test_what_only_tells_who_somebody_is_happened_before(acts: Acts) -> None:
    assert acts("A court in Bishkek has freed a Kazakh reporter who had been jailed for a book.") == {
        "KGZJUD 08 KAZMED"
    }


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The Supreme Court in Lusaka ruled against the government's plan to build a dam.", "ZMBJUD 12 ZMBGOV"),
        ("A U.S. federal judge blocked the governor's order on refugees.", "USAJUD 12 USAGOV"),
        ("A Greek court overturned the conviction of two union leaders.", "GRCJUD 08 GRCLAB"),
        ("The Green Party pulled out of the Irish government on Sunday.", "IRLPTY 16 IRLGOV"),
        ("Detectives searched the home of the Austrian finance minister.", "AUTCOP 09 AUTGOV"),
        ("Sudan said it had foiled a coup plot by backers of the opposition.", "SDN 17 SDNCVL"),
    ],
)
def test_decisions_at_home(acts: Acts, text: str, act: str) -> None:
    assert act in acts(text)


def test_a_court_that_lifts_a_verdict_does_not_give_it(acts: Acts) -> None:
    assert not any(" 11 " in act for act in acts("A Greek court overturned the conviction of two union leaders."))


def test_anti_terrorist_police_are_police(acts: Acts) -> None:
    assert acts("Anti-terrorist police arrested six students in Milan.") == {"ITACOP 17 ITAEDU"}


def test_a_faith_protests_where_it_marches(acts: Acts) -> None:
    assert acts("Thousands of Muslims marched in Jakarta on Friday.") == {"MOS 14 IDN"}


def test_a_national_security_council_is_not_that_of_the_un(acts: Acts) -> None:
    assert acts("Ghana's National Security Council condemned Togo.") == {"GHAGOV 11 TGO"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Former Serbian general arrested in Argentina", "ARG 17 SRBELI"),
        ("Three Chinese workers kidnapped in Pakistan", "PAKUAF 18 CHNLAB"),
        ("Angola activist released in case that raised doubts", "AGOGOV 08 AGOCVL"),
        ("Hungarian governor wounded in attack by insurgents", "INS 18 HUNGOV"),
    ],
)
def test_headlines_leave_out_the_auxiliary(acts: Acts, text: str, act: str) -> None:
    assert act in acts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Syrian president and the Iranian president blamed each other for the raid.",
            {"SYRGOV 11 IRNGOV", "IRNGOV 11 SYRGOV"},
        ),
        (
            "The Estonian premier and the Latvian premier feuded over taxes.",
            {"ESTGOV 11 LVAGOV", "LVAGOV 11 ESTGOV"},
        ),
    ],
)
def test_what_two_do_to_each_other(acts: Acts, text: str, expected: set[str]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Muslim leaders in France condemned Sweden.", "FRAMOS 11 SWE"),
        ("Political opponents of the Maldives government condemned Sweden.", "MDVOPP 11 SWE"),
        ("The Belgian army chief of staff condemned Sweden.", "BELMIL 11 SWE"),
        ("An investigation by Danish police resulted in the arrests of five people.", "DNKCOP 17 DNKCVL"),
        ("Two Algerians are being held in custody in Rome on suspicion of forging passports.", "ITACOP 17 DZA"),
        ("An Indonesian court began the trial of a Malaysian cleric.", "IDNJUD 17 MYSCVL"),
        ("Voters in Ireland turned down the treaty on Friday.", "IRLCVL 12 IRL"),
    ],
)
def test_parties_at_home(acts: Acts, text: str, act: str) -> None:
    assert act in acts(text)
