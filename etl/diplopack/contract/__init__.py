"""The contract: `schema/` turned into Arrow schemas, Pandera schemas and Frictionless descriptors.

Nothing else states a column, its type or its bounds. A table is held in Arrow; `check` says whether it
keeps the contract, and `codebook` reads the code lists that the contract refers to.
"""

from diplopack.contract.check import check, check_foreign_keys
from diplopack.contract.codebooks import check_codebooks, codebook, read_codebook, unchecked_codebook
from diplopack.contract.faults import Fault, cell_faults, faults, foreign_keys, pandera_schema, to_frame
from diplopack.contract.files import UNDATED, TableFile, file_name, part_of, part_order, table_file, table_files
from diplopack.contract.resources import resource
from diplopack.contract.schemas import (
    CODEBOOKS,
    DATA_TABLES,
    FORMATS,
    INPUT_TABLES,
    PUBLISHED_TABLES,
    arrow_schema,
    package_metadata,
    partition,
    partition_above,
    quoted_words,
    schema_folder,
    sentence_policy,
    table_facts,
    table_schema,
)
from diplopack.contract.stream import StreamCheck

__all__ = [
    "CODEBOOKS",
    "DATA_TABLES",
    "FORMATS",
    "INPUT_TABLES",
    "PUBLISHED_TABLES",
    "UNDATED",
    "Fault",
    "StreamCheck",
    "TableFile",
    "arrow_schema",
    "cell_faults",
    "check",
    "check_codebooks",
    "check_foreign_keys",
    "codebook",
    "faults",
    "file_name",
    "foreign_keys",
    "package_metadata",
    "pandera_schema",
    "part_of",
    "part_order",
    "partition",
    "partition_above",
    "quoted_words",
    "read_codebook",
    "resource",
    "schema_folder",
    "sentence_policy",
    "table_facts",
    "table_file",
    "table_files",
    "table_schema",
    "to_frame",
    "unchecked_codebook",
]
