"""The lexicon's check: it finds no fault in the lexicon, and names every kind of fault that one can make."""

from __future__ import annotations

import csv
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from diplopack import contract
from diplopack.transform import lexicon
from diplopack.transform.lexicon.check import faults
from diplopack.transform.roles import roles

if TYPE_CHECKING:
    from collections.abc import Callable

    Faults = Callable[..., list[str]]

CODES = frozenset(contract.codebook("event_codes")["event_code"].to_pylist())
GOOD: dict[str, Any] = {"verbs": ["frobnicate"], "senses": [{"code": "111"}]}


@pytest.fixture
def faults_of(monkeypatch: pytest.MonkeyPatch) -> Faults:
    """The faults of a lexicon that has nothing but these entries, all in made.yaml."""
    lexicon.load()  # its classes and operators stay those of the files

    def check(*entries: dict[str, Any], codes: frozenset[str] = CODES) -> list[str]:
        monkeypatch.setattr(lexicon, "entries", lambda: (("made.yaml", entry) for entry in entries))
        return faults(codes)

    return check


def with_senses(*senses: dict[str, Any]) -> dict[str, Any]:
    return {**GOOD, "senses": list(senses)}


def test_the_lexicon_has_no_faults() -> None:
    assert faults(CODES) == []


def test_every_role_is_in_the_codebook() -> None:
    words = roles()
    given = {
        *words.strong.values(),
        *words.weak.values(),
        *words.modifiers.values(),
        *(role for role, *_ in words.pairs),
    }
    with (resources.files(lexicon) / "office_holders.csv").open(encoding="utf-8") as file:
        holders = {row["role"] for row in csv.DictReader(file)}
    assert (given | holders) - {""} <= set(contract.codebook("roles")["role"].to_pylist())


def test_its_classes_hold_words() -> None:
    assert lexicon.load().classes
    assert all(lexicon.load().classes.values())


@pytest.mark.parametrize(
    "entry",
    [
        GOOD,
        with_senses({"code": "163", "when": {"obj": ["sanction", "PARTY"]}}, {"code": "111", "unless": {"to": "ANY"}}),
        with_senses({"op": "appeal", "content": ["inf", "that"]}),
        with_senses({"op": "do", "content": ["obj"], "only": "verb"}),
        with_senses({"code": "042", "back": "043", "target": ["obj"]}),
    ],
)
def test_no_fault(faults_of: Faults, entry: dict[str, Any]) -> None:
    assert faults_of(entry) == []


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({**GOOD, "verb": ["grok"]}, "verb"),
        (with_senses({"code": "111", "taget": ["obj"]}), "taget"),
        (with_senses({"target": ["obj"]}), "a code or an op"),
        (with_senses({"code": "111", "op": "appeal", "content": ["inf"]}), "a code or an op"),
        (with_senses({"code": "999"}), "999"),
        (with_senses({"code": "nonsense"}), "nonsense"),
        (with_senses({"code": "042", "back": "943"}), "943"),
        (with_senses({"op": "implore", "content": ["inf"]}), "implore"),
        (with_senses({"op": "appeal"}), "content"),
        (with_senses({"code": "111", "only": "adverb"}), "adverb"),
        (with_senses({"code": "111", "when": {"obj": ["@nowhere"]}}), "@nowhere"),
        (with_senses({"code": "111", "unless": {"obj": "@nowhere"}}), "@nowhere"),
        (with_senses({"code": "111", "when": {"obj": ["PRATY"]}}), "PRATY"),
        (with_senses({"code": "111"}, {"code": "112", "when": {"obj": ["x"]}}), "sense 2"),
        (with_senses({"code": "111", "only": "verb"}, {"code": "112", "only": "verb"}), "sense 2"),
        (with_senses({"code": "111", "when": {"obj": ["x"]}}, {"code": "112", "when": {"obj": ["x"]}}), "sense 2"),
    ],
)
def test_fault_is_named_with_its_place(faults_of: Faults, entry: dict[str, Any], named: str) -> None:
    found = faults_of(entry)
    assert found
    assert all(line.startswith("made.yaml: frobnicate: ") for line in found)
    assert any(named in line for line in found)


def test_a_word_in_two_entries(faults_of: Faults) -> None:
    (found,) = faults_of(GOOD, {"verbs": ["grok", "frobnicate"], "senses": [{"code": "112"}]})
    assert found.startswith("made.yaml")
    assert "frobnicate" in found


def test_a_word_twice_in_an_entry(faults_of: Faults) -> None:
    (found,) = faults_of({"nouns": ["grok", "grok"], "senses": [{"code": "112"}]})
    assert "grok" in found


def test_a_verb_and_a_noun_may_be_spelt_alike(faults_of: Faults) -> None:
    assert faults_of(GOOD, {"nouns": ["frobnicate"], "senses": [{"code": "112"}]}) == []


def test_an_operator_s_code_that_the_codebook_lacks(faults_of: Faults) -> None:
    (found,) = faults_of(GOOD, codes=CODES - {"0256"})
    assert found.startswith("operators.csv: ")
    assert "0256" in found


def test_every_fault_is_told_at_once(faults_of: Faults) -> None:
    assert len(faults_of(with_senses({"code": "999", "when": {"obj": ["@nowhere"]}}, {"op": "implore"}), GOOD)) >= 4
