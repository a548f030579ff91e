"""The form for programs: every finding, whole, in JSON that any reader takes."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import pydantic_core
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplopack.finding import CHECKS, Finding
from diplopack.validation.report import write
from diplopack.validation.rows import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from diplopack.validation.report import Format

    Report = Callable[[Format, Sequence[Finding]], str]

anything = st.text(st.characters())
maybe = st.none() | anything
any_finding = st.builds(
    Finding,
    file=anything,
    line=st.none() | st.integers(1),
    column=maybe,
    value=maybe,
    check=st.sampled_from(list(CHECKS)),
    message=anything,
    expected=anything,
    suggestion=maybe,
    severity=st.sampled_from(["error", "warning"]),
    row=st.none() | st.integers(1),
)


def test_every_finding_has_its_keys_in_order(report: Report, findings: list[Finding]) -> None:
    found = json.loads(report("json", findings))
    assert list(found) == ["errors", "warnings", "files", "rows", "valid"]
    assert [found["files"], found["rows"], found["valid"]] == [3, 1203, False]
    assert found["errors"] == [asdict(finding) for finding in findings[:-1]]
    assert found["warnings"] == [asdict(findings[-1])]
    keys = ["file", "line", "column", "value", "check", "message", "expected", "suggestion", "severity", "row"]
    assert all(list(record) == keys for record in found["errors"])


def test_each_finding_is_a_line_that_can_be_grepped(report: Report, findings: list[Finding]) -> None:
    lines = report("json", findings).splitlines()
    (line,) = [line for line in lines if "'CHNGVO'" in line]
    assert json.loads(line.rstrip(","))["suggestion"] == "CHNGOV"


def test_warnings_between_errors_are_not_among_them(report: Report, findings: list[Finding]) -> None:
    found = json.loads(report("json", [findings[-1], *findings[:-1], findings[-1]]))
    assert len(found["errors"]) == 7
    assert len(found["warnings"]) == 2


def test_errors_are_written_as_they_come(many: Callable[[int], list[Finding]]) -> None:
    out = io.StringIO()

    def found() -> Iterator[Finding]:
        for number, finding in enumerate(many(100)):
            assert out.getvalue().count("\n") == number
            yield finding

    write("json", found(), Counts(), out)
    assert len(json.loads(out.getvalue())["errors"]) == 100


def test_valid_with_and_without_warnings(report: Report, findings: list[Finding]) -> None:
    everything = {"errors": [], "warnings": [], "files": 3, "rows": 1203, "valid": True}
    assert json.loads(report("json", [])) == everything
    assert json.loads(report("json", findings[-1:])) == {**everything, "warnings": [asdict(findings[-1])]}


def test_letters_are_readable(report: Report, many: Callable[[int], list[Finding]]) -> None:
    (finding,) = many(1)
    object.__setattr__(finding, "value", "Łódź 北京 🕊")
    assert '"value": "Łódź 北京 🕊"' in report("json", [finding])


def whole(finding: Finding) -> dict[str, object]:
    """A finding as an object; half a surrogate pair, which many readers of JSON refuse, as its escape."""
    return {
        key: value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value
        for key, value in asdict(finding).items()
    }


@given(st.lists(any_finding))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_text(report: Report, findings: list[Finding]) -> None:
    text = report("json", findings)
    assert all(line.isprintable() for line in text.split("\n"))
    found = pydantic_core.from_json(text.encode(), allow_inf_nan=False)
    for severity in ("error", "warning"):
        expected = [whole(finding) for finding in findings if finding.severity == severity]
        assert found[f"{severity}s"] == expected
