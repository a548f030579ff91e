"""That a comparison finds every row, cell and column that differs, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack import contract
from diplopack.compare import ColumnChanges, compare, differences
from diplopack.errors import DataError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from diplopack.compare import TableDifference

    Edit = Callable[[str, Callable[[pa.Table], pa.Table]], None]
    SetCell = Callable[[str, int, str, object], None]

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "actor_name": st.sampled_from(["Beijing", "Łódź", "", None]),
    "num_mentions": st.sampled_from([0, 1, 2**60, None]),
    "goldstein_scale": st.sampled_from([0.0, -3.5, float("nan"), None]),
}
ROWS = st.dictionaries(st.sampled_from([f"e{number}" for number in range(8)]), st.fixed_dictionaries(VALUES))


def keys(table: pa.Table) -> list[str]:
    found: list[str] = table["event_id"].to_pylist() if table.num_columns else []
    return found


def cells(table: TableDifference) -> dict[tuple[Any, str], tuple[Any, Any]]:
    """Old and new by key and column."""
    rows = table.changed[table.key].to_pylist() if table.changed.num_columns else []
    return {
        (rows[row], name): (old, new)
        for name, column in table.cells.items()
        for row, old, new in zip(column.rows, column.old.to_pylist(), column.new.to_pylist(), strict=True)
    }


def write_events(folder: Path, rows: dict[str, dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text("{}")
    schema = contract.arrow_schema("events")
    fields = [pa.field(name, schema.field(name).type) for name in ("event_id", *VALUES)]
    records = [{"event_id": key, **row} for key, row in rows.items()]
    pq.write_table(pa.Table.from_pylist(records, pa.schema(fields)), folder / "events.parquet")
    return folder


def test_a_package_is_the_same_as_its_copy(old: Path, new: Path) -> None:
    comparison = compare(old, new)
    assert comparison.is_same
    assert tuple(comparison.tables) == contract.PUBLISHED_TABLES
    assert comparison.tables["events"].old_rows == comparison.tables["events"].new_rows == 3


def test_the_order_of_rows_is_no_difference(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.take([2, 0, 1]))
    assert compare(old, new).is_same


def test_a_row_of_each_kind(old: Path, new: Path, edit: Edit, set_cell: SetCell) -> None:
    set_cell("events", 2, "actor_name", "Peking")
    set_cell("events", 2, "target_role", "GOV")
    set_cell("events", 0, "event_id", "e" + "9" * 16)
    edit("events", lambda table: table.take([2, 1, 0]))
    comparison = compare(old, new)
    assert not comparison.is_same
    assert [name for name, table in comparison.tables.items() if not table.is_same] == ["events"]
    events = comparison.tables["events"]
    assert keys(events.added) == ["e" + "9" * 16]
    assert keys(events.removed) == ["e" + "0" * 16]
    assert events.removed["event_code"].to_pylist() == ["036"]
    changed = "e" + "2" * 16
    assert keys(events.changed) == [changed]
    assert cells(events) == {(changed, "actor_name"): ("Beijing", "Peking"), (changed, "target_role"): (None, "GOV")}
    assert events.changed_columns() == [["actor_name", "target_role"]]


@pytest.mark.parametrize("most_runs", [0, 2_000], ids=["copied", "in place"])
@settings(max_examples=40, deadline=None)
@given(before=ROWS, after=ROWS, shared=ROWS, order=st.randoms(use_true_random=False))
def test_what_is_found_is_what_differs(
    before: dict[str, Any],
    after: dict[str, Any],
    shared: dict[str, Any],
    order: random.Random,
    tmp_path_factory: pytest.TempPathFactory,
    most_runs: int,
) -> None:
    old, new = before | shared, after | shared
    shuffled = list(new.items())
    order.shuffle(shuffled)
    folder = tmp_path_factory.mktemp("packages")
    with mock.patch.object(differences, "_MOST_RUNS", most_runs):
        comparison = compare(write_events(folder / "old", old), write_events(folder / "new", dict(shuffled)))
    events = comparison.tables["events"]
    assert set(keys(events.added)) == new.keys() - old.keys()
    assert set(keys(events.removed)) == old.keys() - new.keys()
    expected = {
        (key, name): (repr(old[key][name]), repr(new[key][name]))
        for key in old.keys() & new.keys()
        for name in VALUES
        if repr(old[key][name]) != repr(new[key][name])  # what is no number is not equal to itself
    }
    assert {place: (repr(a), repr(b)) for place, (a, b) in cells(events).items()} == expected
    assert set(keys(events.changed)) == {key for key, _ in expected}
    assert comparison.is_same == (not expected and old.keys() == new.keys())


def test_columns(old: Path, new: Path, edit: Edit) -> None:
    def change(table: pa.Table) -> pa.Table:
        renamed = table.rename_columns({"actor_name": "actor"})
        at = renamed.schema.get_field_index("quad_class")
        retyped = renamed.set_column(at, "quad_class", renamed["quad_class"].cast(pa.string()))
        return retyped.drop_columns("plover").append_column("region", pa.array(["x", "y", None]))

    edit("events", change)
    events = compare(old, new).tables["events"]
    assert events.columns == ColumnChanges(
        added=("region",),
        removed=("plover",),
        renamed=(("actor_name", "actor"),),
        retyped=(("quad_class", "int64", "string"),),
    )
    assert not cells(events), "1 and '1' are the same value"
    assert not events.is_same


def test_columns_that_moved(old: Path, new: Path, edit: Edit) -> None:
    edit("roles", lambda table: table.select(table.column_names[::-1]))
    assert compare(old, new).tables["roles"].columns == ColumnChanges(reordered=True)


def test_another_column_with_other_values_is_not_a_new_name(old: Path, new: Path, edit: Edit) -> None:
    def change(table: pa.Table) -> pa.Table:
        names = pc.utf8_upper(table["actor_name"])
        return table.drop_columns("actor_name").append_column("actor", names)

    edit("events", change)
    columns = compare(old, new).tables["events"].columns
    assert (columns.added, columns.removed, columns.renamed) == (("actor",), ("actor_name",), ())


def test_a_table_that_one_package_lacks(old: Path, new: Path) -> None:
    for fmt in contract.FORMATS:
        (new / contract.file_name("roles", fmt)).unlink()
    roles = compare(old, new).tables["roles"]
    assert roles.new_rows is None
    assert roles.removed.num_rows == roles.old_rows
    assert not roles.is_same
    assert compare(new, old).tables["roles"].old_rows is None


def test_a_key_that_one_package_lacks(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.rename_columns({"event_id": "id"}))
    events = compare(old, new).tables["events"]
    assert events.unmatched == "rows cannot be matched, as their key event_id is missing from the new one"
    assert events.columns.removed == ("event_id",)
    assert not events.is_same


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("e" + "1" * 16, "event_id: e1111111111111111 occurs 2 times, once was expected"),
        (None, "event_id: row 1 has none, a key of its own was expected in every row"),
    ],
)
def test_keys_that_are_none(old: Path, new: Path, edit: Edit, value: str | None, message: str) -> None:
    def change(table: pa.Table) -> pa.Table:
        ids = pa.array([value, *table["event_id"].to_pylist()[1:]], pa.string())
        return table.set_column(0, "event_id", ids)

    edit("events", change)
    with pytest.raises(DataError) as raised:
        compare(old, new)
    assert raised.value.lines == (f"{new}: events: {message}",)


def test_csv_stands_in_for_parquet(old: Path, new: Path, set_cell: SetCell) -> None:
    for name in contract.PUBLISHED_TABLES:
        (old / contract.file_name(name, "parquet")).unlink()
    assert compare(old, new).is_same
    set_cell("events", 0, "num_mentions", 5)
    assert cells(compare(old, new).tables["events"]) == {("e" + "0" * 16, "num_mentions"): (1, 5)}


@pytest.mark.parametrize("text", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_how_a_column_is_held_is_no_difference(old: Path, new: Path, edit: Edit, text: pa.DataType) -> None:
    def change(table: pa.Table) -> pa.Table:
        types = [text if field.type == pa.string() else field.type for field in table.schema]
        return table.cast(pa.schema(list(zip(table.column_names, types, strict=True))))

    edit("events", change)
    assert compare(old, new).is_same


def test_a_file_that_cannot_be_read_is_named(old: Path, new: Path) -> None:
    whole = (new / "mentions.parquet").read_bytes()
    (new / "mentions.parquet").write_bytes(whole[:-20])
    with pytest.raises(DataError, match=r"new/mentions\.parquet: cannot be read: "):
        compare(old, new)


def test_the_descriptor_is_not_compared(old: Path, new: Path) -> None:
    descriptor = json.loads((new / "datapackage.json").read_text())
    (new / "datapackage.json").write_text(json.dumps(descriptor | {"version": "9.0.0"}))
    assert compare(old, new).is_same


def test_every_table_has_a_key_of_one_column() -> None:
    for name in contract.PUBLISHED_TABLES:
        assert len(contract.table_schema(name)["primaryKey"]) == 1


def test_nothing_of_the_packages_is_changed(old: Path, new: Path) -> None:
    before = {path: path.read_bytes() for path in (*old.iterdir(), *new.iterdir())}
    compare(old, new)
    assert {path: path.read_bytes() for path in (*old.iterdir(), *new.iterdir())} == before
