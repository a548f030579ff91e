"""SARIF 2.1.0, as code scanning on GitHub and editors read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TextIO

from diplopack import __version__
from diplopack.finding import CHECKS
from diplopack.validation.report.escape import as_json, printable
from diplopack.validation.report.json import Array
from diplopack.validation.report.places import repository_uri
from diplopack.validation.report.tally import capitalized

if TYPE_CHECKING:
    from diplopack.finding import Finding
    from diplopack.validation.report.tally import Watched

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INDEX = {check: index for index, check in enumerate(CHECKS)}

# GitHub rejects a file with more than 25,000 results, and so would show none of them.
_MOST = {"error": 20_000, "warning": 5_000}


def write(findings: Watched, out: TextIO) -> None:
    """Write one run, its results as they come.

    Of many the first are written, and a notification of the tool says how many are not.
    """
    driver = {"name": "diplopack", "version": __version__, "rules": [_rule(check) for check in CHECKS]}
    out.write(f'{{"version": "2.1.0",\n"$schema": {as_json(_SCHEMA)},\n')
    out.write(f'"runs": [{{"tool": {{"driver": {as_json(driver)}}},\n"results": ')
    results = Array(out)
    written: Counter[str] = Counter()
    for finding in findings:
        if written[finding.severity] < _MOST[finding.severity]:
            written[finding.severity] += 1
            results.add(as_json(_result(finding)))
    results.end()
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left_out := findings.errors + findings.warnings - written.total():
        text = f"{left_out:,} more are left out, as GitHub takes {sum(_MOST.values()):,}: --format json lists all"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    out.write(f',\n"invocations": [{as_json(invocation)}]}}]}}\n')


def _rule(check: str) -> dict[str, Any]:
    title = capitalized(CHECKS[check])
    return {
        "id": check,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": f"{title}: the message says what was found and what was expected."},
    }


def _result(finding: Finding) -> dict[str, Any]:
    text = printable(": ".join(part for part in (finding.column, finding.text) if part))
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": repository_uri(finding.file)},
            # GitHub shows no result that has no line.
            "region": {"startLine": finding.line or 1},
        }
    }
    if finding.column:
        location["logicalLocations"] = [{"name": printable(finding.column), "kind": "column"}]
    facts = {"value": finding.value, "expected": finding.expected or None, "suggestion": finding.suggestion}
    return {
        "ruleId": finding.check,
        "ruleIndex": _INDEX[finding.check],
        "level": finding.severity,
        "message": {"text": text},
        "locations": [location],
        "properties": {name: fact for name, fact in facts.items() if fact is not None},
    }
