"""JUnit XML, as a reader of test reports understands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml, TestCase, TestSuite

from diplopack.finding import CHECKS, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diplopack.validation.report import Format

    Report = Callable[[Format, Sequence[Finding]], str]


def suites(text: str) -> list[TestSuite]:
    return list(JUnitXml.fromstring(text.encode()))


def cases(text: str) -> list[TestCase]:
    return [case for suite in suites(text) for case in suite]


def test_a_suite_for_each_file_and_a_failed_test_for_each_error(report: Report, findings: list[Finding]) -> None:
    text = report("junit", findings)
    found = [(suite.name, suite.tests, suite.failures, suite.errors) for suite in suites(text)]
    assert found == [("seeds/contributed/events.csv", 6, 6, 0), ("seeds/contributed/talks.parquet", 2, 1, 0)]
    case = cases(text)[2]
    assert case.classname == "seeds/contributed/events.csv"
    assert case.name == "line 3: actor_code: actor code that is not in the codebook"
    (failure,) = case.result
    assert failure.type == "actor-code"
    assert failure.message == "'CHNGVO' is not an actor code (did you mean 'CHNGOV'?)"
    assert failure.text == f"seeds/contributed/events.csv:3: actor_code: {failure.message}"
    assert cases(text)[6].name == "row 9: event_code: event code that is not in the codebook"


def test_a_warning_is_a_test_that_passes_with_a_word(report: Report, findings: list[Finding]) -> None:
    (case,) = cases(report("junit", findings[-1:]))
    assert case.is_passed
    assert case.system_out == "seeds/contributed/talks.parquet: row 10: dist has this event"


def test_where_all_is_valid_a_test_passes(report: Report) -> None:
    (case,) = cases(report("junit", []))
    assert case.is_passed
    assert case.name == "1,203 rows in 3 files"


def test_no_two_tests_of_a_file_have_one_name(report: Report, findings: list[Finding]) -> None:
    """GitLab passes over the second."""
    package = [Finding("dist", None, None, None, "package", f"{name} is missing") for name in ("events", "roles")]
    names = [(case.classname, case.name) for case in cases(report("junit", [*findings, *package]))]
    assert len(set(names)) == len(names) == 10


def test_whatever_is_in_a_cell_is_text(report: Report, nasty: Finding) -> None:
    (case,) = cases(report("junit", [nasty]))
    (failure,) = case.result
    assert r"]]>&amp;\r\n\x00\x1b[2J\u202e\udc80\ufffe🕊" in failure.text
    assert r"]]>&amp;\r\n\x00\x1b[2J\u202e\udc80\ufffe🕊" in failure.message


@given(st.text(st.characters()), st.text(st.characters()), st.sampled_from(list(CHECKS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_text(report: Report, file: str, message: str, check: str) -> None:
    (case,) = cases(report("junit", [Finding(file, 2, message, message, check, message)]))
    (failure,) = case.result
    assert failure.type == check
