"""Which of Arrow's allocators the commands run with that move whole tables."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

SCRIPT = """
import sys
from click.testing import CliRunner
from diplopack.cli import main
done = CliRunner().invoke(main, sys.argv[1:])
assert done.exit_code == 0, done.output
import pyarrow as pa
print(pa.default_memory_pool().backend_name)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of one article."""
    folder = tmp_path_factory.mktemp("allocator")
    article = folder / "article.md"
    article.write_text("---\npublished: 2020-01-01\n---\nFrance condemned Syria on Monday.\n", encoding="utf-8")
    _backend({}, "build", str(article), "--out", str(folder / "dist"))
    return folder


def _backend(chosen: dict[str, str], *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"} | chosen
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout.splitlines()[-1]


def _commands(package: Path) -> list[list[str]]:
    return [
        ["build", str(package / "article.md"), "--out", str(package / "dist")],
        ["validate", str(package / "dist")],
    ]


@pytest.mark.skipif(
    "jemalloc" not in pa.supported_memory_backends(), reason="this build of Arrow has one allocator less"
)
def test_an_allocator_that_reuses_memory_is_taken(package: Path) -> None:
    assert [_backend({}, *command) for command in _commands(package)] == ["jemalloc", "jemalloc"]


def test_what_the_user_chose_stays(package: Path) -> None:
    chosen = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
    assert [_backend(chosen, *command) for command in _commands(package)] == ["system", "system"]
