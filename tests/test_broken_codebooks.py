"""A codebook that contradicts the contract stops a build with a line that names it, whoever reads it first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("countries", b"country,", b"cuntry,", "countries.csv:1: "),
        ("roles", b"role,", b"rolle,", "roles.csv:1: "),
        ("organizations", b"organization,", b"\xff,", "organizations.csv:1: "),
        ("event_codes", b"\n042,", b"\n04X,", "event_codes.csv:"),
        ("countries", b"\nAFG,", b"\nAfg,", "countries.csv:"),
    ],
)
def test_build_says_what_is_wrong(tmp_path: Path, name: str, old: bytes, new: bytes, message: str) -> None:
    shutil.copytree(ROOT / "etl", tmp_path / "etl", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    file = tmp_path / "schema" / "codes" / f"{name}.csv"
    content = file.read_bytes()
    assert old in content
    file.write_bytes(content.replace(old, new, 1))
    article = tmp_path / "a.md"
    article.write_text("---\npublished: 2021-03-18\n---\nThe French president visited China on Monday.\n")
    done = subprocess.run(
        [sys.executable, "-m", "diplopack", "build", str(article), "--out", str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "etl")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
