"""What a sentence means by what the article told before it."""

from __future__ import annotations

import pytest

import diplopack

# An article, its date, and an event of its last sentence: country of actor and target, and root.
ARTICLES = [
    ("Russian tanks rolled into Georgia on Friday. Washington condemned the invasion.", "2008-08-12", "USA 11 RUS"),
    ("Gunmen stormed Iran's parliament. Islamic State claimed responsibility.", "2017-06-07", "IMG 01 IRN"),
    ("Iran blamed Saudi Arabia for the attack. Riyadh denied any role.", "2017-06-07", "SAU 01 IRN"),
    ("Hizbollah captured two Israeli soldiers. Israel responded with air strikes.", "2006-07-12", "ISR 19 LBN"),
    (
        "Israeli jets bombed Lebanon on Thursday. France criticised the bombing of Beirut airport.",
        "2006-07-13",
        "FRA 11 ISR",
    ),
    (
        "Turkish forces crossed into Syria on Wednesday. Jets pounded Kurdish positions near Aleppo.",
        "2019-10-09",
        "TUR 19 KUR",
    ),
    ("ECOWAS closed its borders with Mali. The bloc demanded a return to civilian rule.", "2020-09-01", "IGO 10 MLI"),
    (
        "Mali's junta freed a former minister. The junta's spokesman said it would hold talks with France.",
        "2020-09-01",
        "MLI 03 FRA",
    ),
    (
        "North Korea shelled a South Korean island. China, its main ally, urged the South to hold talks.",
        "2010-11-23",
        "CHN 02 KOR",
    ),
    (
        "Myanmar's army seized power. President Joe Biden threatened to impose sanctions on the country's generals.",
        "2021-02-01",
        "USA 13 MMR",
    ),
    (
        "Turkey accused Saudi Arabia of killing a journalist. Washington warned the kingdom of severe punishment.",
        "2018-10-06",
        "USA 13 SAU",
    ),
    (
        "Thousands of ethnic Albanians fled to Macedonia. Its government asked NATO for help.",
        "1999-03-24",
        "MKD 02 IGO",
    ),
]


@pytest.mark.parametrize(("text", "published", "event"), ARTICLES)
def test_event(text: str, published: str, event: str) -> None:
    found = diplopack.code(text, published=published)
    whose = zip(found["actor_code"], found["event_code"], found["target_code"], strict=True)
    assert event in {f"{actor[:3]} {code[:2]} {target[:3]}" for actor, code, target in whose}


# Articles, and what their last sentence does not tell: it is supposed, somebody else's, or nobody's.
SILENT = [
    (
        "North Korea shelled an island. The South's president ordered his military to strike the North if it fired.",
        "KOR 19 PRK",
    ),
    ("Belarus denied that its troops had shot down a drone.", "BLR 01 BLR"),
    ("Iran blamed Saudi Arabia for two attacks in Tehran that killed 12 people.", "SAU 19 SAU"),
    ("Iranian riot police fired tear gas at protesters in Tehran.", "IRN 14 IRN"),
    ("Israel and the Palestinians agreed to a ceasefire.", "ISR 03 ISR"),
]


@pytest.mark.parametrize(("text", "event"), SILENT)
def test_no_such_event(text: str, event: str) -> None:
    found = diplopack.code(text, published="2012-06-15")
    whose = zip(found["actor_code"], found["event_code"], found["target_code"], strict=True)
    assert event not in {f"{actor[:3]} {code[:2]} {target[:3]}" for actor, code, target in whose}
