"""The codebooks in schema/codes: complete, consistent, and without a name that stands for two things."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

CODES = Path(__file__).parents[1] / "schema" / "codes"

HEADERS = {
    "event_codes": (
        "event_code,label,event_base_code,event_root_code,quad_class,goldstein_scale,goldstein_source,plover"
    ),
    "countries": "country,name,aliases,demonyms,capital,seats,valid_from,valid_until,cameo_code",
    "roles": "role,label,kind",
    "organizations": "organization,name,aliases,kind,country",
}
FORMER_STATES = {"ANT", "CSK", "DDR", "SCG", "SUN", "YMD", "YUG"}
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_key(name: str) -> dict[str, Row]:
    key = HEADERS[name].split(",")[0]
    return {row[key]: row for row in rows(name)}


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def country_names(row: Row) -> list[str]:
    single = [row["name"], row["capital"]]
    return [name for name in single if name] + [
        name for column in ("aliases", "demonyms", "seats") for name in split(row[column])
    ]


def organization_names(row: Row) -> list[str]:
    return [row["name"], *split(row["aliases"])]


@pytest.fixture(scope="module")
def events() -> dict[str, Row]:
    return by_key("event_codes")


@pytest.fixture(scope="module")
def countries() -> dict[str, Row]:
    return by_key("countries")


@pytest.fixture(scope="module")
def roles() -> dict[str, Row]:
    return by_key("roles")


@pytest.fixture(scope="module")
def organizations() -> dict[str, Row]:
    return by_key("organizations")


@pytest.fixture(scope="module")
def country_of(countries: dict[str, Row]) -> dict[str, str]:
    """Every name of a present state, and the state it stands for."""
    return {name: code for code, row in countries.items() if code not in FORMER_STATES for name in country_names(row)}


@pytest.fixture(scope="module")
def organization_of(organizations: dict[str, Row]) -> dict[str, str]:
    return {name: code for code, row in organizations.items() for name in organization_names(row)}


@pytest.mark.parametrize("name", HEADERS)
def test_file_is_sorted_utf8_with_unix_line_ends_and_unique_keys(name: str) -> None:
    raw = (CODES / f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert raw.decode("utf-8").split("\n", 1)[0] == HEADERS[name]
    key = HEADERS[name].split(",")[0]
    keys = [row[key] for row in rows(name)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", HEADERS)
def test_no_cell_has_stray_space_or_broken_characters(name: str) -> None:
    bad = [
        (next(iter(row.values())), column, cell)
        for row in rows(name)
        for column, cell in row.items()
        for part in (cell.split("|") if column in {"aliases", "demonyms", "seats"} else [cell])
        if part != " ".join(part.split()) or re.search(r"[\u0080-\u009f\ufffdÒ]", part) or (cell and not part)
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("countries", "aliases"),
        ("countries", "demonyms"),
        ("countries", "seats"),
        ("organizations", "aliases"),
    ],
)
def test_a_list_names_nothing_twice_and_carries_no_article(name: str, column: str) -> None:
    for row in rows(name):
        parts = split(row[column])
        assert len(parts) == len(set(parts)), row["name"]
        assert row["name"] not in parts
        assert not [part for part in parts if part.startswith("the ")], row["name"]


# Event codes


def test_all_codes_of_cameo_are_listed(events: dict[str, Row]) -> None:
    assert len(events) == 318
    assert {code for code in events if len(code) == 2} == {f"{n:02}" for n in range(1, 21)}
    assert {"106", "1213", "1214", "155", "176", "1834", "1951", "1952"} <= set(events)


def test_codes_keep_their_zeros_and_have_their_parents(events: dict[str, Row]) -> None:
    for code, row in events.items():
        assert re.fullmatch(r"[0-9]{2,4}", code)
        assert row["event_base_code"] == code[:3]
        assert row["event_root_code"] == code[:2]
        assert row["event_base_code"] in events
        assert row["event_root_code"] in events


def test_quad_class_follows_the_root(events: dict[str, Row]) -> None:
    for code, row in events.items():
        root = int(code[:2])
        assert row["quad_class"] == ("1" if root <= 5 else "2" if root <= 9 else "3" if root <= 14 else "4")


@pytest.mark.parametrize(
    ("code", "weight"),
    [
        ("010", 0.0),
        ("022", 3.2),
        ("036", 4.0),
        ("042", 1.9),
        ("043", 2.8),
        ("057", 8.0),
        ("0874", 10.0),
        ("130", -4.4),
        ("163", -8.0),
        ("1821", -9.0),
        ("190", -10.0),
    ],
)
def test_goldstein_weight_is_gdelts(events: dict[str, Row], code: str, weight: float) -> None:
    assert float(events[code]["goldstein_scale"]) == weight
    assert events[code]["goldstein_source"] == "gdelt"


def test_a_code_that_gdelt_lacks_has_its_parents_weight(events: dict[str, Row]) -> None:
    inherited = {code for code, row in events.items() if row["goldstein_source"] == "parent"}
    assert inherited == {"106", "1213", "1214", "155", "176", "1834", "1951", "1952"}
    for code in inherited:
        assert events[code]["goldstein_scale"] == events[code[:-1]]["goldstein_scale"]
    assert {row["goldstein_source"] for row in events.values()} == {"gdelt", "parent"}
    assert all(-10 <= float(row["goldstein_scale"]) <= 10 for row in events.values())


def test_plover_category_follows_the_root(events: dict[str, Row]) -> None:
    categories = defaultdict(set)
    for row in events.values():
        categories[row["event_root_code"]].add(row["plover"])
    assert all(len(found) == 1 for found in categories.values())
    assert categories["01"] == {""}
    assert categories["04"] == {"CONSULT"}
    assert categories["02"] == categories["10"] == {"REQUEST"}
    assert categories["09"] == categories["11"] == {"ACCUSE"}
    assert categories["18"] == categories["19"] == categories["20"] == {"ASSAULT"}
    assert len({plover for found in categories.values() for plover in found} - {""}) == 15


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("0211", "Appeal for economic cooperation"),
        ("033", "Express intent to provide material aid, not specified below"),
        ("042", "Make a visit"),
        ("101", "Demand material cooperation, not specified below"),
        ("105", "Demand that target yield, not specified below"),
        ("1056", "Demand de-escalation of military engagement"),
        ("106", "Demand meeting, negotiation"),
        ("108", "Demand mediation"),
        ("2041", "Use chemical, biological, or radiological weapons"),
    ],
)
def test_event_labels(events: dict[str, Row], code: str, label: str) -> None:
    assert events[code]["label"] == label


def test_every_code_has_a_label_of_its_own_in_sentence_case(events: dict[str, Row]) -> None:
    counts = Counter(row["label"] for row in events.values())
    assert [label for label, count in counts.items() if count > 1] == []
    assert [label for label in counts if not re.fullmatch(r"[A-Z][a-z].*[^ .]", label)] == []


def test_a_code_with_children_is_not_specified_below(events: dict[str, Row]) -> None:
    parents = {code[:3] for code in events if len(code) == 4}
    assert [code for code in sorted(parents) if "not specified below" not in events[code]["label"]] == []


# Countries


def test_iso_3166_is_complete(countries: dict[str, Row]) -> None:
    assert len(set(countries) - FORMER_STATES - {"XKX"}) == 249
    assert {"USA", "CHN", "TWN", "PSE", "HKG", "SSD", "ESH", "VAT", "ATA", "UMI", "BES"} <= set(countries)
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in countries)
    assert all(row["name"] for row in countries.values())


def test_a_name_stands_for_one_present_state(countries: dict[str, Row]) -> None:
    states = defaultdict(set)
    for code, row in countries.items():
        if code not in FORMER_STATES:
            for name in country_names(row):
                states[name.casefold()].add(code)
    assert {name: codes for name, codes in states.items() if len(codes) > 1} == {}


def test_a_former_state_shares_only_its_seats_with_a_present_one(
    countries: dict[str, Row], country_of: dict[str, str]
) -> None:
    for code in FORMER_STATES:
        row = countries[code]
        names = [row["name"], *split(row["aliases"]), *split(row["demonyms"])]
        assert [name for name in names if name in country_of] == []


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("SUN", "1922", "1991"),
        ("YUG", "1918", "2003"),
        ("DDR", "1949", "1990"),
        ("CSK", "1918", "1992"),
        ("SCG", "2003", "2006"),
        ("YMD", "1967", "1990"),
        ("ANT", "1954", "2010"),
        ("SSD", "2011", ""),
        ("XKX", "2008", ""),
        ("RUS", "1991", ""),
        ("UKR", "1991", ""),
        ("CZE", "1993", ""),
        ("ERI", "1993", ""),
        ("TLS", "2002", ""),
        ("MNE", "2006", ""),
        ("SRB", "2006", ""),
    ],
)
def test_years_of_a_state(countries: dict[str, Row], code: str, since: str, until: str) -> None:
    assert (countries[code]["valid_from"], countries[code]["valid_until"]) == (since, until)


def test_years_are_years_in_order_and_only_former_states_ended(countries: dict[str, Row]) -> None:
    for row in countries.values():
        for column in ("valid_from", "valid_until"):
            assert re.fullmatch(r"((18|19|20)[0-9]{2})?", row[column])
        assert not row["valid_until"] or row["valid_from"] < row["valid_until"]
    assert {code for code, row in countries.items() if row["valid_until"]} == FORMER_STATES


def test_cameo_code_is_isos_but_for_a_few(countries: dict[str, Row]) -> None:
    other = {code: row["cameo_code"] for code, row in countries.items() if row["cameo_code"] != code}
    assert other == {"IMN": "IMY", "MNE": "MTN", "ROU": "ROM", "TLS": "TMP", "XKX": "KSV"}
    assert len({row["cameo_code"] for row in countries.values()}) == len(countries)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U.S.", "USA"),
        ("White House", "USA"),
        ("Washington", "USA"),
        ("Scotland", "GBR"),
        ("Britons", "GBR"),
        ("Downing Street", "GBR"),
        ("Kremlin", "RUS"),
        ("Chechnya", "RUS"),
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("North Korea", "PRK"),
        ("DPRK", "PRK"),
        ("Korea", "KOR"),
        ("Seoul", "KOR"),
        ("Gaza Strip", "PSE"),
        ("Palestinians", "PSE"),
        ("Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Guinea", "GIN"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominicans", "DOM"),
        ("mainland China", "CHN"),
        ("Tibet", "CHN"),
        ("Republic of China", "TWN"),
        ("Taipei", "TWN"),
        ("Georgia", "GEO"),
        ("Nagorno-Karabakh", "AZE"),
        ("Darfur", "SDN"),
        ("Crimea", "UKR"),
        ("Kiev", "UKR"),
        ("Kyiv", "UKR"),
        ("Kashmir", "IND"),
        ("Bosnian Serbs", "BIH"),
        ("Serbs", "SRB"),
        ("Macedonia", "MKD"),
        ("Swaziland", "SWZ"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Czech Republic", "CZE"),
        ("Holland", "NLD"),
        ("Holy See", "VAT"),
        ("East Timor", "TLS"),
        ("Zaire", "COD"),
        ("Mosul", "IRQ"),
        ("Élysée", "FRA"),
    ],
)
def test_names_in_the_news_of_present_states(country_of: dict[str, str], name: str, code: str) -> None:
    assert country_of[name] == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Soviets", "SUN"),
        ("USSR", "SUN"),
        ("Moscow", "SUN"),
        ("East German", "DDR"),
        ("Yugoslavs", "YUG"),
        ("Czechoslovakia", "CSK"),
        ("South Yemen", "YMD"),
    ],
)
def test_names_in_the_news_of_former_states(countries: dict[str, Row], name: str, code: str) -> None:
    assert name in country_names(countries[code])


# Roles


def test_roles_are_cameos(roles: dict[str, Row]) -> None:
    kinds = {code: row["kind"] for code, row in roles.items()}
    assert set(kinds.values()) == {"primary", "secondary", "tertiary", "international"}
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in kinds)
    assert {code for code, kind in kinds.items() if kind == "primary"} == {
        "COP",
        "GOV",
        "INS",
        "JUD",
        "MIL",
        "OPP",
        "REB",
        "SEP",
        "SPY",
        "UAF",
    }
    assert {"PTY", "LAB", "CVL", "LEG", "MED", "REF", "SET"} <= {
        code for code, kind in kinds.items() if kind == "secondary"
    }
    assert {"IGO", "NGO", "NGM", "MNC", "IMG", "INT"} <= {
        code for code, kind in kinds.items() if kind == "international"
    }


# Organizations


def test_organizations_cover_every_kind(organizations: dict[str, Row]) -> None:
    counts = Counter(row["kind"] for row in organizations.values())
    assert set(counts) == {
        "company",
        "ethnic",
        "group",
        "igo",
        "institution",
        "ngo",
        "party",
        "region",
        "religion",
    }
    assert len(organizations) >= 250
    assert counts["igo"] >= 100


def test_organization_codes_follow_the_grammar(organizations: dict[str, Row], countries: dict[str, Row]) -> None:
    for code, row in organizations.items():
        assert re.fullmatch(r"[A-Z]{3}([A-Z]{3}){0,4}", code)
        assert row["country"] in {"", *countries}
        if row["kind"] == "igo":
            assert code.startswith("IGO")
            assert not row["country"]
        if row["kind"] in {"company", "group", "institution", "party"}:
            assert code.startswith(row["country"] or "IMG"), code
        if row["kind"] == "party":
            assert code[3:6] == "PTY", code


def test_an_organization_code_is_no_country_nor_role(
    organizations: dict[str, Row], countries: dict[str, Row], roles: dict[str, Row]
) -> None:
    taken = set(countries) | set(roles) | {row["cameo_code"] for row in countries.values()}
    assert taken & set(organizations) == set()


def test_a_name_stands_for_one_organization_and_no_country(
    organizations: dict[str, Row], countries: dict[str, Row]
) -> None:
    owners = defaultdict(set)
    for code, row in organizations.items():
        for name in organization_names(row):
            owners[name.casefold()].add(code)
    for code, row in countries.items():
        for name in country_names(row):
            if name.casefold() in owners:
                owners[name.casefold()].add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UN", "IGOUNO"),
        ("U.N. Security Council", "IGOUNOSEC"),
        ("UNHCR", "IGOUNOHCR"),
        ("WHO", "IGOUNOWHO"),
        ("IAEA", "IGOUNOIAE"),
        ("UNICEF", "IGOUNOKID"),
        ("World Court", "IGOUNOICJ"),
        ("NATO", "IGONAT"),
        ("EU", "IGOEEC"),
        ("European Commission", "IGOEECCOM"),
        ("IMF", "IGOIMF"),
        ("Arab League", "IGOARL"),
        ("ASEAN", "IGOASN"),
        ("ECOWAS", "IGOWAS"),
        ("OPEC", "IGOOPC"),
        ("OSCE", "IGOSCE"),
        ("ICC", "IGOICC"),
        ("Red Cross", "NGOIRC"),
        ("Amnesty International", "NGOAMN"),
        ("Doctors Without Borders", "NGOMSF"),
        ("Hamas", "PSEHMS"),
        ("PLO", "PSEPLO"),
        ("Hizbollah", "LBNHEZ"),
        ("Taliban", "AFGTAL"),
        ("al-Qaida", "IMGALQ"),
        ("ISIS", "IMGISI"),
        ("FARC", "COLREBFRC"),
        ("Tamil Tigers", "LKAREBLTT"),
        ("Houthis", "YEMREBHTH"),
        ("Polisario", "ESHPLS"),
        ("Knesset", "ISRLEGKNE"),
        ("Pentagon", "USAMILPEN"),
        ("Revolutionary Guards", "IRNMILRGC"),
        ("KGB", "SUNSPYKGB"),
        ("Labour", "GBRPTYLAB"),
        ("Likud", "ISRPTYLKD"),
        ("Xinhua", "CHNMEDXIN"),
        ("Siemens", "DEUMNCSIE"),
        ("Kurds", "KUR"),
        ("Muslims", "MOS"),
        ("Shiites", "MOSSHI"),
        ("European", "EUR"),
        ("The West", "WST"),
    ],
)
def test_names_in_the_news_of_organizations(organization_of: dict[str, str], name: str, code: str) -> None:
    assert organization_of[name] == code
