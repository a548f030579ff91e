"""Articles in tables: one a row (.csv, .parquet) or one a line (.jsonl)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from diplopack.extract.article import NAMES, Article, Problem, check_names, make_article, make_named_article
from diplopack.extract.csv_rows import read_csv_rows
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head, decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

_BATCH = 1000  # rows of Parquet held as Python objects at a time
_MIDNIGHT = re.compile(r"(.{10}) 00:00:00(?:\.0+)?(?:Z|[+-][0-9]{4})?")


def read_csv(path: Path) -> Iterator[Article | Problem]:
    """Yield the article of each row, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    empty = True
    for item in read_csv_rows(path, check_names):
        empty = False
        if isinstance(item, Problem):
            yield item
        else:
            line, cells = item
            yield from make_article(cells, f"{path}:{line}")
    if empty:
        yield _no_articles(path, "a header and a row for each")


def read_jsonl(path: Path) -> Iterator[Article | Problem]:
    """Yield the article of each line, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        try:
            check_head(head)
        except EncodingProblem as problem:
            yield Problem(f"{path}:1", problem.reason)
            return
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
            yield Problem(f"{path}:1", "found a JSON array, expected JSON Lines: one object a line")
            return
        file.seek(0)
        offset = 0
        empty = True
        for number, data in enumerate(file, 1):
            start, offset = offset, offset + len(data)
            if not data.strip() or (number == 1 and data.strip() == b"\xef\xbb\xbf"):
                continue
            empty = False
            yield from _read_json_line(data, start, f"{path}:{number}")
    if empty:
        yield _no_articles(path, "one JSON object a line")


def read_parquet(path: Path) -> Iterator[Article | Problem]:
    """Yield the article of each row, or what is wrong with it.

    Dates may be text, years as integers, Arrow dates, or Arrow timestamps at midnight.

    Raises:
        OSError: the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("rb") as handle:
        try:
            file = pq.ParquetFile(handle)
            names = file.schema_arrow.names
        except (pa.ArrowException, OSError) as error:
            yield Problem(str(path), f"not readable as Parquet ({_first_line(error)}), expected a Parquet file")
            return
        problems = [Problem(str(path), reason, name) for name, reason in check_names(names).values()]
        if problems:
            yield from problems
            return
        row = 0
        try:
            for batch in file.iter_batches(_BATCH, columns=[name for name in NAMES if name in names]):
                columns = {name: _to_python(batch.column(name)) for name in batch.schema.names}
                for index in range(batch.num_rows):
                    row += 1
                    values = {name: column[index] for name, column in columns.items()}
                    yield from make_article(values, f"{path}: row {row}")
        except (pa.ArrowException, OSError) as error:
            place = f"{path}: row {row + 1}"
            yield Problem(place, f"not readable from here on ({_first_line(error)}), expected a Parquet file")
            return
    if row == 0:
        yield _no_articles(path, "a row for each")


def _read_json_line(data: bytes, offset: int, place: str) -> Iterator[Article | Problem]:
    try:
        record = json.loads(decode(data.rstrip(), offset).removeprefix("\ufeff"), object_pairs_hook=_Pairs)
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


def _to_python(column: pa.Array[Any]) -> list[object]:
    import pyarrow as pa

    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
        return [_MIDNIGHT.sub(r"\1", text) if text else None for text in column.to_pylist()]
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_cell(value) for value in column]


def _cell(value: pa.Scalar[Any]) -> object:
    try:
        return value.as_py()
    except UnicodeDecodeError as error:
        return error.object  # bytes, refused as such with their row and column


def _no_articles(path: Path, expected: str) -> Problem:
    return Problem(str(path), f"no articles found, expected {expected}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
