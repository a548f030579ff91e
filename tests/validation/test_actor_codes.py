"""The grammar of actor codes: what the codebooks and the coder give is one, what is mistyped is none."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from diplopack import contract
from diplopack.transform import lexicon
from diplopack.validation.actor_codes import ActorCode, roles, split, state_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("CHN", ActorCode("CHN", None, ())),
        ("CHNGOV", ActorCode("CHN", None, ("GOV",))),
        ("USAOPPMEDELI", ActorCode("USA", None, ("OPP", "MED", "ELI"))),
        ("GOV", ActorCode(None, None, ("GOV",))),
        ("NGOHLH", ActorCode(None, None, ("NGO", "HLH"))),
        ("IGOUNO", ActorCode(None, "IGOUNO", ())),
        ("IGOUNOPKO", ActorCode(None, "IGOUNOPKO", ())),
        ("IGOUNOMIL", ActorCode(None, "IGOUNO", ("MIL",))),
        ("CHNGOVTAO", ActorCode(None, "CHNGOVTAO", ())),
        ("USAPTYREP", ActorCode(None, "USAPTYREP", ())),
        ("INDPTYBJP", ActorCode(None, "INDPTYBJP", ())),
        ("IMGISI", ActorCode(None, "IMGISI", ())),
        ("AFRGOV", ActorCode(None, "AFR", ("GOV",))),
        ("CHNUIG", ActorCode("CHN", "UIG", ())),
        ("USACHRCTHELI", ActorCode("USA", "CHRCTH", ("ELI",))),
    ],
)
def test_a_code_is_taken_apart(code: str, parts: ActorCode) -> None:
    assert split(code) == parts


@pytest.mark.parametrize(
    "code",
    [
        "",
        "CH",
        "CHNGVO",
        "chngov",
        "CHN ",
        "CHNGOV\n",
        "GOVCHN",
        "CHNUSA",
        "CHNIGOUNO",
        "UIGCHN",
        "CHNAFR",
        "CHNGOVGOVGOVGOVGOV",
        "ＣＨＮ",
        "XYZ",
    ],
)
def test_what_is_built_otherwise_is_no_code(code: str) -> None:
    assert split(code) is None


def test_every_code_of_the_codebooks_and_of_the_table_of_office_holders_is_one() -> None:
    known = {code for name in ("country", "organization") for code in contract.codebook(_table(name))[name].to_pylist()}
    holders = ROOT / "etl/diplopack/transform/lexicon/office_holders.csv"
    with holders.open(encoding="utf-8", newline="") as file:
        known |= {row["organization"] or row["country"] + row["role"] for row in csv.DictReader(file)}
    assert [code for code in sorted(known) if split(code) is None] == []


def test_every_institution_is_one_as_the_coder_shortens_it() -> None:
    table = contract.codebook("organizations").to_pylist()
    short = {row["organization"][:6] for row in table if row["kind"] == "institution"}
    assert [code for code in sorted(short) if split(code) is None] == []


def test_every_role_of_the_lexicon_makes_one_with_a_country() -> None:
    raw = lexicon.data("roles.yaml")
    given = {role for part in ("strong", "weak", "modifiers", "pairs") for role in raw[part] if role}
    # The codebook of roles has no scientists, so an event of theirs breaks the contract: no fault of the grammar.
    assert [role for role in sorted(given - {"SCI"}) if split(f"CHN{role}") is None] == []


def test_every_party_of_the_published_events_is_one() -> None:
    with (ROOT / "dist/events.csv").open(encoding="utf-8", newline="") as file:
        codes = {row[side] for row in csv.DictReader(file) for side in ("actor_code", "target_code")}
    assert codes
    assert [code for code in sorted(codes) if split(code) is None] == []


def test_every_party_of_the_gold_is_one() -> None:
    codes = set()
    for file in sorted((ROOT / "tests/gold").rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            for event in json.loads(line).get("events", []):
                for side in ("actor", "target"):
                    role = event.get(f"{side}_role") or ""
                    codes.add((event[side] or "") + (role if role in roles() else ""))
    codes.discard("")
    assert len(codes) > 100
    assert [code for code in sorted(codes) if split(code) is None] == []


def test_a_state_is_of_codes_that_begin_with_a_country_and_not_of_organizations() -> None:
    soviet = state_of("SUNGOV")
    assert soviet is not None
    assert (soviet.name, soviet.first, soviet.last) == ("Soviet Union", 1922, 1991)
    assert state_of("XKXREBKLA") is None  # it fought before there was a state
    assert state_of("IGOUNO") is None


def _table(column: str) -> str:
    return {"country": "countries", "organization": "organizations"}[column]
