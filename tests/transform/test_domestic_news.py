"""Domestic politics as agencies and local papers tell it: sentences of our own, coded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Acts = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a province or a city and the state above it, courts and officials
        ("KARACHI: The Sindh chief minister accused the federal government of withholding water.", "PAKGOV 11 PAK"),
        ("The mayor of London criticised the government for cutting police budgets.", "GBRGOV 11 GBR"),
        ("The Delhi High Court directed the state government to file a report on dengue deaths.", "INDJUD 10 INDGOV"),
        ("The Nigerian Senate has summoned the police chief over the riots.", "NGALEG 10 NGACOP"),
        ("The Enforcement Directorate questioned the former minister for six hours in New Delhi.", "INDCOP 09 INDELI"),
        # charges and murder that nobody is named for
        ("A Ugandan opposition politician has been charged with treason.", "UGACOP 17 UGAOPP"),
        ("KARACHI: A member of the provincial assembly was gunned down on Friday.", "PAKUAF 18 PAKLEG"),
        # parties whose country only another phrase of the sentence gives
        ("A federal grand jury in Boston indicted three men.", "USAJUD 17 USACVL"),
        ("Police arrested ten people in Kano as protesters blocked a road.", "NGACVL 14 NGA"),
        # what officials say of their own country, and what others say against a government
        ("Iran's oil minister said the country's output would reach four million barrels a day.", "IRNGOV 01 IRN"),
        ("Ghana's trade minister said his country was open for business.", "GHAGOV 01 GHA"),
        ("Chinese President Xi Jinping delivers a speech at the Great Hall of the People in Beijing.", "CHNGOV 01 CHN"),
        ("PTI leader Asad Umar said on Friday the government was misleading the nation.", "PAKPTYPTI 11 PAKGOV"),
        # what a government promises those whom it governs
        ("Tunisia's prime minister has promised to create 60,000 jobs this year.", "TUNGOV 03 TUN"),
        ("Ghana's president vowed to fight corruption in the public service.", "GHAGOV 03 GHA"),
        ("The U.S. Senate Intelligence Committee subpoenaed the former aide.", "USALEG 10 USAELI"),
        ("Human rights groups accused Ethiopian security forces of abuses.", "NGO 11 ETHMIL"),
        ("Brazil's lower house voted to impeach President Dilma Rousseff.", "BRALEG 17 BRAELI"),
        # parties at home whom only the words beside them place
        ("The Nepalese parliament voted to oust Prime Minister Khadga Oli.", "NPLLEG 17 NPLGOV"),
        ("A human rights group said Uzbek prisons were getting worse.", "NGO 01 UZBCOP"),
        ("Three American soldiers were charged with murdering an Iraqi general.", "USACOP 17 USAMIL"),
        ("Israel's premier met settlement leaders on Sunday.", "ISRGOV 04 ISRSET"),
        ("Opposition leaders in Mali turned their anger on the president.", "MLIOPP 11 MLIGOV"),
        ("Kenyan police killed the country's most wanted terrorist on Sunday.", "KENCOP 19 KENINS"),
        # a caption of those who meet
        ("French President Francois Hollande poses with the Malian president in Bamako.", "FRAELI 04 MLIGOV"),
    ],
)
def test_domestic_politics(acts: Acts, text: str, expected: str) -> None:
    assert expected in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "The State Department said Americans enjoy hiking.",  # it is no government of a state within another
        "Ghana's trade minister said prices had risen.",  # of no party
        "The police officer booked a flight to Nairobi.",
    ],
)
def test_no_second_party(acts: Acts, text: str) -> None:
    assert acts(text) == set()
