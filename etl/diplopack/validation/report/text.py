"""A summary by kind, then the first findings of each kind, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from diplopack.validation.report.escape import printable
from diplopack.validation.report.tally import Kinds, counted, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from diplopack.finding import Finding
    from diplopack.validation.report.tally import Kind, Watched
    from diplopack.validation.rows import Counts

    Style = Callable[..., str]

_SHOWN_IN_ALL = 50  # if there are more, the first of each kind
_SHOWN_OF_A_KIND = 5


def write(
    findings: Watched,
    counts: Counts,
    out: TextIO,
    *,
    color: bool,
    packages: Mapping[str, Mapping[str, int]],
) -> None:
    """Write a summary and at most a screen or two of findings; where all is valid, what was read."""
    kinds = Kinds(keep=_SHOWN_IN_ALL)
    for finding in findings:
        kinds.add(finding)
    style = click.style if color else _plain
    lines = _faults(kinds, findings, counts, style) if kinds.counts else _valid(counts, packages)
    out.writelines(f"{line}\n" for line in lines)


def _plain(text: str, **_colors: object) -> str:
    return text


def _valid(counts: Counts, packages: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for package, tables in packages.items():
        rows = ", ".join(f"{count:,} {name}" for name, count in tables.items())
        yield f"{printable(package)}: valid ({rows})"
    if counts.files != len(packages) or not packages:
        yield f"valid: {_read(counts)}"


def _read(counts: Counts) -> str:
    return f"{counted(counts.rows, 'row')} in {counted(counts.files, 'file')}"


def _faults(kinds: Kinds, findings: Watched, counts: Counts, style: Style) -> Iterator[str]:
    number = findings.errors + findings.warnings
    shown = _SHOWN_IN_ALL if number <= _SHOWN_IN_ALL else _SHOWN_OF_A_KIND
    valid = "" if findings.errors else "valid, with "
    yield style(f"{valid}{verdict(findings)}: {_read(counts)}", bold=True, fg=_color(not findings.errors))
    yield ""
    width = max(len(f"{count:,}") for count in kinds.counts.values())
    for kind in kinds:
        yield f"  {kinds.counts[kind]:>{width},}  {kind.title}"
    for kind in kinds:
        yield from _kind(kind, kinds.first[kind][:shown], kinds.counts[kind], style)
    if any(count > shown for count in kinds.counts.values()):
        yield ""
        yield f"All {number:,}, each on a line: --format json"


def _kind(kind: Kind, first: list[Finding], count: int, style: Style) -> Iterator[str]:
    yield ""
    yield style(kind.title, bold=True, fg=_color(kind.is_warning))
    for finding in first:
        column = f" {style(printable(finding.column), fg='cyan')}:" if finding.column else ""
        yield f"{style(printable(finding.place), bold=True)}:{column} {printable(finding.text)}"
    if count > len(first):
        yield f"… and {count - len(first):,} more"


def _color(is_warning: bool) -> str:
    return "yellow" if is_warning else "red"
