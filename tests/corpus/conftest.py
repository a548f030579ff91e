"""A corpus to build packages of, and builds in processes of their own, which can be killed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.corpus.processes import article, write

from diplopack.corpus.engine import Here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.corpus.processes import Build


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A file of 60 articles."""
    path = tmp_path / "news.jsonl"
    write(path, [article(number) for number in range(60)])
    return path


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Build]:
    """Begins `diplopack build` in the test's folder."""
    begun: list[subprocess.Popen[str]] = []

    def build(*arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "diplopack", "build", *map(str, arguments)]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path))
        return begun[-1]

    yield build
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds use no other processes, as where there is but one task."""
    monkeypatch.setattr("diplopack.corpus.local.LocalExecutor", lambda _workers, _ready: Here())
