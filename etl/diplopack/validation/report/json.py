"""All findings as one JSON object, each on a line of its own."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TextIO

from diplopack.validation.report.escape import as_json, encode_json, visible_json

if TYPE_CHECKING:
    from typing import IO

    from diplopack.finding import Finding
    from diplopack.validation.report.tally import Watched
    from diplopack.validation.rows import Counts

_IN_MEMORY = 8 * 1024 * 1024


class Array:
    """A JSON array, written as its elements come, each on a line of its own.

    Args:
        out: Where the opening bracket goes, then the elements.
    """

    def __init__(self, out: TextIO | IO[str]) -> None:
        self._out = out
        self._before = "\n"
        out.write("[")

    def add(self, element: str) -> None:
        """Write an element, which is JSON on one line."""
        self._out.write(self._before + element)
        self._before = ",\n"

    def end(self) -> None:
        """Write the closing bracket."""
        self._out.write("]" if self._before == "\n" else "\n]")


def write(findings: Watched, counts: Counts, out: TextIO) -> None:
    """Write ``{"errors": […], "warnings": […], "files": n, "rows": n, "valid": bool}``.

    Warnings come between the errors and are put aside until these are written, on the disk if they are many.
    """
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as aside:
        out.write('{"errors": ')
        errors, warnings = Array(out), Array(aside)
        for finding in findings:
            (errors if finding.severity == "error" else warnings).add(_object(finding))
        errors.end()
        warnings.end()
        out.write(',\n"warnings": ')
        aside.seek(0)
        out.writelines(aside)
    out.write(f',\n"files": {counts.files},\n"rows": {counts.rows},\n"valid": {as_json(not findings.errors)}}}\n')


def _object(finding: Finding) -> str:
    """A finding as a JSON object, in a third of the time that encoding a dict takes."""
    return visible_json(
        f'{{"file": {encode_json(finding.file)}, "line": {_number(finding.line)}, "column": {_text(finding.column)}, '
        f'"value": {_text(finding.value)}, "check": "{finding.check}", "message": {encode_json(finding.message)}, '
        f'"expected": {encode_json(finding.expected)}, "suggestion": {_text(finding.suggestion)}, '
        f'"severity": "{finding.severity}", "row": {_number(finding.row)}}}'
    )


def _text(value: str | None) -> str:
    return "null" if value is None else encode_json(value)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)
