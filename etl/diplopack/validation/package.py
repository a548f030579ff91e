"""Whether a package, wherever it came from, is what diplopack publishes.

The descriptor of the package is compared with the contract and never acted upon: files are found by the
contract's names, so that no path or address in it is ever opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.conformance import frictionless_errors, rows_to_read
from diplopack.load.owned import DESCRIPTOR, is_below
from diplopack.load.package import file_facts, package_descriptor, published_resource
from diplopack.load.read import package_folder, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

_LARGEST_DESCRIPTOR = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Validation:
    """What was found in a package.

    Attributes:
        rows: the number of rows of each table.
        problems: one line for each; empty where the package is valid.
        note: what was not read, or None.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    note: str | None = None


def validate_package(path: Path) -> Validation:
    """Validate a package: descriptor, checksums, types, constraints, keys, and that both formats agree.

    Args:
        path: its folder, or its ``datapackage.json``.

    Returns:
        The number of rows, and every problem. Where files are missing or are not those of the descriptor,
        their content is not looked at.

    Raises:
        DataError: there is no package.
    """
    folder = package_folder(path)
    problems = [*_descriptor_problems(folder), *_link_problems(folder)]
    if problems:
        return Validation(problems=tuple(problems))
    tables: dict[str, pa.Table] = {}
    problems = _content_problems(folder, tables)
    rows = {name: table.num_rows for name, table in tables.items()}
    limit, note = rows_to_read(sum(rows.values()))
    descriptor = package_descriptor(_resources())
    problems += [f"{folder / line}" for line in frictionless_errors(folder, descriptor, limit)]
    return Validation(rows, tuple(problems), note)


def _resources() -> list[dict[str, Any]]:
    return [published_resource(name, fmt) for fmt in contract.FORMATS for name in contract.PUBLISHED_TABLES]


def _descriptor_problems(folder: Path) -> Iterator[str]:
    """What the descriptor says that the contract or the files do not."""
    path = folder / DESCRIPTOR
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_DESCRIPTOR)
        given = json.loads(text)["resources"]
        by_name = {resource["name"]: resource for resource in given}
    except (OSError, ValueError, RecursionError) as error:
        yield f"{path}: cannot be read as JSON of at most 64 MiB: {error}"
        return
    except (KeyError, TypeError):
        yield f"{path}: resources: a list of resources with names was expected"
        return
    if len(by_name) < len(given):
        yield f"{path}: resources: a name occurs twice"
    for resource in given:
        if not is_below(resource.get("path")):
            found = f"{resource['name']}: path {resource.get('path')!r}"
            yield f"{path}: {found} leads out of the package and is not opened"
    expected = {resource["name"]: resource for resource in _resources()}
    for name in [name for name in by_name if name not in expected]:
        yield f"{path}: resources: {name!r} is not a table of the contract"
    for name, resource in expected.items():
        if name in by_name:
            yield from _resource_problems(folder, resource, by_name[name])
        else:
            yield f"{path}: resources: {name!r} is missing"


def _resource_problems(folder: Path, expected: dict[str, Any], given: dict[str, Any]) -> Iterator[str]:
    place = f"{folder / DESCRIPTOR}: {expected['name']}"
    for key in ("path", "format", "dialect", "schema"):
        if given.get(key) != expected.get(key):
            yield f"{place}: {key} is not the contract's"
    file = folder / expected["path"]
    if not file.is_file():
        yield f"{file}: is not there"
    elif not file.is_symlink():
        for key, fact in file_facts(file, expected["format"]).items():
            if given.get(key) != fact:
                yield f"{file}: {key} is {fact}, {DESCRIPTOR} says {given.get(key)}"


def _link_problems(folder: Path) -> Iterator[str]:
    for fmt in contract.FORMATS:
        for name in contract.PUBLISHED_TABLES:
            file = folder / contract.file_name(name, fmt)
            if file.is_symlink():
                yield f"{file}: is a link and is not followed, a file was expected"


def _content_problems(folder: Path, tables: dict[str, pa.Table]) -> list[str]:
    """Check the rows, and put those of the Parquet files into `tables`."""
    problems: list[str] = []
    for name in contract.PUBLISHED_TABLES:
        try:
            tables[name] = read_table(folder, name, "parquet")
        except DataError as error:
            problems += error.lines
    if not problems:
        try:
            contract.check(tables)
        except DataError as error:
            problems += [f"{folder}: {line}" for line in error.lines]
    for name, table in tables.items():
        try:
            problems += _difference(folder, name, table, read_table(folder, name, "csv"))
        except DataError as error:
            problems += error.lines
    return problems


def _difference(folder: Path, name: str, parquet: pa.Table, csv: pa.Table) -> list[str]:
    """The first cell in which two forms of a table differ."""
    import pyarrow.compute as pc

    place = folder / contract.file_name(name, "csv")
    beside = contract.file_name(name, "parquet")
    if csv.column_names != parquet.column_names:
        return [f"{place}: has other columns than {beside}"]
    if csv.num_rows != parquet.num_rows:
        return [f"{place}: has {csv.num_rows:,} rows, {beside} has {parquet.num_rows:,}"]
    for column in csv.column_names:
        ours, theirs = parquet[column], csv[column]
        if ours.type != theirs.type or ours.equals(theirs):
            continue
        differs = pc.fill_null(pc.not_equal(ours, theirs), pc.xor(pc.is_null(ours), pc.is_null(theirs)))
        rows = pc.indices_nonzero(differs)
        if len(rows):
            row = rows[0].as_py()
            found, other = csv[column][row].as_py(), parquet[column][row].as_py()
            return [f"{place}: record {row + 2}: {column}: found {found!r}, {beside} has {other!r}"]
    return []
