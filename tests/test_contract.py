"""The contract: what schema/ says, and that Pandera and Frictionless read it alike."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandera.errors
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource, Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack import contract
from diplopack.errors import DataError

TABLES = (*contract.DATA_TABLES, *contract.CODEBOOKS, *contract.INPUT_TABLES)
FIELDS = {
    f"{table}.{field['name']}": (table, field) for table in TABLES for field in contract.table_schema(table)["fields"]
}
each_table = pytest.mark.parametrize("table", TABLES)
each_field = pytest.mark.parametrize(("table", "field"), FIELDS.values(), ids=FIELDS)


def column_of(table: str, field: dict[str, Any], values: list[Any]) -> pa.Table:
    schema = pa.schema([contract.arrow_schema(table).field(field["name"])])
    return pa.table([pa.array(values, schema.field(0).type)], schema=schema)


def refused_by_pandera(table: str, field: dict[str, Any], values: list[Any]) -> set[int]:
    column = contract.pandera_schema(table).columns[field["name"]]
    try:
        column.validate(contract.to_frame(column_of(table, field, values)), lazy=True)
    except pandera.errors.SchemaErrors as error:
        return {int(row) for row in error.failure_cases["index"]}
    return set()


def refused_by_frictionless(table: str, field: dict[str, Any], values: list[Any]) -> set[int]:
    schema: dict[str, Any] = {"fields": [{"name": "row", "type": "integer"}, field], "missingValues": [""]}
    if contract.table_schema(table)["primaryKey"] == [field["name"]]:
        schema["primaryKey"] = [field["name"]]
    rows = [["row", field["name"]], *([row, value] for row, value in enumerate(values))]
    report = Resource(data=rows, schema=Schema.from_descriptor(schema)).validate(limit_errors=10_000)
    assert not report.errors
    return {row - 2 for (row,) in report.flatten(["rowNumber"])}


def drawn(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that keep the constraints of a field, that miss them by a little, and that do not try to."""
    constraints = field["constraints"]
    if field["type"] == "string":
        form = constraints.get("pattern", ".+").removesuffix(r"(?!\n)")
        inside = st.sampled_from(constraints["enum"]) if "enum" in constraints else st.from_regex(form, fullmatch=True)
        spoilt = st.one_of(
            st.builds(str.__add__, inside, st.sampled_from(["\n", "\r\n", " ", "\u00a0", "\0", "A", "1", "\u0661"])),
            st.builds(str.__add__, st.sampled_from([" ", "\n", "\ufeff", "x"]), inside),
            inside.map(lambda value: value[:-1]),
            inside.map(str.swapcase),
            inside.map(lambda value: value * 30),
            st.text(max_size=8),
        )
        if not constraints.get("required"):
            # Missing for Frictionless, and no value at all for us: see test_empty_text_is_refused.
            spoilt = spoilt.filter(bool)
        values: st.SearchStrategy[Any] = inside | spoilt
    elif field["type"] == "date":
        values = st.dates() | st.dates(dt.date(1899, 12, 30), dt.date(1900, 1, 2))
    elif field["type"] == "integer":
        values = st.integers(-2, 6) | st.integers(-(2**63), 2**63 - 1)
    else:
        values = st.floats(-11, 11) | st.floats() | st.sampled_from([-10.0, 10.0, -10.1, 10.1])
    return st.none() | values


@each_field
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_pandera_and_frictionless_agree(table: str, field: dict[str, Any], data: st.DataObject) -> None:
    values = data.draw(st.lists(drawn(field), min_size=4, max_size=60))
    by_pandera = refused_by_pandera(table, field, values)
    by_frictionless = refused_by_frictionless(table, field, values)
    assert {row: values[row] for row in by_pandera ^ by_frictionless} == {}


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("events.event_id", [None, "", "e128d4b9ec4dd9c5", "E128D4B9EC4DD9C59", "e128d4b9ec4dd9c59\n"]),
        ("events.event_date", [None, dt.date(1899, 12, 31)]),
        ("events.date_precision", [None, "", "week", "day\n", "Day"]),
        ("events.actor_code", [None, "", "CH", "CHNG", "chn", "CHN\n", "\nCHN", "AAABBBCCCDDDEEEFFF"]),
        ("events.actor_country", ["CH", "CHN\n", "CHNA"]),
        ("events.event_code", [None, "", "1", "01234", "10\n", "\u0661\u0662"]),
        ("events.quad_class", [None, 0, 5]),
        ("events.goldstein_scale", [None, -10.1, 10.1, float("nan"), float("inf")]),
        ("events.num_mentions", [None, 0, -1]),
        ("mentions.sentence_start", [None, -1]),
        ("articles.article_id", [None, "", "a b", "a\n", "a\u00a0b", "a\u200bb", "a\0", "a" * 201]),
        ("articles.url", ["ftp://example.org", "example.org", "https://", "https://example.org/a b"]),
        ("articles.text_sha256", ["0" * 63, "0" * 65, "F" * 64]),
        (
            "contributed.event_date",
            ["20", "2020-1", "2020-13", "2020-11-32", "2020-11-11\n", "2020-11-", "11.11.2020"],
        ),
        ("countries.valid_from", ["91", "1991\n", "c. 1991"]),
    ],
)
def test_bad_values_are_refused_by_both(key: str, bad: list[Any]) -> None:
    table, field = FIELDS[key]
    values = [field["example"] if field["type"] != "date" else dt.date(2020, 11, 1), *bad]
    assert refused_by_pandera(table, field, values) == set(range(1, len(values)))
    assert refused_by_frictionless(table, field, values) == set(range(1, len(values)))


@pytest.mark.parametrize("text", ["2020", "2020-11", "2020-11-11"])
def test_a_contributor_may_date_an_event_by_day_month_or_year(text: str) -> None:
    table, field = FIELDS["contributed.event_date"]
    assert refused_by_pandera(table, field, [text]) == set()


def test_empty_text_is_refused_where_null_is_meant() -> None:
    # A CSV file cannot tell one from the other, so that typed rows hold null only.
    table, field = FIELDS["articles.title"]
    assert refused_by_pandera(table, field, ["", None, "T"]) == {0}


@pytest.mark.parametrize("field", [field for _, field in FIELDS.values()], ids=FIELDS)
def test_every_field_says_what_it_is(field: dict[str, Any]) -> None:
    assert list(field)[:2] == ["name", "type"]
    assert field["title"] != field["name"]
    assert field["title"].strip()
    assert field["description"].endswith(".")
    assert field["constraints"]
    if field["type"] in ("integer", "number"):  # a date may be null: NaT
        assert field["constraints"]["required"], "readers trip over nulls in columns of numbers"
    if "pattern" in field["constraints"]:
        assert field["constraints"]["pattern"].endswith(r"(?!\n)"), "Frictionless would accept a final line break"


def example_row(name: str) -> pa.Table:
    rows = {field["name"]: [field["example"]] for field in contract.table_schema(name)["fields"]}
    typed = [
        pa.array(rows[column.name]).cast(column.type) if rows[column.name] != [None] else pa.nulls(1, column.type)
        for column in contract.arrow_schema(name)
    ]
    return pa.table(typed, schema=contract.arrow_schema(name))


@each_table
def test_examples_keep_the_contract(table: str) -> None:
    rows = example_row(table)
    assert contract.faults(table, rows) == []
    schema = contract.table_schema(table)
    schema.pop("foreignKeys", None)
    cells = [rows.column_names, [str(cell) for cell in rows.to_pylist()[0].values()]]
    report = Resource(data=cells, schema=Schema.from_descriptor(schema)).validate()
    assert report.valid, report.flatten(["message"])


def test_examples_refer_to_real_codes_and_to_each_other() -> None:
    contract.check({name: example_row(name) for name in (*contract.DATA_TABLES, *contract.INPUT_TABLES)})
    codes = contract.codebook("event_codes")
    assert example_row("event_codes").to_pylist()[0] in codes.to_pylist()


@each_table
def test_table_schemas_are_data_package_v2(table: str) -> None:
    schema = contract.table_schema(table)
    assert schema["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert schema["fieldsMatch"] == ("exact" if table == "contributed" else "equal")
    assert [error.note for error in Schema.metadata_validate(schema)] == []
    names = [field["name"] for field in schema["fields"]]
    assert len(set(names)) == len(names)
    for key in [schema["primaryKey"], *schema.get("uniqueKeys", [])]:
        assert set(key) <= set(names)
    for key in schema.get("foreignKeys", []):
        target = contract.table_schema(key["reference"]["resource"])
        assert set(key["fields"]) <= set(names)
        assert target["primaryKey"] == key["reference"]["fields"]


def test_the_resources_make_a_valid_package() -> None:
    published = (*contract.DATA_TABLES, *contract.CODEBOOKS)
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **contract.package_metadata(),
        "resources": [contract.resource(name, fmt) for fmt in ("csv", "parquet") for name in published],
    }
    assert [error.note for error in Package.metadata_validate(descriptor)] == []
    names = [resource["name"] for resource in descriptor["resources"]]
    assert names == [*published, *(f"{name}-parquet" for name in published)]
    assert all(resource["title"] and resource["description"] for resource in descriptor["resources"])


def test_licences_are_named_and_linked() -> None:
    metadata = contract.package_metadata()
    assert [(item["name"], item["path"]) for item in metadata["licenses"]] == [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
    ]
    assert "belong to their publishers" in metadata["rights"]


@each_table
def test_arrow_schema_survives_parquet(table: str, tmp_path: Path) -> None:
    schema = contract.arrow_schema(table)
    pq.write_table(schema.empty_table(), tmp_path / "t.parquet")
    read = pq.read_schema(tmp_path / "t.parquet")
    assert read.equals(schema, check_metadata=True)
    assert json.loads(read.metadata[b"table_schema"]) == contract.table_schema(table)
    for field, stated in zip(read, contract.table_schema(table)["fields"], strict=True):
        assert field.metadata == {
            b"title": stated["title"].encode(),
            b"description": stated["description"].encode(),
        }
        assert field.nullable == (not stated["constraints"].get("required", False))


def test_what_a_caller_changes_stays_with_the_caller() -> None:
    contract.table_schema("events")["fields"].clear()
    contract.package_metadata().clear()
    contract.resource("events", "csv")["schema"].clear()
    assert contract.table_schema("events")["fields"]
    assert contract.package_metadata()["name"] == "diplopack"
    assert contract.resource("events", "csv")["schema"]["fields"]


def with_cell(table: pa.Table, column: str, value: object) -> pa.Table:
    position = table.column_names.index(column)
    field = table.schema.field(column)
    return table.set_column(position, field, pa.array([value] * table.num_rows, field.type))


def test_a_bad_cell_is_named_with_table_key_column_value_and_expectation() -> None:
    events = with_cell(example_row("events"), "quad_class", 7)
    with pytest.raises(DataError) as caught:
        contract.check({"events": events})
    assert caught.value.lines == (
        "events: row 1 (event_id 'e128d4b9ec4dd9c59'): quad_class: found 7, expected 4 or less",
    )


def test_a_missing_value_is_named() -> None:
    fault = contract.faults("events", with_cell(example_row("events"), "event_date", None))
    assert [str(each) for each in fault] == ["event_date: found nothing, expected a value"]


def test_keys_are_unique() -> None:
    event = example_row("events")
    other = with_cell(event, "event_id", "e0000000000000000")
    assert [fault.column for fault in contract.faults("events", pa.concat_tables([event, event]))] == [
        "event_id",
        "event_date, date_precision, actor_code, target_code, event_code",
    ]
    assert [(fault.row, fault.column) for fault in contract.faults("events", pa.concat_tables([event, other]))] == [
        (1, "event_date, date_precision, actor_code, target_code, event_code")
    ]
    row = example_row("contributed")
    again = with_cell(row, "note", "the same event, source and quote")
    assert [fault.row for fault in contract.faults("contributed", pa.concat_tables([row, again]))] == [1]
    elsewhere = with_cell(row, "quote", "Another sentence.")
    assert contract.faults("contributed", pa.concat_tables([row, elsewhere])) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda t: t.drop_columns(["plover"]), ["plover: found nothing, expected a column of string"]),
        (
            lambda t: t.append_column("x", t["rule"]),
            ["x: found 'a column', expected no such column, or only one"],
        ),
        (
            lambda t: t.set_column(3, "sentence_number", pa.array(["3"])),
            ["found 'string', expected a column of int64"],
        ),
        (lambda t: t.select(t.column_names[::-1]), ["expected the order"]),
    ],
)
def test_columns_are_those_of_the_contract(change: Callable[[pa.Table], pa.Table], expected: list[str]) -> None:
    table = "events" if "plover" in expected[0] else "mentions"
    found = contract.faults(table, change(example_row(table)))
    assert len(found) == len(expected)
    assert all(words in str(fault) for fault, words in zip(found, expected, strict=True))


def test_many_faults_are_counted() -> None:
    events = with_cell(pa.concat_tables([example_row("events")] * 50), "num_articles", 0)
    ids = pa.array([f"e{row:016x}" for row in range(50)])
    dates = pa.array([dt.date(2020, 1, 1) + dt.timedelta(row) for row in range(50)])
    events = events.set_column(0, events.schema.field(0), ids).set_column(1, events.schema.field(1), dates)
    with pytest.raises(DataError) as caught:
        contract.check({"events": events})
    assert len(caught.value.lines) == 21
    assert caught.value.lines[-1] == "events: 30 more of 50 faults"


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("mentions", "event_id", "e0000000000000000", "events.event_id"),
        ("mentions", "article_id", "gone", "articles.article_id"),
        ("events", "actor_country", "XYZ", "countries.country"),
        ("events", "target_role", "XYZ", "roles.role"),
        ("events", "event_code", "999", "event_codes.event_code"),
        ("contributed", "event_code", "99", "event_codes.event_code"),
    ],
)
def test_a_reference_to_nothing_is_named(table: str, column: str, value: str, expected: str) -> None:
    tables = {name: example_row(name) for name in (*contract.DATA_TABLES, *contract.INPUT_TABLES)}
    tables[table] = with_cell(tables[table], column, value)
    with pytest.raises(DataError) as caught:
        contract.check_foreign_keys(tables)
    (line,) = caught.value.lines
    assert line.startswith(f"{table}: row 1 (")
    assert line.endswith(f"): {column}: found {value!r}, expected a value of {expected}")


def test_all_that_is_wrong_is_named_at_once() -> None:
    events = with_cell(with_cell(example_row("events"), "event_code", "99"), "actor_country", "chn")
    with pytest.raises(DataError) as caught:
        contract.check({"events": with_cell(events, "num_mentions", 0)})
    assert [line.split("): ")[1] for line in caught.value.lines] == [
        "actor_country: found 'chn', expected text like 'CHN' ([A-Z]{3})",
        "event_code: found '99', expected a value of event_codes.event_code",
        "num_mentions: found 0, expected 1 or more",
    ]


@each_table
def test_a_table_without_rows_keeps_the_contract(table: str) -> None:
    assert contract.faults(table, contract.arrow_schema(table).empty_table()) == []


def test_no_reference_is_no_fault() -> None:
    events = with_cell(with_cell(example_row("events"), "actor_country", None), "actor_role", None)
    contract.check_foreign_keys({"events": events})


def in_blocks(tables: dict[str, pa.Table], size: int, order: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of tables that are checked block by block."""
    stream = contract.StreamCheck()
    for name in order:
        for start in range(0, tables[name].num_rows, size):
            stream.add(name, tables[name].slice(start, size))
    try:
        stream.finish()
    except DataError as error:
        return tuple(sorted(error.lines))
    return ()


@pytest.mark.parametrize("size", [1, 2, 7, 50])
@pytest.mark.parametrize("order", [("events", "articles", "mentions"), ("mentions", "events", "articles")])
def test_tables_in_blocks_and_in_any_order_have_the_same_faults(size: int, order: tuple[str, ...]) -> None:
    event, mention, article = (example_row(name) for name in ("events", "mentions", "articles"))
    tables = {
        "events": pa.concat_tables([event, with_cell(event, "event_code", "999"), event]),
        "mentions": pa.concat_tables(
            [mention, with_cell(with_cell(mention, "event_id", "e0000000000000000"), "mention_id", "m0000000000000000")]
        ),
        "articles": pa.concat_tables([article, with_cell(article, "article_id", None)]),
    }
    with pytest.raises(DataError) as caught:
        contract.check(tables)
    whole = tuple(sorted(caught.value.lines))
    assert len(whole) == 6
    assert in_blocks(tables, size, order) == whole
