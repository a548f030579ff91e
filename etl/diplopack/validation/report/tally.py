"""How many findings there are, of which kinds, and the first of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain, islice, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from diplopack.finding import CHECKS
from diplopack.validation.report.escape import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from diplopack.finding import Finding

_LONGEST = 1_000
_ORDER = {check: position for position, check in enumerate(CHECKS)}


class Watched:
    """Findings that are counted as they pass.

    Attributes:
        errors: How many errors have passed.
        warnings: How many warnings have passed.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = iter(findings)
        self.errors = 0
        self.warnings = 0

    def __iter__(self) -> Iterator[Finding]:
        for finding in self._findings:
            if finding.severity == "error":
                self.errors += 1
            else:
                self.warnings += 1
            yield finding


class Kind(NamedTuple):
    """What findings of one check and severity have in common."""

    is_warning: bool
    check: str

    @classmethod
    def of(cls, finding: Finding) -> Kind:
        """The kind of a finding."""
        return cls(finding.severity == "warning", finding.check)

    @property
    def rank(self) -> tuple[bool, int]:
        """Errors before warnings, then as `CHECKS` has them: what is wrong with the file before its cells."""
        return self.is_warning, _ORDER[self.check]

    @property
    def title(self) -> str:
        """The check's title, with the severity where it is no error."""
        return f"{CHECKS[self.check]} (warning)" if self.is_warning else CHECKS[self.check]


class Kinds:
    """The number of findings of each kind, and the first of them.

    Args:
        keep: How many of a kind are kept.

    Attributes:
        counts: The number of findings by their kind.
        first: The kept findings by their kind, as they came.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self.counts: Counter[Kind] = Counter()
        self.first: defaultdict[Kind, list[Finding]] = defaultdict(list)

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it, without its value, if it is one of the first of its kind."""
        kind = Kind.of(finding)
        self.counts[kind] += 1
        if self.counts[kind] <= self._keep:
            self.first[kind].append(_light(finding))

    def __iter__(self) -> Iterator[Kind]:
        """Go through the kinds by their rank."""
        return iter(sorted(self.counts, key=attrgetter("rank")))

    def most_useful(self, limit: int, *, warnings: bool) -> list[Finding]:
        """At most `limit` of the kept errors, or warnings: one of each kind before a second of any."""
        kinds = (self.first[kind] for kind in self if kind.is_warning == warnings)
        ranks = chain.from_iterable(zip_longest(*kinds))
        return list(islice((finding for finding in ranks if finding is not None), limit))


def _light(finding: Finding) -> Finding:
    """A finding as long as people read it: a cell may hold a megabyte."""
    suggestion = None if finding.suggestion is None else printable(finding.suggestion, _LONGEST)
    message, expected = (printable(text, _LONGEST) for text in (finding.message, finding.expected))
    return replace(finding, value=None, message=message, expected=expected, suggestion=suggestion)


def capitalized(title: str) -> str:
    """A title that begins a line; the rest of it stays as it is, as in ``Text that is not UTF-8``."""
    return title[:1].upper() + title[1:]


def counted(number: int, noun: str) -> str:
    """A number and its noun: ``1 error``, ``1,203 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def verdict(findings: Watched) -> str:
    """How many errors and warnings there are: ``2 errors and 1 warning``."""
    numbers = ((findings.errors, "error"), (findings.warnings, "warning"))
    return " and ".join(counted(number, noun) for number, noun in numbers if number) or "no errors"
