"""What a published package is, and that nothing leaves half of one behind."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb
import frictionless
import pandas as pd
import pyarrow.parquet as pq
import pytest

import diplopack
from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.conformance import frictionless_errors
from diplopack.load.package import published_resource, write_package
from diplopack.validation.package import validate_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

TABLES = (*contract.DATA_TABLES, *contract.CODEBOOKS)
# Each file, the descriptor, the page, the folder before the swap, its parent after it.
LAST_SYNC = 2 * len(TABLES) + 4

# Writes the tables in argv[1] to argv[2]; dies at the argv[3]th time that something is made durable, of which
# it prints the number; may write no file of more than argv[4] bytes. 0 is never.
WRITER = """
import os, resource, signal, sys
from pathlib import Path
import pyarrow.parquet as pq
from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.package import write_package

source, out, fatal, largest = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
tables = {name: pq.read_table(source / name) for name in contract.DATA_TABLES}
fsync, calls = os.fsync, 0

def dying(descriptor):
    global calls
    fsync(descriptor)
    calls += 1
    if calls == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

os.fsync = dying
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
try:
    write_package(tables, out)
except DataError as error:
    print(error)
    sys.exit(1)
print(calls)
"""


def run_writer(
    tables: dict[str, pa.Table],
    out: Path,
    fatal: int = 0,
    largest: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    source = out.parent / "source"
    source.mkdir(exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, source / name)
    command = [sys.executable, "-c", WRITER, str(source), str(out), str(fatal), str(largest)]
    environ = {**os.environ, **environment}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    for name in tables:
        (source / name).unlink()
    source.rmdir()
    return done


def changed(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The same package with another title of its article."""
    articles = tables["articles"].to_pylist()
    table = tables["articles"].from_pylist([{**articles[0], "title": "Changed"}], tables["articles"].schema)
    return {**tables, "articles": table}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def duckdb_rows(path: Path) -> list[tuple[object, ...]]:
    """What DuckDB reads from a file when it is told nothing but the name."""
    with duckdb.connect() as connection:
        read = connection.read_csv if path.suffix == ".csv" else connection.read_parquet
        return read(str(path)).fetchall()


def rows(table: pa.Table) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def test_descriptor_states_every_file(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["version"] == diplopack.__version__
    assert {"name", "title", "description", "licenses", "sources", "contributors"} <= descriptor.keys()
    assert {"created", "tables", "codebooks", "inputs"}.isdisjoint(descriptor)
    names = [resource["name"] for resource in descriptor["resources"]]
    assert names == [*TABLES, *(f"{name}-parquet" for name in TABLES), "page"]
    for resource in descriptor["resources"]:
        data = (package / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["byteSize" if resource["format"] == "parquet" else "bytes"] == len(data)
        if resource["name"] == "page":
            continue
        assert resource["schema"] == contract.table_schema(Path(resource["path"]).stem)
        assert resource["rows"] == pq.read_metadata(package / f"{Path(resource['path']).stem}.parquet").num_rows
    paths = {resource["path"] for resource in descriptor["resources"]}
    assert paths | {"datapackage.json"} == set(contents(package))


def test_contributors_are_credited_after_the_project(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    own = contract.package_metadata()["contributors"]
    for names in (["Łucja", "Bo", "Ada", "Bo"], ["Bo", "Ada", "Łucja"]):
        write_package(tables, tmp_path / "dist", names)
        found = json.loads((tmp_path / "dist" / "datapackage.json").read_bytes())["contributors"]
        assert found == [*own, *({"title": name, "roles": ["contributor"]} for name in ("Ada", "Bo", "Łucja"))]
    write_package(tables, tmp_path / "dist", [own[0]["title"]])
    found = json.loads((tmp_path / "dist" / "datapackage.json").read_bytes())["contributors"]
    assert found == [{**own[0], "roles": [*own[0]["roles"], "contributor"]}, *own[1:]]


def test_an_article_may_be_known_by_its_url_alone(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (article,) = tables["articles"].to_pylist()
    known = {"article_id", "url", "num_sentences", "num_events"}
    unread = {name: value if name in known else None for name, value in article.items()}
    articles = tables["articles"].from_pylist([unread], tables["articles"].schema)
    write_package({**tables, "articles": articles}, tmp_path / "dist")
    assert validate_package(tmp_path / "dist").problems == ()
    for fmt in ("parquet", "csv"):  # without its Parquet files, a package is read from CSV
        (row,) = diplopack.load(tmp_path / "dist").articles.to_dict("records")
        assert {name for name, value in row.items() if not pd.isna(value)} == known, fmt
        for path in (tmp_path / "dist").glob("*.parquet"):
            path.unlink()


def test_frictionless_reads_everything(package: Path) -> None:
    report = frictionless.Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert not report.warnings
    assert not [warning for task in report.tasks for warning in task.warnings]
    read = {task.name: task.stats.get("rows") for task in report.tasks}
    assert read["events"] == read["events-parquet"] == 3
    assert read["event_codes"] == read["event_codes-parquet"] > 300


def test_frictionless_still_fails_parquet_that_states_bytes(package: Path) -> None:
    """When this fails, Parquet resources can state `bytes` as CSV ones do."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        if "byteSize" in resource:
            resource["bytes"] = resource.pop("byteSize")
    errors = frictionless_errors(package, descriptor, None)
    assert len(errors) == len(TABLES)
    assert all("byte-count" in error for error in errors)


@pytest.mark.parametrize("name", TABLES)
def test_parquet_describes_itself(package: Path, name: str) -> None:
    file = pq.ParquetFile(package / f"{name}.parquet")
    schema = file.schema_arrow
    assert schema.equals(contract.arrow_schema(name), check_metadata=True)
    assert all(field.metadata[b"description"] for field in schema)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    file.close()


@pytest.mark.parametrize("name", TABLES)
def test_csv_is_rfc_4180(package: Path, name: str) -> None:
    text = (package / f"{name}.csv").read_bytes()
    table = pq.read_table(package / f"{name}.parquet")
    quoted = [str(field.type) == "string" for field in table.schema]

    def record(values: tuple[object, ...]) -> str:
        cells = zip(values, quoted, strict=True)
        return ",".join(cell(value, as_text) for value, as_text in cells) + "\r\n"

    def cell(value: object, as_text: bool) -> str:
        if value is None:
            return ""
        if as_text:
            return '"' + str(value).replace('"', '""') + '"'
        return str(value).removesuffix(".0")

    header = ",".join(f'"{column}"' for column in table.column_names) + "\r\n"
    assert text.decode() == header + "".join(record(row) for row in rows(table))


def test_both_formats_hold_the_rows_that_were_written(package: Path, tables: dict[str, pa.Table]) -> None:
    for name, table in tables.items():
        frame = pd.read_parquet(package / f"{name}.parquet")
        assert list(frame.columns) == table.column_names
        assert len(frame) == table.num_rows
        for fmt in ("parquet", "csv"):
            found = duckdb_rows(package / f"{name}.{fmt}")
            assert found == rows(table), f"{name}.{fmt}"


def test_codes_keep_their_zero(package: Path) -> None:
    codes = ["036", "0211", "193"]
    assert pd.read_parquet(package / "events.parquet")["event_code"].tolist() == codes
    assert pd.read_csv(package / "events.csv", dtype="str")["event_code"].tolist() == codes
    assert diplopack.load(package).events["event_code"].tolist() == codes
    for fmt in ("parquet", "csv"):
        assert [row[12] for row in duckdb_rows(package / f"events.{fmt}")] == codes


def test_csv_states_its_dialect_which_frictionless_would_guess_wrong(tmp_path: Path) -> None:
    text = """; a; b; c; d; ""x"" | e; f"""
    lines = ['"id","text"', *(f'"{number}","{text}"' for number in range(50))]
    (tmp_path / "a.csv").write_text("\r\n".join(lines), newline="")
    fields = [{"name": "id", "type": "string"}, {"name": "text", "type": "string"}]
    guessed = {"name": "a", "path": "a.csv", "format": "csv", "type": "table", "schema": {"fields": fields}}
    stated = {**guessed, "dialect": published_resource("events", "csv")["dialect"]}
    valid = [
        frictionless.Package({"resources": [resource]}, basepath=str(tmp_path)).validate().valid
        for resource in (guessed, stated)
    ]
    assert valid == [False, True]


@pytest.mark.parametrize("fmt", ["parquet", "csv"])
def test_load_gives_typed_frames(package: Path, fmt: str) -> None:
    for path in package.glob("*.parquet" if fmt == "csv" else "*.csv"):
        path.unlink()
    dataset = diplopack.load(package / "datapackage.json")
    assert list(dataset) == list(TABLES)
    events = dataset.events
    assert events["event_date"].tolist() == [pd.Timestamp("2020-11-11")] * 3
    assert events["actor_code"].dtype == pd.StringDtype(na_value=float("nan"))
    assert events["target_role"].isna().all()
    assert events["quad_class"].dtype == "int64"
    assert events["goldstein_scale"].tolist() == [4.0] * 3
    assert events["origin"].cat.categories.tolist() == ["coded", "contributed", "both"]
    assert dataset["articles"]["publisher"].tolist() == ["NA"]
    assert dataset.mentions["sentence"].tolist()[1] == "=1+1, -2, @x, Łódź 北京 🕊"
    assert dataset.countries["country"].is_unique
    with pytest.raises(AttributeError, match="no table 'nothing'"):
        _ = dataset.nothing


def test_load_is_not_misled_by_a_folder_that_looks_like_a_partition(package: Path) -> None:
    folder = package.rename(package.with_name("year=2020"))
    assert "year" not in diplopack.load(folder).events


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "datapackage.json").unlink(), "is no data package"),
        (lambda folder: (folder / "events.parquet").write_bytes(b"PAR1?"), "events.parquet: cannot be read"),
        (lambda folder: folder.rename(folder.with_name("moved")), "is not there"),
    ],
)
def test_load_says_what_is_wrong(package: Path, spoil: object, message: str) -> None:
    assert callable(spoil)
    spoil(package)
    with pytest.raises(DataError, match=message) as caught:
        diplopack.load(package)
    assert len(caught.value.lines) == 1
    assert "\n" not in caught.value.lines[0]


def test_same_bytes_in_any_process(tables: dict[str, pa.Table], package: Path, tmp_path: Path) -> None:
    found = []
    for number, environment in enumerate(
        (
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "1"},
        )
    ):
        out = tmp_path / str(number) / "deep" / "dist"
        out.parent.mkdir(parents=True)
        assert run_writer(tables, out, environment=environment).stdout == f"{LAST_SYNC}\n"
        found.append(contents(out))
    assert found[0] == found[1] == contents(package)


def test_same_bytes_however_the_rows_came_in_chunks(tables: dict[str, pa.Table], package: Path, tmp_path: Path) -> None:
    pyarrow = importlib.import_module("pyarrow")
    pieces = {
        name: pyarrow.concat_tables([table.slice(start, 1) for start in range(table.num_rows)])
        for name, table in tables.items()
    }
    write_package(pieces, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(package)


@pytest.mark.parametrize(("fatal", "is_new"), [(1, False), (8, False), (LAST_SYNC - 1, False), (LAST_SYNC, True)])
def test_a_kill_leaves_the_old_package_or_the_new(
    tables: dict[str, pa.Table], package: Path, fatal: int, is_new: bool
) -> None:
    old = contents(package)
    done = run_writer(changed(tables), package, fatal)
    assert done.returncode == -signal.SIGKILL
    assert (contents(package) != old) == is_new
    assert diplopack.load(package).articles["title"].isna().tolist() == [not is_new]
    write_package(tables, package)
    assert contents(package) == old
    assert beside(package) == ["dist"]


def test_a_kill_between_two_renames_is_undone(tables: dict[str, pa.Table], package: Path) -> None:
    """Where folders cannot be exchanged in one step, there is a moment without `dist`."""
    old = contents(package)
    package.rename(package.with_name(".dist.old"))
    package.with_name(".dist.new").mkdir()
    with pytest.raises(DataError, match=r"expected a value of events\.event_id"):
        write_package(orphaned(tables), package)
    assert contents(package) == old
    assert beside(package) == ["dist"]


def test_two_renames_where_folders_cannot_be_exchanged(
    tables: dict[str, pa.Table], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = importlib.import_module("diplopack.load.swap")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    write_package(changed(tables), package)
    assert diplopack.load(package).articles["title"].tolist() == ["Changed"]
    assert beside(package) == ["dist"]


def orphaned(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables whose mentions point to events that are not there."""
    return {**tables, "events": tables["events"].slice(1)}


def test_what_contradicts_the_contract_is_not_published(tables: dict[str, pa.Table], package: Path) -> None:
    old = contents(package)
    with pytest.raises(DataError) as caught:
        write_package(orphaned(tables), package)
    key, event = (tables["mentions"][name][0].as_py() for name in ("mention_id", "event_id"))
    expected = f"event_id: found '{event}', expected a value of events.event_id"
    assert caught.value.lines == (f"mentions: row 1 (mention_id '{key}'): {expected}",)
    assert contents(package) == old
    assert beside(package) == ["dist"]


def test_what_frictionless_refuses_is_not_published(
    tables: dict[str, pa.Table], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = contents(package)
    check = importlib.import_module("diplopack.contract.stream").StreamCheck
    monkeypatch.setattr(check, "finish", lambda _: None)
    monkeypatch.setattr(check, "is_faultless", True)
    with pytest.raises(DataError) as caught:
        write_package(orphaned(tables), package)
    assert caught.value.lines[1].startswith("mentions.csv: record 2: ")
    assert "foreign-key" in caught.value.lines[1]
    assert contents(package) == old
    assert beside(package) == ["dist"]


def test_a_full_disk_leaves_the_old_package(tables: dict[str, pa.Table], package: Path) -> None:
    old = contents(package)
    done = run_writer(changed(tables), package, largest=20_000)
    assert (done.returncode, done.stdout) == (1, f"{package}: cannot be written: File too large\n")
    assert not done.stderr
    assert contents(package) == old
    assert beside(package) == ["dist"]


@contextlib.contextmanager
def refused(out: Path, message: str) -> Iterator[None]:
    """Expect one line that names the folder, and nothing changed in it or beside it."""
    before = contents(out.parent) if out.parent.is_dir() else None
    with pytest.raises(DataError) as caught:
        yield
    (line,) = caught.value.lines
    assert line.startswith(f"{out}: ")
    assert message in line
    assert before is None or contents(out.parent) == before


@pytest.mark.parametrize("name", ["notes.txt", "sub/events.csv", ".hidden", "empty/", "datapackage.json"])
def test_other_files_are_never_replaced(tables: dict[str, pa.Table], tmp_path: Path, name: str) -> None:
    out = tmp_path / "dist"
    path = out / name
    path.parent.mkdir(parents=True)
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_text('{"name": "somebody-elses", "resources": []}')
    with pytest.raises(DataError, match=r"holds files that no build of diplopack wrote \(") as caught:
        write_package(tables, out)
    assert name in caught.value.lines[0]
    assert path.exists()
    assert beside(out) == ["dist"]


def test_a_file_beside_a_package_is_not_deleted(tables: dict[str, pa.Table], package: Path) -> None:
    (package / "notes.txt").write_text("mine")
    with refused(package, "notes.txt"):
        write_package(tables, package)


def test_the_page_belongs_to_the_package(tables: dict[str, pa.Table], package: Path) -> None:
    page = (package / "index.html").read_bytes()
    (package / "index.html").write_text("<!doctype html>")
    write_package(tables, package)
    assert (package / "index.html").read_bytes() == page


def test_a_descriptor_cannot_have_files_elsewhere_deleted(
    tables: dict[str, pa.Table], package: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("mine")
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    descriptor["resources"] += [{"path": "../outside.csv"}, {"path": str(outside)}, {"path": 1}, "x"]
    path.write_text(json.dumps(descriptor))
    write_package(tables, package)
    assert outside.read_text() == "mine"


def test_a_file_that_appears_while_the_package_is_written_is_kept(
    tables: dict[str, pa.Table], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("diplopack.load.package")

    def slow(*_: object) -> list[str]:
        (package / "notes.txt").write_text("mine")
        return []

    monkeypatch.setattr(module, "frictionless_errors", slow)
    with pytest.raises(DataError, match=r"notes\.txt"):
        write_package(tables, package)
    assert (package / "notes.txt").read_text() == "mine"
    assert beside(package) == ["dist"]


def test_an_output_that_is_a_file(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("mine")
    with refused(tmp_path / "dist", "is a file, a folder was expected"):
        write_package(tables, tmp_path / "dist")


def test_an_output_that_cannot_be_written(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with refused(tmp_path / "file" / "dist", "cannot be written: "):
        write_package(tables, tmp_path / "file" / "dist")


def test_an_output_that_is_the_root(tables: dict[str, pa.Table]) -> None:
    with pytest.raises(DataError, match="is the root of the file system"):
        write_package(tables, Path("/"))


def test_a_link_to_a_folder_stays_a_link(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "dist").symlink_to("real")
    write_package(tables, tmp_path / "dist")
    assert (tmp_path / "dist").is_symlink()
    assert (tmp_path / "real" / "events.csv").is_file()
    assert beside(tmp_path / "dist") == ["dist", "real"]


def test_a_large_package_is_read_in_part_and_says_so(
    tables: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conformance = importlib.import_module("diplopack.load.conformance")
    monkeypatch.setattr(conformance, "_WHOLE_ROWS", 500)
    monkeypatch.setattr(conformance, "_SAMPLE_ROWS", 2)
    written = write_package(tables, tmp_path / "dist")
    assert written.note == (
        "Frictionless read the first 2 rows of each table, no Parquet file of more rows, and no foreign keys"
    )


def test_dates_are_dates_in_every_reader(package: Path) -> None:
    day = dt.date(2020, 11, 11)
    assert pq.read_table(package / "events.parquet")["event_date"].to_pylist() == [day] * 3
    assert [row[1] for row in duckdb_rows(package / "events.csv")] == [day] * 3
