"""Articles that cannot be coded, disks that are full, engines that go away: a clear end, from which a run goes on."""

from __future__ import annotations

import csv
import importlib
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tests.corpus.processes import article, contents, write

import diplopack
from diplopack.corpus.batches import batches
from diplopack.corpus.engine import Here, Pool
from diplopack.corpus.local import WorkerLostError
from diplopack.corpus.parts import Parts
from diplopack.corpus.progress import Progress
from diplopack.corpus.rejected import Rejected
from diplopack.corpus.run import Job, Run
from diplopack.corpus.survey import articles
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.corpus.processes import Build

    from diplopack.extract import Article
    from diplopack.transform.tables import Part

SMALL = ("--batch-size", "4")


def rejected(folder: Path) -> list[dict[str, str]]:
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- articles -----------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with 10 good articles, and 150 files without a date; the current folder is the one above."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder / "good.jsonl", [article(number) for number in range(10)])
    for number in range(150):
        (folder / f"bad{number:03}.md").write_text("---\ntitle: Undated\n---\nIran condemned Peru.\n")
    return folder


def test_unreadable_files_stop_the_build_before_any_work(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transform = importlib.import_module("diplopack.transform")
    monkeypatch.setattr(transform, "code_batch", lambda _articles: pytest.fail("the work was done"))
    with pytest.raises(DataError) as stopped:
        diplopack.build([mixed])
    lines = stopped.value.lines
    assert len(lines) == 101
    assert "bad000.md:1: published: missing" in lines[0]
    parts = mixed.parent / ".dist.parts"
    assert lines[100] == "50 more; .dist.parts/rejected.csv lists all"
    assert not (mixed.parent / "dist").exists()
    rows = rejected(parts)
    assert [row["file"] for row in rows] == [str(mixed / f"bad{number:03}.md") for number in range(150)]
    assert {row["place"] for row in rows} == {"1"}
    assert all(row["reason"].startswith("published: missing, expected a date") for row in rows)


def test_unreadable_files_are_left_out_if_that_is_wanted(mixed: Path) -> None:
    built = diplopack.build([mixed], on_error="skip")
    assert (built.read, built.coded, built.num_faults) == (160, 10, 150)
    assert len(diplopack.load("dist").articles) == 10
    assert built.rejected is not None
    assert len(rejected(built.rejected.parent)) == 150
    for bad in mixed.glob("bad*"):
        bad.unlink()
    again = diplopack.build([mixed])
    assert (again.num_faults, again.rejected) == (0, None)
    assert not (mixed.parent / ".dist.parts" / "rejected.csv").exists()


def test_an_article_on_which_the_coder_fails_loses_no_other(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    transform = importlib.import_module("diplopack.transform")
    code = transform.code_batch

    def fails(found: Sequence[Article]) -> Part:
        if any(one.article_id == "n7" for one in found):
            raise ZeroDivisionError("oh")
        part: Part = code(found)
        return part

    monkeypatch.setattr(transform, "code_batch", fails)
    built = diplopack.build([corpus], tmp_path / "dist", on_error="skip", batch_size=1000)
    assert (built.read, built.coded, built.num_faults) == (60, 59, 1)
    assert f"{corpus}:8: the coder failed on it (ZeroDivisionError: oh), please report it" in built.faults
    with pytest.raises(DataError, match="ZeroDivisionError"):
        diplopack.build([corpus], tmp_path / "dist", batch_size=1000)
    assert len(diplopack.load(tmp_path / "dist").articles) == 59


class Mortal(Executor):
    """Does what it is given, unless one of the articles kills whoever works on it."""

    def __init__(self, killers: set[str]) -> None:
        self.killers = killers
        self.done = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        future: Future[Any] = Future()
        self.done += 1
        if any(one.article_id in self.killers for one in args[0]):
            future.set_exception(WorkerLostError("the process that did it died 8 times"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_an_article_that_kills_its_workers_is_named_and_tried_again(corpus: Path, tmp_path: Path) -> None:
    fingerprint = importlib.import_module("diplopack.corpus.fingerprint").fingerprint()
    parts = Parts(tmp_path / "parts")

    def run(killers: set[str]) -> tuple[Rejected, Mortal]:
        executor = Mortal(killers)
        with parts.writing("rejected.csv") as file:
            found = Rejected(file)
            work = Run(Job(parts, fingerprint, found, Progress(60)), Pool(executor, 4, (WorkerLostError,)))
            work.code(batches(articles([corpus]), fingerprint, 10))
            found.close()
        assert all(key in parts for key in work.keys)
        return found, executor

    first, _ = run({"n7", "n40"})
    assert sorted(first.lines) == [
        f"{corpus}:{line}: was not coded: the process that did it died 8 times" for line in (41, 8)
    ]
    second, executor = run({"n40"})
    assert len(second.lines) == 1
    assert executor.done < 40  # of the batches only those are done again that are not whole
    assert run(set())[0].lines == []
    assert run(set())[1].done == 0


def test_a_worker_of_another_version_is_refused(corpus: Path, tmp_path: Path) -> None:
    parts = Parts(tmp_path / "parts")
    with parts.writing("rejected.csv") as file:
        work = Run(Job(parts, "another", Rejected(file), Progress(60)), Pool(Here(), 1))
        with pytest.raises(DataError, match="has another version of diplopack"):
            work.code(batches(articles([corpus]), "another", 10))
    assert not list(parts.folder.glob("*.part"))


# -- the machine --------------------------------------------------------------------------------------------------


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system of its own at a folder, for whoever may mount one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_leaves_nothing_half_done(begin: Build, corpus: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    command = (corpus, "--out", disk / "dist", *SMALL)
    with mounted(disk, "size=100k"):
        _, errors = begin(*command).communicate(timeout=300)
        assert errors.count("\n") == 1
        assert "No space left on device; what is coded is kept, the same command goes on from there" in errors
        assert not (disk / "dist").exists()
        assert not list((disk / ".dist.parts").glob("*.new"))
        kept = set((disk / ".dist.parts").glob("*.part"))
        assert kept
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        assert begin(*command).communicate(timeout=300)[1] == ""
        assert kept <= set((disk / ".dist.parts").glob("*.part"))
        assert begin(corpus, *SMALL).communicate(timeout=300)[1] == ""
        assert contents(disk / "dist") == contents(tmp_path / "dist")


def test_an_output_that_cannot_be_written_is_named(begin: Build, corpus: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "ro"):
        build = begin(corpus, "--out", tmp_path / "disk" / "dist")
        _, errors = build.communicate(timeout=300)
    assert build.returncode == 1
    assert errors.count("\n") == 1
    assert "Read-only file system" in errors


def test_a_scheduler_that_goes_away_ends_the_run(begin: Build, corpus: Path, tmp_path: Path) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def run(program: str, *arguments: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"]
        begun.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path))

    file = tmp_path / "scheduler.json"
    try:
        run("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        run("dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny")
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = importlib.import_module("json").loads(file.read_text())["address"]
        build = begin(corpus, "--engine", "dask", "--scheduler", address, "--batch-size", "1")
        parts = tmp_path / ".dist.parts"
        while not list(parts.glob("*.part")) and build.poll() is None:
            time.sleep(0.1)
        begun[0].kill()
        _, errors = build.communicate(timeout=120)
    finally:
        for process in begun:
            process.kill()
            process.wait()
    assert build.returncode == 1
    assert errors.splitlines()[-1].startswith("a worker, or the way to it, failed")
    assert not (tmp_path / "dist").exists()
    assert list(parts.glob("*.part"))
    assert begin(corpus, "--workers", "1", "--batch-size", "1").communicate(timeout=300)[1] == ""


def test_a_scheduler_that_is_not_there_is_named(begin: Build, corpus: Path) -> None:
    build = begin(corpus, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    _, errors = build.communicate(timeout=120)
    assert build.returncode == 1
    assert errors.splitlines()[-1].startswith("--scheduler tcp://127.0.0.1:1: no Dask scheduler answers")
