"""What is suggested in place of a wrong cell: right before plenty, each case written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diplopack.validation import cells

if TYPE_CHECKING:
    import datetime as dt

DATES = {
    "2021/05/03": "2021-05-03",
    "2021.05.03": "2021-05-03",
    "2021 05 03": "2021-05-03",
    "2021-5-3": "2021-05-03",
    "2021-5": "2021-05",
    "2021/05": "2021-05",
    "05/2021": "2021-05",
    "5-2021": "2021-05",
    "20210503": "2021-05-03",
    "202105": "2021-05",
    "3 May 2021": "2021-05-03",
    "03 may 2021": "2021-05-03",
    "3rd of May 2021": "2021-05-03",
    "3-May-2021": "2021-05-03",
    "May 3, 2021": "2021-05-03",
    "Sept. 3 2020": "2020-09-03",
    "2021 May 3": "2021-05-03",
    "Monday, 3 May 2021": "2021-05-03",
    "May 2021": "2021-05",
    "May, 2021": "2021-05",
    "2021 May": "2021-05",
    "13/04/2021": "2021-04-13",
    "04/13/2021": "2021-04-13",
    "13.04.2021": "2021-04-13",
    "03/03/2021": "2021-03-03",
    "31/12/2020": "2020-12-31",
    "2021-05-03T10:00:00Z": "2021-05-03",
    "2021-05-03 00:00:00": "2021-05-03",
    "2021–05–03": "2021-05-03",
    "２０２１-05-03": "2021-05-03",
    "2021-13-05": "2021-05-13",
    # one reading at most, or none that exists
    "03/04/2021": None,
    "3.4.2021": None,
    "03/04/21": None,
    "3 May 21": None,
    "21-05-03": None,
    "201112": None,
    "44319": None,
    "2021-02-30": None,
    "30 February 2021": None,
    "2021-13": None,
    "32/13/2020": None,
    "3 May 2031": None,
    "3 May": None,
    "2021-05-03/2021-05-05": None,
    "c. 2021": None,
    "last week": None,
    "2021-W05": None,
}
EVENT_CODES = {
    "36": "036",
    "42": "042",
    "1": "01",
    "211": "0211",
    "042.0": "042",
    "42.0": "042",
    "42,0": "042",
    "4.2E1": "042",
    "4.2e+01": "042",
    "190.0": "190",
    "1.9E2": "190",
    "0.42": "042",
    "0 42": "042",
    "'042": "042",
    "#042": "042",
    "042.": "042",
    "-42": "042",
    "CAMEO 042": "042",
    "042 Make a visit": "042",
    "Make a visit": "042",
    "make a visit": "042",
    "O42": "042",
    "l90": "190",
    # 10 and 010 are codes; so are 042 and 043
    "10.0": None,
    "1E1": None,
    "042/043": None,
    "042 or 043": None,
    "0420": None,
    "999": None,
    "36 rooms and 2 halls": None,
    "visit": None,
    "4.2": None,
}
ACTOR_CODES = {
    "CHNGVO": "CHNGOV",
    "CNHGOV": "CHNGOV",
    "CHGNOV": "CHNGOV",
    "CHNGOVV": "CHNGOV",
    "RUSSGOV": "RUSGOV",
    "RUSGV": "RUSGOV",
    "FRAGPV": "FRAGOV",
    "CHNGOVMLI": "CHNGOVMIL",
    "IGUONO": "IGOUNO",
    "IGOUNI": "IGOUNO",
    "USCAHRCTH": "USACHRCTH",
    "chngov": "CHNGOV",
    "ChnGov": "CHNGOV",
    "USA GOV": "USAGOV",
    "USA-GOV": "USAGOV",
    "USA/GOV": "USAGOV",
    "chn_gov": "CHNGOV",
    "CHNG0V": "CHNGOV",
    "GOVCHN": "CHNGOV",
    "CN": "CHN",
    "cn": "CHN",
    "US": "USA",
    "USGOV": "USAGOV",
    "UK": "GBR",
    "UKGOV": "GBRGOV",
    "GER": "DEU",
    "GERMIL": "DEUMIL",
    "NED": "NLD",
    "ROM": "ROU",
    "ROMGOV": "ROUGOV",
    "TMP": "TLS",
    "UN": "IGOUNO",
    "EU": "IGOEEC",
    "NATO": "IGONAT",
    "China": "CHN",
    "china": "CHN",
    "the United States": "USA",
    "U.S.": "USA",
    "Chinese": "CHN",
    "Beijing": "CHN",
    "Türkiye": "TUR",
    "Côte d’Ivoire": "CIV",
    "United Nations": "IGOUNO",
    "Chinese government": "CHNGOV",
    "China GOV": "CHNGOV",
    # of several as likely, or of none
    "CHGOV": None,
    "CHM": None,
    "CH": None,
    "XYZ": None,
    "CHNXXX": None,
    "CHNUSA": None,
    "Xi Jinping": None,
    "somebody": None,
    "C": None,
    "CHNGOV" * 20: None,
}
ADDRESSES = {
    "www.bbc.com/news": "https://www.bbc.com/news",
    "bbc.com": "https://bbc.com",
    "htp://bbc.com/x": "http://bbc.com/x",
    "htps://bbc.com/x": "https://bbc.com/x",
    "http//bbc.com/x": "http://bbc.com/x",
    "https:/bbc.com/x": "https://bbc.com/x",
    "https:bbc.com/x": "https://bbc.com/x",
    "HTTPS://bbc.com/X": "https://bbc.com/X",
    "<https://bbc.com/x>": "https://bbc.com/x",
    "https://bbc.com/a b": "https://bbc.com/a%20b",
    "ftp://bbc.com/x": None,
    "file:///etc/passwd": None,
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "http://newsroom/x": None,
    "https:///x": None,
    "see the BBC": None,
}
TEXTS = {
    "- He left.": "He left.",
    "@ada": "ada",
    "a\u200bb": "ab",
    "a\ufeffb": "ab",
    "\u202etxt": "txt",
    " Ada ": "Ada",
    "Ada\u00a0": "Ada",
    "a\rb": "a b",
    '=HYPERLINK("https://example.org")': None,
    "+1 said nothing": None,
    "-5 degrees": None,
    " =1+1": None,
}
CASES = [
    (column, found, meant)
    for column, cases in (
        ("event_date", DATES),
        ("event_code", EVENT_CODES),
        ("actor_code", ACTOR_CODES),
        ("source_url", ADDRESSES),
        ("quote", TEXTS),
    )
    for found, meant in cases.items()
]


@pytest.mark.parametrize(("column", "found", "meant"), CASES)
def test_suggests_what_was_meant_or_nothing(column: str, found: str, meant: str | None, today: dt.date) -> None:
    fault = cells.fault(column, found, today)
    assert fault is not None
    assert fault.suggestion == meant


@pytest.mark.parametrize(("column", "found", "meant"), [case for case in CASES if case[2]])
def test_a_suggestion_is_valid(column: str, found: str, meant: str, today: dt.date) -> None:
    assert cells.fault(column, meant, today) is None, found
