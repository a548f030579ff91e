"""Annotations at the lines of a pull request, and the whole as the summary of the job."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from diplopack.finding import CHECKS
from diplopack.validation.report.escape import printable
from diplopack.validation.report.job_summary import LARGEST, JobSummary
from diplopack.validation.report.places import repository_path
from diplopack.validation.report.tally import Kinds, capitalized, counted, verdict

if TYPE_CHECKING:
    from diplopack.finding import Finding
    from diplopack.validation.report.tally import Watched
    from diplopack.validation.rows import Counts

# GitHub shows so many errors of a step, and as many warnings, and passes over the rest without a word:
# github.com/actions/toolkit, docs/problem-matchers.md, "Limitations".
_SHOWN = 10


def write(findings: Watched, counts: Counts, out: TextIO) -> None:
    """Write workflow commands, as many as GitHub shows, and a last line that says what is not among them.

    The whole is appended, as Markdown, to the file that ``GITHUB_STEP_SUMMARY`` names.
    """
    kinds = Kinds(keep=_SHOWN)
    summary = JobSummary()
    for finding in findings:
        kinds.add(finding)
        summary.add(finding)
    shown = [finding for warnings in (False, True) for finding in kinds.most_useful(_SHOWN, warnings=warnings)]
    out.writelines(f"{_command(finding)}\n" for finding in shown)
    heading = f"{verdict(findings)}: {counted(counts.rows, 'row')} in {counted(counts.files, 'file')}"
    elsewhere = _append(summary, heading)
    hidden = findings.errors + findings.warnings - len(shown)
    out.write(f"{heading}; {hidden:,} not shown here, {elsewhere}\n" if hidden else f"{heading}\n")


def _command(finding: Finding) -> str:
    properties = {"file": repository_path(finding.file)}
    if finding.line is not None:
        properties["line"] = str(finding.line)
    properties["title"] = capitalized(CHECKS[finding.check])
    listed = ",".join(f"{name}={_property(printable(value))}" for name, value in properties.items())
    # The log shows the message only, so that it names the place again.
    return f"::{finding.severity} {listed}::{_data(printable(str(finding)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _append(summary: JobSummary, heading: str) -> str:
    """Append the summary of the job where GitHub wants one, and say where all findings are to be found."""
    everywhere = "--format json lists all"
    if not (name := os.environ.get("GITHUB_STEP_SUMMARY")):
        return everywhere
    path = Path(name)
    try:
        taken = path.stat().st_size if path.exists() else 0
        markdown = summary.markdown(heading, LARGEST - taken).encode()
        if taken + len(markdown) > LARGEST:
            return f"{everywhere} (the summary of the job has no room left)"
        with path.open("ab") as file:
            file.write(markdown)
    except OSError as error:
        return f"{everywhere} (the summary of the job cannot be written: {error.strerror})"
    return f"see the summary of the job; {everywhere}"
