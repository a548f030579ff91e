"""The README's examples give what it says they give.

``python tests/test_readme.py --update`` runs them and writes what they gave into the README.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import diplopack

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_FENCE = re.compile(r"^```(?P<kind>\S+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
# Setting up is not repeated, and the tests do not run themselves: .ci/run is compared with the README instead.
_NOT_RUN = re.compile(r"python -m (pip install|pytest)\b")
# What a command that fails says of itself, as a comment to the shell.
_STATUS = re.compile(r"# exits with (\d+)$")


def examples() -> list[re.Match[str]]:
    """The fenced blocks of the README, in their order."""
    return list(_FENCE.finditer(README.read_text("utf-8")))


def place(example: re.Match[str]) -> str:
    return f"line {example.string.count(chr(10), 0, example.start()) + 1}"


def play(example: re.Match[str], folder: Path) -> str:
    """Run an example in a folder; return its text with the output that it gave."""
    body = example["body"]
    match example["kind"]:
        case "console":
            return "".join(_play_command(line, folder) for line in body.splitlines() if line.startswith("$ "))
        case "python" | "r" as language:
            code = re.sub(r"(^#.*\n)+\Z", "", body, flags=re.MULTILINE)
            if language == "r" and shutil.which("Rscript") is None:
                return body  # R is no part of the environment, and CI installs it
            interpreter = (
                [sys.executable, "-W", "error", "-c"] if language == "python" else ["Rscript", "--vanilla", "-e"]
            )
            output = _run([*interpreter, code], folder)
            return code + "".join(f"# {line}".rstrip() + "\n" for line in output)
        case "markdown" | "csv" if example["file"]:
            (folder / example["file"]).write_text(body, encoding="utf-8")
            return body
    raise AssertionError(f"{place(example)}: nothing runs ```{example['kind']}")


def _play_command(line: str, folder: Path) -> str:
    commands = [part for part in line.removeprefix("$ ").split(" && ") if not _NOT_RUN.match(part)]
    status = _STATUS.search(line)
    output = _run(["sh", "-c", " && ".join(commands)], folder, int(status[1]) if status else 0) if commands else []
    return "\n".join([line, *output]) + "\n"


def _run(command: list[str], folder: Path, status: int = 0) -> list[str]:
    """Lines of output, without the blanks at their ends and around them, which editors remove."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
        "COLUMNS": "100",
        "PATH": f"{folder / '.bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(diplopack.__file__).parents[1]),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, f"{command[-1]}\n{done.stdout}"
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n").splitlines()


def play_all(folder: Path) -> list[str]:
    """Run every example in a copy of the seeds, in which the first example builds dist/."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
    command = folder / ".bin" / "diplopack"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m diplopack "$@"\n')
    command.chmod(0o755)
    return [play(example, folder) for example in examples()]


def update() -> None:
    """Write what the examples give into the README."""
    with tempfile.TemporaryDirectory() as folder:
        played = iter(play_all(Path(folder)))

    def replaced(example: re.Match[str]) -> str:
        return example[0].replace(example["body"], next(played))

    README.write_text(_FENCE.sub(replaced, README.read_text("utf-8")), encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return play_all(tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("number", range(len(examples())), ids=[place(example) for example in examples()])
def test_example(played: list[str], number: int) -> None:
    assert played[number] == examples()[number]["body"], "update: python tests/test_readme.py --update"


def test_every_fence_is_an_example() -> None:
    fences = [line for line in README.read_text("utf-8").splitlines() if line.lstrip().startswith("```")]
    assert len(fences) == 2 * len(examples())
    assert {"console", "python", "r", "markdown", "csv"} == {example["kind"] for example in examples()}


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = [line for example in examples() for line in example["body"].splitlines() if "pytest" in line]
    assert len(commands) == 1
    lines = commands[0].removeprefix("$ ").replace(" && ", "\n")
    assert f"\n{lines}\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_lead_somewhere() -> None:
    missing = [link for link in _LINK.findall(README.read_text("utf-8")) if not (ROOT / link).exists()]
    assert missing == []


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Run the examples of the README.")
    parser.add_argument("--update", action="store_true", required=True, help="write what they give into it")
    parser.parse_args()
    update()
