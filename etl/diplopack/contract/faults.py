"""What contradicts the contract in a table, found by Pandera and, for foreign keys, by joins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from diplopack.contract.schemas import PUBLISHED_TABLES, arrow_schema, table_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    import pandas as pd
    import pandera.errors
    import pandera.pandas
    import pyarrow as pa

    Mask = Callable[[Any], Any]

# Frictionless anchors a pattern with `$`, which in Python also matches before a final line break. The
# patterns in schema/ therefore end in this look-ahead; Arrow's RE2 has none, and needs none before `\z`.
_NO_LINE_BREAK = r"(?!\n)"

UNIQUE = "a value that no row above has"
"""What is expected of a key."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell, a row or a column that contradicts the contract.

    Attributes:
        row: Position of the row in its table, from 0; None where a whole column is wrong.
        column: Name of the column; several joined by a comma where a key of several columns is not unique.
        value: What was found.
        expected: What was expected, in words.
    """

    row: int | None
    column: str
    value: object
    expected: str

    def __str__(self) -> str:
        found = "nothing" if self.value is None else repr(self.value)
        return f"{self.column}: found {found}, expected {self.expected}"


def keys(name: str) -> list[list[str]]:
    """The keys of a table, the primary key first: the columns of each."""
    schema = table_schema(name)
    return [schema["primaryKey"], *schema.get("uniqueKeys", [])]


def to_frame(table: pa.Table) -> pd.DataFrame:
    """The typed form of a table that `pandera_schema` checks: pandas over Arrow, without a copy.

    Returns:
        A frame with columns of `pd.ArrowDtype`, numbered from 0.
    """
    import pandas as pd

    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype, ignore_metadata=True)
    return frame


@cache
def pandera_schema(name: str, *, with_keys: bool = True) -> pandera.pandas.DataFrameSchema:
    """The Pandera schema of a table: columns and their order, types, nulls, constraints, keys.

    Args:
        name: As for `table_schema`.
        with_keys: Whether its rows are all rows of the table, so that keys can be seen to be unique.

    Returns:
        A schema for frames that `to_frame` made. Foreign keys are not in it: see `check_foreign_keys`.
    """
    import pandas as pd
    import pandera.pandas as pandera

    all_keys = keys(name) if with_keys else []
    unique = {key[0] for key in all_keys if len(key) == 1}
    return pandera.DataFrameSchema(
        {
            field["name"]: pandera.Column(
                pd.ArrowDtype(arrow.type),
                [
                    pandera.Check(partial(_on_arrow, mask), name=constraint, error=expected, ignore_na=False)
                    for constraint, mask, expected in _constraints(field, arrow.type)
                ],
                nullable=arrow.nullable,
                unique=field["name"] in unique,
                report_duplicates="exclude_first",
            )
            for field, arrow in zip(table_schema(name)["fields"], arrow_schema(name), strict=True)
        },
        checks=[
            pandera.Check(partial(_is_unique, key), name=", ".join(key), error=UNIQUE, ignore_na=False)
            for key in all_keys
            if len(key) > 1
        ],
        strict=True,
        ordered=True,
    )


def faults(name: str, table: pa.Table, *, with_keys: bool = True) -> list[Fault]:
    """All that contradicts the contract in one table, foreign keys aside.

    Args:
        name: As for `table_schema`.
        table: The rows.
        with_keys: As for `pandera_schema`.

    Returns:
        At most one fault a cell, by row and then by column. Where a column is missing, surplus, at another
        place or of another type, nothing else is looked at.
    """
    import pandera.errors

    expected = arrow_schema(name)
    if columns := list(column_faults(expected, table.schema)):
        return columns
    try:
        pandera_schema(name, with_keys=with_keys).validate(to_frame(table), lazy=True)
    except pandera.errors.SchemaErrors as error:
        # A cell that is wrong in itself is called that, and not a repetition.
        parts = sorted(error.schema_errors, key=_is_repetition)
        return in_order(name, (fault for part in parts for fault in _from_pandera(part, table)))
    return []


def cell_faults(name: str, cells: pa.Table) -> list[Fault]:
    """What contradicts the contract in cells that are there, keys aside.

    Args:
        name: As for `table_schema`.
        cells: One column or more of the table, of the contract's types, in its order.

    Returns:
        At most one fault a cell, by row and then by column.
    """
    import pandera.errors

    try:
        _schema_of_columns(name, tuple(cells.column_names)).validate(to_frame(cells), lazy=True)
    except pandera.errors.SchemaErrors as error:
        return in_order(name, (fault for part in error.schema_errors for fault in _from_pandera(part, cells)))
    return []


@cache
def _schema_of_columns(name: str, columns: tuple[str, ...]) -> pandera.pandas.DataFrameSchema:
    return pandera_schema(name, with_keys=False).select_columns(list(columns))


def in_order(name: str, found: Iterable[Fault]) -> list[Fault]:
    """The first fault of each cell, by row and then by column, and after them those of keys."""
    first: dict[tuple[int | None, str], Fault] = {}
    for fault in found:
        first.setdefault((fault.row, fault.column), fault)
    order = column_order(name)
    return sorted(first.values(), key=lambda fault: (fault.row or 0, order.get(fault.column, len(order))))


@cache
def column_order(name: str) -> Mapping[str, int]:
    """The position of each column of a table."""
    return {field["name"]: position for position, field in enumerate(table_schema(name)["fields"])}


@cache
def foreign_keys(name: str) -> tuple[tuple[str, str, str], ...]:
    """The columns of a table that refer to a key: each with the table and the column that it refers to."""
    schema = table_schema(name)
    found = ((key["fields"], key["reference"]) for key in schema.get("foreignKeys", []))
    return tuple((column, target.get("resource") or name, target["fields"][0]) for (column,), target in found)


def reference(row: int, column: str, value: object, target: str, target_column: str) -> Fault:
    """The fault of a cell that refers to nothing."""
    return Fault(row, column, value, f"a value of {target}.{target_column}")


def foreign_key_faults(
    name: str, table: pa.Table, targets: Callable[[str], pa.Table], only: Container[str] = PUBLISHED_TABLES
) -> list[Fault]:
    """The cells of a table that refer to nothing.

    Args:
        name: As for `table_schema`.
        table: The rows, of the contract's types.
        targets: Gives the table of a name; asked for what the foreign keys refer to, itself among them.
        only: Tables, of which references to others are left out.
    """
    import pyarrow.compute as pc

    found = []
    for column, target_name, target_column in foreign_keys(name):
        if target_name not in only:
            continue
        target = targets(target_name)
        cells = table[column]
        known = pc.is_in(cells, value_set=target[target_column].combine_chunks())
        orphans = pc.indices_nonzero(pc.and_(pc.invert(known), pc.is_valid(cells)))
        values = cells.take(orphans).to_pylist()
        rows = zip(orphans.to_pylist(), values, strict=True)
        found += [reference(row, column, value, target_name, target_column) for row, value in rows]
    return found


def _constraints(field: Mapping[str, Any], arrow_type: pa.DataType) -> Iterator[tuple[str, Mask, str]]:
    """A field's constraints, but for `required`: the name, a test of Arrow values, and what it expects."""
    import pyarrow as pa
    import pyarrow.compute as pc

    constraints = field["constraints"]

    def bound(compare: str, value: str | float) -> Mask:
        scalar = pa.scalar(str(value)).cast(arrow_type)
        return lambda values: pc.call_function(compare, [values, scalar])

    if "minLength" in constraints:
        least = constraints["minLength"]
        length = pc.utf8_length if least > 1 else pc.binary_length  # which need not read the text
        yield "minLength", lambda v: pc.greater_equal(length(v), least), f"{least} character or more"
    if "maxLength" in constraints:
        most = constraints["maxLength"]
        yield "maxLength", lambda v: pc.less_equal(pc.utf8_length(v), most), f"at most {most} characters"
    if "pattern" in constraints:
        pattern = constraints["pattern"].removesuffix(_NO_LINE_BREAK)
        whole = rf"\A(?:{pattern})\z"
        shown = pattern.encode("ascii", "backslashreplace").decode()
        expected = f"text like {field['example']!r} ({shown})"
        yield "pattern", lambda v: pc.match_substring_regex(v, whole), expected
    if "enum" in constraints:
        allowed = pa.array(constraints["enum"])
        yield "enum", lambda v: pc.is_in(v, value_set=allowed), f"one of {', '.join(constraints['enum'])}"
    if "minimum" in constraints:
        yield "minimum", bound("greater_equal", constraints["minimum"]), f"{constraints['minimum']} or more"
    if "maximum" in constraints:
        yield "maximum", bound("less_equal", constraints["maximum"]), f"{constraints['maximum']} or less"


def _on_arrow(mask: Mask, values: pd.Series) -> pd.Series:
    """Apply a test of Arrow values to a column of a frame, for Pandera; nulls pass, which others judge."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.array(values)
    passed = pc.or_kleene(mask(column), column.is_null())  # Pandera would copy the column to leave them out
    return pd.Series(passed.to_numpy(zero_copy_only=False), index=values.index, dtype=bool)


def _is_unique(key: list[str], frame: pd.DataFrame) -> pd.Series:
    return ~frame.duplicated(key)


def _is_repetition(part: pandera.errors.SchemaError) -> bool:
    return part.check == "field_uniqueness" or part.schema.name is None


def _from_pandera(part: pandera.errors.SchemaError, table: pa.Table) -> Iterator[Fault]:
    """The faults of one check that failed."""
    import pyarrow as pa
    from pandera.errors import SchemaErrorReason

    if part.reason_code is SchemaErrorReason.CHECK_ERROR:
        raise part
    if isinstance(part.check, str):
        columns = [part.schema.name]
        expected = {"not_nullable": "a value", "field_uniqueness": UNIQUE}[part.check]
    else:
        columns = [part.schema.name] if part.schema.name else part.check.name.split(", ")
        expected = part.check.error
    rows = [int(row) for row in dict.fromkeys(part.failure_cases["index"])]
    cells = zip(*(table[column].take(pa.array(rows)).to_pylist() for column in columns), strict=True)
    for row, values in zip(rows, cells, strict=True):
        yield Fault(row, ", ".join(columns), values[0] if len(columns) == 1 else values, expected)


def column_faults(expected: pa.Schema, found: pa.Schema) -> Iterator[Fault]:
    """The columns of a table that are missing, surplus, elsewhere or of another type."""
    if found.names == expected.names:
        for field, actual in zip(expected, found, strict=True):
            if field.type != actual.type:
                yield Fault(None, field.name, str(actual.type), f"a column of {field.type}")
    elif sorted(found.names) == sorted(expected.names):
        order = ", ".join(expected.names)
        yield Fault(None, "columns", ", ".join(found.names), f"the order {order}")
    else:
        for field in expected:
            if field.name not in found.names:
                yield Fault(None, field.name, None, f"a column of {field.type}")
        for position, name in enumerate(found.names):
            if name not in expected.names or name in found.names[:position]:
                yield Fault(None, name, "a column", "no such column, or only one")
