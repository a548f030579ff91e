"""Which of the given paths are packages, and how their faults become findings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from diplopack.finding import Finding
from diplopack.validation.inputs import Inputs

if TYPE_CHECKING:
    from pathlib import Path


def package_findings(inputs: Inputs) -> list[Finding]:
    return list(inputs.findings(today=dt.date(2026, 1, 1), seeds=None, against=None))


def test_a_package_is_a_folder_with_a_descriptor_or_is_named_by_it(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "datapackage.json").touch()
    (tmp_path / "dist" / "rows.csv").touch()
    (tmp_path / "rows").mkdir()
    packages = [tmp_path / "dist", tmp_path / "nowhere" / "datapackage.json"]
    rows = [tmp_path / "dist" / "rows.csv", tmp_path / "rows", tmp_path / "nowhere", tmp_path / ("x" * 300)]
    inputs = Inputs.of([*rows, *packages])
    assert (inputs.packages, inputs.rows) == (packages, rows)


def test_a_valid_package_is_counted(package: Path) -> None:
    inputs = Inputs.of([package])
    assert package_findings(inputs) == []
    assert inputs.valid[str(package)]["events"] == 3
    assert inputs.counts.files == 1
    assert inputs.counts.rows == sum(inputs.valid[str(package)].values())


def test_a_fault_is_found_in_its_file_whatever_the_folder_is_called(package: Path, tmp_path: Path) -> None:
    folder = package.rename(tmp_path / "a: b: c")
    (folder / "roles.csv").unlink()
    (finding,) = package_findings(Inputs.of([folder / "datapackage.json"]))
    place = (folder / "roles.csv").as_posix()
    assert finding == Finding(place, None, None, None, "package", "is not there")
