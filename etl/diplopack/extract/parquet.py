"""Articles in Parquet files: one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplopack.extract.article import LONGEST_TEXT, NAMES, Article, Problem, check_names, make_article
from diplopack.extract.tabular import no_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from diplopack.extract.file import SourceFile

_BATCH = 256  # rows
_BUFFER = 2**20  # bytes of a column read at a time, where pyarrow would read a whole row group
_MIDNIGHT = r"^(.{10}) 00:00:00(?:\.0+)?(?:Z|[+-][0-9]{4})?$"
_MOST_BYTES = 4 * LONGEST_TEXT  # of a text in UTF-8


def read_parquet(source: SourceFile) -> Iterator[Article | Problem]:
    """Yield the article of each row, or what is wrong with it.

    Dates may be text, years as integers, Arrow dates, or Arrow timestamps at midnight.

    Raises:
        OSError: the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = source.name
    with source.path.open("rb") as handle:
        try:
            file = pq.ParquetFile(handle, buffer_size=_BUFFER, pre_buffer=False)
            names = file.schema_arrow.names
        except (pa.ArrowException, OSError) as error:
            yield Problem(name, f"not readable as Parquet ({_first_line(error)}), expected a Parquet file")
            return
        problems = [Problem(name, reason, column) for column, reason in check_names(names).values()]
        if problems:
            yield from problems
            return
        row = 0
        try:
            for batch in file.iter_batches(_BATCH, columns=[column for column in NAMES if column in names]):
                columns = {column: _as_text(batch.column(column)) for column in batch.schema.names}
                for index in range(batch.num_rows):
                    row += 1
                    yield from _read_row({key: column[index] for key, column in columns.items()}, f"{name}: row {row}")
        except (pa.ArrowException, OSError) as error:
            reason = f"not readable from here on ({_first_line(error)}), expected a Parquet file"
            yield Problem(f"{name}: row {row + 1}", reason)
            return
    if row == 0:
        yield no_articles(source, "a row for each")


def _read_row(cells: dict[str, pa.Scalar[Any]], place: str) -> Iterator[Article | Problem]:
    values: dict[str, object] = {}
    for column, cell in cells.items():
        if (size := _size(cell)) > _MOST_BYTES:
            yield Problem(place, f"found {size:,} bytes, expected at most {LONGEST_TEXT:,} characters", column)
            return
        values[column] = _to_python(cell)
    yield from make_article(values, place)


def _as_text(column: pa.Array[Any]) -> pa.Array[Any]:
    """A column of dates or times as text, without a time of day where that is midnight; any other as it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_temporal(column.type):
        return column
    return pc.replace_substring_regex(column.cast(pa.string()), _MIDNIGHT, r"\1")


def _size(cell: pa.Scalar[Any]) -> int:
    """The bytes of a text; 0 for what is none."""
    import pyarrow as pa

    value = cell.value if isinstance(cell, pa.DictionaryScalar) else cell
    return value.as_buffer().size if isinstance(value, pa.BinaryScalar) and value.is_valid else 0


def _to_python(cell: pa.Scalar[Any]) -> object:
    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        return error.object  # bytes, refused as such with their row and column


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
