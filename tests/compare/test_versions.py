"""Which version a difference asks for, and that one that is too small is refused with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from diplopack.compare import compare, versions
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[str, Callable[[pa.Table], pa.Table]], None]


def with_column(table: pa.Table) -> pa.Table:
    return table.append_column("region", pa.array(["x"] * table.num_rows))


def with_other_values(table: pa.Table) -> pa.Table:
    return table.drop_columns("rule").append_column("rule", pa.array(["other"] * table.num_rows))


def retyped(table: pa.Table) -> pa.Table:
    at = table.schema.get_field_index("num_mentions")
    return table.set_column(at, "num_mentions", table["num_mentions"].cast(pa.float64()))


# What is changed, the least version after 1.2.3, and the reason.
CHANGES: list[tuple[str, Callable[[pa.Table], pa.Table], str, str]] = [
    ("events", lambda table: table.drop_columns("plover"), "2.0.0", "events: column plover is removed"),
    (
        "articles",
        lambda table: table.rename_columns({"publisher": "source"}),
        "2.0.0",
        "articles: column publisher is renamed to source",
    ),
    ("events", retyped, "2.0.0", "events: column num_mentions was int64 and is double"),
    ("roles", lambda table: table.slice(1), "2.0.0", "roles: 1 code is removed (AGR)"),
    ("events", lambda table: table.rename_columns({"event_id": "id"}), "2.0.0", "events: column event_id is removed"),
    ("events", with_column, "1.3.0", "events: column region is added"),
    ("events", lambda table: table.slice(1), "1.3.0", "events: 1 row is removed"),
    ("mentions", lambda table: table.slice(0, 1), "1.3.0", "mentions: 2 rows are removed"),
    (
        "roles",
        lambda table: table.select(table.column_names[::-1]),
        "1.3.0",
        "roles: the columns stand in another order",
    ),
    ("mentions", with_other_values, "1.2.4", "mentions: 3 rows are changed"),
    ("events", lambda table: table, "1.2.3", ""),
]


@pytest.mark.parametrize(
    ("name", "change", "least", "reason"), CHANGES, ids=[change[3] or "same" for change in CHANGES]
)
def test_the_least_version(
    old: Path,
    new: Path,
    edit: Edit,
    name: str,
    change: Callable[[pa.Table], pa.Table],
    least: str,
    reason: str,
) -> None:
    edit(name, change)
    comparison = compare(old, new)
    assert versions.required(comparison, "1.2.3") == least
    versions.refuse(least, "1.2.3", comparison)
    versions.refuse("3.0.0", "1.2.3", comparison)
    assert (reason in [found.text for found in versions.reasons(comparison)]) == bool(reason)


def test_added_rows_are_minor(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.slice(1))
    comparison = compare(new, old)
    assert versions.required(comparison, "0.9.9") == "0.10.0"
    assert versions.reasons(comparison) == [(versions.Level.MINOR, "events: 1 row is added")]


def test_a_version_that_is_too_small_is_refused_with_every_reason(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.drop_columns(["plover", "origin"]))
    edit("mentions", lambda table: table.slice(1))
    with pytest.raises(DataError) as raised:
        versions.refuse("0.5.0", "0.4.0", compare(old, new))
    assert raised.value.lines == (
        "version 0.5.0 found, 1.0.0 or above was expected, as what changed since 0.4.0 asks for a major version:",
        "events: column plover is removed",
        "events: column origin is removed",
    )


def test_versions_are_compared_as_numbers(old: Path, new: Path, edit: Edit) -> None:
    edit("events", lambda table: table.slice(1))
    versions.refuse("1.10.0", "1.9.0", compare(old, new))
    with pytest.raises(DataError, match=r"version 1\.9\.1 found, 1\.10\.0 or above was expected"):
        versions.refuse("1.9.1", "1.9.0", compare(old, new))


def test_no_version_goes_back(old: Path, new: Path) -> None:
    with pytest.raises(
        DataError, match=r"version 1\.9\.9 found, 2\.0\.0 or above was expected: that is released already"
    ):
        versions.refuse("1.9.9", "2.0.0", compare(old, new))


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "v1.2.3", "1.2.3.4", "1.02.3", "1.2.3-rc1", "1.2.-3", "1.2.3\n", "١.٢.٣"]
)
def test_what_is_no_version_is_refused(old: Path, new: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"found, three numbers were expected, such as 1\.2\.0"):
        versions.refuse(text, "1.0.0", compare(old, new))


def test_the_version_of_a_package(package: Path) -> None:
    (package / "datapackage.json").write_text(json.dumps({"version": "1.4.0"}))
    assert versions.package_version(package) == "1.4.0"
    for text in ("{", "[]", "{}"):
        (package / "datapackage.json").write_text(text)
        with pytest.raises(DataError, match=r"datapackage\.json: version: cannot be read, a version was expected"):
            versions.package_version(package)
