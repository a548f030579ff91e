"""Files made to hurt: refused with a reason, exit status 1, bounded memory, no network, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = ",".join(field["name"] for field in contract.table_schema("contributed")["fields"]) + "\n"
ROW = "2020-11-11,CHNGOV,USA,042,https://example.org/1,They met.,Ada,\n"
OTHER = ROW.replace("042", "036")
MEBIBYTE = 1 << 20
LONG = 300  # MiB; tests/benchmarks/contributed_rows.py takes 1 GiB
MOST_MEMORY = 1024  # MiB
# The peak that the system keeps of a process counts what its parent held; that of its memory map does not.
WITHOUT_NETWORK = """
import atexit, os, pathlib, re, resource, sys
def tell():
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    pathlib.Path(memory).write_text(str(peak))
memory = sys.argv.pop(1)
atexit.register(tell)
def refuse(event, _):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        os.write(2, b"NETWORK\\n")
        os._exit(99)
sys.addaudithook(refuse)
sys.argv[0] = "diplopack"
from diplopack.cli import main
main()
"""


class Outcome(NamedTuple):
    """How a command ended: exit status, what it reported, what it wrote besides, and its peak memory in MiB."""

    status: int
    errors: list[dict[str, object]]
    stderr: str
    memory: float


def validate(folder: Path, *paths: Path) -> Outcome:
    """Run the command in a process that ends if it reaches for the network."""
    memory = folder / "memory.txt"
    arguments = ["validate", "--format", "json", "--today", "2025-06-30", *map(str, paths)]
    command = [sys.executable, "-c", WITHOUT_NETWORK, str(memory), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    errors = json.loads(done.stdout)["errors"] if done.stdout else []
    return Outcome(done.returncode, errors, done.stderr, float(memory.read_text()) if memory.exists() else 0)


def long_cell(path: Path) -> None:
    long_line(path, HEADER + ROW + ROW.removesuffix("Ada,\n"), "\n" + OTHER)


def long_header(path: Path) -> None:
    long_line(path, "", "\n" + ROW)


def long_quoted_cell(path: Path) -> None:
    long_line(path, HEADER + ROW + ROW.replace("They met.", '"They'), '"\n' + OTHER)


def long_line(path: Path, before: str, after: str) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write(before)
        for _ in range(LONG):
            file.write("x" * MEBIBYTE)
        file.write(after)


def many_columns(path: Path) -> None:
    names = ",".join(f"c{number}" for number in range(100_000))
    path.write_text(f"{names}\n{'1,' * 99_999}1\n", encoding="ascii")


def many_cells(path: Path) -> None:
    path.write_text(HEADER + ROW + "," * 100_000 + "\n" + OTHER, encoding="ascii")


def many_contract_columns(path: Path) -> None:
    path.write_text(",".join([HEADER.strip()] * 12_500) + "\n" + ROW, encoding="ascii")


def nothing_but_nul(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def rows_then_nul(path: Path) -> None:
    with path.open("wb") as file:
        file.write((HEADER + ROW).encode())
        file.truncate(1 << 30)


def nul_in_a_cell(path: Path) -> None:
    path.write_text(HEADER + ROW.replace("They met", "They\0met"), encoding="ascii")


def nul_everywhere(path: Path) -> None:
    path.write_text((HEADER + ROW).replace("", "\0"), encoding="ascii")


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("rows.csv", "w") as member:
        for _ in range(LONG):
            member.write(bytes(MEBIBYTE))


def nested_quotes(path: Path) -> None:
    path.write_text(HEADER + ROW.replace("They met.", '"' * (5 * MEBIBYTE) + "a") + OTHER, encoding="ascii")


def quotes_below_the_limit(path: Path) -> None:
    path.write_text(HEADER + ROW.replace("They met.", '"' * 900_000 + "a") + OTHER, encoding="ascii")


def nested_quotes_on_lines(path: Path) -> None:
    path.write_text(HEADER + '"""\n""' * 400_000 + "\n" + ROW, encoding="ascii")


def open_quotes(path: Path) -> None:
    path.write_text(HEADER + ROW.replace("They", '"They') * 50_000, encoding="ascii")


def open_quote_at_the_start(path: Path) -> None:
    path.write_text(HEADER + '"' + ROW * 200_000, encoding="ascii")


def quoted_header(path: Path) -> None:
    path.write_text('"' + HEADER + ROW * 50_000, encoding="ascii")


def bare_returns(path: Path) -> None:
    path.write_bytes(b"\r" * (20 * MEBIBYTE))


def blank_lines(path: Path) -> None:
    path.write_text(HEADER + "\n" * 300_000 + ROW, encoding="ascii")


@pytest.mark.parametrize(
    "make",
    [
        long_cell,
        long_header,
        long_quoted_cell,
        many_columns,
        many_cells,
        many_contract_columns,
        nothing_but_nul,
        rows_then_nul,
        nul_in_a_cell,
        nul_everywhere,
        zip_bomb,
        nested_quotes,
        quotes_below_the_limit,
        nested_quotes_on_lines,
        open_quotes,
        open_quote_at_the_start,
        quoted_header,
        bare_returns,
        blank_lines,
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    make(path)
    outcome = validate(tmp_path, path)
    path.unlink()  # some are large
    assert outcome.status == 1, outcome.stderr
    assert outcome.errors
    assert all(error["file"] == str(path) and error["message"] for error in outcome.errors)
    assert "Traceback" not in outcome.stderr
    assert outcome.memory < MOST_MEMORY


@pytest.mark.parametrize("make", [long_cell, many_cells, nested_quotes, open_quotes])
def test_what_stands_beside_a_hostile_line_is_still_checked(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    make(path)
    with path.open("a", encoding="ascii") as file:
        file.write(ROW.replace("042", "999").replace("met", "parted"))
    outcome = validate(tmp_path, path)
    path.unlink()
    assert [error["value"] for error in outcome.errors if error["check"] == "event-code"] == ["999"]


@pytest.mark.parametrize(("size", "groups"), [(128, 1), (32, 24)])
def test_a_packed_parquet_file_takes_little_memory(size: int, groups: int, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    names = HEADER.strip().split(",")
    cells = [[cell] for cell in ROW.strip().split(",")]
    cells[names.index("quote")] = ["x" * (size * MEBIBYTE)]
    table = pa.table([pa.array(cell, pa.string()) for cell in cells], names)
    path = tmp_path / "rows.parquet"
    with parquet.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=False) as writer:
        for _ in range(groups):
            writer.write_table(table)
    outcome = validate(tmp_path, path)
    assert outcome.status == 1, outcome.stderr
    assert outcome.errors
    assert "Traceback" not in outcome.stderr
    assert outcome.memory < MOST_MEMORY


def linked_file(folder: Path, outside: Path) -> None:
    (folder / "rows.csv").symlink_to(outside / "secret.csv")


def linked_folder(folder: Path, outside: Path) -> None:
    (folder / "more").symlink_to(outside, target_is_directory=True)


def linked_in_steps(folder: Path, outside: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "step").symlink_to(os.path.relpath(outside / "secret.csv", folder / "deep"))
    (folder / "rows.csv").symlink_to("deep/step")


def link_to_itself(folder: Path, _outside: Path) -> None:
    (folder / "rows.csv").symlink_to("rows.csv")


def device(folder: Path, _outside: Path) -> None:
    (folder / "rows.csv").symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [linked_file, linked_folder, linked_in_steps, link_to_itself, device])
def test_a_link_out_of_the_folder_is_not_followed(make: Callable[[Path, Path], None], tmp_path: Path) -> None:
    folder, outside = tmp_path / "rows", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.csv").write_text("secret\n", encoding="ascii")
    make(folder, outside)
    outcome = validate(tmp_path, folder)
    assert outcome.status == 1, outcome.stderr
    assert {error["check"] for error in outcome.errors} <= {"link", "file"}
    assert "Traceback" not in outcome.stderr
    assert "secret" not in json.dumps([error["value"] for error in outcome.errors if error["check"] != "link"])


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.csv")
    assert validate(tmp_path, tmp_path / "rows.csv").status == 1


URL = "http://127.0.0.1:9/rows.csv"


@pytest.mark.parametrize(
    "descriptor",
    [
        {"resources": [{"name": "rows", "path": URL}]},
        {"resources": [{"name": "rows", "path": "rows.csv", "schema": URL}]},
        {"resources": [{"name": "rows", "path": "rows.csv", "dialect": URL}], "profile": URL, "$schema": URL},
        {"resources": [{"name": "rows", "path": "../secret.csv"}]},
        {"resources": [{"name": "rows", "path": "sub/../../secret.csv"}]},
        {"resources": [{"name": "rows", "path": ["rows.csv", "../secret.csv"]}]},
        {"resources": [{"name": "rows", "path": "/etc/passwd"}]},
        {"resources": [{"name": "events", "path": URL}, {"name": "events", "path": "../secret.csv"}]},
        {"resources": URL},
        [URL],
    ],
)
def test_a_descriptor_leads_nowhere(descriptor: object, tmp_path: Path) -> None:
    outcome = validate(tmp_path, folder_with(descriptor, tmp_path))
    assert outcome.status == 1, outcome.stderr
    assert outcome.errors
    assert "Traceback" not in outcome.stderr


def test_rows_are_valid_whatever_the_descriptor_beside_them_says(tmp_path: Path) -> None:
    folder = folder_with({"resources": [{"name": "rows", "path": "rows.csv", "schema": URL}]}, tmp_path)
    outcome = validate(tmp_path, folder / "rows.csv")
    assert (outcome.status, outcome.errors) == (0, []), outcome.stderr


def folder_with(descriptor: object, parent: Path) -> Path:
    """A folder with a valid file of rows and a descriptor, and a file beside it that is not meant to be read."""
    folder = parent / "rows"
    folder.mkdir()
    (parent / "secret.csv").write_text("secret\n", encoding="ascii")
    (folder / "rows.csv").write_text(HEADER + ROW, encoding="ascii")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="ascii")
    return folder
