"""The command line: exit status, messages, and what reaches which stream."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import diplopack
from diplopack.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from diplopack.extract import Article

HEAVY = ("frictionless", "numpy", "pandas", "pandera", "pyarrow", "rich", "spacy", "yaml")
ARTICLE = "---\ntitle: Talks\npublished: 2020-11-11\n---\nChina met the United States.\n"


@pytest.fixture
def coder(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that finds the same three events in whatever it is given."""
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_articles", lambda _articles: tables)


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
    assert {"build", "code", "evaluate", "validate"} <= set(done.stdout.split())
    assert set(HEAVY).isdisjoint(done.stderr.split())


@pytest.mark.parametrize("command", ["build", "code", "evaluate", "validate"])
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
        ("validate", "one", "two"),
        ("code",),
        ("code", "text", "--format", "xml"),
        ("evaluate",),
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
    assert found == {name: len(table) for name, table in diplopack.load("dist").items()}
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
    monkeypatch.setattr(transform, "code_articles", lambda _articles: pytest.fail("the work was done"))
    (seeds / "dist").mkdir()
    (seeds / "dist" / "notes.txt").write_text("mine")
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("dist: holds files that no build of diplopack wrote (notes.txt); ")
    assert (seeds / "dist" / "notes.txt").read_text() == "mine"


def test_what_contradicts_the_contract_is_not_published(
    seeds: Path, tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow = importlib.import_module("pyarrow")
    names = tables["events"].column_names
    wrong = tables["events"].set_column(
        names.index("quad_class"),
        tables["events"].schema.field("quad_class"),
        pyarrow.array([1, 5, 1], pyarrow.int64()),
    )
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_articles", lambda _articles: {**tables, "events": wrong})
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("events: row 2 ")
    assert "quad_class: found 5, expected 4 or less" in result.stderr
    assert sorted(path.name for path in seeds.iterdir()) == ["seeds"]


def interrupt(_articles: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_ends_quietly(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_articles", interrupt)
    result = run("build")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert sorted(path.name for path in seeds.iterdir()) == ["seeds"]


@pytest.mark.parametrize("name", ["", "datapackage.json"])
def test_a_valid_package(package: Path, name: str) -> None:
    result = run("validate", str(package / name))
    assert result.exit_code == 0, result.output
    assert "valid (3 events, 3 mentions, 1 articles, 318 event_codes, " in result.stdout
    assert not result.stderr


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    result = run("validate", str(tmp_path / "dist"))
    assert result.exit_code == 1
    expected = f"{tmp_path / 'dist'}: is not there, a folder with a datapackage.json was expected\n"
    assert result.stderr == expected


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
    assert result.exit_code == 1
    assert f"events: path {path!r} leads out of the package and is not opened" in result.stderr


def test_a_link_is_not_followed(package: Path) -> None:
    (package / "events.csv").rename(package.with_name("outside.csv"))
    (package / "events.csv").symlink_to("../outside.csv")
    result = run("validate", str(package))
    assert result.exit_code == 1
    assert result.stderr == f"{package}/events.csv: is a link and is not followed, a file was expected\n"


@pytest.mark.parametrize("name", ["events.csv", "events.parquet", "countries.csv"])
def test_a_changed_byte_is_found(package: Path, name: str) -> None:
    data = bytearray((package / name).read_bytes())
    data[len(data) // 2] ^= 1
    (package / name).write_bytes(data)
    result = run("validate", str(package))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{package}/{name}: hash is sha256:")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"resources": 1}', '{"resources": [1]}', "[" * 100_000, '{"resources": [{}]}'],
)
def test_a_descriptor_that_is_none(package: Path, text: str) -> None:
    (package / "datapackage.json").write_text(text)
    result = run("validate", str(package))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{package}/datapackage.json: ")
    assert result.stderr.count("\n") == 1


def test_a_package_with_another_schema(package: Path) -> None:
    edit(package, lambda resource: resource.update(schema="http://localhost:1/schema.json"))
    result = run("validate", str(package))
    assert result.stderr == f"{package}/datapackage.json: events: schema is not the contract's\n"


def test_both_formats_must_agree(package: Path) -> None:
    """Someone changed a cell of the CSV, and the descriptor with it."""
    path = package / "events.csv"
    path.write_bytes(path.read_bytes().replace(b'"0211","021","02"', b'"0212","021","02"'))
    load = importlib.import_module("diplopack.load.package")
    edit(package, lambda resource: resource.update(load.file_facts(path, "csv")))
    result = run("validate", str(package))
    assert result.exit_code == 1
    assert result.stderr == f"{path}: record 3: event_code: found '0212', events.parquet has '0211'\n"


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
def test_a_full_disk_behind_standard_output() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "diplopack", "code", "It rained.", "--published", "2021"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "the result cannot be printed: No space left on device\n"
