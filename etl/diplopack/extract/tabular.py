"""Articles in tables of text: one a row (.csv) or one a line (.jsonl)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diplopack.extract.article import Article, Problem, check_names, make_article, make_named_article
from diplopack.extract.csv_rows import read_csv_rows
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head, decode
from diplopack.extract.file import BrokenArchive
from diplopack.extract.lines import Line, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplopack.extract.file import SourceFile

_BOM = b"\xef\xbb\xbf"


def read_csv(source: SourceFile) -> Iterator[Article | Problem]:
    """Yield the article of each row, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    empty = True
    for item in read_csv_rows(source, check_names):
        empty = False
        if isinstance(item, Problem):
            yield item
        else:
            line, cells = item
            yield from make_article(cells, f"{source.name}:{line}")
    if empty:
        yield no_articles(source, "a header and a row for each")


def read_jsonl(source: SourceFile) -> Iterator[Article | Problem]:
    """Yield the article of each line, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    with source.open() as file:
        try:
            head = file.peek(HEAD)[:HEAD]
            check_head(head)
        except (EncodingProblem, BrokenArchive) as problem:
            yield Problem(f"{source.name}:1", str(problem))
            return
        if head.removeprefix(_BOM).lstrip().startswith(b"["):
            yield Problem(f"{source.name}:1", "found a JSON array, expected JSON Lines: one object a line")
            return
        empty = True
        for line in read_lines(file, source.name):
            if isinstance(line, Line) and not line.data.removeprefix(_BOM).strip():
                continue
            empty = False
            if isinstance(line, Problem):
                yield line
            else:
                yield from _read_json_line(line, f"{source.name}:{line.number}")
    if empty:
        yield no_articles(source, "one JSON object a line")


def _read_json_line(line: Line, place: str) -> Iterator[Article | Problem]:
    try:
        record = json.loads(decode(line.data.rstrip(), line.offset).removeprefix("\ufeff"), object_pairs_hook=_Pairs)
    except EncodingProblem as problem:
        yield Problem(place, problem.reason)
        return
    except json.JSONDecodeError as error:
        yield Problem(place, f"broken JSON at character {error.pos + 1} ({error.msg}), expected one object a line")
        return
    except (ValueError, RecursionError) as error:
        yield Problem(place, f"broken JSON ({_first_line(error)}), expected one object a line")
        return
    if not isinstance(record, _Pairs):
        yield Problem(place, f"found a JSON value of type {type(record).__name__}, expected an object")
        return
    yield from make_named_article(record, place)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its names as they came, so that a name given twice is seen."""


def no_articles(source: SourceFile, expected: str) -> Problem:
    """Say that a file is empty, and what it should hold."""
    return Problem(source.name, f"no articles found, expected {expected}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
