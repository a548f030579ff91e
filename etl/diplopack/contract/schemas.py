"""What `schema/` says, as it is and as Arrow and Frictionless need it."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

TABLE_SCHEMA_KEY = b"table_schema"
"""Key of the Table Schema, as JSON, in the metadata of an Arrow schema and of a Parquet file."""

_MOST_WORDS = 1000  # which is as often as the regular expressions of Arrow repeat anything


@cache
def schema_folder() -> Path:
    """The folder of the contract: inside the package when it was installed, else in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "schema"
    return installed if installed.is_dir() else package.parents[1] / "schema"


@cache
def _package() -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    package: dict[str, Any] = yaml.load((schema_folder() / "package.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506
    return package


def package_metadata() -> dict[str, Any]:
    """What the descriptor says of the package as a whole: name, title, licences, sources.

    Returns:
        A copy of `package` in `schema/package.yaml`, which the caller may change.
    """
    metadata: dict[str, Any] = deepcopy(_package()["package"])
    return metadata


def sentence_policy() -> Any:  # noqa: ANN401  (as people write it)
    """What `schema/package.yaml` says of the sentences that are published: whole, none, or ``{words: N}``."""
    return deepcopy(_package()["sentences"])


def quoted_words() -> int | None:
    """How many words of an article a published cell may quote.

    Returns:
        Their number, 0 for none, or None where whole sentences are published.

    Raises:
        DataError: `sentences` in `schema/package.yaml` is none of what `sentence_policy` may be.
    """
    policy = sentence_policy()
    match policy:
        case "whole":
            return None
        case "none":
            return 0
        case {"words": int(words)} if len(policy) == 1 and 0 < words <= _MOST_WORDS and words is not True:
            return words
    expected = f"whole, none or {{words: N}} with N from 1 to {_MOST_WORDS:,}"
    raise DataError(f"{schema_folder() / 'package.yaml'}: sentences: {policy!r} found, {expected} expected")


CODEBOOKS: tuple[str, ...] = tuple(_package()["codebooks"])
"""The tables whose rows are in `schema/codes/`, in the order of publication."""
DATA_TABLES: tuple[str, ...] = tuple(name for name in _package()["tables"] if name not in CODEBOOKS)
"""The tables that are made of articles and contributed rows, in the order of publication."""
PUBLISHED_TABLES: tuple[str, ...] = (*DATA_TABLES, *CODEBOOKS)
"""The tables of a package, in the order of publication."""
FORMATS: tuple[Literal["csv", "parquet"], ...] = ("csv", "parquet")
"""The formats in which each of them is published."""
INPUT_TABLES: tuple[str, ...] = tuple(_package()["inputs"])
"""The tables that people write and that are not published as they are."""


def table_facts(name: str) -> dict[str, str]:
    """The title and the description of a published table: a copy."""
    facts: dict[str, str] = dict(_package()["tables"][name])
    return facts


@cache
def _schema_text(name: str) -> str:
    return (schema_folder() / f"{name}.json").read_text(encoding="utf-8")


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema (Data Package v2) of a table.

    Args:
        name: One of `DATA_TABLES`, `CODEBOOKS` or `INPUT_TABLES`.

    Returns:
        A copy of `schema/NAME.json`, which the caller may change.
    """
    schema: dict[str, Any] = json.loads(_schema_text(name))
    return schema


def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table.

    Args:
        name: As for `table_schema`.

    Returns:
        A schema of the types string, int64, double and date32. A field that is required is not nullable. The
        metadata of a field are its title and description; those of the schema the Table Schema as JSON.
    """
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    schema = table_schema(name)
    fields = [
        pa.field(
            field["name"],
            types[field["type"]],
            nullable=not field["constraints"].get("required", False),
            metadata={"title": field["title"], "description": field["description"]},
        )
        for field in schema["fields"]
    ]
    compact = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return pa.schema(fields, metadata={TABLE_SCHEMA_KEY: compact})


def partition() -> Mapping[str, Any]:
    """How a large table is cut into parts: `partition` in `schema/package.yaml`."""
    return MappingProxyType(_package()["partition"])


def partition_above() -> int:
    """The number of rows above which a data table, and all others with it, is cut into parts."""
    return int(partition()["above"])
