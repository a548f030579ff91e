"""Rows of a CSV file (UTF-8, RFC 4180) with the physical lines on which they stand."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from diplopack.extract.article import Problem
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO


def read_csv_rows(
    path: Path, check_header: Callable[[list[str]], Mapping[str, tuple[str, str]]]
) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Yield each row as its first line and its cells by column name, or what is wrong with it.

    Args:
        path: the file; its first row names the columns.
        check_header: says what is wrong with the names, as `article.check_names` does; a file with a
            wrong header yields these only.

    Raises:
        OSError: the file cannot be read.
    """
    csv.field_size_limit(2**31 - 1)
    with path.open("rb") as file:
        try:
            check_head(file.read(HEAD))
        except EncodingProblem as problem:
            yield Problem(f"{path}:1", problem.reason)
            return
        file.seek(0)
        undecodable: dict[int, str] = {}
        header: list[str] | None = None
        for line, row in _records(file, undecodable):
            if undecodable:
                yield from (Problem(f"{path}:{bad}", reason) for bad, reason in undecodable.items())
                undecodable.clear()
                if header is None:
                    return
            elif isinstance(row, str):
                yield Problem(f"{path}:{line}", row)
                if header is None:
                    return
            elif header is None:
                header = [name.strip() for name in row]
                wrong = check_header(header).values()
                problems = [Problem(f"{path}:{line}", reason, name) for name, reason in wrong]
                yield from problems
                if problems:
                    return
            elif len(row) != len(header):
                found = f"{len(row)} cell{'' if len(row) == 1 else 's'}"
                yield Problem(f"{path}:{line}", f"found {found}, expected {len(header)} as in the header")
            else:
                yield line, dict(zip(header, row, strict=True))


def _records(file: BinaryIO, undecodable: dict[int, str]) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the first line and the cells of each record that is not blank, or why it is none."""
    rows = csv.reader(_lines(file, undecodable), strict=True)
    while True:
        first = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield first, _explain(str(error))
            continue
        if row or undecodable:
            yield first, row


def _lines(file: BinaryIO, undecodable: dict[int, str]) -> Iterator[str]:
    offset = 0
    for number, data in enumerate(file, 1):
        try:
            text = decode(data, offset)
        except EncodingProblem as problem:
            undecodable[number] = problem.reason
            text = data.decode(errors="replace")
        yield text.removeprefix("\ufeff") if number == 1 else text
        offset += len(data)


def _explain(error: str) -> str:
    if "unexpected end of data" in error:
        return 'a quote opens in this row and is not closed, expected a closing "'
    if "expected after" in error:
        return 'found text after a closing quote, expected a comma (a quote inside a cell is written "")'
    if "new-line character" in error:
        return "found a bare carriage return, expected lines that end in LF or CRLF"
    return f"broken CSV ({error}), expected RFC 4180"
