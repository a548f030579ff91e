"""Metadata of a release in Croissant, the format of ML Commons, from which tools load the tables by name."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.release.citation import citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from diplopack.release.facts import Facts

_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def croissant_json(facts: Facts, digests: Mapping[str, str]) -> str:
    """The text of ``croissant.json``.

    Args:
        facts: of the release.
        digests: the SHA-256 of the files that lie beside it, as 64 hexadecimal digits, by name: the zip of the
            package, and tables in any format. Tables that are not among them are looked for in the zip.
    """
    context = files("diplopack.release").joinpath("templates/croissant_context.json").read_text("utf-8")
    metadata = {
        "@context": json.loads(context),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": facts.descriptor["name"],
        "alternateName": facts.descriptor["title"],
        "description": facts.descriptor["description"],
        "version": facts.version,
        "datePublished": facts.date.isoformat(),
        "license": facts.license["path"],
        "usageInfo": facts.descriptor["rights"],
        "creator": [{"@type": "sc:Organization", "name": name} for name in facts.creators],
        "citeAs": citation(facts),
        "keywords": facts.descriptor["keywords"],
        "isLiveDataset": False,
        "inLanguage": "en",
        "distribution": list(_files(facts, digests)),
        "recordSet": [_record_set(name, _loaded_path(facts, name)) for name in facts.tables],
    }
    if "homepage" in facts.descriptor:
        metadata["url"] = facts.descriptor["homepage"]
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"


def _files(facts: Facts, digests: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    package = f"{facts.stem}.zip"
    zipped = {"@type": "cr:FileObject", "@id": package, "name": package, "contentUrl": package}
    yield {**zipped, "encodingFormat": "application/zip", "sha256": digests[package]}
    for resource in facts.descriptor["resources"]:
        if "schema" not in resource or "partition" in resource:
            continue
        path = resource["path"]
        found = {"@type": "cr:FileObject", "@id": path, "name": path, "description": resource["title"]}
        if path not in digests:
            found["containedIn"] = {"@id": package}
        found |= {"contentUrl": path, "encodingFormat": _media_type(resource)}
        yield {**found, "sha256": resource["hash"].removeprefix("sha256:")}


def _media_type(resource: Mapping[str, Any]) -> str:
    # mlcroissant 1.1 knows Parquet by this name only.
    return "application/x-parquet" if resource["format"] == "parquet" else str(resource["mediatype"])


def _loaded_path(facts: Facts, name: str) -> str:
    # Of parts, mlcroissant 1.1 loads no table; the CSV file has all rows.
    paths = {resource["path"] for resource in facts.descriptor["resources"]}
    parquet = contract.file_name(name, "parquet")
    return parquet if parquet in paths else contract.file_name(name, "csv")


def _record_set(name: str, path: str) -> dict[str, Any]:
    schema = contract.table_schema(name)
    resource = contract.resource(name, "parquet")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "key": [{"@id": _field_id(name, column)} for column in schema["primaryKey"]],
        "field": [_field(name, field, path) for field in schema["fields"]],
    }


def _field(table: str, field: Mapping[str, Any], path: str) -> dict[str, Any]:
    column = field["name"]
    # Foreign keys are not stated: mlcroissant 1.1 joins what they refer to, and fails where a key is null.
    return {
        "@type": "cr:Field",
        "@id": _field_id(table, column),
        "name": column,
        "description": field["description"],
        "dataType": "sc:URL" if field.get("format") == "uri" else _TYPES[field["type"]],
        "source": {"fileObject": {"@id": path}, "extract": {"column": column}},
    }


def _field_id(table: str, column: str) -> str:
    return f"{table}/{column}"
