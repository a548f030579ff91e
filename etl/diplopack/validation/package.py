"""Whether a package, wherever it came from, is what diplopack publishes.

The descriptor of the package is compared with the contract and never acted upon: files are found by the
contract's names, so that no path or address in it is ever opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.archive.opened import open_named
from diplopack.errors import DataError
from diplopack.load.conformance import frictionless_errors, rows_to_read
from diplopack.load.owned import DESCRIPTOR, DOCUMENTS, files_below, is_below, is_package_file
from diplopack.load.package import file_facts, package_descriptor, published_resource
from diplopack.load.parts import years
from diplopack.load.read import place_of_row, read_table, stored_files, stored_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        path: a package, as `open_package` takes it.

    Returns:
        The number of rows, and every problem. Where files are missing or are not those of the descriptor,
        their content is not looked at.

    Raises:
        DataError: there is no package, or its zip is refused.
    """
    with open_named(path) as opened:
        found = _validate(opened.folder)
        return replace(found, problems=tuple(opened.named(found.problems)))


def _validate(folder: Path) -> Validation:
    problems = [*descriptor_problems(folder), *link_problems(folder)]
    if problems:
        return Validation(problems=tuple(problems))
    tables: dict[str, pa.Table] = {}
    problems = _content_problems(folder, tables)
    rows = {name: table.num_rows for name, table in tables.items()}
    limit, note = rows_to_read(sum(rows.values()))
    descriptor = package_descriptor(_resources(folder, ()))
    problems += [f"{folder / line}" for line in frictionless_errors(folder, descriptor, limit)]
    return Validation(rows, tuple(problems), note)


def _resources(folder: Path, listed: Iterable[object]) -> list[dict[str, Any]]:
    """The resources that a package should have, by the parts that are in its folder or among listed paths."""
    found = [contract.table_file(path) for path in listed if isinstance(path, str)]
    resources = []
    for fmt in contract.FORMATS:
        for name in contract.PUBLISHED_TABLES:
            files = [*found, *map(contract.table_file, contract.table_files(folder, name, fmt))]
            parts = {file.part for file in files if file and (file.table, file.fmt) == (name, fmt) and file.part}
            resources += [
                published_resource(name, fmt, part) for part in sorted(parts, key=contract.part_order) or (None,)
            ]
    return resources


def given_resources(folder: Path) -> list[dict[str, Any]]:
    """The resources of a package, as its descriptor has them: each has a name, nothing else is sure.

    Raises:
        DataError: the descriptor cannot be read, or has no such list.
    """
    path = folder / DESCRIPTOR
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_DESCRIPTOR)
        given: list[dict[str, Any]] = json.loads(text)["resources"]
        {resource["name"]: resource.get("path") for resource in given}
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read as JSON of at most 64 MiB: {error}") from error
    except (KeyError, TypeError) as error:
        raise DataError(f"{path}: resources: a list of resources with names was expected") from error
    return given


def descriptor_problems(folder: Path) -> Iterator[str]:
    """What the descriptor of a package says that the contract or the files do not."""
    path = folder / DESCRIPTOR
    try:
        given = given_resources(folder)
    except DataError as error:
        yield from error.lines
        return
    by_name = {resource["name"]: resource for resource in given}
    if len(by_name) < len(given):
        yield f"{path}: resources: a name occurs twice"
    for resource in given:
        if not is_below(resource.get("path")):
            found = f"{resource['name']}: path {resource.get('path')!r}"
            yield f"{path}: {found} leads out of the package and is not opened"
    expected = {resource["name"]: resource for resource in _resources(folder, [each.get("path") for each in given])}
    for name, resource in by_name.items():
        if name in expected:
            continue
        if resource.get("path") in DOCUMENTS:
            yield from _file_problems(folder, resource["path"], str(resource.get("format")), resource)
        else:
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
    yield from _file_problems(folder, expected["path"], expected["format"], given)


def _file_problems(folder: Path, name: str, fmt: str, given: dict[str, Any]) -> Iterator[str]:
    file = folder / name
    if not file.is_file():
        yield f"{file}: is not there"
    elif not _is_linked(folder, name):
        for key, fact in file_facts(file, fmt).items():
            if given.get(key) != fact:
                yield f"{file}: {key} is {fact}, {DESCRIPTOR} says {given.get(key)}"


def link_problems(folder: Path) -> Iterator[str]:
    """Which files of a package are links."""
    for name in files_below(folder):
        if (folder / name).is_symlink() and _is_on_a_way(name):
            yield f"{folder / name}: is a link and is not followed, a file was expected"


def _is_linked(folder: Path, name: str) -> bool:
    """Whether a file of a package, or a folder that it lies in there, is a link."""
    return any((folder / part).is_symlink() for part in (name, *map(str, PurePosixPath(name).parents[:-1])))


def _is_on_a_way(name: str) -> bool:
    """Whether a package may have a file of a name, or such a folder for the parts of a table."""
    folders = {
        str(folder)
        for table in contract.DATA_TABLES
        for folder in PurePosixPath(contract.file_name(table, "parquet", contract.UNDATED)).parents[:-1]
    }
    return is_package_file(name) or name in folders or contract.table_file(f"{name}/part-0.parquet") is not None


def row_problems(folder: Path, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """Where a descriptor that counts rows counts others than the tables have."""
    for resource in given_resources(folder):
        file = contract.table_file(str(resource.get("path")))
        if file is None or file.table not in tables:
            continue
        path = folder / contract.file_name(*file)
        count = tables[file.table].num_rows if file.part is None else stored_rows(path)
        if resource.get("rows", count) != count:
            found = f"{resource['name']}: rows is {resource['rows']}"
            yield f"{folder / DESCRIPTOR}: {found}, {resource['path']} has {count}"


def part_problems(folder: Path, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """The first row of each part of a table that belongs to another.

    Args:
        folder: the package.
        tables: its tables by name, which keep the contract.
    """
    for name in contract.DATA_TABLES:
        files = [contract.table_file(path) for path in contract.table_files(folder, name, "parquet")]
        if not any(file and file.part for file in files):
            continue
        found = [contract.part_of(year) for year in years(name, tables).to_pylist()]
        start = 0
        for file in files:
            assert file  # noqa: S101
            part = folder / contract.file_name(*file)
            count = stored_rows(part)
            others = (row for row in range(count) if found[start + row] != file.part)
            for row in islice(others, 1):
                yield f"{part}: row {row + 1}: belongs to {found[start + row]}, rows of {file.part} were expected"
            start += count


def _content_problems(folder: Path, tables: dict[str, pa.Table]) -> list[str]:
    """Check the rows, and put those of the Parquet files into `tables`."""
    problems: list[str] = []
    for name in contract.PUBLISHED_TABLES:
        try:
            tables[name] = read_table(folder, name, "parquet")
        except DataError as error:
            problems += error.lines
    if not problems:
        problems += row_problems(folder, tables)
        try:
            contract.check(tables)
        except DataError as error:
            problems += [f"{folder}: {line}" for line in error.lines]
        else:
            problems += part_problems(folder, tables)
    for name, table in tables.items():
        try:
            problems += format_difference(folder, name, table, read_table(folder, name, "csv"))
        except DataError as error:
            problems += error.lines
    return problems


def format_difference(folder: Path, name: str, parquet: pa.Table, csv: pa.Table) -> list[str]:
    """The first cell in which the two forms of a table differ: one line or none."""
    place = folder / contract.file_name(name, "csv")
    files = stored_files(folder, name, "parquet")
    beside = contract.file_name(name, "parquet") if len(files) == 1 else name
    if csv.column_names != parquet.column_names:
        return [f"{place}: has other columns than {beside}"]
    if csv.num_rows != parquet.num_rows:
        return [f"{place}: has {csv.num_rows:,} rows, {beside} has {parquet.num_rows:,}"]
    for column in csv.column_names:
        ours, theirs = parquet[column], csv[column]
        for row in different_rows(ours, theirs) if ours.type == theirs.type else ():
            found, other = theirs[row].as_py(), ours[row].as_py()
            beside = place_of_row(folder, name, row)[0].relative_to(folder).as_posix()
            return [f"{place}: record {row + 2}: {column}: found {found!r}, {beside} has {other!r}"]
    return []


def different_rows(ours: pa.ChunkedArray, theirs: pa.ChunkedArray) -> list[int]:
    """The rows, from 0, in which two columns of the same type and length differ."""
    import pyarrow.compute as pc

    if ours.equals(theirs):
        return []
    differs = pc.fill_null(pc.not_equal(ours, theirs), pc.xor(pc.is_null(ours), pc.is_null(theirs)))
    rows: list[int] = pc.indices_nonzero(differs).to_pylist()
    return rows
