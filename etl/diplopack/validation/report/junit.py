"""JUnit XML, as GitLab and Jenkins show it: a test suite for each file, a failed test for each error."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from diplopack.finding import CHECKS
from diplopack.validation.report.escape import printable
from diplopack.validation.report.tally import Watched, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diplopack.finding import Finding
    from diplopack.validation.rows import Counts

_NAME = "diplopack validate"
_IN_MEMORY = 8 * 1024 * 1024


def write(findings: Watched, counts: Counts, out: TextIO) -> None:
    """Write the suites as the files come; where all is valid, a suite with one test, which passes."""
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{_NAME}">\n')
    for file, found in groupby(findings, key=attrgetter("file")):
        _write_suite(printable(file), found, out)
    if not findings.errors + findings.warnings:
        name = f"{counted(counts.rows, 'row')} in {counted(counts.files, 'file')}"
        out.write(f'<testsuite name="{_NAME}" tests="1" failures="0" errors="0" skipped="0" time="0">\n')
        out.write(f'<testcase classname="{_NAME}" name="{name}" time="0"/>\n</testsuite>\n')
    out.write("</testsuites>\n")


def _write_suite(file: str, findings: Iterable[Finding], out: TextIO) -> None:
    """Put the tests of a file aside, on the disk if they are many: their number comes before them."""
    watched = Watched(findings)
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as tests:
        for finding in watched:
            tests.write(_test(file, finding))
        tests.seek(0)
        number = watched.errors + watched.warnings
        numbers = f'tests="{number}" failures="{watched.errors}" errors="0" skipped="0" time="0"'
        out.write(f"<testsuite name={quoteattr(file)} {numbers}>\n")
        out.writelines(tests)
        out.write("</testsuite>\n")


def _test(file: str, finding: Finding) -> str:
    """A test case; GitLab groups by its classname, passes over a name's second use, and shows the content."""
    text = printable(finding.text)
    line = "" if finding.line is None else f' line="{finding.line}"'
    case = f"<testcase classname={quoteattr(file)} name={quoteattr(_name(finding))} file={quoteattr(file)}{line}"
    content = escape(printable(str(finding)))
    if finding.severity == "error":
        result = f'<failure message={quoteattr(text)} type="{finding.check}">{content}</failure>'
    else:
        result = f"<system-out>{content}</system-out>"
    return f'{case} time="0">{result}</testcase>\n'


def _name(finding: Finding) -> str:
    """What tells a fault from the others of its file: its place and its check, and for the whole file its text."""
    row = f"row {finding.row}" if finding.row is not None else f"line {finding.line}"
    place = row if finding.line is not None else ""
    what = CHECKS[finding.check] if finding.line is not None else printable(finding.message, 200)
    return ": ".join(part for part in (place, printable(finding.column or "", 100), what) if part)
