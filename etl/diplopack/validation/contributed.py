"""The contributed rows of a build: all of them as typed tables, or all that is wrong with them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from diplopack.errors import DataError
from diplopack.finding import Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from diplopack.extract.rows import Chunk

MOST_SHOWN = 100
"""So many errors are spelt out in a `DataError`; the others are counted."""


def read_contributed(paths: Sequence[Path], *, seeds: Iterable[Path], today: dt.date) -> list[pa.Table]:
    """Read contributed rows, if every one of them is valid.

    Args:
        paths: files of rows, and folders with such files.
        seeds: files and folders with the articles that the rows may quote.
        today: no event is later.

    Returns:
        The rows of all files, part by part, as `typed_rows` gives them; empty where there are no paths.

    Raises:
        DataError: a row is not valid; the lines are the first `MOST_SHOWN` errors, and how many there are beyond.
    """
    from diplopack.extract.rows import find_rows, holds_files, read_rows

    paths = [path for path in paths if not path.is_dir() or holds_files(path)]
    if not paths:
        return []
    import pyarrow.compute as pc

    from diplopack.validation.evidence import Quotes
    from diplopack.validation.report.escape import printable
    from diplopack.validation.rows import Checker, Counts
    from diplopack.validation.typed import typed_rows

    quoted = {
        url
        for file in find_rows(paths)
        if not isinstance(file, Finding)
        for item in read_rows(*file)
        if not isinstance(item, Finding)
        for url in pc.unique(item.table["source_url"]).to_pylist()
    }
    chunks: list[Chunk] = []
    files = ([file] if isinstance(file, Finding) else _kept(read_rows(*file), chunks) for file in find_rows(paths))
    findings = Checker(today, Quotes(seeds, quoted)).findings(files, Counts())
    errors = (finding for finding in findings if finding.severity == "error")
    lines = [printable(str(error)) for error in islice(errors, MOST_SHOWN)]
    if more := sum(1 for _ in errors):
        lines.append(f"{more:,} more errors; diplopack validate {' '.join(map(str, paths))} lists all")
    if lines:
        raise DataError(lines)
    return list(map(typed_rows, chunks))


def _kept(items: Iterable[Chunk | Finding], chunks: list[Chunk]) -> Iterator[Chunk | Finding]:
    """Pass on what is read of a file, and keep its chunks: they are validated and used as they were read once."""
    for item in items:
        if not isinstance(item, Finding):
            chunks.append(item)
        yield item
