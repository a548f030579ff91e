"""Mending what is safe to mend in rows: space around values, lost zeros, the case of codes, BOM and line ends."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from diplopack.errors import DataError
from diplopack.extract.rows import find_rows
from diplopack.finding import Finding
from diplopack.load.durable import sync
from diplopack.validation import actor_codes, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO, TextIO

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = {".csv": ",", ".tsv": "\t"}


class _Record(NamedTuple):
    """A record of a file: its first line from 1, its text as it stands there, and its cells."""

    line: int
    text: str
    cells: list[str]


def fix_rows(paths: Sequence[Path]) -> Iterator[str]:
    """Mend files of rows in their place. What is not mended is left to validation, which names it.

    A record of which no cell changes keeps its text, but for the line break at its end. A file is replaced whole
    or not at all; one that is no UTF-8 or no sound CSV is left as it is, and so is Parquet.

    Args:
        paths: Files and folders as `find_rows` takes them.

    Yields:
        A line for each thing that was mended, and for each file that was left because it cannot be read.

    Raises:
        DataError: A file cannot be written; it is as it was.
    """
    for found in find_rows(paths):
        if isinstance(found, Finding):
            continue
        path, name = found
        delimiter = _DELIMITERS.get(path.suffix.lower())
        if delimiter is None:
            yield f"{name}: not mended, only .csv and .tsv are"
            continue
        try:
            yield from _fix(Path(os.path.realpath(path)), name, delimiter)
        except (UnicodeDecodeError, csv.Error) as error:
            yield f"{name}: not mended, as it cannot be read ({error})"
        except OSError as error:
            raise DataError(f"{name}: cannot be mended ({error.strerror or error}), and is as it was") from error


def _fix(path: Path, name: str, delimiter: str) -> list[str]:
    """Write the mended file beside the old one, and put it in its place if anything was mended."""
    done: list[str] = []
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out, path.open("rb") as file:
            if file.read(len(_BOM)) == _BOM:
                done.append(f"{name}: byte order mark removed")
            else:
                file.seek(0)
            ends = _mend_all(file, out, name, delimiter, done)
            if ends:
                done.append(f"{name}: {ends:,} line ends written as LF")
            sync(out)
        if done:
            Path(beside).chmod(path.stat().st_mode & 0o777)
            Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
    return done


def _mend_all(file: BinaryIO, out: TextIO, name: str, delimiter: str, done: list[str]) -> int:
    """Copy the records of a file, mended; returns how many of them ended otherwise than in LF."""
    ends = 0
    columns: list[str] = []
    for record in _records(file, delimiter):
        ended = record.text.rstrip("\r\n") + "\n"
        if record.text == record.text.rstrip("\r\n"):
            done.append(f"{name}:{record.line}: line end added")
        elif record.text != ended:
            ends += 1
        cells = record.cells
        if not columns:
            columns = [cell.strip() for cell in cells]
            mended = columns
        else:
            mended = [_mend(column, cell) for column, cell in zip(columns, cells, strict=False)] + cells[len(columns) :]
        for column, old, new in zip(columns, cells, mended, strict=False):
            if old != new:
                done.append(f"{name}:{record.line}: {column}: {old!r} → {new!r}")
        if mended == cells:
            out.write(ended)
        else:
            csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(mended)
    return ends


def _records(file: BinaryIO, delimiter: str) -> Iterator[_Record]:
    """Yield the records of a file with their text.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
        csv.Error: it is not CSV as RFC 4180 has it.
    """
    lines: list[str] = []

    def taken() -> Iterator[str]:
        for line in file:
            lines.append(line.decode())
            yield lines[-1]

    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(taken(), delimiter=delimiter, strict=True)
    first = 1
    for cells in reader:
        yield _Record(first, "".join(lines), cells)
        first = reader.line_num + 1
        lines.clear()


def _mend(column: str, cell: str) -> str:
    """A cell as it was surely meant."""
    value = cell.strip()
    if column == "event_code":
        is_code = not value.isdecimal() or value in suggest.event_codes()
        return value if is_code else suggest.lost_zero(value) or value
    if column in {"actor_code", "target_code"} and actor_codes.split(value) is None:
        capitals = value.upper()
        return capitals if actor_codes.split(capitals) is not None else value
    return value
