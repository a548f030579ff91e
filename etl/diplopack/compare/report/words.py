"""What the reports for people say of tables and rows, before it is set as text or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplopack.coding import labels
from diplopack.compare import versions
from diplopack.compare.versions import Level
from diplopack.period import PRECISIONS, period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from diplopack.compare.comparison import Comparison, TableDifference
    from diplopack.compare.report.changes import Change


def verdict(comparison: Comparison) -> str:
    """What a comparison comes to, in a sentence."""
    asked = versions.level(comparison)
    if asked is Level.NONE:
        return "The packages hold the same rows and columns."
    return f"The packages differ; a release of the new one asks for a {asked} version."


def column_lines(table: TableDifference) -> Iterator[str]:
    """How the columns of a table differ, and why rows could not be matched; a line each."""
    return (reason.text for reason in versions.column_reasons(table))


def summary(table: TableDifference, change: Change) -> str:
    """A row beside its key: of an event date, parties, code and label; of others what is likely to name it."""
    row = change.row
    if table.name == "events":
        return _event(row)
    if table.name == "mentions":
        return f"of {row.get('event_id')}"
    name = next((row[column] for column in ("label", "name", "title") if row.get(column)), None)
    return "" if name is None else str(name)


def _event(row: Mapping[str, Any]) -> str:
    date, precision, code = row.get("event_date"), row.get("date_precision"), row.get("event_code")
    if date is not None and precision in PRECISIONS:
        date = period(str(date), precision)
    parties = f"{row.get('actor_code')} → {row.get('target_code')}"
    return f"{date} {parties} {code} {labels().get(str(code), '')}".rstrip()


def value(cell: object) -> str:
    """A value of a row; null is told from the text of that name."""
    if cell is None:
        return "null"
    return f"“{cell}”" if isinstance(cell, str) else str(cell)


def place(evidence: Mapping[str, Any]) -> str:
    """Where a sentence stands, and the rule that read it."""
    article, number, rule = (evidence.get(name) for name in ("article_id", "sentence_number", "rule"))
    parts = [f"article {article}"] if article is not None else []
    parts += [f"sentence {number}"] if number else []
    parts += [f"rule {rule}"] if rule is not None else []
    return ", ".join(parts)
