"""What feeds and agencies send: half decoded marks, datelines, and the conflicts they report; sentences of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Acts = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # marks that were decoded by halves
        ("Russian jets quot;bombed quot; the Georgian town, witnesses said.", "RUSMIL 19 GEO"),
        ("Iran called Iraq a quot;terrorist quot; state.", "IRN 11 IRQ"),
        # datelines without a dash, and agencies before them
        ("BAGHDAD British troops arrested ten militants on Monday.", "GBRMIL 17 IRQINS"),
        ("Canadian Press - LIMA (AP) - Police arrested an opposition leader on Monday.", "PERCOP 17 PEROPP"),
        # lands that have been another's
        ("Russia condemned the former Soviet republic of Georgia.", "RUS 11 GEO"),
        # whose soldiers and settlers
        ("Soldiers shot dead a Palestinian teenager in the Gaza Strip.", "ISRMIL 19 PSECVL"),
        ("Settlers burned olive trees in a West Bank village.", "ISRSET 17 PSE"),
        ("Jewish settlers attacked Palestinian villagers.", "ISRSET 18 PSECVL"),
        ("A rocket hit a Jewish settlement in Gaza.", "PSEUAF 19 ISRSET"),
        ("Israeli police held an officer after fellow soldiers killed a Palestinian girl.", "ISRMIL 19 PSECVL"),
        ("Israeli jet fighters bombed Beirut.", "ISRMIL 19 LBN"),
        ("Mutinous soldiers shot the commander of Guinea's army.", "GINREB 19 GINMIL"),
        # who holds a place
        ("Iraq's prime minister warned the rebel-held city of Ramadi.", "IRQGOV 13 IRQREB"),
        ("American planes bombed the rebel-held town of Hit in Iraq.", "USAMIL 19 IRQREB"),
        # armies abroad
        ("The American military killed 100 rebels.", "USAMIL 19 REB"),
        ("The Nigerian army killed 100 rebels.", "NGAMIL 19 NGAREB"),
        ("American troops supported Iraqi soldiers in raids on mosques.", "USAMIL 06 IRQMIL"),
        # visits, told by the way
        ("President Chirac chaired a conference on debt in Senegal.", "FRAELI 04 SEN"),
        ("Wen Jiabao declared that China was a friend during a visit to Mali.", "CHNELI 04 MLI"),
        # what is given
        ("Pakistan provided security to Chinese engineers.", "PAK 07 CHNLAB"),
        # whose men, envoys and troops
        ("American troops killed ten of Zarqawi's fighters.", "USAMIL 19 IMGALQIRQ"),
        ("Osama bin Laden's deputy threatened Denmark.", "IMGALQ 13 DNK"),
        ("The UN said its envoy in Sudan had met rebels.", "IGOUNO 04 SDNREB"),
        ("Poland plans to reduce the number of its troops in Iraq.", "POL 03 IRQ"),
        # what a deadline or a threat brought about, and where a body will meet
        ("The Sudanese army withdrew after Kenya set a three-day deadline.", "KEN 13 SDNMIL"),
        ("African Union ministers are to meet in Togo to discuss the plan.", "IGOAFU 03 TGO"),
        ("Nagpur News gt; Guwahati, Oct 2 : Ten people were killed when a landmine exploded.", "INDUAF 18 INDCVL"),
        ("A tape released by Osama bin Laden's deputy calls for attacks on Poland.", "IMGALQ 11 POL"),
        ("Iran rebuffed suggestions by Turkey that it hold talks.", "IRN 12 TUR"),
        # officials at home
        ("Election officials rejected an appeal by the German Social Democratic Party.", "DEUGOV 12 DEUPTY"),
    ],
)
def test_wire_news(acts: Acts, text: str, expected: str) -> None:
    assert expected in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers in the former French colony stayed in their barracks.",
        "The American military may shorten tours of duty, officials said.",  # of which state, they do not say
        "A plane heading from Hong Kong was searched, British police said.",
        "TOKYO (Reuters) - Germany voiced fears for the future.",  # not of where it was written
        "Nigerian and Malian prisoners are expected to be freed.",  # by whom?
        "American planes bombed the Iraqi south with leaflets.",
        "Afghans prepare for their first elections.",
        "President Hu Jintao visited Tibet.",
        "The candidates in Nevada argued over who offered the best plan.",
    ],
)
def test_silent(acts: Acts, text: str) -> None:
    assert acts(text) == set()
