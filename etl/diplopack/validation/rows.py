"""Contributed rows validated: every fault of every cell, row and file, in their order, whatever their number."""

from __future__ import annotations

import gc
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from diplopack import contract
from diplopack.contract.hashes import combine, hash_texts
from diplopack.extract.rows import find_rows, read_rows
from diplopack.finding import Finding
from diplopack.validation import cells, parties, suggest
from diplopack.validation.coded import CodedColumn
from diplopack.validation.columns import BadCell, look_at_texts, missing_cells
from diplopack.validation.evidence import EVENT_KEY, CodedEvents, Quotes
from diplopack.validation.uniqueness import Keys, Seen, sort_keys

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    import pyarrow as pa

    from diplopack.extract.rows.chunk import Chunk
    from diplopack.validation.coded import Coded

_WORKERS = 3  # of which one loads Pandera first; the reader has threads of its own
_WAITING = 14  # chunks that are held at a time: so many are read while Pandera is loaded
_MOST_HELD = 224 << 20  # bytes of them, where cells are so long that a chunk is larger than its block
_LINE_BITS = 40  # of a place; the bits above number the file


@dataclass(slots=True)
class Counts:
    """What was read.

    Attributes:
        files: files of rows.
        rows: rows whose cells were looked at; one that is broken is a finding and not counted.
    """

    files: int = 0
    rows: int = 0


def validate_rows(
    paths: Sequence[Path],
    *,
    today: dt.date,
    seeds: Path | None = None,
    against: Path | None = None,
    counts: Counts | None = None,
) -> Iterator[Finding]:
    """Find all that is wrong with contributed rows.

    Args:
        paths: files of rows (.csv, .tsv, .parquet) and folders of them.
        today: no event is later.
        seeds: a file or folder of articles; quotes from them must be in their text.
        against: a package; rows of which the event is coded there already are warned of.
        counts: is filled while the findings are taken.

    Yields:
        The findings, by file in the order of `paths`, then by line, then by column; warnings of articles that
        cannot be read before them. However many there are, only those of a few chunks are held at a time.

    Raises:
        DataError: `against` is no package.
    """
    quotes = None if seeds is None else Quotes([seeds])
    checker = Checker(today, quotes, None if against is None else CodedEvents(against))
    if quotes is not None:
        yield from quotes.problems
    counts = Counts() if counts is None else counts
    yield from checker.findings(_files(paths, counts), counts)


def _files(paths: Sequence[Path], counts: Counts) -> Iterator[Iterable[Chunk | Finding]]:
    """What `read_rows` gives, for each file; the findings of what is none by themselves."""
    for item in find_rows(paths):
        if isinstance(item, Finding):
            yield [item]
        else:
            counts.files += 1
            yield read_rows(*item)


class _Placed(NamedTuple):
    """A finding with what it is sorted by within its file."""

    line: int
    column: int
    finding: Finding


class _Checked(NamedTuple):
    """What is known of a chunk when it was looked at by itself."""

    chunk: Chunk
    placed: list[_Placed]
    keys: Keys


class _Pending(NamedTuple):
    """A part of a file that waits for its turn: what is wrong with its form, and its chunk while that is checked."""

    found: list[Finding]
    checked: Future[_Checked] | None = None
    nbytes: int = 0


class Checker:
    """Looks at rows, and remembers them to tell repetitions.

    Args:
        today: no event is later.
        quotes: the articles that are at hand.
        coded: the events that are coded already.
    """

    def __init__(self, today: dt.date, quotes: Quotes | None = None, coded: CodedEvents | None = None) -> None:
        self._today = today
        self._quotes = quotes
        self._coded = coded
        coded_columns = (*EVENT_KEY, "contributor")
        self._columns = {name: CodedColumn(name, today, parties.TRAITS.get(name, {})) for name in coded_columns}
        self._seen = Seen()
        self._files: list[tuple[str, bool]] = []

    def findings(self, files: Iterable[Iterable[Chunk | Finding]], counts: Counts) -> Iterator[Finding]:
        """Yield what is wrong with the rows of some files.

        Args:
            files: of each file its chunks, each after the findings of its lines.
            counts: its rows are counted.
        """
        pool = ThreadPoolExecutor(_WORKERS)
        loaded = pool.submit(_load_contract)
        pending: deque[_Pending] = deque()
        try:
            for found, chunk in _parts(files, counts):
                if chunk is None:
                    pending.append(_Pending(found))
                else:
                    pending.append(_Pending(found, pool.submit(self._check, chunk), chunk.table.nbytes))
                while _is_full(pending):
                    loaded.result()
                    yield from self._in_order(pending.popleft())
            loaded.result()
            while pending:
                yield from self._in_order(pending.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def _in_order(self, part: _Pending) -> Iterator[Finding]:
        """The findings of a part of a file: of its form, its cells and its repetitions."""
        found = part.found
        placed = [_Placed(finding.line or 0, _position(finding.column), finding) for finding in found]
        if part.checked is not None:
            of_chunk = part.checked.result()
            # Of a cell that could not be decoded nothing more is said.
            said = {(finding.line, finding.column) for finding in found if finding.column is not None}
            placed += (item for item in of_chunk.placed if (item.line, item.finding.column) not in said)
            placed += self._repetitions(of_chunk)
        placed.sort(key=lambda item: item[:2])
        for item in placed:
            yield item.finding

    def _check(self, chunk: Chunk) -> _Checked:
        """Look at a chunk by itself; may run in any thread."""
        columns = {name: _combined(chunk.table[name]) for name in cells.columns()}
        bad: dict[str, list[BadCell]] = {}
        hashes: dict[str, np.ndarray] = {}
        coded: dict[str, Coded] = {}
        texts: dict[str, pa.Array] = {}
        for name in self._columns:  # first, since codes are judged without Pandera, while it is loaded
            coded[name] = self._columns[name].look(columns[name])
        for name, column in columns.items():
            if name in self._columns:
                bad[name] = list(coded[name].bad_cells())
            else:
                texts[name], bad[name] = look_at_texts(name, column, self._today)
            if name in cells.key():
                hashes[name] = coded[name].hashes() if name in coded else hash_texts(texts[name])
            if name not in chunk.absent:
                bad[name] += missing_cells(name, column)
        for name, found in parties.faults(*(coded[name] for name in parties.COLUMNS)).items():
            bad[name] += found
        if self._quotes is not None:
            is_good = _is_valid(columns["source_url"]) & _is_valid(columns["quote"])
            is_good[[cell.row for name in ("source_url", "quote") for cell in bad[name]]] = False
            bad["quote"] += self._quotes.not_found(texts["source_url"], texts["quote"], is_good)
        placed = [placed for name, found in bad.items() for placed in _place(chunk, name, found)]
        placed += _lost_zeros(chunk, coded["event_code"])
        if self._coded is not None:
            known = self._coded.has(combine(hashes[name] for name in EVENT_KEY))
            placed += (_already_coded(chunk, row) for row in np.flatnonzero(known).tolist())
        rows = np.flatnonzero(np.logical_and.reduce([_is_valid(columns[name]) for name in cells.key()]))
        return _Checked(chunk, placed, sort_keys(combine(hashes[name] for name in cells.key())[rows], rows))

    def _repetitions(self, checked: _Checked) -> Iterator[_Placed]:
        """The rows of a chunk that were there before; chunks must come in their order."""
        chunk, keys = checked.chunk, checked.keys
        file = (chunk.file, chunk.is_parquet)
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        places = chunk.lines[keys.rows] | ((len(self._files) - 1) << _LINE_BITS)
        repeated, firsts = self._seen.add(keys, places)
        for row, place in zip(repeated.tolist(), firsts.tolist(), strict=True):
            name, is_parquet = self._files[place >> _LINE_BITS]
            line = place & ((1 << _LINE_BITS) - 1)
            first = f"{name}: row {line - 1}" if is_parquet else f"{name}:{line}"
            yield _place_row(chunk, row, "duplicate", f"repeats {first}", "each event and quote once")


def _is_full(pending: Collection[_Pending]) -> bool:
    """Whether no more parts should be held: they are as many, or as large, as may be."""
    return len(pending) == _WAITING or (len(pending) > 1 and sum(part.nbytes for part in pending) > _MOST_HELD)


def _parts(files: Iterable[Iterable[Chunk | Finding]], counts: Counts) -> Iterator[tuple[list[Finding], Chunk | None]]:
    """Each chunk with the findings before it; those after the last chunk of a file by themselves."""
    for items in files:
        found: list[Finding] = []
        for item in items:
            if isinstance(item, Finding):
                found.append(item)
            else:
                counts.rows += item.table.num_rows
                yield found, item
                found = []
        if found:
            yield found, None


def _load_contract() -> None:
    """Check the codebooks, and load Pandera for that, while the first rows are read: both take long.

    Raises:
        DataError: a codebook contradicts the contract.
    """
    collects = gc.isenabled()
    gc.disable()  # what is loaded stays, and would be searched for garbage again and again
    try:
        contract.check_codebooks()
        contract.cell_faults(cells.TABLE, contract.arrow_schema(cells.TABLE).empty_table())
    finally:
        if collects:
            gc.enable()


def _combined(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays([pa.array([], column.type), *column.chunks])


def _is_valid(column: pa.Array) -> np.ndarray:
    return np.asarray(column.is_valid())


def _position(column: str | None) -> int:
    """Where a column stands in the contract; what concerns a whole row comes last."""
    names = cells.columns()
    return names.index(column) if column in names else len(names)


def _place(chunk: Chunk, column: str, found: Iterable[BadCell]) -> Iterator[_Placed]:
    position = _position(column)
    for row, value, fault in found:
        line = chunk.line(row, column)
        yield _Placed(line, position, Finding(chunk.file, line, column, value, *fault, "error", _row(chunk, row)))


def _place_row(
    chunk: Chunk, row: int, check: str, message: str, expected: str, severity: Literal["error", "warning"] = "error"
) -> _Placed:
    line = int(chunk.lines[row])
    finding = Finding(chunk.file, line, None, None, check, message, expected, severity=severity, row=_row(chunk, row))
    return _Placed(line, _position(None), finding)


def _lost_zeros(chunk: Chunk, codes: Coded) -> Iterator[_Placed]:
    """Warnings of codes that are right with a zero before them too, where no code has one: 10 may have been 010."""
    used = codes.used()
    if any(value.startswith("0") for value in used):
        return
    maybe = {
        at: code for value, at in used.items() if value in suggest.event_codes() and (code := suggest.lost_zero(value))
    }
    for row in np.flatnonzero(np.isin(codes.indices, list(maybe))).tolist():
        line, value, code = chunk.line(row, "event_code"), codes.value(row), maybe[int(codes.indices[row])]
        message = f"{value!r} lost its leading zero? {code!r} is a code"
        finding = Finding(
            chunk.file, line, "event_code", value, "lost-zero", message, "", code, "warning", _row(chunk, row)
        )
        yield _Placed(line, _position("event_code"), finding)


def _already_coded(chunk: Chunk, row: int) -> _Placed:
    message = "the coder found this event; the row adds its quote"
    return _place_row(chunk, row, "already-coded", message, "", "warning")


def _row(chunk: Chunk, row: int) -> int | None:
    return chunk.first_row + row + 1 if chunk.is_parquet else None
