"""The Frictionless descriptors of the files of a package, as far as the contract decides them."""

from __future__ import annotations

from typing import Any

from diplopack.contract.files import UNDATED, file_name
from diplopack.contract.schemas import partition, table_facts, table_schema

_FORMATS = {
    "csv": {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"},
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
}


def resource(name: str, fmt: str, part: str | None = None) -> dict[str, Any]:
    """The Frictionless descriptor of a published table, without what depends on the file (`bytes`, `hash`).

    The CSV file bears the name of the table, which foreign keys refer to in either format: the rows are the
    same, and any reader of data packages reads CSV. The Parquet file is called `NAME-parquet`; of a table in
    parts, `NAME-parquet-2020` or `NAME-parquet-undated`.

    Args:
        name: One of `PUBLISHED_TABLES`.
        fmt: One of `FORMATS`.
        part: As `TableFile.part`.
    """
    schema = table_schema(name)
    facts: dict[str, Any] = {
        "name": name if fmt == "csv" else f"{name}-{fmt}",
        "type": "table",
        **table_facts(name),
        "path": file_name(name, fmt, part),
        **_FORMATS[fmt],
        "schema": schema,
    }
    if part is None:
        return facts
    # Readers add a column for the folder, which Frictionless would not know; so it is told which columns to read.
    columns = [field["name"] for field in schema["fields"]]
    return {
        **facts,
        "name": f"{facts['name']}-{'undated' if part == UNDATED else part}",
        "partition": {partition()["by"]: None if part == UNDATED else int(part)},
        "dialect": {"parquet": {"columns": columns}},
    }
