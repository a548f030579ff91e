"""Words, idioms and the slots in which their parties stand: what the lexicon reads of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Codes = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is set to happen, and deadlines that are set
        ("Japan's prime minister is set to meet Chinese leaders.", "JPN 036 CHN"),
        ("The Japanese prime minister is poised to visit China.", "JPN 036 CHN"),
        ("The European Union set Sudan a 30-day deadline to disarm the militias.", "None 139 SDN"),
        ("The European Union set a deadline for Sudan to disarm the militias.", "None 139 SDN"),
        ("Israel served notice on Syria that it would not tolerate attacks.", "ISR 130 SYR"),
        ("Iran faces a Turkish deadline to release the crew.", "TUR 139 IRN"),
        # permissions and backing that are received
        ("Israel received a green light from Washington to build the road.", "USA 030 ISR"),
        ("India won the backing of Britain for its bid.", "GBR 051 IND"),
        ("Britain agreed to meet a French request for more troops.", "GBR 030 FRA"),
        # what is foiled, blocked or stalled
        ("Turkey foiled a plot by Kurdish militants to bomb a station.", "TUR 170 TUR"),
        ("Egyptian police thwarted an attack by Libyan militants.", "EGY 170 LBY"),
        ("The United States blocked Iran's application to join the World Bank.", "USA 120 IRN"),
        ("China stalled Mongolia's bid for observer status.", "CHN 120 MNG"),
        ("South Korea stopped a shipment of chemicals to North Korea.", "KOR 163 PRK"),
        ("Zimbabwe turned away a delegation of South African trade unionists.", "ZWE 120 ZAF"),
        # words that answer words
        ("India responded coolly to suggestions by Pakistan's president on Kashmir.", "IND 010 PAK"),
        ("The United States reacted cautiously to Iran's announcement.", "USA 010 IRN"),
        ("Sudan disputed Ethiopian estimates of the number of dead.", "SDN 111 ETH"),
        ("France hardened its line against Turkey.", "FRA 110 TUR"),
        ("Iraqi officials suspect Syria of harbouring rebels.", "IRQ 112 SYR"),
        ("Cuba embraced Venezuela's new president.", "CUB 051 VEN"),
        ("Turkey called the Israeli raid a massacre.", "TUR 111 ISR"),
        ("Iran's foreign ministry described the Turkish resolution as illegal.", "IRN 111 TUR"),
        ("Pakistan poured scorn on Indian claims.", "PAK 111 IND"),
        ("Cuba heaped abuse on Mexico.", "CUB 111 MEX"),
        ("China took Japan to task over the textbook.", "CHN 111 JPN"),
        ("Australia rallied to the defence of Japan.", "AUS 052 JPN"),
        # visits and envoys
        ("The Indian prime minister is expected in Beijing next month.", "IND 036 CHN"),
        ("The Turkish ambassador paid a call on Greek leaders.", "TUR 042 GRC"),
        ("Jordan withdrew its ambassador to Israel.", "JOR 161 ISR"),
        # searches, sieges, moved weapons
        ("Turkish police searched the Greek consul's residence.", "TUR 090 GRC"),
        ("Colombian rebels laid siege to a Venezuelan army base.", "COL 191 VEN"),
        ("China moved missiles to the coast opposite Taiwan.", "CHN 154 TWN"),
        ("Israel stepped up patrols along the Lebanese border.", "ISR 150 LBN"),
        ("Russian bombers flew close to Norwegian airspace.", "RUS 150 NOR"),
        ("Italy rescued 300 Tunisian migrants off Sicily.", "ITA 073 TUN"),
        ("American helicopters dropped food to Indonesian villagers.", "USA 073 IDN"),
        ("Germany is to provide training for Iraqi police.", "DEU 0332 IRQ"),
        ("Russia wants to deepen its friendship with India.", "RUS 022 IND"),
        ("U.S. troops launched a major assault to recapture an Iraqi town.", "USA 190 IRQ"),
        ("Iraqi rebels sneaked into an American camp.", "IRQ 190 USA"),
        ("Ethiopian troops entered Somalia.", "ETH 190 SOM"),
        ("A Chinese court ordered the retrial of a Canadian man.", "CHN 173 CAN"),
        ("Japan sent a team of doctors to Haiti.", "JPN 073 HTI"),
        ("The Ugandan government said Rwandan rebels were responsible for the blast.", "UGA 1123 RWA"),
        ("India said Pakistan was behind the attack.", "IND 1123 PAK"),
        ("Russia is seeking a new partnership to boost trade with India.", "RUS 022 IND"),
        ("Gunmen in Iraq seized two Italian aid workers.", "IRQ 181 ITA"),
    ],
)
def test_words_and_idioms(codes: Codes, text: str, expected: str) -> None:
    assert expected in codes(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China stood by its ally North Korea.", "CHN 051 PRK"),  # the name that an apposition gives
        ("Japan expressed regret over its treatment of Chinese prisoners.", "JPN 110 CHN"),  # not its owner
        ("The Iranian delegation left for Moscow.", "IRN 042 RUS"),  # a verb read as a participle
        ("Israel sealed off the West Bank.", "ISR 191 PSE"),  # a particle read as a preposition
        ("Nepal's government and Maoist rebels signed a ceasefire.", "NPL 057 NPL"),  # two parties, not two kinds
        ("A bomb planted by Iraqi militants injured two French policemen.", "IRQ 183 FRA"),
        ("Sudan's president rejected the plan proposed by Ethiopia.", "SDN 120 ETH"),  # who made a thing
        ("The Arab League expressed its rejection and condemnation of the Israeli plan.", "None 120 ISR"),
        ("President Cyril Ramaphosa left Ivory Coast after talks.", "ZAF 042 CIV"),  # the title before a name
        ("Turkey-Armenia talks resumed in Geneva on Monday.", "TUR 046 ARM"),
        ("The Iran-Iraq talks opened in Amman.", "IRN 046 IRQ"),
        ("Talks between Chad and Sudan will resume in Kenya.", "TCD 036 SDN"),  # of a verb that only begins an act
        ("Two Turkish soldiers were killed in Turkey when their vehicle hit a land mine.", "TUR 1833 TUR"),
    ],
)
def test_where_the_parties_stand(codes: Codes, text: str, expected: str) -> None:
    assert expected in codes(text)


def test_a_foiled_attack_is_no_attack(codes: Codes) -> None:
    assert not any(" 18" in code or " 19" in code for code in codes("Egypt thwarted an attack by Libyan militants."))
