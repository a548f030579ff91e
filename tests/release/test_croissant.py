"""Croissant metadata: ML Commons' own reader accepts them and loads the tables."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from diplopack import contract, load
from diplopack.load.package import write_package
from diplopack.release.publish import release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

LOADED = """
import json, sys, warnings
warnings.simplefilter("ignore")
import mlcroissant
dataset = mlcroissant.Dataset("croissant.json")
print(json.dumps({
    name: [{key.split("/")[1]: str(value) for key, value in row.items()} for row in dataset.records(name)]
    for name in sys.argv[1:]
}))
"""


@pytest.fixture
def folder(release_to: Callable[..., Path], tmp_path: Path) -> Path:
    return release_to(tmp_path / "release")


def test_mlcroissant_accepts_it(folder: Path) -> None:
    script = "from mlcroissant.scripts.cli import main; main()"
    command = [sys.executable, "-c", script, "validate", "--jsonld", "croissant.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert "Done." in done.stderr


def test_mlcroissant_loads_every_table(folder: Path, package: Path) -> None:
    """The tables beside it and those in the zip."""
    command = [sys.executable, "-c", LOADED, *contract.PUBLISHED_TABLES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    expected = load(package)
    for name in contract.PUBLISHED_TABLES:
        assert [list(row) for row in loaded[name][:1]] == [list(expected[name].columns)]
        assert len(loaded[name]) == len(expected[name])
    assert [row["event_code"] for row in loaded["events"]] == [str(c.encode()) for c in expected.events["event_code"]]


def test_it_says_what_the_contract_says(folder: Path) -> None:
    metadata = json.loads((folder / "croissant.json").read_bytes())
    assert metadata["version"] == "1.2.0"
    assert metadata["datePublished"] == "2021-03-18"
    fields = {one["name"]: [field["name"] for field in one["field"]] for one in metadata["recordSet"]}
    assert fields == {
        name: [field["name"] for field in contract.table_schema(name)["fields"]] for name in contract.PUBLISHED_TABLES
    }
    sums = {line[66:]: line[:64] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    beside = [file for file in metadata["distribution"] if "containedIn" not in file]
    tables = {contract.file_name(name, fmt) for name in contract.DATA_TABLES for fmt in contract.FORMATS}
    assert {file["contentUrl"] for file in beside} == {"diplopack-1.2.0.zip", *tables}
    assert {file["name"]: file["sha256"] for file in beside} == {file["name"]: sums[file["name"]] for file in beside}


def test_mlcroissant_loads_tables_in_parts(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    write_package(dated, tmp_path / "dist", in_parts=True)
    folder = release("1.2.0", tmp_path / "dist", tmp_path / "release", date=dt.date(2021, 3, 18)).folder
    command = [sys.executable, "-c", LOADED, *contract.DATA_TABLES]
    # It takes a zip of the same name for one that it unpacked before.
    environment = {**os.environ, "CROISSANT_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    for name, table in dated.items():
        key = table.column_names[0]
        keys = sorted(table[key].to_pylist())
        assert sorted(row[key].removeprefix("b'").removesuffix("'") for row in loaded[name]) == keys
