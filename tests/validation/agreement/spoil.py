"""Faults of a file, a header or a record, and cells that are wrong beside others or in what they refer to.

Each spoiler adds one fault to a draft, where the draft has a place for it, and says whether it did. No fault hides
another: a cell has at most one, and a record that has a fault of its own has no other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.validation.agreement.draft import STRAY_BYTE, Draft, Record
from tests.validation.agreement.faults import PARTIES, cell_faults
from tests.validation.agreement.rows import ARTICLE_URL, COLUMNS, SENTENCES, codes

from diplopack.load.read import read_table
from diplopack.period import period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PACKAGE = Path(__file__).parents[3] / "dist"
"""A package whose coded events some rows repeat."""
_LONG = 1_100_000


def spoil(draft: Draft, check: str) -> bool:
    """Add a fault that a check must name.

    Args:
        draft: The file, whose header is spoilt before its records.
        check: A key of `CHECKS`.
    """
    return _SPOILERS[check](draft) if check in _SPOILERS else _spoil_cell(draft, check)


def repeat(draft: Draft, record: Record) -> bool:
    """Repeat a record of the draft somewhere after it, or one of another file anywhere."""
    again = Record(record.cells | {"note": "again", "contributor": "Bob"}, is_locked=True)
    is_here = record in draft.records
    first = draft.records.index(record) + 1 if is_here else 0
    draft.records.insert(draft.rng.randint(first, len(draft.records)), again)
    draft.expect(again, None, "duplicate", schema=is_here)
    return True


def _spoil_cell(draft: Draft, check: str) -> bool:
    fault = draft.rng.choice([fault for fault in cell_faults() if fault.check == check])
    column = draft.rng.choice(fault.columns)
    # Two codes that are both wrong might be wrong alike; an address that is wrong has no article to quote.
    together = {*PARTIES} if column in PARTIES else {"source_url", "quote"} & {column}
    free = [
        record
        for record in draft.records
        if not record.is_locked
        and not record.spoilt & (together | {column})
        and not (record.cells["source_url"] == ARTICLE_URL and column in {"source_url", "quote"})
    ]
    if not free or not draft.has(column):
        return False
    record = draft.rng.choice(free)
    valid = record.cells[column] or "seen"
    record.cells[column] = fault.text.format(valid)
    record.spoilt.add(column)
    draft.expect(record, column, check, fault.suggestion and fault.suggestion.format(valid), schema=fault.schema)
    return True


def _record(
    columns: Sequence[str], check: str, change: Callable[[Draft, Record], tuple[str | None, str | None]]
) -> Callable[[Draft], bool]:
    """A fault of a whole record that needs some columns; `change` returns the wrong column and the suggestion."""

    def spoil_record(draft: Draft) -> bool:
        record = draft.lock() if draft.has(*columns) else None
        if record is None:
            return False
        column, suggestion = change(draft, record)
        draft.expect(record, column, check, suggestion)
        return True

    return spoil_record


def _state_not_on_date(draft: Draft, record: Record) -> tuple[str, None]:
    column = draft.rng.choice(PARTIES)
    year = int(record.cells["event_date"][:4])
    wrong = [code for code, (first, last) in codes().countries.items() if not first <= year <= last]
    record.cells[column] = draft.rng.choice(wrong) + draft.rng.choice(("", "GOV", "MIL"))
    return column, None


def _same_party(draft: Draft, record: Record) -> tuple[str, None]:
    record.cells["target_code"] = record.cells["actor_code"] = draft.rng.choice(("CHN", "USAGOV", "IGOUNO"))
    return "target_code", None


def _quote_not_found(draft: Draft, record: Record) -> tuple[str, str | None]:
    sentence = draft.rng.choice(SENTENCES)
    near = sentence.replace("urged", "told").replace("major", "great").replace("small", "large")
    quote, suggestion = draft.rng.choice(((near, sentence), ("Nobody in the article says this.", None)))
    record.cells |= {"source_url": ARTICLE_URL, "quote": quote}
    return "quote", suggestion


def _already_coded(draft: Draft, record: Record) -> tuple[None, None]:
    record.cells |= draft.rng.choice(_coded_events())
    return None, None


@cache
def _coded_events() -> Sequence[Mapping[str, str]]:
    return [
        {
            "event_date": period(event["event_date"].isoformat(), event["date_precision"]),
            **{name: event[name] for name in (*PARTIES, "event_code")},
        }
        for event in read_table(PACKAGE, "events", "parquet").to_pylist()
        if event["origin"] == "coded"
    ]


def _duplicate(draft: Draft) -> bool:
    record = draft.lock() if draft.has(*COLUMNS) else None
    return record is not None and repeat(draft, record)


def _encoding(draft: Draft, record: Record) -> tuple[str, None]:
    column = draft.rng.choice(("contributor", "note"))
    record.cells[column] = f"caf{STRAY_BYTE} {record.cells[column]}".strip()
    draft.whole = True
    return column, None


def _break(draft: Draft, column: str, how: Callable[[str], str]) -> Record | None:
    """Write a cell of a record without the quotation marks that it needs, or with others."""
    record = draft.lock() if draft.has(column) else None
    if record is None:
        return None
    _unquotable(record)
    at = [key for _, key in draft.header].index(column)
    record.broken = lambda cells: [*cells[:at], how(cells[at]), *cells[at + 1 :]]
    draft.misread = True
    return record


def _unquotable(record: Record) -> None:
    """Leave nothing in a record that needs quotation marks, so that a broken one stays on its line."""
    for name, text in record.cells.items():
        record.cells[name] = "".join("_" if char in ',;\t"\n' else char for char in text)


def _quote_unclosed(draft: Draft) -> bool:
    column = draft.rng.choice(("quote", "quote", "contributor", "source_url", "actor_code"))
    record = _break(draft, column, lambda text: '"' + text)
    if record:
        draft.expect(record, column, "quote-unclosed")
    return record is not None


def _quote_misplaced(draft: Draft) -> bool:
    column = draft.rng.choice(("quote", "quote", "contributor"))
    form = draft.rng.choice(('He said "{}', 'He "said" {}', '"{}" he said'))
    record = _break(draft, column, form.format)
    if record:
        draft.expect(record, column, "quote-misplaced")
    return record is not None


def _line_length(draft: Draft) -> bool:
    record = _break(draft, "quote", lambda _: "x" * _LONG)
    if record:
        draft.expect(record, None, "line-length")
    return record is not None


def _row_length(draft: Draft) -> bool:
    record = draft.lock() if draft.has(*COLUMNS) and len(draft.header) == len(COLUMNS) else None
    if record is None:
        return False
    _unquotable(record)
    change = draft.rng.choice((-3, -2, -1, 1, 2))
    extra = [draft.rng.choice(("", "more"))] * change
    record.broken = lambda cells: cells[:change] if change < 0 else [*cells, *extra]
    draft.expect(record, draft.header[change][1] if change < 0 else None, "row-length", schema=True)
    return True


def _blank_row(draft: Draft) -> bool:
    cells = draft.rng.choice(([], [], [""] * len(draft.header)))
    blank = Record({}, is_locked=True, broken=lambda _: cells)
    draft.records.insert(draft.rng.randint(0, len(draft.records)), blank)
    draft.expect(blank, None, "blank-row", schema=True)
    return True


def _separator(draft: Draft) -> bool:
    draft.delimiter = draft.rng.choice([text for text in ",;\t" if text != draft.delimiter])
    return _header_fault(draft, None, "separator")


def _header_missing(draft: Draft) -> bool:
    _, name = draft.header.pop(draft.rng.randrange(len(COLUMNS)))
    return _header_fault(draft, name, "header-missing")


def _header_misspelt(draft: Draft) -> bool:
    at = draft.rng.randrange(len(COLUMNS))
    name = COLUMNS[at]
    wrong = draft.rng.choice((name[:-1], name + "s", name.upper(), name.replace("_", " ").title()))
    draft.header[at] = (wrong, name)
    return _header_fault(draft, name, "header-misspelt", name)


def _header_unknown(draft: Draft) -> bool:
    for record in draft.records:
        record.cells["confidence"] = "high"
    draft.header.insert(draft.rng.randint(0, len(COLUMNS)), ("confidence", "confidence"))
    return _header_fault(draft, "confidence", "header-unknown")


def _header_doubled(draft: Draft) -> bool:
    for record in draft.records:
        record.cells["again"] = draft.rng.choice(("", "other"))
    draft.header.append((draft.rng.choice(COLUMNS), "again"))
    return _header_fault(draft, draft.header[-1][0], "header-doubled")


def _header_order(draft: Draft) -> bool:
    draft.header.insert(draft.rng.randrange(len(COLUMNS) - 1), draft.header.pop())
    return _header_fault(draft, None, "header-order")


def _header_fault(draft: Draft, column: str | None, check: str, suggestion: str | None = None) -> bool:
    draft.whole = True
    draft.expect(None, column, check, suggestion)
    return True


_SPOILERS: Mapping[str, Callable[[Draft], bool]] = {
    "separator": _separator,
    "header-missing": _header_missing,
    "header-misspelt": _header_misspelt,
    "header-unknown": _header_unknown,
    "header-doubled": _header_doubled,
    "header-order": _header_order,
    "line-length": _line_length,
    "quote-unclosed": _quote_unclosed,
    "quote-misplaced": _quote_misplaced,
    "row-length": _row_length,
    "blank-row": _blank_row,
    "encoding": _record(("contributor", "note"), "encoding", _encoding),
    "state-not-on-date": _record(("event_date", *PARTIES), "state-not-on-date", _state_not_on_date),
    "same-party": _record(PARTIES, "same-party", _same_party),
    "quote-not-found": _record(("source_url", "quote"), "quote-not-found", _quote_not_found),
    "duplicate": _duplicate,
    "already-coded": _record(("event_date", *PARTIES, "event_code"), "already-coded", _already_coded),
}
HEADER_CHECKS = tuple(_SPOILERS)[:6]
TEXT_CHECKS = (*tuple(_SPOILERS)[6:11], "encoding", "separator", "header-doubled")
"""What only a file of text can have."""
CHECKS_OF_ROWS = tuple(dict.fromkeys((*_SPOILERS, *(fault.check for fault in cell_faults()))))
"""Every check whose faults are generated here."""
