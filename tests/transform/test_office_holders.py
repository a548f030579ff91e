"""The table of office-holders: what the coder looks names up in must be well formed and true."""

import calendar
import csv
import datetime as dt
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "etl" / "diplopack" / "transform" / "lexicon" / "office_holders.csv"
CODES = ROOT / "schema" / "codes"
COLUMNS = ["name", "surname", "aliases", "country", "organization", "role", "office", "from", "until"]
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# One person at a time: two holders of these are either a mistake in a date or in a country.
SINGULAR = {
    "president", "prime minister", "premier", "chancellor", "monarch", "king", "queen", "emir", "supreme leader",
    "foreign minister", "foreign secretary", "secretary of state", "defence minister", "defence secretary",
    "secretary of defense", "national security adviser", "treasury secretary", "finance minister",
    "interior minister", "speaker of parliament", "speaker of the House", "UN secretary-general",
    "NATO secretary-general", "president of the European Commission", "EU foreign policy chief",
    "IMF managing director", "World Bank president", "WHO director-general", "IAEA director general",
    "Arab League secretary-general", "ICC prosecutor",
}  # fmt: skip
LONGEST_HANDOVER = dt.timedelta(days=60)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


ROWS = read(TABLE)


def first_day(text: str) -> dt.date:
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def last_day(text: str) -> dt.date:
    if not text:
        return dt.date.max
    match [int(part) for part in text.split("-")]:
        case [year]:
            return dt.date(year, 12, 31)
        case [year, month]:
            return dt.date(year, month, calendar.monthrange(year, month)[1])
        case [year, month, day]:
            return dt.date(year, month, day)
        case _:
            raise ValueError(text)


def certain_overlap(one: dict[str, str], other: dict[str, str]) -> dt.timedelta:
    """How long both surely held it: a date known to the month or year is read in favour of no overlap."""
    ends = [first_day(row["until"]) if row["until"] else dt.date.max for row in (one, other)]
    return min(ends) - max(last_day(row["from"]) for row in (one, other))


def label(row: dict[str, str]) -> str:
    where = row["country"] or row["organization"]
    return f"{row['name']}, {row['office']} ({where}) {row['from']}..{row['until']}"


def offices_on(name: str, date: str) -> set[tuple[str, str, str, str]]:
    day = dt.date.fromisoformat(date)
    return {
        (row["country"], row["organization"], row["role"], row["office"])
        for row in ROWS
        if name in (row["name"], *row["aliases"].split("|")) and first_day(row["from"]) <= day <= last_day(row["until"])
    }


def test_file_is_plain_utf8_csv_with_the_documented_header() -> None:
    raw = TABLE.read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    with TABLE.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle, strict=True))
    assert lines[0] == COLUMNS
    assert {len(line) for line in lines} == {len(COLUMNS)}
    assert len(lines) > 1300


def test_cells_have_no_stray_space_and_none_that_is_needed_is_empty() -> None:
    stray = [label(row) for row in ROWS if any(cell != " ".join(cell.split()) for cell in row.values())]
    empty = [
        label(row) for row in ROWS
        if not all(row[column] for column in ("name", "surname", "role", "office", "from"))
        or not (row["country"] or row["organization"])
    ]  # fmt: skip
    assert (stray, empty) == ([], [])


def test_no_row_is_stated_twice() -> None:
    seen = [tuple(row.values()) for row in ROWS]
    assert len(seen) == len(set(seen))


def test_a_person_has_the_same_surname_and_aliases_in_every_row() -> None:
    spellings = defaultdict(set)
    for row in ROWS:
        spellings[row["name"]].add((row["surname"], row["aliases"]))
    assert [name for name, variants in spellings.items() if len(variants) > 1] == []


def test_aliases_are_distinct_and_differ_from_name_and_surname() -> None:
    bad = []
    for row in ROWS:
        aliases = row["aliases"].split("|") if row["aliases"] else []
        spellings = {*aliases, row["name"], row["surname"]}
        if "" in aliases or len(spellings) != len(aliases) + len({row["name"], row["surname"]}):
            bad.append(label(row))
    assert bad == []


def test_dates_are_real_and_in_order() -> None:
    malformed = [
        label(row) for row in ROWS
        if not DATE.fullmatch(row["from"]) or not (row["until"] == "" or DATE.fullmatch(row["until"]))
    ]  # fmt: skip
    assert malformed == []
    assert [label(row) for row in ROWS if first_day(row["from"]) > last_day(row["until"])] == []


def test_countries_organizations_and_roles_are_in_the_codebooks() -> None:
    for column, codebook in (("country", "countries"), ("organization", "organizations"), ("role", "roles")):
        known = {row[column] for row in read(CODES / f"{codebook}.csv")} | {""}
        assert {row[column] for row in ROWS} - known == set()


def test_an_organization_brings_the_country_that_the_codebook_gives_it() -> None:
    home = {row["organization"]: row["country"] for row in read(CODES / "organizations.csv")}
    assert [label(row) for row in ROWS if home.get(row["organization"], row["country"]) != row["country"]] == []


def test_a_singular_office_has_one_holder_at_a_time() -> None:
    holders = defaultdict(list)
    for row in ROWS:
        if row["office"] in SINGULAR:
            holders[row["country"], row["organization"], row["office"]].append(row)
    overlaps = [
        f"{label(one)} and {label(other)}"
        for rows in holders.values()
        for one, other in combinations(rows, 2)
        if certain_overlap(one, other) > (LONGEST_HANDOVER if one["name"] != other["name"] else dt.timedelta())
    ]
    assert overlaps == []


@pytest.mark.parametrize(
    ("name", "date", "fact"),
    [
        ("Ronald Reagan", "1987-06-12", ("USA", "", "GOV", "president")),
        ("George Shultz", "1986-10-11", ("USA", "", "GOV", "secretary of state")),
        ("Mikhail Gorbachov", "1990-06-01", ("SUN", "", "GOV", "president")),
        ("Eduard Shevardnadze", "1989-09-22", ("SUN", "", "GOV", "foreign minister")),
        ("Eduard Shevardnadze", "2003-11-01", ("GEO", "", "GOV", "president")),
        ("Boris Yeltsin", "1994-12-11", ("RUS", "", "GOV", "president")),
        ("Vladimir Putin", "1999-09-01", ("RUS", "", "GOV", "prime minister")),
        ("Vladimir Putin", "2010-04-07", ("RUS", "", "GOV", "prime minister")),
        ("Volodymyr Zelenskiy", "2022-02-24", ("UKR", "", "GOV", "president")),
        ("Margaret Thatcher", "1990-10-01", ("GBR", "", "GOV", "prime minister")),
        ("Jack Straw", "2004-09-30", ("GBR", "", "GOV", "foreign secretary")),
        ("Gerhard Schröder", "2003-03-20", ("DEU", "", "GOV", "chancellor")),
        ("Slobodan Milošević", "1999-03-24", ("YUG", "", "GOV", "president")),
        ("Radovan Karadzic", "1995-07-11", ("BIH", "", "SEP", "Bosnian Serb leader")),
        ("Yasir Arafat", "2002-03-29", ("PSE", "", "GOV", "president")),
        ("Yasser Arafat", "1988-11-15", ("PSE", "PSEPLO", "GOV", "chairman")),
        ("Ayad Allawi", "2004-09-23", ("IRQ", "", "GOV", "prime minister")),
        ("Muammar Qaddafi", "1986-04-15", ("LBY", "", "GOV", "leader")),
        ("Xi Jinping", "2018-03-22", ("CHN", "", "GOV", "president")),
        ("Aung San Suu Kyi", "1995-07-10", ("MMR", "", "OPP", "opposition leader")),
        ("Aung San Suu Kyi", "2018-01-01", ("MMR", "", "GOV", "foreign minister")),
        ("Nelson Mandela", "1990-02-11", ("ZAF", "", "OPP", "leader of the African National Congress")),
        ("Nelson Mandela", "1996-01-01", ("ZAF", "", "GOV", "president")),
        ("Kofi Annan", "2003-01-27", ("", "IGOUNO", "IGO", "UN secretary-general")),
        ("Osama Bin Laden", "2001-09-11", ("", "IMGALQ", "IMG", "leader of al-Qaeda")),
        ("Hassan Nasrallah", "2006-07-12", ("LBN", "LBNHEZ", "REB", "leader of Hezbollah")),
        ("Velupillai Prabhakaran", "2000-01-01", ("LKA", "LKAREBLTT", "SEP", "leader of the Tamil Tigers")),
        ("Juan Guaidó", "2019-02-23", ("VEN", "", "OPP", "opposition leader")),
        ("Richard Holbrooke", "1998-10-12", ("USA", "", "GOV", "special envoy")),
        ("Hans Blix", "2003-02-14", ("", "IGOUNOMOV", "IGO", "chief UN weapons inspector")),
    ],
)
def test_spot_facts(name: str, date: str, fact: tuple[str, str, str, str]) -> None:
    assert fact in offices_on(name, date)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Xi Jinping", "Xi"), ("Kim Jong-un", "Kim"), ("Recep Tayyip Erdogan", "Erdogan"),
        ("Aung San Suu Kyi", "Suu Kyi"), ("Mohammed bin Salman", "bin Salman"), ("Abiy Ahmed", "Abiy"),
        ("Mahathir Mohamad", "Mahathir"), ("Luiz Inacio Lula da Silva", "Lula"), ("Bashar al-Assad", "Assad"),
        ("Nguyen Xuan Phuc", "Phuc"), ("Thaksin Shinawatra", "Thaksin"), ("Ursula von der Leyen", "von der Leyen"),
    ],
)  # fmt: skip
def test_surname_is_the_word_that_news_uses_on_second_mention(name: str, surname: str) -> None:
    assert {row["surname"] for row in ROWS if row["name"] == name} == {surname}


@pytest.mark.parametrize(
    ("name", "date"),
    [("Jimmy Carter", "1980-11-04"), ("Hillary Clinton", "2014-01-01"), ("Saddam Hussein", "2005-01-01"),
     ("Benjamin Netanyahu", "2022-01-01"), ("Margaret Thatcher", "1991-01-01")],
)  # fmt: skip
def test_nobody_governs_outside_the_term(name: str, date: str) -> None:
    assert not [fact for fact in offices_on(name, date) if fact[2] == "GOV"]
