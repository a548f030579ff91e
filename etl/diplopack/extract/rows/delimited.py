"""CSV and TSV files into chunks: the head decides how the rest is read, block by block on some threads."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from diplopack.extract.encoding import CONTROL, HEAD, EncodingProblem, check_head
from diplopack.extract.rows.blocks import BlockReader
from diplopack.extract.rows.chunk import Chunk
from diplopack.extract.rows.csv_repair import BLANK, LIMIT, RAGGED, TOO_LONG, Broken, read_record
from diplopack.extract.rows.csv_scan import Rows, read_block
from diplopack.extract.rows.files import file_type, unreadable
from diplopack.extract.rows.header import MAX_COLUMNS, Header, contract_columns, count_known, read_header
from diplopack.extract.rows.undecodable import decode_windows, undecodable_cell
from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path
    from typing import BinaryIO

    from diplopack.extract.rows.blocks import Block

_TEXT_TO_CONTROL = 20  # bytes of a text for each that is a control character; chance gives 9
_DELIMITERS = {b",": "','", b"\t": "a tab", b";": "';'", b"|": "'|'"}
_IN_QUOTES = 'a cell that holds a separator is written in "…"'
_WORKERS = min(2, os.cpu_count() or 1)  # more would hold more blocks, and the reading is not what takes long


class _Unusable(Exception):  # noqa: N818  (it becomes a Finding, not a traceback)
    """A file whose rows cannot be read, and why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


@dataclass
class _Head:
    """What the beginning of a file says of the rest.

    Attributes:
        header: What the cells of a record are.
        delimiter: What separates them, one byte.
        start: Offset of the first record.
        line: Its physical line.
        has_bare_crs: Lines end in a bare CR.
        findings: What is wrong up to here, by line.
    """

    header: Header
    delimiter: bytes
    start: int
    line: int
    has_bare_crs: bool
    findings: list[Finding]


def read_delimited(path: Path, name: str, block_size: int) -> Iterator[Chunk | Finding]:
    """Yield the rows of a CSV or TSV file, and what is wrong with it.

    Args:
        path: The file; the suffix .tsv says that a tab separates cells, any other that a comma does.
        name: The file as findings name it.
        block_size: Bytes to read at a time.
    """
    try:
        with path.open("rb") as file:
            head = _read_head(file, name, b"\t" if path.suffix.lower() == ".tsv" else b",")
            yield from head.findings
            if head.header.cells:
                yield from _read_body(file, name, head, block_size)
    except _Unusable as unusable:
        yield unusable.finding
    except OSError as error:
        yield unreadable(name, error)


def _read_head(file: BinaryIO, name: str, expected: bytes) -> _Head:
    data = file.read(LIMIT + 2 + len(BOM_UTF8))
    _check_type(data, name)
    start = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    findings: list[Finding] = []
    cr, lf = data.find(b"\r"), data.find(b"\n")
    has_bare_crs = cr >= 0 and lf != cr + 1 and not 0 <= lf < cr
    if has_bare_crs:
        data = data.replace(b"\r", b"\n")
        told = "lines end in a bare CR, as on old Macs"
        findings.append(Finding(name, 1, None, "\\r", "separator", told, "lines that end in LF or CRLF"))
    line = 1
    while (end := data.find(b"\n", start)) >= 0 and not data[start:end].strip(b" \t\r"):
        findings.append(_broken(Broken(0, BLANK), name, line, None))
        start, line = end + 1, line + 1
    data = data[start:]
    if not data.strip():
        raise _Unusable(
            Finding(name, None, None, None, "empty", "the file is empty", "a header and a row for each event")
        )
    if len(data) > LIMIT and not 0 <= data.find(b"\n") <= LIMIT:
        raise _Unusable(_broken(Broken(0, TOO_LONG), name, line, None))
    delimiter = _find_delimiter(data.partition(b"\n")[0], expected)
    if delimiter != expected:
        told = f"separated by {_DELIMITERS[delimiter]}"
        value = delimiter.decode().replace("\t", "\\t")
        findings.append(Finding(name, line, None, value, "separator", told, _DELIMITERS[expected]))
    cells, length = _read_cells(data, delimiter, name, line, findings)
    if len(cells) > MAX_COLUMNS:
        told = f"the header has {len(cells)} columns, and the file is not read"
        value = f"{len(cells)} columns"
        finding = Finding(name, line, None, value, "header-unknown", told, f"{len(contract_columns())} columns")
        raise _Unusable(finding)
    header, faults = read_header([_decode(cell, name, line, findings) for cell in cells], name, line)
    if not header.is_row:
        line += data.count(b"\n", 0, length)
        start += length
    return _Head(header, delimiter, start, line, has_bare_crs, [*findings, *faults])


def _check_type(data: bytes, name: str) -> None:
    """Refuse what is no text in UTF-8 as a whole."""

    def refuse(check: str, told: str) -> _Unusable:
        return _Unusable(Finding(name, None, None, None, check, told, "text in UTF-8"))

    if found := file_type(data):
        raise refuse("file-type", f"the content is that of {found}, and is not read")
    if data and not data.strip(b"\0"):
        raise refuse("file-type", "begins with nothing but NUL bytes, and is not read")
    head = data[:HEAD]
    if min(data[:HEAD:2].count(0), data[1:HEAD:2].count(0)) * 3 > len(data[:HEAD]):  # UTF-16 has them in one half
        raise refuse("file-type", "binary (NUL bytes for the most part), and is not read")
    try:
        check_head(data[:HEAD])
    except EncodingProblem as problem:
        told = problem.reason.partition(", expected ")[0]
        if not told.startswith("binary"):
            raise refuse("encoding", f"{told}, and is not read") from None
        if len(CONTROL.findall(head)) * _TEXT_TO_CONTROL > len(head):  # a few are faults of their cells
            raise refuse("file-type", f"{told}, and is not read") from None


def _find_delimiter(line: bytes, expected: bytes) -> bytes:
    """What separates the cells of a header: what is expected, unless another separates more known names."""
    known = {}
    for delimiter in sorted(_DELIMITERS, key=lambda delimiter: delimiter != expected):
        cells = line.split(delimiter, MAX_COLUMNS)
        known[delimiter] = count_known([decode_windows(cell).strip('" \r') for cell in cells]) if cells[1:] else 0
    return max(known, key=lambda delimiter: known[delimiter])


def _read_cells(
    data: bytes, delimiter: bytes, name: str, line: int, findings: list[Finding]
) -> tuple[list[bytes], int]:
    """The cells of the header, and how many bytes it takes."""
    text = data if data.endswith(b"\n") else data + b"\n"
    end = text.find(b"\n")
    if text.count(delimiter, 0, end) < MAX_COLUMNS:
        record = read_record(text, 0, delimiter, is_closed=True)
        if record and record.outcome is None:
            for _ in range(record.line_breaks):
                end = text.find(b"\n", end + 1)
            return record.cells, min(end + 1, len(data))
        if record and record.outcome:
            broken = Broken(0, record.outcome, None, record.excerpt())
            findings.append(_broken(broken, name, line, None))
    cells = text[:end].rstrip(b"\r").split(delimiter)
    return [cell.strip(b'"') for cell in cells], min(end + 1, len(data))


def _decode(cell: bytes, name: str, line: int, findings: list[Finding]) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        findings.append(undecodable_cell(name, line, decode_windows(cell), cell))
        return decode_windows(cell)


def _read_body(file: BinaryIO, name: str, head: _Head, block_size: int) -> Iterator[Chunk | Finding]:
    reader = BlockReader(file, head.start, block_size, has_bare_crs=head.has_bare_crs)
    line, first_row, is_empty = head.line, 0, True
    for rows in _read_blocks(reader, head):
        chunk = _make_chunk(rows, name, head.header, line, first_row)
        for finding in _findings(rows, chunk, head.header, line):
            is_empty = False
            yield finding
        if chunk.table.num_rows:
            is_empty = False
            yield chunk
        line += rows.line_count
        first_row += chunk.table.num_rows
    if is_empty:
        yield Finding(name, None, None, None, "empty", "the file holds no rows", "a row below the header")


def _read_blocks(reader: BlockReader, head: _Head) -> Iterator[Rows]:
    """The rows of each block, in order, some blocks read ahead on other threads."""

    def read(block: Block) -> Rows:
        return read_block(block.data, head.delimiter, len(head.header.names), is_closed=block.is_closed)

    first = reader.read()
    if first is None or reader.is_at_end:
        if first:
            yield read(first)
        return
    ahead: deque[tuple[Block, Future[Rows]]] = deque()
    depth = _WORKERS
    with ThreadPoolExecutor(_WORKERS) as pool:
        ahead.append((first, pool.submit(read, first)))
        try:
            while True:
                while len(ahead) <= depth and (block := reader.read()):
                    ahead.append((block, pool.submit(read, block)))
                if not ahead:
                    return
                block, future = ahead.popleft()
                rows = future.result()
                depth = _WORKERS
                if rows.rest:  # the block ended inside a record, so what was read ahead began inside it
                    for _, other in ahead:
                        other.cancel()
                    ahead.clear()
                    reader.go_to(block.end - rows.rest)
                    depth = 0  # until a block ends well again
                yield rows
        finally:
            for _, other in ahead:
                other.cancel()


def _make_chunk(rows: Rows, name: str, header: Header, line: int, first_row: int) -> Chunk:
    import pyarrow as pa

    count = len(rows.lines)
    empty = pa.nulls(count, pa.string())
    columns = [rows.columns[header.cells[column]] if column in header.cells else empty for column in contract_columns()]
    by_cell = {number: column for column, number in header.cells.items()}
    in_file = {by_cell.get(number, f"cell {number + 1}"): column for number, column in enumerate(rows.columns)}
    table = pa.table(columns, contract_columns())
    return Chunk(name, table, rows.lines + line, first_row, False, header.absent, in_file, rows.line_breaks)


def _findings(rows: Rows, chunk: Chunk, header: Header, line: int) -> Iterator[Finding]:
    """What is wrong with a block's records and with the bytes of its cells, by line."""
    labels = list(chunk.in_file)
    cells = (
        undecodable_cell(chunk.file, chunk.line(row, labels[cell]), header.names[cell] or None, data)
        for row, cell, data in sorted(rows.undecodable)
    )
    records = (_broken(broken, chunk.file, line + broken.line, header) for broken in rows.broken)
    return merge(records, cells, key=lambda finding: finding.line or 0)


def _broken(broken: Broken, name: str, line: int, header: Header | None) -> Finding:
    """The finding for a record that is not read."""
    check, message, expected = broken.fault
    names = header.names if header else ()
    cell, value = broken.cell, broken.text
    column = names[cell] if cell is not None and cell < len(names) else None
    if broken.fault is RAGGED and cell is not None:
        value = f"{cell} {'cell' if cell == 1 else 'cells'}"
        message = f"the row has {value}"
        expected = str(len(names)) if cell < len(names) else f"{len(names)}; {_IN_QUOTES}"
    return Finding(name, line, column or None, value, check, message, expected)
