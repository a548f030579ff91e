"""Findings as people and machines read them: on a terminal, as data, and in what CI systems show."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TextIO, get_args

from diplopack.validation.report.tally import Watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diplopack.finding import Finding
    from diplopack.validation.rows import Counts

Format = Literal["text", "json", "github", "junit", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write(
    fmt: Format,
    findings: Iterable[Finding],
    counts: Counts,
    out: TextIO,
    *,
    color: bool = False,
    packages: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> bool:
    """Write a report of findings as they come, without holding them.

    Args:
        fmt: One of `FORMATS`.
        findings: What is wrong, each file's findings together.
        counts: What was read; looked at when `findings` is exhausted.
        out: Where to; UTF-8, but for text.
        color: Whether text has colours.
        packages: The number of rows of each table of the packages that are valid, by the package's path; looked
            at when `findings` is exhausted.

    Returns:
        Whether everything is valid: there may be warnings, and no error.

    Raises:
        OSError: `out` takes no more.
    """
    watched = Watched(findings)
    match fmt:
        case "text":
            from diplopack.validation.report import text

            text.write(watched, counts, out, color=color, packages=packages)
        case "json":
            from diplopack.validation.report import json

            json.write(watched, counts, out)
        case "github":
            from diplopack.validation.report import github

            github.write(watched, counts, out)
        case "junit":
            from diplopack.validation.report import junit

            junit.write(watched, counts, out)
        case "sarif":
            from diplopack.validation.report import sarif

            sarif.write(watched, out)
    out.flush()
    return not watched.errors
