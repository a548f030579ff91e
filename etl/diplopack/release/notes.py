"""What a release holds, and what changed since the one before: RELEASE_NOTES.md and changes.csv."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from diplopack.compare import versions
from diplopack.validation.report.escape import code_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from diplopack.compare import Comparison, TableDifference
    from diplopack.release.facts import Facts

CHANGES = ("event_id", "change", "columns")
"""The columns of changes.csv."""
_ROOT = ("event_root_code",)
_COUNTRIES = ("actor_country", "target_country")


class Share(NamedTuple):
    """The events of a root code, or of a country.

    Attributes:
        code: of which.
        events: how many the release has.
        added: how many of them the release before had not.
        removed: how many the release before had besides.
        changed: how many are in both with other values.
    """

    code: str
    events: int
    added: int = 0
    removed: int = 0
    changed: int = 0


def changes_csv(comparison: Comparison | None) -> str:
    """The events that were added, removed or changed since the release before, as CSV.

    Args:
        comparison: of the two; None for the first release, of which nothing is a change.

    Returns:
        A header and a line an event: its identifier; added, removed or changed; and the columns that changed,
        with spaces between them. Line ends are those of RFC 4180.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(CHANGES)
    events = comparison.tables.get("events") if comparison else None
    if events:
        rows.writerows((key, "added", "") for key in _values(events.added, events.key))
        rows.writerows((key, "removed", "") for key in _values(events.removed, events.key))
        changed = zip(_values(events.changed, events.key), events.changed_columns(), strict=True)
        rows.writerows((key, "changed", " ".join(columns)) for key, columns in changed)
    return text.getvalue()


def release_notes(facts: Facts, comparison: Comparison | None) -> str:
    """The notes of a release, as Markdown: counts, what changed, and both by root code and by country.

    Args:
        facts: the release.
        comparison: of the release before with this one; None for the first.
    """
    lines = [f"# {facts.descriptor['name']} {facts.version}", "", f"{facts.descriptor['title']}, {facts.date}."]
    lines += ["", "## Rows", "", *_row_counts(facts, comparison)]
    if comparison:
        lines += ["", f"## Changes since {versions.package_version(comparison.old)}", "", *_changes(comparison)]
    tables = facts.tables
    labels = _names(tables["event_codes"], "event_code", "label")
    roots = sorted(shares(tables["events"], _ROOT, comparison))
    lines += ["", "## Events by root code", "", *_share_table("root code", roots, labels, comparison)]
    names = _names(tables["countries"], "country", "name")
    countries = sorted(shares(tables["events"], _COUNTRIES, comparison), key=lambda share: (-share.events, share.code))
    lines += ["", "## Events by country", "", "An event counts for the country that acts and for the country that is"]
    lines += ["acted upon, and once where they are the same.", ""]
    lines += _share_table("country", countries, names, comparison)
    return "\n".join(lines) + "\n"


def shares(events: pa.Table, columns: Iterable[str], comparison: Comparison | None) -> list[Share]:
    """Count events by the code in a column, or in any of several.

    Args:
        events: of the release.
        columns: of events. An event counts once for each code that it has in them.
        comparison: of the release before with this one; None for the first.

    Returns:
        One for each code that either release has, in no order.
    """
    columns = tuple(columns)
    counts = [_tally(events, columns)]
    difference = comparison.tables.get("events") if comparison else None
    if difference:
        counts += [_tally(rows, columns) for rows in (difference.added, difference.removed, difference.changed)]
    codes = set().union(*counts)
    return [Share(code, *(count[code] for count in counts)) for code in codes]


def _tally(events: pa.Table, columns: tuple[str, ...]) -> Counter[str]:
    there = [name for name in columns if name in events.column_names]
    groups = events.group_by(there).aggregate([([], "count_all")]).to_pylist() if there else []
    tally: Counter[str] = Counter()
    for group in groups:
        for code in {group[name] for name in there} - {None}:
            tally[code] += group["count_all"]
    return tally


def _row_counts(facts: Facts, comparison: Comparison | None) -> Iterator[str]:
    if comparison is None:
        yield from _table(("table", "rows"), ((name, [table.num_rows]) for name, table in facts.tables.items()))
        return
    header = ("table", "rows", "before", "added", "removed", "changed")
    yield from _table(header, ((name, _numbers(table)) for name, table in comparison.tables.items()))


def _numbers(table: TableDifference) -> list[int]:
    kinds = (table.added, table.removed, table.changed)
    return [table.new_rows or 0, table.old_rows or 0, *(rows.num_rows for rows in kinds)]


def _changes(comparison: Comparison) -> Iterator[str]:
    """What asks for the version, then which columns of events changed how often."""
    level = versions.level(comparison)
    if level is versions.Level.NONE:
        yield "The rows and columns are the same."
        return
    yield f"By what changed, this is a {level} version. `changes.csv` names each event and the columns that changed."
    yield ""
    for reason in versions.reasons(comparison):
        yield f"- {reason.level}: {code_span(reason.text)}"
    events = comparison.tables.get("events")
    if events and events.cells:
        yield ""
        yield from _table(("column of events", "changed"), ((name, [len(c.rows)]) for name, c in events.cells.items()))


def _share_table(
    title: str, found: Iterable[Share], names: Mapping[str, str], comparison: Comparison | None
) -> Iterator[str]:
    header = (title, "events", "added", "removed", "changed") if comparison else (title, "events")
    for_each = len(header) - 1
    return _table(header, ((f"{code} {names.get(code, '')}".rstrip(), counts[:for_each]) for code, *counts in found))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, list[int]]]) -> Iterator[str]:
    """A Markdown table: a name and numbers."""
    yield f"| {' | '.join(header)} |"
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for name, numbers in rows:
        yield f"| {name.replace('|', chr(92) + '|')} | {' | '.join(f'{number:,}' for number in numbers)} |"


def _names(table: pa.Table, code: str, name: str) -> dict[str, str]:
    return dict(zip(_values(table, code), _values(table, name), strict=True))


def _values(table: pa.Table, column: str) -> list[Any]:
    """The values of a column; none where a table that cannot be compared has no columns."""
    values: list[Any] = table[column].to_pylist() if column in table.column_names else []
    return values
