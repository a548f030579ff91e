"""`diplopack diff`: its exit status, and what reaches which stream."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from diplopack.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    SetCell = Callable[[str, int, str, object], None]


def diff(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)], prog_name="diplopack", catch_exceptions=False)


@pytest.mark.parametrize("fmt", ["text", "json", "markdown"])
def test_status_0_if_they_are_the_same_and_1_if_they_differ(old: Path, new: Path, set_cell: SetCell, fmt: str) -> None:
    same = diff(old, new / "datapackage.json", "--format", fmt)
    assert (same.exit_code, same.stderr) == (0, "")
    set_cell("mentions", 1, "rule", "other")
    different = diff(old, new, "--format", fmt)
    assert (different.exit_code, different.stderr) == (1, "")
    assert "m0000000000000001" in different.stdout


def test_a_folder_and_its_zip_are_the_same(old: Path, new: Path, set_cell: SetCell) -> None:
    set_cell("events", 1, "actor_name", "Peking")
    archive = shutil.make_archive(str(new), "zip", new)
    assert diff(new, archive).exit_code == 0
    found = json.loads(diff(old, archive, "--format", "json").stdout)["tables"]["events"]["changed"]
    assert [(row["event_id"], row["evidence"]["sentence_number"]) for row in found] == [("e1111111111111111", 2)]


def test_the_limit_is_heeded(old: Path, new: Path, set_cell: SetCell) -> None:
    set_cell("events", 1, "actor_name", "Peking")
    found = json.loads(diff(old, new, "--format", "json", "--limit", 0).stdout)
    assert found["tables"]["events"]["changed"] == []
    assert found["tables"]["events"]["counts"]["changed"] == 1


def test_what_is_no_package_is_a_line_on_standard_error(old: Path, tmp_path: Path) -> None:
    result = diff(old, tmp_path / "nowhere")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"{tmp_path / 'nowhere'}: is not there")


@pytest.mark.parametrize(
    "arguments", [(), ("a",), ("a", "b", "c"), ("a", "b", "--format", "xml"), ("a", "b", "--limit", "-1")]
)
def test_a_wrong_command_is_status_2(arguments: tuple[str, ...]) -> None:
    result = diff(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: diplopack diff")
