"""The command line: exit status, messages, and what reaches which stream."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from click.testing import CliRunner, Result

import diplopack
from diplopack.cli import main
from diplopack.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa

    from diplopack.extract import Article
    from diplopack.transform.tables import Part
    from diplopack.validation.rows import Counts

HEAVY = ("frictionless", "numpy", "pandas", "pandera", "pyarrow", "rich", "spacy", "yaml")
AsPart: TypeAlias = "Callable[[Mapping[str, pa.Table]], Part]"
ARTICLE = "---\ntitle: Talks\npublished: 2020-11-11\n---\nChina met the United States.\n"


@pytest.fixture
def coder(tables: dict[str, pa.Table], as_part: AsPart, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that finds the same three events in whatever it is given."""
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_articles", lambda _articles: tables)
    monkeypatch.setattr(transform, "code_batch", lambda _articles: as_part(tables))


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with seeds/ in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "talks.md").write_text(ARTICLE)
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, prog_name="diplopack", catch_exceptions=False)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import contextlib, sys\n"
        "from diplopack.cli import main\n"
        "with contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"build", "code", "diff", "evaluate", "release", "validate", "verify"} <= set(done.stdout.split())
    assert set(HEAVY).isdisjoint(done.stderr.split())


@pytest.mark.parametrize("command", ["build", "code", "diff", "evaluate", "release", "validate", "verify"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: diplopack {command}" in result.stdout


def test_version() -> None:
    assert run("--version").stdout == f"diplopack, version {diplopack.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("unknown",),
        ("build", "--unknown"),
        ("validate",),
        ("validate", "rows.csv", "--format", "xml"),
        ("validate", "rows.csv", "--today", "11.11.2020"),
        ("validate", "rows.csv", "--seeds", "nowhere"),
        ("validate", "rows.csv", "--against", "nowhere"),
        ("verify",),
        ("verify", "one", "two"),
        ("code",),
        ("code", "text", "--format", "xml"),
        ("evaluate",),
        ("release",),
        ("release", "1.0.0", "--previous", "nowhere"),
        ("release", "1.0.0", "--date", "11.11.2020"),
        ("release", "1.0.0", "--seeds", "."),
        ("evaluate", "gold.jsonl", "--wrong", "-1"),
    ],
)
def test_a_wrong_command_is_status_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: diplopack")
    assert not result.stdout


@pytest.mark.usefixtures("coder")
def test_build_ends_with_a_table_of_what_was_built(seeds: Path) -> None:
    result = run("build")
    assert result.exit_code == 0, result.output
    assert not result.stderr
    assert result.stdout.startswith("Written to dist\n")
    found = {
        cells[0]: int(cells[1].replace(",", ""))
        for line in result.stdout.splitlines()
        if len(cells := line.split()) == 2 and cells[1][0].isdigit()
    }
    tables = {name: len(table) for name, table in diplopack.load("dist").items()}
    assert found == {**tables, "read": 1, "coded": 1}
    assert (seeds / "dist" / "datapackage.json").is_file()


@pytest.mark.usefixtures("coder")
def test_build_takes_sources_and_a_folder(seeds: Path) -> None:
    result = run("build", "seeds/talks.md", "--out", "deep/er/out")
    assert result.exit_code == 0, result.output
    assert (seeds / "deep" / "er" / "out" / "events.parquet").is_file()
    assert not (seeds / "dist").exists()


@pytest.mark.usefixtures("coder")
def test_build_again_gives_the_same_bytes(seeds: Path) -> None:
    assert run("build").exit_code == 0
    before = {path.name: path.read_bytes() for path in (seeds / "dist").iterdir()}
    assert run("build").exit_code == 0
    assert {path.name: path.read_bytes() for path in (seeds / "dist").iterdir()} == before


@pytest.mark.usefixtures("coder")
def test_a_source_that_is_missing_is_named(seeds: Path) -> None:
    result = run("build", "nowhere.md")
    assert result.exit_code == 1
    assert result.stderr.startswith("nowhere.md")
    assert result.stderr.count("\n") == 1
    assert not (seeds / "dist").exists()


@pytest.mark.usefixtures("seeds", "coder")
def test_every_fault_is_a_line(seeds: Path) -> None:
    (seeds / "seeds" / "empty.md").write_text("")
    (seeds / "seeds" / "binary.md").write_bytes(b"\x00\xff")
    result = run("build")
    assert result.exit_code == 1
    assert not result.stdout
    lines = result.stderr.splitlines()
    assert [name for name in ("empty.md", "binary.md") if any(name in line for line in lines)] == [
        "empty.md",
        "binary.md",
    ]


@pytest.mark.usefixtures("coder")
def test_an_output_folder_with_other_files_is_refused_before_the_work(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_batch", lambda _articles: pytest.fail("the work was done"))
    (seeds / "dist").mkdir()
    (seeds / "dist" / "notes.txt").write_text("mine")
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("dist: holds files that no build of diplopack wrote (notes.txt); ")
    assert (seeds / "dist" / "notes.txt").read_text() == "mine"


def test_what_contradicts_the_contract_is_not_published(
    seeds: Path, tables: dict[str, pa.Table], as_part: AsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow = importlib.import_module("pyarrow")
    names = tables["events"].column_names
    wrong = tables["events"].set_column(
        names.index("quad_class"),
        tables["events"].schema.field("quad_class"),
        pyarrow.array([1, 5, 1], pyarrow.int64()),
    )
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_batch", lambda _articles: as_part({**tables, "events": wrong}))
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("events: row 2 ")
    assert "quad_class: found 5, expected 4 or less" in result.stderr
    assert sorted(path.name for path in seeds.iterdir()) == [".dist.parts", "seeds"]


def interrupt(_articles: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_ends_quietly(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_batch", interrupt)
    result = run("build")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert sorted(path.name for path in seeds.iterdir()) == ["seeds"]


@pytest.mark.parametrize("name", ["", "datapackage.json"])
def test_a_valid_package(package: Path, name: str) -> None:
    result = run("validate", str(package / name))
    assert result.exit_code == 0, result.output
    assert "valid (3 events, 3 mentions, 1 articles, 318 event_codes, " in result.stdout
    assert not result.stderr


def faults(result: Result) -> list[str]:
    """The lines for the faults of a package, below the summary."""
    assert result.exit_code == 1
    assert not result.stderr
    heading, *lines = result.stdout.rpartition("\n\n")[2].splitlines()
    assert heading == "package that breaks the contract"
    return lines


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "dist" / "datapackage.json"
    assert faults(run("validate", str(path))) == [
        f"{path}: is not there, a folder with a datapackage.json, a zip of one or the folder of a release was expected"
    ]


def test_a_package_with_a_name_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300) / "datapackage.json"
    assert faults(run("validate", str(path))) == [f"{path}: cannot be read: File name too long"]


def edit(package: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the resource `events` in the descriptor of a package."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    change(descriptor["resources"][0])
    path.write_text(json.dumps(descriptor))


@pytest.mark.parametrize("path", ["http://localhost:1/events.csv", "../events.csv", "/etc/passwd", 7, ["a.csv"]])
def test_a_path_that_leads_out_of_a_package_is_refused(package: Path, path: object) -> None:
    edit(package, lambda resource: resource.update(path=path))
    result = run("validate", str(package))
    assert any(f"events: path {path!r} leads out of the package and is not opened" in line for line in faults(result))


def test_a_link_is_not_followed(package: Path) -> None:
    (package / "events.csv").rename(package.with_name("outside.csv"))
    (package / "events.csv").symlink_to("../outside.csv")
    result = run("validate", str(package))
    assert faults(result) == [f"{package}/events.csv: is a link and is not followed, a file was expected"]


@pytest.mark.parametrize("name", ["events.csv", "events.parquet", "countries.csv"])
def test_a_changed_byte_is_found(package: Path, name: str) -> None:
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    result = run("validate", str(package))
    assert faults(result)[0].startswith(f"{package}/{name}: hash is sha256:")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"resources": 1}', '{"resources": [1]}', "[" * 100_000, '{"resources": [{}]}'],
)
def test_a_descriptor_that_is_none(package: Path, text: str) -> None:
    (package / "datapackage.json").write_text(text)
    (line,) = faults(run("validate", str(package)))
    assert line.startswith(f"{package}/datapackage.json: ")


def test_a_package_with_another_schema(package: Path) -> None:
    edit(package, lambda resource: resource.update(schema="http://localhost:1/schema.json"))
    assert faults(run("validate", str(package))) == [
        f"{package}/datapackage.json: events: schema is not the contract's"
    ]


def test_both_formats_must_agree(package: Path) -> None:
    """Someone changed a cell of the CSV, and the descriptor with it."""
    path = package / "events.csv"
    path.write_bytes(path.read_bytes().replace(b'"0211","021","02"', b'"0212","021","02"'))
    load = importlib.import_module("diplopack.load.package")
    edit(package, lambda resource: resource.update(load.file_facts(path, "csv")))
    assert faults(run("validate", str(package))) == [
        f"{path}: record 3: event_code: found '0212', events.parquet has '0211'"
    ]


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Rows with an error and a warning; what the validation of rows was asked for."""
    rows = importlib.import_module("diplopack.validation.rows")
    asked: dict[str, object] = {}

    def validate_rows(paths: list[Path], *, counts: Counts, **options: object) -> Iterator[Finding]:
        asked.update(options, paths=paths)
        counts.files += 1
        counts.rows += 7
        yield Finding("rows.csv", 3, "actor_code", "CHNGVO", "actor-code", "'CHNGVO' is no actor code", "", "CHNGOV")
        yield Finding("rows.csv", 4, None, None, "already-coded", "is coded already", severity="warning")

    monkeypatch.setattr(rows, "validate_rows", validate_rows)
    return asked


@pytest.mark.usefixtures("validated")
def test_rows_with_faults(seeds: Path) -> None:
    result = run("validate", "rows.csv")
    assert result.exit_code == 1
    assert not result.stderr
    assert result.stdout.startswith("1 error and 1 warning: 7 rows in 1 file\n")
    assert "\nrows.csv:3: actor_code: 'CHNGVO' is no actor code (did you mean 'CHNGOV'?)\n" in result.stdout
    assert [path.name for path in seeds.iterdir()] == ["seeds"]


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_are_for_a_terminal_that_wants_them(tmp_path: Path, no_color: str, *, coloured: bool) -> None:
    pty = pytest.importorskip("pty")
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "diplopack", "validate", str(tmp_path / "datapackage.json")]
    environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writer)
    output = os.read(reader, 65536)
    os.close(reader)
    assert (done.returncode, done.stderr) == (1, b"")
    assert output.startswith(b"\x1b[" if coloured else b"1 error: ")
    assert (b"\x1b[" in output) == coloured


def test_rows_without_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = importlib.import_module("diplopack.validation.rows")
    monkeypatch.setattr(rows, "validate_rows", lambda _paths, **_options: iter(()))
    result = run("validate", "rows.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "valid: 0 rows in 0 files\n", "")


def test_what_rows_are_checked_with(seeds: Path, validated: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    run("validate", "rows.csv", "more")
    assert validated == {
        "paths": [Path("rows.csv"), Path("more")],
        "today": dt.date(1970, 1, 2),
        "seeds": Path("seeds"),
        "against": None,
    }
    for folder in ("other", "dist"):
        (seeds / folder).mkdir()
        (seeds / folder / "datapackage.json").touch()
    run("validate", "rows.csv")
    assert validated["against"] == Path("dist")
    run("validate", "rows.csv", "--today", "2020-02-29", "--against", "other", "--seeds", "other")
    assert validated == {
        "paths": [Path("rows.csv")],
        "today": dt.date(2020, 2, 29),
        "seeds": Path("other"),
        "against": Path("other"),
    }


@pytest.mark.usefixtures("validated", "seeds")
def test_packages_and_rows_in_one_report(package: Path) -> None:
    result = run("validate", "rows.csv", str(package), "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [error["check"] for error in found["errors"]] == ["actor-code"]
    assert len(found["warnings"]) == 1
    assert found["files"] == 2

    edit(package, lambda resource: resource.update(schema="http://localhost:1/schema.json"))
    found = json.loads(run("validate", "rows.csv", str(package), "--format", "json").stdout)
    assert [error["check"] for error in found["errors"]] == ["package", "actor-code"]
    assert found["errors"][0]["file"] == (package / "datapackage.json").as_posix()
    assert found["errors"][0]["message"] == "events: schema is not the contract's"


@pytest.mark.parametrize("fmt", ["json", "github", "junit", "sarif"])
def test_a_valid_package_in_every_format(package: Path, fmt: str) -> None:
    result = run("validate", str(package), "--format", fmt)
    assert result.exit_code == 0
    assert result.stdout
    assert not result.stderr


def test_what_was_mended_is_said_beside_the_report(
    validated: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = importlib.import_module("diplopack.validation.fix")
    mended: list[Path] = []

    def fix_rows(paths: list[Path]) -> Iterator[str]:
        assert not validated
        mended.extend(paths)
        yield "rows.csv:2: event_code: '36' is now '036'"

    monkeypatch.setattr(fix, "fix_rows", fix_rows)
    result = run("validate", "rows.csv", "--fix", "--format", "json")
    assert result.stderr == "rows.csv:2: event_code: '36' is now '036'\n"
    assert json.loads(result.stdout)["valid"] is False
    assert mended == [Path("rows.csv")]


@pytest.mark.usefixtures("coder")
def test_code_as_json() -> None:
    result = run("code", "China met the United States.", "--published", "2020-11", "--format", "json")
    assert result.exit_code == 0, result.output
    events = json.loads(result.stdout)
    assert [event["event_code"] for event in events] == ["036", "0211", "193"]
    assert events[0]["event_date"] == "2020-11-11"
    assert events[0]["target_role"] is None
    assert events[1]["sentence"] == "=1+1, -2, @x, Łódź 北京 🕊"


@pytest.mark.usefixtures("coder")
def test_code_from_standard_input_as_a_table() -> None:
    result = run("code", "-", "--published", "2020", stdin=b"China met the United States.")
    assert result.exit_code == 0, result.output
    (line,) = [line for line in result.stdout.splitlines() if " 036 " in line]
    assert line.split()[:4] == ["2020-11-11", "CHNGOV", "036", "USA"]


def test_code_without_events(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch) -> None:
    transform = importlib.import_module("diplopack.transform")
    none = {name: table.slice(0, 0) for name, table in tables.items()}
    monkeypatch.setattr(transform, "code_articles", lambda _articles: none)
    assert run("code", "It rained.").stdout == "no events\n"
    assert run("code", "It rained.", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (("code", "Talks.", "--published", "11.11.2020"), None, "found '11.11.2020', expected a date"),
        (("code", "Talks.", "--published", "2020-13"), None, "which does not exist, expected a date"),
        (("code", " "), None, "expected the article's text"),
        (("code", "-"), b"", "expected the article's text"),
        (("code", "-"), b"caf\xe9", "<stdin>: byte 4: is not UTF-8, text was expected"),
    ],
)
def test_code_says_what_is_wrong(arguments: tuple[str, ...], stdin: bytes | None, message: str) -> None:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


@pytest.mark.usefixtures("coder")
def test_code_from_python() -> None:
    frame = diplopack.code("China met the United States.", published="2020-11-11")
    assert frame["event_code"].tolist() == ["036", "0211", "193"]
    assert frame["sentence_number"].tolist() == [1, 2, 3]
    assert frame["rule"].tolist() == ["meet.talks"] * 3
    assert str(frame["origin"].dtype) == "category"


@pytest.mark.usefixtures("coder")
def test_what_is_not_dated_is_dated_today(monkeypatch: pytest.MonkeyPatch) -> None:
    transform = importlib.import_module("diplopack.transform")
    seen: list[Article] = []
    found = transform.code_articles([])

    def watched(articles: list[Article]) -> object:
        seen.extend(articles)
        return found

    monkeypatch.setattr(transform, "code_articles", watched)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    diplopack.code("China met the United States.")
    assert [(article.published.isoformat(), article.published_precision) for article in seen] == [("1970-01-02", "day")]


def test_python_m_and_a_closed_pipe() -> None:
    """`diplopack ... | head` is no fault of anybody's."""
    command = f"{sys.executable} -m diplopack --help | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True, env=os.environ)  # noqa: S602
    assert not done.stderr


def test_output_with_a_name_that_is_too_long(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("---\npublished: 2021\n---\nIt rained.\n")
    result = run("build", str(article), "--out", str(tmp_path / ("x" * 300)))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("command", [["code", "It rained.", "--published", "2021"], ["validate", "--format", "json"]])
def test_a_full_disk_behind_standard_output(command: list[str], package: Path) -> None:
    if command[0] == "validate":
        command = [*command, str(package)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "diplopack", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "the result cannot be printed: No space left on device\n"
