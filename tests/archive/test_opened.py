"""A package is opened from whatever form it has, and a temporary folder is never seen nor left."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

import diplopack
from diplopack.archive import is_package, open_package
from diplopack.cli import main
from diplopack.errors import DataError
from diplopack.validation.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    Zipped = Callable[..., Path]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary ones, which is left empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def released(file: Path, *names: str) -> Path:
    """A release folder with a zip and some other files."""
    folder = file.with_name("release")
    folder.mkdir()
    file.rename(folder / file.name)
    for name in names:
        (folder / name).write_text(name)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(lines))
    return folder


@pytest.mark.parametrize("name", ["", "datapackage.json"])
def test_a_folder_is_opened_in_its_place(package: Path, name: str) -> None:
    with open_package(package / name) as folder:
        assert folder == package


@pytest.mark.parametrize("top", ["", "diplopack-0.1.0/"])
def test_a_zip_is_opened_for_as_long_as_it_is_needed(package: Path, zipped: Zipped, temporary: Path, top: str) -> None:
    file = zipped(("__MACOSX/._events.csv", b"x"), ("notes/a.txt", b"x"), top=top)
    with open_package(file) as folder:
        assert temporary in folder.parents
        assert contents(folder) == contents(package)
    assert list(temporary.iterdir()) == []


def test_a_release_is_opened_by_its_zip(package: Path, zipped: Zipped) -> None:
    with open_package(released(zipped(), "CODEBOOK.md")) as folder:
        assert contents(folder) == contents(package)


@pytest.mark.parametrize("form", ["zip", "release"])
def test_load_gives_the_same_from_every_form(package: Path, zipped: Zipped, temporary: Path, form: str) -> None:
    path = zipped() if form == "zip" else released(zipped())
    expected, found = diplopack.load(package), diplopack.load(path)
    assert list(found) == list(expected)
    for name in expected:
        pd.testing.assert_frame_equal(found[name], expected[name])
    assert list(temporary.iterdir()) == []


def test_what_fails_in_a_zip_is_named_by_it(package: Path, zipped: Zipped, temporary: Path) -> None:
    (package / "events.parquet").write_bytes(b"PAR1?")
    file = zipped()
    with pytest.raises(DataError) as caught:
        diplopack.load(file)
    assert caught.value.lines[0].startswith(f"{file}/events.parquet: cannot be read: ")
    assert str(temporary) not in str(caught.value)
    assert list(temporary.iterdir()) == []


def test_validate_names_files_in_a_zip_by_it(package: Path, zipped: Zipped, temporary: Path) -> None:
    assert Inputs.of([zipped()]).packages == [zipped()]
    (package / "roles.csv").unlink()
    file = zipped()
    result = CliRunner().invoke(main, ["validate", str(file)])
    assert result.exit_code == 1
    assert f"{file}/roles.csv: is not there\n" in result.output
    assert str(temporary) not in result.output
    assert list(temporary.iterdir()) == []


def test_validate_takes_a_release(zipped: Zipped) -> None:
    folder = released(zipped())
    result = CliRunner().invoke(main, ["validate", str(folder)])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{folder}: valid (3 events, ")


def test_rows_are_compared_with_a_package_in_a_zip(zipped: Zipped, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "event_date,actor_code,target_code,event_code,source_url,quote,contributor,note\n"
        "2020-11-11,CHNGOV,USA,036,https://example.org/1,Beijing is to hold talks with the US.,Ada,\n"
    )
    result = CliRunner().invoke(main, ["validate", str(rows), "--against", str(zipped()), "--format", "json"])
    assert result.exit_code == 0, result.output
    assert "already-coded" in [warning["check"] for warning in json.loads(result.stdout)["warnings"]]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: (folder / "package.zip").unlink(), "package.zip: is not there, SHA256SUMS names it"),
        (lambda folder: (folder / "package.zip").write_bytes(b"x"), "package.zip: has the SHA-256 2d711642b726b044"),
        (lambda folder: (folder / "SHA256SUMS").write_text(""), "SHA256SUMS: lines of a digest and a name"),
        (lambda folder: (folder / "SHA256SUMS").write_bytes(b"\xff\n"), "SHA256SUMS: byte 1: is not UTF-8"),
        (lambda folder: sums(folder, "notes.txt"), "SHA256SUMS: one zip of a package was expected, found none"),
        (
            lambda folder: sums(folder, "a.zip", "b.zip"),
            "SHA256SUMS: one zip of a package was expected, found a.zip, b",
        ),
        (lambda folder: sums(folder, "../a.zip"), "SHA256SUMS:1: "),
        (lambda folder: sums(folder, "/a.zip"), "SHA256SUMS:1: "),
        (lambda folder: sums(folder, "b.zip", "a.txt"), "SHA256SUMS:2: a.txt comes twice or is not in its order"),
        (lambda folder: sums(folder, "b.zip", "b.zip"), "SHA256SUMS:2: b.zip comes twice or is not in its order"),
    ],
)
def test_a_release_that_is_not_whole(zipped: Zipped, spoil: Callable[[Path], object], reason: str) -> None:
    folder = released(zipped())
    spoil(folder)
    with pytest.raises(DataError) as caught, open_package(folder):
        pass
    assert caught.value.lines[0].startswith(f"{folder}/{reason}")


def sums(folder: Path, *names: str) -> None:
    (folder / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {name}\n" for name in names))


def test_what_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text(json.dumps({}))
    expected = "a folder with a datapackage.json, a zip of one or the folder of a release was expected"
    reasons = {
        "nowhere": f"is not there, {expected}",
        "empty": f"is no data package, {expected}",
        "file.txt": "is no zip, or is cut short: it has no end record",
    }
    for name, reason in reasons.items():
        with pytest.raises(DataError) as caught, open_package(tmp_path / name):
            pass
        assert caught.value.lines == (f"{tmp_path / name}: {reason}",)


def test_which_paths_are_packages(package: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.zip").mkdir()
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "SHA256SUMS").touch()
    packages = [package, package / "datapackage.json", tmp_path / "release", Path("a.zip"), Path("A.ZIP")]
    others = [tmp_path, tmp_path / "rows.zip", package / "events.csv", tmp_path / ("x" * 300)]
    assert [path for path in [*packages, *others] if is_package(path)] == packages
