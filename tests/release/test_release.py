"""Releases: whole, the same whoever makes them, never changed, and of a version that says what changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import diplopack
from diplopack import contract
from diplopack.cli import main
from diplopack.errors import DataError
from diplopack.load.package import write_package
from diplopack.release import facts as facts_module
from diplopack.release.publish import release
from diplopack.validation.package import validate_package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diplopack.release.facts import Facts

    Release = Callable[..., Path]

FILES = {
    "diplopack-1.2.0.zip",
    *(f"{name}.{fmt}" for name in ("events", "mentions", "articles") for fmt in ("csv", "parquet")),
    "CODEBOOK.md",
    "codebook.html",
    "RELEASE_NOTES.md",
    "changes.csv",
    "CITATION.cff",
    ".zenodo.json",
    "croissant.json",
    "SHA256SUMS",
}
# Releases argv[1] to argv[2]; dies at the argv[3]th time that something is made durable, of which it prints the
# number; may write no file of more than argv[4] bytes. 0 is never.
RELEASER = """
import datetime, os, resource, signal, sys
from pathlib import Path
from diplopack.errors import DataError
from diplopack.release.publish import release

package, out, fatal, largest = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
fsync, calls = os.fsync, 0

def dying(descriptor):
    global calls
    fsync(descriptor)
    calls += 1
    if calls == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = dying
if largest:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
try:
    release("1.2.0", package, out, date=datetime.date(2021, 3, 18))
except DataError as error:
    print(error)
    sys.exit(1)
print(calls)
"""


def releasing(
    package: Path,
    out: Path,
    fatal: int = 0,
    largest: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RELEASER, str(package), str(out), str(fatal), str(largest)]
    environ = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def changed(package: Path, tables: dict[str, pa.Table]) -> Path:
    """The package with one event less."""
    fewer = {name: tables[name].slice(0, 2) if name != "articles" else tables[name] for name in tables}
    shutil.rmtree(package)
    return write_package(fewer, package).folder


def test_the_files(release_to: Release, tmp_path: Path) -> None:
    out = release_to(tmp_path / "new" / "release")
    assert set(contents(out)) == FILES
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    named = {line.split("  ")[1] for line in (out / "SHA256SUMS").read_text().splitlines()}
    assert named == FILES - {"SHA256SUMS"}


def test_the_zip_is_the_package_with_the_version_of_the_release(
    release_to: Release, package: Path, tmp_path: Path
) -> None:
    out = release_to(tmp_path / "release")
    with zipfile.ZipFile(out / "diplopack-1.2.0.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "unzipped")
    unzipped, original = contents(tmp_path / "unzipped"), contents(package)
    assert unzipped.pop("CODEBOOK.md") == (out / "CODEBOOK.md").read_bytes()
    assert {name for name in unzipped if unzipped[name] != original[name]} == {"datapackage.json", "index.html"}
    assert b"1.2.0" in unzipped["index.html"]
    assert json.loads(unzipped["datapackage.json"])["version"] == "1.2.0"
    assert validate_package(tmp_path / "unzipped").problems == ()
    for name in contract.DATA_TABLES:
        for fmt in contract.FORMATS:
            assert (out / f"{name}.{fmt}").read_bytes() == original[f"{name}.{fmt}"]


def test_the_release_of_the_seeds_is_found_right_and_loads(release_to: Release, tmp_path: Path) -> None:
    package = Path(__file__).parents[2] / "dist"
    out = release_to(tmp_path / "release", package=package)
    verified = CliRunner().invoke(main, ["verify", str(out)])
    assert verified.exit_code == 0, verified.output
    assert diplopack.load(out).events.equals(diplopack.load(package).events)


def test_two_releases_are_the_same_bytes(package: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(package, tmp_path / "else where" / "ünlaut")
    os.utime(elsewhere / "events.csv", (1, 1))
    (elsewhere / "events.csv").chmod(0o600)
    places = {
        tmp_path / "a": (package, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        elsewhere.parent / "b": (elsewhere, {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
    }
    for out, (source, environment) in places.items():
        done = releasing(source, out, environment=environment)
        assert done.returncode == 0, done.stderr
    first, second = map(contents, places)
    assert set(first) == FILES
    assert first == second


def test_a_zip_and_a_release_are_released_again(release_to: Release, tmp_path: Path) -> None:
    first = release_to(tmp_path / "first")
    for package in (first, first / "diplopack-1.2.0.zip"):
        assert contents(release_to(tmp_path / package.name, package=package)) == contents(first)
    later = release_to(tmp_path / "later", package=first, version="1.2.1")
    with zipfile.ZipFile(later / "diplopack-1.2.1.zip") as archive:
        assert archive.namelist().count("CODEBOOK.md") == 1
        assert json.loads(archive.read("datapackage.json"))["version"] == "1.2.1"


def test_a_release_that_exists_is_left_as_it_is(
    release_to: Release, package: Path, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    out = release_to(tmp_path / "release")
    before, moments = contents(out), {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert not release("1.2.0", package, out, date=dt.date(2021, 3, 18)).is_new
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == moments
    changed(package, tables)
    with pytest.raises(DataError, match="a release is never changed") as refused:
        release_to(out)
    assert "events.csv: differs" in refused.value.lines
    assert contents(out) == before


@pytest.mark.parametrize("name", ["notes.txt", "events.csv"])
def test_other_files_are_never_replaced(release_to: Release, tmp_path: Path, name: str) -> None:
    out = tmp_path / "release"
    out.mkdir()
    (out / name).write_text("mine")
    with pytest.raises(DataError, match=f"{out}: is there already with other files"):
        release_to(out)
    assert contents(out) == {name: b"mine"}


def test_a_file_in_the_place_of_the_folder(release_to: Release, tmp_path: Path) -> None:
    (tmp_path / "release").write_text("mine")
    with pytest.raises(DataError, match="is a file, a folder was expected"):
        release_to(tmp_path / "release")


@pytest.mark.parametrize("fatal", [1, 8, 14])
def test_a_kill_leaves_no_release_or_all_of_it(package: Path, tmp_path: Path, fatal: int) -> None:
    """Each of the files is made durable, then their folder; after it is put in its place, that which holds it."""
    out = tmp_path / "releases" / "1.2.0"
    assert releasing(package, out, fatal).returncode == -signal.SIGKILL
    assert not out.exists()
    done = releasing(package, out)
    assert (done.returncode, done.stdout) == (0, f"{len(FILES) + 2}\n")
    assert set(contents(out)) == FILES
    assert beside(out) == ["1.2.0"]


def test_a_full_disk_leaves_nothing(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases" / "1.2.0"
    done = releasing(package, out, largest=50_000)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"{out}: cannot be written: ")
    assert beside(out) == []


def test_a_package_that_is_not_valid_is_not_released(release_to: Release, package: Path, tmp_path: Path) -> None:
    data = (package / "events.csv").read_bytes()
    (package / "events.csv").write_bytes(data.replace(b"Beijing", b"Nanjing", 1))
    with pytest.raises(DataError, match=r"events\.csv: hash is"):
        release_to(tmp_path / "release")
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize("version", ["1.2", "v1.2.0", "1.2.0-rc.1", "01.2.0", "1.2.x", "", "../1.2.0"])
def test_no_version(version: str, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["release", version, str(package)])
    assert result.exit_code == 1
    assert "three numbers were expected" in result.stderr
    assert not (tmp_path / "releases").exists()


def test_a_version_that_is_too_small(
    release_to: Release, package: Path, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    old = release_to(tmp_path / "old")
    changed(package, tables)
    for version in ("1.1.9", "1.2.0", "1.2.1"):
        with pytest.raises(DataError, match=rf"version {version} found, 1\.3\.0 or above was expected"):
            release_to(tmp_path / "new", version=version, previous=old)
    new = release_to(tmp_path / "new", version="1.3.0", previous=old)
    changes = (new / "changes.csv").read_text().splitlines()
    assert changes == ["event_id,change,columns", f"{tables['events']['event_id'][2]},removed,"]
    assert "Changes since 1.2.0" in (new / "RELEASE_NOTES.md").read_text()


def test_the_command(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for said in ("Written to releases/1.2.0", "releases/1.2.0 is this release already"):
        result = CliRunner().invoke(main, ["release", "1.2.0", str(package)])
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines()[0] == said
        assert all(name in result.stdout for name in FILES)


@pytest.mark.parametrize(
    ("epoch", "published", "expected"),
    [
        ("1616000000", dt.date(2020, 11, 11), dt.date(2021, 3, 17)),
        (None, dt.date(2020, 11, 12), dt.date(2020, 11, 12)),
        (None, None, dt.date(2020, 11, 11)),
    ],
)
def test_the_date_comes_from_no_clock(
    tables: dict[str, pa.Table],
    monkeypatch: pytest.MonkeyPatch,
    epoch: str | None,
    published: dt.date | None,
    expected: dt.date,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    articles = tables["articles"]
    at = articles.schema.get_field_index("published")
    tables["articles"] = articles.set_column(at, articles.schema.field(at), pa.array([published], pa.date32()))
    assert facts_module.release_date(tables) == expected


@pytest.mark.parametrize("epoch", ["yesterday", "1e400", "9" * 30])
def test_an_epoch_that_is_none(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(DataError, match="seconds since 1970 were expected"):
        facts_module.release_date(tables)


def test_no_date_for_no_data(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with pytest.raises(DataError, match="a --date was expected"):
        facts_module.release_date({name: table.slice(0, 0) for name, table in tables.items()})


def test_the_tables_of_the_facts(facts: Facts, package: Path) -> None:
    assert list(facts.tables) == list(contract.PUBLISHED_TABLES)
    assert facts.tables["events"].equals(pq.read_table(package / "events.parquet"))
    assert facts.descriptor["version"] == "1.2.0"


def test_checksums_are_of_the_content(release_to: Release, tmp_path: Path) -> None:
    out = release_to(tmp_path / "release")
    for line in (out / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest


def test_a_package_in_parts_is_released_in_its_zip(dated: dict[str, pa.Table], tmp_path: Path) -> None:
    write_package(dated, tmp_path / "dist", in_parts=True)
    made = release("1.2.0", tmp_path / "dist", tmp_path / "release", date=dt.date(2021, 3, 18))
    assert set(made.files) == {name for name in FILES if not name.endswith(".parquet")}
    assert release("1.2.0", tmp_path / "dist", tmp_path / "release", date=dt.date(2021, 3, 18)).is_new is False
    with zipfile.ZipFile(tmp_path / "release" / "diplopack-1.2.0.zip") as archive:
        assert "events/year=2021/part-0.parquet" in archive.namelist()
    assert validate_package(tmp_path / "release").problems == ()
    assert len(diplopack.load(tmp_path / "release").events) == len(diplopack.load(tmp_path / "dist").events) == 3
