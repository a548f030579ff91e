"""The findings as Markdown, for the summary of a job on GitHub."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from diplopack.validation.report.escape import code_span
from diplopack.validation.report.places import repository_link, repository_path
from diplopack.validation.report.tally import Kind, capitalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from diplopack.finding import Finding

# GitHub drops the whole summary of a step that is larger than 1024k.
LARGEST = 1024 * 1024
_FOR_HEADINGS = 16 * 1024


class JobSummary:
    """Findings by kind, of which as many are kept as a summary can hold."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._items: defaultdict[Kind, list[str]] = defaultdict(list)
        self._sizes: Counter[Kind] = Counter()

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep its line if it has room."""
        kind = Kind.of(finding)
        self._counts[kind] += 1
        if self._sizes[kind] < LARGEST:
            item = _item(finding)
            self._items[kind].append(item)
            self._sizes[kind] += _size(item)

    def markdown(self, heading: str, room: int = LARGEST) -> str:
        """The summary: a heading, a table of kinds with their numbers, and a list for each kind.

        Args:
            heading: Plain text.
            room: How many bytes of UTF-8 it may have. Where that is too few, each kind is cut, and the number
                of what is missing is said.
        """
        shares = _shares(self._sizes, room - _FOR_HEADINGS)
        lines = [f"## {heading}"]
        if self._counts:
            kinds = sorted(self._counts, key=attrgetter("rank"))
            lines += ["", "| | |", "| ---: | :--- |", *(f"| {self._counts[kind]:,} | {kind.title} |" for kind in kinds)]
            for kind in kinds:
                lines += ["", f"### {capitalized(kind.title)}", "", *self._list(kind, shares[kind])]
        return "\n".join(lines) + "\n"

    def _list(self, kind: Kind, room: int) -> Iterator[str]:
        written = 0
        for item in self._items[kind]:
            room -= _size(item)
            if room < 0:
                break
            yield item
            written += 1
        if more := self._counts[kind] - written:
            yield f"- … and {more:,} more"


def _shares(sizes: Mapping[Kind, int], room: int) -> dict[Kind, int]:
    """Room for each kind: what it needs, or if that is too much, as much as any other that is cut."""
    shares = {}
    for number, (kind, size) in enumerate(sorted(sizes.items(), key=lambda item: item[1])):
        shares[kind] = min(size, room // (len(sizes) - number))
        room -= shares[kind]
    return shares


def _item(finding: Finding) -> str:
    place = code_span(repository_path(finding.file) + finding.place.removeprefix(finding.file))
    link = repository_link(finding.file, finding.line) if finding.row is None else None
    text = ": ".join(part for part in (finding.column, finding.text) if part)
    return f"- {f'[{place}]({link})' if link else place} {code_span(text)}"


def _size(item: str) -> int:
    return len(item.encode()) + 1
