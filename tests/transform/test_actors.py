"""Actors: whom a phrase names, with country and role, by the codes that the events carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = Callable[..., tuple[dict[str, Any], ...]]
    Acts = Callable[..., set[str]]
    Codes = Callable[..., set[str]]


# -- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("China", "CHN"),
        ("The United States", "USA"),
        ("The US", "USA"),
        ("The U.S.", "USA"),
        ("South Korea", "KOR"),
        ("North Korea", "PRK"),
        ("Côte d'Ivoire", "CIV"),
        ("The Chinese", "CHN"),
        ("Beijing", "CHN"),
        ("Washington", "USA"),
        ("NATO", "IGONAT"),
        ("The United Nations", "IGOUNO"),
        ("The European Union", "IGOEEC"),
        ("Hezbollah", "LBNHEZ"),
        ("Hamas", "PSEHMS"),
        ("The Taliban", "AFGTAL"),
    ],
)
def test_name(acts: Acts, actor: str, code: str) -> None:
    assert acts(f"{actor} condemned Sweden.") == {f"{code} 11 SWE"}
    assert acts(f"Sweden condemned {actor.replace('The ', 'the ')} on Monday.") == {f"SWE 11 {code}"}


@pytest.mark.parametrize(
    ("seat", "country"), [("The Kremlin", "RUS"), ("The White House", "USA"), ("The Pentagon", "USA")]
)
def test_seat_of_power(codes: Codes, seat: str, country: str) -> None:
    assert codes(f"{seat} condemned Sweden.") == {f"{country} 111 SWE"}


def test_former_states_go_by_date(acts: Acts) -> None:
    assert acts("The Soviet Union condemned Sweden.", "1986-05-02") == {"SUN 11 SWE"}
    assert acts("Moscow condemned Sweden.", "1986-05-02") <= {"SUN 11 SWE", "RUS 11 SWE"}


# -- roles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("The Chinese government", "CHNGOV"),
        ("The Chinese foreign ministry", "CHNGOV"),
        ("China's foreign ministry", "CHNGOV"),
        ("The foreign ministry of China", "CHNGOV"),
        ("A Chinese foreign ministry spokesman", "CHNGOV"),
        ("The Chinese president", "CHNGOV"),
        ("The president of China", "CHNGOV"),
        ("The foreign minister of China", "CHNGOV"),
        ("The government of China", "CHNGOV"),
        ("Officials in China", "CHNGOV"),
        ("The Chinese ambassador to Norway", "CHNGOV"),
        ("The Chinese army", "CHNMIL"),
        ("Chinese troops", "CHNMIL"),
        ("Chinese police", "CHNCOP"),
        ("A Chinese police officer", "CHNCOP"),
        ("The Chinese parliament", "CHNLEG"),
        ("A Chinese court", "CHNJUD"),
        ("Chinese students", "CHNEDU"),
        ("Chinese journalists", "CHNMED"),
        ("Chinese farmers", "CHNAGR"),
        ("A Chinese company", "CHNBUS"),
        ("Chinese rebels", "CHNREB"),
        ("The Chinese opposition", "CHNOPP"),
    ],
)
def test_role_with_its_country(acts: Acts, actor: str, code: str) -> None:
    assert acts(f"{actor} condemned Sweden.") == {f"{code} 11 SWE"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police in Belarus arrested an opposition leader.", "BLRCOP 17 BLROPP"),
        ("Rebels attacked an army base in Mali.", "MLIREB 19 MLIMIL"),
        ("The Ugandan parliament criticised the president.", "UGALEG 11 UGAGOV"),
        ("A court in Ankara jailed an opposition politician.", "TURJUD 17 TUROPP"),
        ("Ethiopia arrested an opposition leader.", "ETH 17 ETHOPP"),
        ("Egypt's army attacked militants in Sinai.", "EGYMIL 19 EGYINS"),
        ("The army killed protesters in Yangon.", "MMRMIL 19 MMRCVL"),
    ],
)
def test_domestic_parties_take_the_country_of_the_text(acts: Acts, text: str, expected: str) -> None:
    assert expected in {act.replace(" 18 ", " 19 ") for act in acts(text)}


def test_no_country_where_the_text_gives_none(rows: Rows) -> None:
    for row in rows("Rebels attacked an army base."):
        assert row["actor_country"] is None
        assert row["target_country"] is None


# -- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actor",
    [
        "Croatian Foreign Minister Anna Kovac",
        "Croatia's foreign minister, Anna Kovac,",
        "Anna Kovac, Croatia's foreign minister,",
        "Anna Kovac, the Croatian foreign minister,",
        "Anna Kovac, the foreign minister of Croatia,",
    ],
)
def test_somebody_introduced_by_title_or_apposition(acts: Acts, actor: str) -> None:
    assert acts(f"{actor} condemned Sweden.") == {"HRVGOV 11 SWE"}
    assert "HRVGOV 05 NOR" in acts(f"{actor} condemned Sweden. Kovac praised Norway.")


@pytest.mark.parametrize(
    ("name", "published", "code"),
    [
        ("George Bush", "1990-08-10", "USAGOV"),
        ("George Bush", "2005-08-10", "USAGOV"),
        ("Kim Dae-jung", "1999-05-04", "KORGOV"),
        ("Kim Jong Un", "2015-05-04", "PRKGOV"),
        ("Foreign Secretary David Miliband", "2009-05-04", "GBRGOV"),
        ("Emmanuel Macron", "2019-08-10", "FRAGOV"),
        ("Angela Merkel", "2010-08-10", "DEUGOV"),
        ("Barack Obama", "2012-08-10", "USAGOV"),
        ("Barack Obama", "2021-08-10", "USAELI"),
    ],
)
def test_office_holder(acts: Acts, name: str, published: str, code: str) -> None:
    assert acts(f"{name} condemned Sweden.", published) == {f"{code} 11 SWE"}


@pytest.mark.parametrize(
    ("name", "published", "code"),
    [
        ("President Conte", "2000-05-06", "GINGOV"),
        ("Prime Minister Conte", "2019-05-06", "ITAGOV"),
        ("Foreign Minister Petersen", "1995-05-06", "DNKGOV"),
        ("Foreign Minister Petersen", "2003-05-06", "NORGOV"),
        ("President Duarte", "1987-05-06", "SLVGOV"),
        ("President Duarte", "2006-05-06", "PRYGOV"),
        ("Mr. Manley", "1991-05-06", "JAMGOV"),
        ("Mr. Manley", "2001-05-06", "CANGOV"),
        ("President Kim", "1999-05-06", "KORGOV"),
    ],
)
def test_one_surname_is_whoever_held_office_then(acts: Acts, name: str, published: str, code: str) -> None:
    assert acts(f"{name} condemned Sweden.", published) == {f"{code} 11 SWE"}


@pytest.mark.parametrize("name", ["Colin Powell", "Powell", "Mr. Powell"])
def test_who_left_office_is_no_government(acts: Acts, name: str) -> None:
    assert acts(f"{name} condemned Sweden.", "2003-05-06") == {"USAGOV 11 SWE"}
    assert acts(f"{name} condemned Sweden.", "2008-05-06") <= {"USAELI 11 SWE"}


@pytest.mark.parametrize("name", ["Anna Kovac", "Peter Lindqvist"])
def test_a_stranger_is_of_no_country(rows: Rows, name: str) -> None:
    assert not [row for row in rows(f"{name} condemned Sweden.") if row["actor_country"] not in {None, "SWE"}]


# -- several ------------------------------------------------------------------------------------------------------


def test_coordination_gives_one_event_each(acts: Acts) -> None:
    assert acts("France, Germany and Italy condemned Sweden.") == {"FRA 11 SWE", "DEU 11 SWE", "ITA 11 SWE"}
    assert acts("Canada and Norway condemned Iran and Syria.") == {
        f"{actor} 11 {target}" for actor in ("CAN", "NOR") for target in ("IRN", "SYR")
    }
    assert acts("The French and German foreign ministers condemned Sweden.") == {"FRAGOV 11 SWE", "DEUGOV 11 SWE"}


def test_no_code_joins_two_countries(rows: Rows) -> None:
    for row in rows("US and South Korean troops attacked Iranian and Syrian soldiers."):
        assert {row["actor_code"], row["target_code"]} <= {"USAMIL", "KORMIL", "IRNMIL", "SYRMIL"}


def test_mutual_acts_go_both_ways(acts: Acts) -> None:
    assert acts("China and Japan signed a trade agreement.") == {"CHN 05 JPN", "JPN 05 CHN"}
    assert acts("The Polish president met the Czech president.") == {"POLGOV 04 CZEGOV", "CZEGOV 04 POLGOV"}


# -- what refers back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Croatian president condemned Sweden. He also threatened Norway.", "HRVGOV 13 NOR"),
        ("Croatian President Anna Kovac condemned Sweden. She also threatened Norway.", "HRVGOV 13 NOR"),
        ("Croatia condemned Sweden. It also threatened Norway.", "HRV 13 NOR"),
        ("Croatian rebels condemned Sweden. They also threatened Norway.", "HRVREB 13 NOR"),
        ("Croatia said it condemned Sweden.", "HRV 11 SWE"),
        ("India's foreign ministry criticised Iran. The ministry also condemned Sweden.", "INDGOV 11 SWE"),
        ("Taiwan criticised Iran. The island also condemned Sweden.", "TWN 11 SWE"),
        ("Chad criticised Iran. The country also condemned Sweden.", "TCD 11 SWE"),
        ("Brazil and Peru held talks. The two countries signed a treaty.", "BRA 05 PER"),
        ("Brazil and Peru held talks. Both sides signed a treaty.", "PER 05 BRA"),
        ("The International Criminal Court met in May. The court condemned Sweden.", "IGOICC 11 SWE"),
    ],
)
def test_reference(acts: Acts, text: str, expected: str) -> None:
    assert expected in {act.replace("IGOJUDICC", "IGOICC").replace("IGOCRMICC", "IGOICC") for act in acts(text)}


@pytest.mark.parametrize("text", ["He condemned Sweden.", "They condemned Sweden.", "Both sides condemned Sweden."])
def test_nobody_to_refer_to(acts: Acts, text: str) -> None:
    assert acts(text) == set()


def test_articles_share_nothing(acts: Acts) -> None:
    acts("The Croatian president condemned Sweden.")
    assert acts("He condemned Sweden on Monday.") == set()


# -- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake struck in Tokyo.",
        "Tokyo was hit by heavy snow on Monday.",
        "A bus crashed near Cairo and killed twelve people.",
        "Ten people died when a ferry sank off Greece.",
        "A flood killed five people in Mumbai.",
        "A new airport opened in Istanbul on Friday.",
        "Shares rose in London and fell in Paris.",
    ],
)
def test_a_place_does_nothing(acts: Acts, text: str) -> None:
    assert acts(text) == set()


@pytest.mark.parametrize(
    ("text", "outsider"),
    [
        ("The Polish president met the Czech president in Vienna.", "AUT"),
        ("Iranian officials held talks with Iraqi officials in Geneva.", "CHE"),
        ("Turkish students protested in Paris against Israel.", "FRA"),
        ("The Indian prime minister condemned Pakistan in London.", "GBR"),
        ("Israel and Syria signed a treaty in Oslo.", "NOR"),
        ("Speaking in Madrid, the Peruvian president criticised Chile.", "ESP"),
    ],
)
def test_where_it_happened_is_no_party(rows: Rows, text: str, outsider: str) -> None:
    found = rows(text)
    assert found
    assert outsider not in {country for row in found for country in (row["actor_country"], row["target_country"])}


def test_protesters_are_people_of_where_they_protest(acts: Acts) -> None:
    assert acts("Thousands of people protested in Paris against the government.") == {"FRACVL 14 FRAGOV"}
