"""A package or a release is what was published, or the file that is not is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplopack import contract
from diplopack.cli import main
from diplopack.load.package import file_facts, write_package
from diplopack.load.seal import SEAL, sealed_text
from diplopack.validation.package import validate_package
from diplopack.verify import Verification, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

DIST = Path(__file__).parents[2] / "dist"
CONTENT = ["rows", "formats", "contract", "stable ids", "sentences", "counts", "codes"]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A copy of the seeds' package."""
    return shutil.copytree(DIST, tmp_path / "dist")


@pytest.fixture
def release(published: Path, tmp_path: Path) -> Path:
    """A release of it: the zip, two tables, a document and the checksums."""
    folder = tmp_path / "release"
    folder.mkdir()
    version = json.loads((published / "datapackage.json").read_bytes())["version"]
    with zipfile.ZipFile(folder / f"diplopack-{version}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(published.iterdir()):
            archive.write(path, path.name)
    for name in ("events.csv", "events.parquet"):
        shutil.copy(published / name, folder)
    (folder / "RELEASE_NOTES.md").write_text("# The first release\n")
    (folder / ".zenodo.json").write_text("{}\n")
    write_sums(folder)
    return folder


def write_sums(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


def describe(folder: Path, change: Callable[[dict[str, Any]], object] = lambda _: None) -> None:
    """Write the descriptor anew, for the files as they are, as somebody does who wants to be believed."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    for resource in descriptor["resources"]:
        if (folder / resource["path"]).is_file():
            resource.update(file_facts(folder / resource["path"], resource["format"]))
    change(descriptor)
    path.write_text(sealed_text(descriptor))


def rewrite(folder: Path, name: str, column: str, row: int, value: object) -> None:
    """Change a cell in both formats, and the descriptor with them."""
    tables = {table: pq.read_table(folder / f"{table}.parquet") for table in contract.DATA_TABLES}
    tables[name] = with_cell(tables[name], column, row, value)
    write_package(tables, folder)


def with_cell(table: pa.Table, column: str, row: int, value: object) -> pa.Table:
    rows = table.to_pylist()
    rows[row][column] = value
    return table.from_pylist(rows, table.schema)


def wrong(verification: Verification) -> list[str]:
    """The checks that found something."""
    return [check.name for check in verification.checks if check.problems]


def test_a_package_says_what_was_checked(published: Path) -> None:
    verification = verify(published)
    assert [check.name for check in verification.checks] == ["descriptor", "files", *CONTENT]
    assert (verification.problems, verification.unchecked) == ((), ())
    result = CliRunner().invoke(main, ["verify", str(published)])
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["right"] * 9
    events, mentions = (pq.read_metadata(published / f"{name}.parquet").num_rows for name in ("events", "mentions"))
    for count in (
        "15 files",
        f"{events} event_id and {mentions} mention_id",
        "7 tables have the same rows",
        "13 foreign keys",
    ):
        assert count in result.stdout


@pytest.mark.parametrize("by", ["datapackage.json", "zip", "release"])
def test_every_form_is_verified(published: Path, release: Path, by: str) -> None:
    (file,) = release.glob("*.zip")
    path = {"datapackage.json": published / by, "zip": file, "release": release}[by]
    verification = verify(path)
    assert verification.problems == ()
    first = {"zip": ["zip"], "release": ["checksums", "zip"]}.get(by, [])
    names = [*first, "descriptor", *(["release"] if by == "release" else []), "files", *CONTENT]
    assert [check.name for check in verification.checks] == names


def names_it(verification: Verification, path: Path) -> bool:
    """Whether the file, or what its digest stands in, is in a line that tells of a problem."""
    return any(path.name in line for line in verification.problems)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("form", ["package", "release"])
def test_a_flipped_byte_is_found_and_its_file_named(
    published: Path, release: Path, form: str, data: st.DataObject
) -> None:
    folder = published if form == "package" else release
    path = data.draw(st.sampled_from(sorted(folder.iterdir())))
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    flip = data.draw(st.integers(1, 255))
    try:
        path.write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
        verification = verify(folder)
    finally:
        path.write_bytes(content)
    assert verification.problems
    assert verification.unchecked
    assert names_it(verification, path)


def test_a_problem_is_a_line_and_what_is_left_out_is_said(published: Path) -> None:
    path = published / "roles.csv"
    path.write_bytes(path.read_bytes().replace(b"Military", b"military"))
    result = CliRunner().invoke(main, ["verify", str(published)])
    assert (result.exit_code, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    assert lines[1].startswith("wrong  files ")
    assert lines[2].startswith(f"{published}/roles.csv: hash is sha256:")
    assert lines[3] == f"not checked, as it needs what is wrong: {', '.join(CONTENT)}"


def test_there_is_nothing_to_verify(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(tmp_path / "nowhere")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{tmp_path}/nowhere: is not there, ")
    result = CliRunner().invoke(main, ["verify", "x" * 300])
    assert result.exit_code == 1
    assert result.stderr.endswith(": cannot be read: File name too long\n")


@pytest.mark.parametrize(
    ("spoil", "name", "problem"),
    [
        (lambda f: (f / "events.csv").unlink(), "files", "events.csv: is not there"),
        (lambda f: (f / "notes.txt").touch(), "files", "notes.txt: is not listed in datapackage.json"),
        (lambda f: (f / "CODEBOOK.md").touch(), "files", "CODEBOOK.md: is not listed in datapackage.json"),
        (lambda f: link(f / "events.csv"), "files", "events.csv: is a link and is not followed"),
        (lambda f: edit(f, lambda text: text.replace("\n", "\r\n")), "descriptor", "has another form"),
        (lambda f: edit(f, lambda text: text.replace("Diplomatic", "Domestic")), "descriptor", f"{SEAL} is sha256:"),
        (lambda f: edit(f, lambda text: text.replace(SEAL, "seal")), "descriptor", f"{SEAL} is missing"),
        (lambda f: edit(f, lambda text: text.replace("news", r"\ud800")), "descriptor", f"{SEAL} is sha256:"),
        (lambda f: edit(f, lambda _: "[]"), "descriptor", "resources: a list of resources"),
        (lambda f: edit(f, lambda _: "{"), "descriptor", "cannot be read as JSON"),
    ],
)
def test_files_that_are_not_whole(published: Path, spoil: Callable[[Path], object], name: str, problem: str) -> None:
    spoil(published)
    verification = verify(published)
    assert wrong(verification) == [name]
    assert problem in verification.problems[0]
    assert verification.problems[0].startswith(f"{published}/")
    assert CliRunner().invoke(main, ["verify", str(published)]).exit_code == 1


def link(path: Path) -> None:
    path.rename(path.parents[1] / path.name)
    path.symlink_to(Path("..") / path.name)


def edit(folder: Path, change: Callable[[str], str]) -> None:
    path = folder / "datapackage.json"
    path.write_bytes(change(path.read_text("utf-8")).encode())


def test_a_document_is_verified_by_its_resource(published: Path) -> None:
    codebook = published / "CODEBOOK.md"
    codebook.write_text("# Codes")
    resource = {"name": "codebook", "path": codebook.name, "format": "md", **file_facts(codebook, "md")}
    describe(published, lambda descriptor: descriptor["resources"].append(resource))
    assert verify(published).problems == ()
    codebook.write_text("# codes")
    assert verify(published).problems[0].startswith(f"{codebook}: hash is ")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (25, "events: rows is 25, events.csv has 24"),
        ("24", "events: rows is 24, events.csv has 24"),
        (None, "events: rows is missing, their number was expected"),
    ],
)
def test_a_number_of_rows_that_is_not_true(published: Path, rows: object, problem: str) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"][0]["rows"] = rows
        if rows is None:
            del descriptor["resources"][0]["rows"]

    describe(published, change)
    verification = verify(published)
    assert wrong(verification) == ["rows"]
    assert verification.problems == (f"{published}/datapackage.json: {problem}",)


def test_formats_that_differ(published: Path) -> None:
    table = with_cell(pq.read_table(published / "events.parquet"), "actor_name", 3, "Nobody")
    csv.write_csv(table, published / "events.csv", csv.WriteOptions(eol="\r\n"))
    describe(published)
    verification = verify(published)
    assert wrong(verification) == ["formats"]
    assert verification.problems[0].startswith(f"{published}/events.csv: record 5: actor_name: found 'Nobody', ")


@pytest.mark.parametrize(
    ("table", "column", "value", "name"),
    [
        ("events", "event_date", dt.date(2020, 11, 12), "stable ids"),
        ("events", "actor_code", "BRAGOV", "stable ids"),
        ("mentions", "sentence_start", 7, "stable ids"),
        ("mentions", "action_text", "shouted", "stable ids"),
        ("mentions", "sentence_length", 9, "sentences"),
        ("mentions", "sentence_sha256", "0" * 64, "sentences"),
        ("events", "num_mentions", 9, "counts"),
        ("events", "num_articles", 9, "counts"),
        ("articles", "num_events", 9, "counts"),
        ("events", "goldstein_scale", -10.0, "codes"),
        ("events", "event_root_code", "20", "codes"),
    ],
)
def test_what_is_made_again_from_the_rows(published: Path, table: str, column: str, value: object, name: str) -> None:
    row = 0
    if column == "action_text":
        row = pq.read_table(published / "mentions.parquet")["action_text"].is_valid().to_pylist().index(True)
    rewrite(published, table, column, row, value)
    verification = verify(published)
    assert wrong(verification) == [name]
    (problem,) = verification.problems
    shown = column if name != "stable ids" else f"{table[:-1]}_id"
    assert problem.startswith(f"{published}/{table}.parquet: row {row + 1}: {shown}: found ")


def test_a_quote_that_was_changed(published: Path) -> None:
    row = pq.read_table(published / "mentions.parquet")["rule"].to_pylist().index("contributed")
    rewrite(published, "mentions", "sentence", row, "Nobody said that.")
    columns = ("mention_id", "sentence_length", "sentence_sha256")
    for problem, column in zip(verify(published).problems, columns, strict=True):
        assert problem.startswith(f"{published}/mentions.parquet: row {row + 1}: {column}: found ")


def test_words_that_are_not_published_whole(published: Path) -> None:
    """What was left of them is not held against their digests, but may not be more than there was."""
    rewrite(published, "mentions", "sentence", 0, "Nobody …")
    describe(published, lambda descriptor: descriptor.update(sentences={"words": 2}))
    verification = verify(published)
    assert verification.problems == ()
    said = {check.name: check.what for check in verification.checks}
    assert "no mention_id: its words are not published whole" in said["stable ids"]
    assert "no sentence_sha256, made again" in said["sentences"]

    rewrite(published, "mentions", "sentence_length", 0, 7)
    describe(published, lambda descriptor: descriptor.update(sentences={"words": 2}))
    assert verify(published).problems == (
        f"{published}/mentions.parquet: row 1: sentence: found 8 characters, at most 7 were expected",
    )


def test_many_problems_are_counted(published: Path) -> None:
    table = pq.read_table(published / "mentions.parquet")
    starts = [start + 1 for start in table["sentence_start"].to_pylist()]
    tables = {name: pq.read_table(published / f"{name}.parquet") for name in contract.DATA_TABLES}
    at = table.column_names.index("sentence_start")
    tables["mentions"] = table.set_column(at, table.schema.field(at), [starts])
    write_package(tables, published)
    problems = verify(published).problems
    assert (len(problems), problems[-1]) == (21, f"and {table.num_rows - 20} more")


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda f: (f / "RELEASE_NOTES.md").unlink(), "RELEASE_NOTES.md: is not there, SHA256SUMS names it"),
        (lambda f: (f / "more.txt").touch(), "more.txt: is not in SHA256SUMS"),
        (lambda f: link(f / "events.csv"), "events.csv: is a link and is not followed"),
        (lambda f: sums(f, str.upper), "SHA256SUMS:1: "),
        (lambda f: sums(f, lambda text: text.replace("  ", " *")), "SHA256SUMS:1: "),
        (lambda f: sums(f, str.rstrip), "SHA256SUMS: lines of a digest and a name"),
    ],
)
def test_a_release_that_is_not_whole(release: Path, spoil: Callable[[Path], object], problem: str) -> None:
    spoil(release)
    verification = verify(release)
    assert wrong(verification) == ["checksums"]
    assert verification.problems[0].startswith(f"{release}/{problem}")
    assert {"zip", "release", *CONTENT} <= set(verification.unchecked)


def sums(folder: Path, change: Callable[[str], str]) -> None:
    path = folder / "SHA256SUMS"
    path.write_text(change(path.read_text()))


def test_a_table_beside_the_zip_is_the_one_in_it(release: Path) -> None:
    (release / "events.csv").write_bytes(b"other")
    write_sums(release)
    verification = verify(release)
    assert wrong(verification) == ["release"]
    assert verification.problems[0].startswith(f"{release}/events.csv: is not the file of that name in diplopack-")


def test_a_zip_is_named_by_its_version(release: Path) -> None:
    (file,) = release.glob("*.zip")
    file.rename(release / "diplopack-99.0.0.zip")
    write_sums(release)
    (problem,) = verify(release).problems
    assert problem.startswith(f"{release}/diplopack-99.0.0.zip: holds version ")


def test_a_harmful_zip_is_a_problem_with_its_reason(release: Path) -> None:
    (file,) = release.glob("*.zip")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../evil", "x")
    write_sums(release)
    verification = verify(release)
    assert wrong(verification) == ["zip"]
    assert verification.problems == (f"{file}: '../evil' leads out of the folder (..)",)


def test_a_member_that_is_not_of_the_package(release: Path) -> None:
    (file,) = release.glob("*.zip")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("setup.exe", "x")
    assert verify(file).problems == (f"{file}: 'setup.exe' is no file of a package",)


def in_parts(folder: Path) -> Path:
    """The seeds' package with its Parquet cut by year."""
    tables = {table: pq.read_table(folder / f"{table}.parquet") for table in contract.DATA_TABLES}
    write_package(tables, folder, in_parts=True)
    return folder / "events" / "year=2020" / "part-0.parquet"


def test_a_package_in_parts_is_verified(published: Path) -> None:
    in_parts(published)
    assert validate_package(published).problems == ()
    verification = verify(published)
    assert (verification.problems, verification.unchecked) == ((), ())
    with zipfile.ZipFile(published.with_name("cut.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in published.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(published))
    verification = verify(published.with_name("cut.zip"))
    assert (verification.problems, verification.unchecked) == ((), ())


def flip(part: Path) -> None:
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda part: part.unlink(), "/events/year=2020/part-0.parquet: is not there"),
        (lambda part: shutil.copytree(part.parent, part.parents[1] / "year=2031"), "'events-parquet-2031' is missing"),
        (lambda part: part.parent.rename(part.parents[1] / "year=2031"), "year=2020/part-0.parquet: is not there"),
        (flip, "/events/year=2020/part-0.parquet: hash is sha256:"),
        (link, "/events/year=2020/part-0.parquet: is a link and is not followed, a file was expected"),
    ],
)
def test_a_part_that_is_not_what_was_published(published: Path, spoil: Callable[[Path], object], problem: str) -> None:
    spoil(in_parts(published))
    assert any(problem in line for line in validate_package(published).problems)
    verification = verify(published)
    assert wrong(verification) == ["files"]
    assert any(problem in line for line in verification.problems)


def test_a_file_that_is_no_part_is_not_listed(published: Path) -> None:
    part = in_parts(published)
    shutil.copy(part, part.with_name("part-1.parquet"))
    (problem,) = verify(published).problems
    assert problem.startswith(f"{part.with_name('part-1.parquet')}: is not listed in datapackage.json")


def test_a_year_that_is_renamed_in_the_descriptor_too(published: Path) -> None:
    part = in_parts(published)
    other = part.parents[1] / "year=2021" / part.name
    part.parent.rename(other.parent)

    def change(descriptor: dict[str, Any]) -> None:
        (resource,) = (each for each in descriptor["resources"] if each["name"] == "events-parquet-2020")
        resource |= {"name": "events-parquet-2021", "path": "events/year=2021/part-0.parquet"}

    describe(published, change)
    problem = f"{other}: row 1: belongs to 2020, rows of 2021 were expected"
    assert problem in validate_package(published).problems
    verification = verify(published)
    assert wrong(verification) == ["contract"]
    assert problem in verification.problems


def test_a_wrong_cell_is_named_by_its_part(published: Path) -> None:
    events = pq.read_table(published / "events.parquet")
    row = max(row for row, date in enumerate(events["event_date"].to_pylist()) if date.year == 2020)
    rewrite(published, "events", "num_mentions", row, 99)
    part = in_parts(published)
    (problem,) = verify(published).problems
    own = pq.read_table(part, partitioning=None)["num_mentions"].to_pylist().index(99)
    assert problem.startswith(f"{part}: row {own + 1}: num_mentions: found 99, ")


def test_a_part_that_counts_other_rows(published: Path) -> None:
    in_parts(published)

    def change(descriptor: dict[str, Any]) -> None:
        (resource,) = (each for each in descriptor["resources"] if each["name"] == "events-parquet-2020")
        resource["rows"] += 1

    describe(published, change)
    assert wrong(verify(published)) == ["rows"]
    assert any("events-parquet-2020: rows is " in line for line in validate_package(published).problems)
