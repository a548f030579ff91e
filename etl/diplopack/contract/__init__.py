"""The contract: `schema/` turned into Arrow schemas, Pandera schemas and Frictionless descriptors.

Nothing else states a column, its type or its bounds. A table is held in Arrow; `check` says whether it
keeps the contract, and `codebook` reads the code lists that the contract refers to.
"""

from diplopack.contract.check import check, check_foreign_keys
from diplopack.contract.codebooks import codebook, read_codebook
from diplopack.contract.faults import Fault, cell_faults, faults, pandera_schema, to_frame
from diplopack.contract.schemas import (
    CODEBOOKS,
    DATA_TABLES,
    FORMATS,
    INPUT_TABLES,
    PUBLISHED_TABLES,
    arrow_schema,
    file_name,
    package_metadata,
    quoted_words,
    resource,
    schema_folder,
    sentence_policy,
    table_schema,
)

__all__ = [
    "CODEBOOKS",
    "DATA_TABLES",
    "FORMATS",
    "INPUT_TABLES",
    "PUBLISHED_TABLES",
    "Fault",
    "arrow_schema",
    "cell_faults",
    "check",
    "check_foreign_keys",
    "codebook",
    "faults",
    "file_name",
    "package_metadata",
    "pandera_schema",
    "quoted_words",
    "read_codebook",
    "resource",
    "schema_folder",
    "sentence_policy",
    "table_schema",
    "to_frame",
]
