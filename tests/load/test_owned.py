"""What a build may replace in its output folder, and what it may not."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from diplopack.errors import DataError
from diplopack.load.owned import published_files
from diplopack.load.package import write_package

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


def list_resource(out: Path, **resource: str) -> None:
    descriptor = json.loads((out / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "notes", **resource})
    (out / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def test_a_descriptor_s_word_makes_no_file_ours(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    out = tmp_path / "dist"
    write_package(tables, out)
    (out / "notes.txt").write_text("mine")
    list_resource(out, path="notes.txt")
    with pytest.raises(DataError, match=r"notes\.txt"):
        write_package(tables, out)
    assert (out / "notes.txt").read_text() == "mine"


def test_a_table_of_another_release_is_ours_by_its_digest(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    out = tmp_path / "dist"
    write_package(tables, out)
    (out / "actors.csv").write_bytes(b"actor\r\n")
    list_resource(out, path="actors.csv", hash=f"sha256:{hashlib.sha256(b'actor' + bytes([13, 10])).hexdigest()}")
    assert "actors.csv" in published_files(out)
    write_package(tables, out)
    assert not (out / "actors.csv").exists()
