"""Builds that are killed, again and again, and go on; whatever engine, the package has the same bytes."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from tests.corpus.processes import article, contents, descendants, is_alive, kill, write

import diplopack
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.corpus.processes import Build

ENGINES = ("local", "dask")
SMALL = ("--batch-size", "4")


def finished(begin: Build, *arguments: str | Path) -> tuple[int, str]:
    """The exit status of a build, and what it said on standard error."""
    build = begin(*arguments)
    _, errors = build.communicate(timeout=300)
    return build.returncode, errors


def parts(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_workers_engines_and_batches_change_no_byte(begin: Build, corpus: Path, tmp_path: Path) -> None:
    runs = {
        "one": ["--workers", "1", *SMALL],
        "two": ["--workers", "2", *SMALL],
        "four": ["--workers", "4", "--batch-size", "7"],
        "whole": ["--batch-size", "1000"],
        "dask": ["--engine", "dask", "--workers", "2", *SMALL],
    }
    for name, arguments in runs.items():
        assert finished(begin, corpus, "--out", name, *arguments) == (0, "")
    packages = [contents(tmp_path / name) for name in runs]
    assert all(package == packages[0] for package in packages)


@pytest.mark.parametrize("engine", ENGINES)
def test_whatever_is_killed_the_same_command_goes_on(begin: Build, corpus: Path, tmp_path: Path, engine: str) -> None:
    assert finished(begin, corpus, "--out", "never", "--workers", "2", *SMALL) == (0, "")
    command = (corpus, "--out", "killed", "--workers", "2", "--engine", engine, *SMALL)
    chance = random.Random(6)  # noqa: S311
    build = begin(*command)
    begun: set[int] = set()
    for number in range(6):
        if build.poll() is not None:
            build = begin(*command)
        time.sleep(chance.uniform(0.5, 3))
        workers = descendants(build.pid)
        begun |= set(workers)
        kill(chance.choice(workers) if workers and number % 2 else build.pid)
    build.kill()
    build.communicate()
    assert finished(begin, *command)[0] == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "never")
    assert parts(tmp_path / ".killed.parts") == parts(tmp_path / ".never.parts")
    assert {path.name for path in tmp_path.iterdir()} == {
        corpus.name, "killed", ".killed.parts", "never", ".never.parts"
    }  # fmt: skip
    deadline = time.monotonic() + 20
    while any(map(is_alive, begun)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_alive, begun))  # a worker ends with its driver


@pytest.mark.usefixtures("here")
def test_only_what_is_new_is_coded(corpus: Path, tmp_path: Path) -> None:
    def stamps() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".dist.parts").iterdir()}

    def build(out: str) -> Mapping[str, bytes]:
        diplopack.build([corpus], tmp_path / out, batch_size=4)
        return contents(tmp_path / out)

    package = build("dist")
    before = stamps()
    assert build("dist") == package
    assert stamps() == before
    articles = [article(number) for number in range(60)]
    write(corpus, [*articles[:30], article(30, title="Another"), *articles[31:]])
    assert build("dist") != package
    after = stamps()
    assert 0 < len(after.keys() - before.keys()) <= 4
    assert all(after[name] == before[name] for name in after.keys() & before.keys())
    assert build("dist") == build("anew")


@pytest.mark.usefixtures("here")
def test_a_damaged_part_is_named_and_coded_again(corpus: Path, tmp_path: Path) -> None:
    diplopack.build([corpus], tmp_path / "dist", batch_size=4)
    package = contents(tmp_path / "dist")
    damaged = min((tmp_path / ".dist.parts").glob("*.part"))
    damaged.write_bytes(damaged.read_bytes()[:-200])
    with pytest.raises(DataError, match="is damaged") as stopped:
        diplopack.build([corpus], tmp_path / "dist", batch_size=4)
    assert str(damaged) in stopped.value.lines[0]
    diplopack.build([corpus], tmp_path / "dist", batch_size=4)
    assert contents(tmp_path / "dist") == package
