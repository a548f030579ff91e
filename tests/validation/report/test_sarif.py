"""SARIF 2.1.0: `fluidattacks_core.sarif` is generated of its published schema, and refuses what that does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fluidattacks_core.sarif import SarifLog

from diplopack.finding import CHECKS, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diplopack.validation.report import Format

    Report = Callable[[Format, Sequence[Finding]], str]
    Many = Callable[..., list[Finding]]


def run_of(text: str) -> dict[str, Any]:
    """The only run of a log that keeps the schema."""
    SarifLog.model_validate_json(text.encode())
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def test_each_finding_is_a_result_at_its_line(report: Report, findings: list[Finding]) -> None:
    run = run_of(report("sarif", findings))
    assert [result["ruleId"] for result in run["results"]] == [finding.check for finding in findings]
    assert [result["level"] for result in run["results"]] == ["error"] * 7 + ["warning"]
    result = run["results"][2]
    assert result["message"]["text"] == "actor_code: 'CHNGVO' is not an actor code (did you mean 'CHNGOV'?)"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "seeds/contributed/events.csv"},
        "region": {"startLine": 3},
    }
    assert result["properties"] == {"value": "CHNGVO", "suggestion": "CHNGOV"}


def test_every_check_is_a_rule(report: Report, findings: list[Finding]) -> None:
    run = run_of(report("sarif", findings))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CHECKS)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    # What code scanning on GitHub shows of a rule.
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_all_is_valid(report: Report) -> None:
    assert run_of(report("sarif", []))["results"] == []


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./a b.csv", "a%20b.csv"),
        ("Łódź/#1?.csv", "%C5%81%C3%B3d%C5%BA/%231%3F.csv"),
        ("/data/a.csv", "file:///data/a.csv"),
        ("\udcff.csv", "%FF.csv"),
    ],
)
def test_a_file_name_is_a_uri(report: Report, file: str, uri: str) -> None:
    run = run_of(report("sarif", [Finding(file, None, None, None, "empty", "has no rows")]))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    # A result without a line is not shown by GitHub.
    assert place == {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}


def test_of_more_than_github_takes_the_rest_is_said(report: Report, many: Many) -> None:
    run = run_of(report("sarif", [*many(5_001, "already-coded", "warning"), *many(20_001)]))
    assert len(run["results"]) == 25_000
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("2 more are left out")


def test_whatever_is_in_a_cell_is_text(report: Report, nasty: Finding) -> None:
    text = report("sarif", [nasty])
    assert all(line.isprintable() for line in text.split("\n"))
    (result,) = run_of(text)["results"]
    assert r"]]>&amp;\r\n\x00\x1b[2J\u202e\udc80\ufffe🕊" in result["message"]["text"]
