"""Processes of this machine as an executor, whichever of them dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.corpus.processes import is_alive

from diplopack.corpus.local import LocalExecutor, WorkerLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    with LocalExecutor(2) as found:
        yield found


def square(number: int) -> int:
    return number * number


def die_at_first(number: int, mark: Path) -> int:
    """The square, but whoever is asked first dies."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return number * number
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def pid() -> int:
    return os.getpid()


def has_loaded(module: str) -> bool:
    return module in sys.modules


def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)


def fail() -> None:
    raise ValueError("no")


def test_it_does_what_it_is_given(executor: LocalExecutor) -> None:
    assert [future.result() for future in [executor.submit(square, number) for number in range(20)]] == [
        number * number for number in range(20)
    ]


def test_an_error_is_that_of_the_task(executor: LocalExecutor) -> None:
    with pytest.raises(ValueError, match="no"):
        executor.submit(fail).result()


def test_tasks_survive_their_workers(executor: LocalExecutor, tmp_path: Path) -> None:
    futures = [executor.submit(die_at_first, number, tmp_path / str(number % 3)) for number in range(12)]
    assert [future.result() for future in futures] == [number * number for number in range(12)]


def test_a_task_that_kills_its_worker_spoils_no_other(executor: LocalExecutor) -> None:
    bad = executor.submit(die, 1)
    good = [executor.submit(square, number) for number in range(8)]
    with pytest.raises(WorkerLostError, match="died 8 times"):
        bad.result()
    assert [future.result() for future in good] == [number * number for number in range(8)]
    assert executor.submit(square, 9).result() == 81


def test_a_worker_that_is_killed_while_it_waits_is_replaced(executor: LocalExecutor) -> None:
    for _ in range(3):
        os.kill(executor.submit(pid).result(), signal.SIGKILL)
        time.sleep(0.2)  # for the pool to notice, or not
        assert executor.submit(square, 3).result() == 9


def test_the_process_that_begins_others_is_replaced(executor: LocalExecutor) -> None:
    for _ in range(3):
        server = executor.submit(os.getppid).result()
        assert server != os.getpid()
        os.kill(server, signal.SIGKILL)
        futures = [executor.submit(square, number) for number in range(12)]
        assert [future.result() for future in futures] == [number * number for number in range(12)]


def test_no_process_is_left_where_the_one_that_begins_them_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\n"
        "from diplopack.corpus.local import LocalExecutor\n"
        "with LocalExecutor(2) as executor:\n"
        "    first = executor.submit(os.getpid).result()\n"
        "    os.kill(executor.submit(os.getppid).result(), signal.SIGKILL)\n"
        "    print(first, executor.submit(os.getpid).result())\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    for pid in map(int, done.stdout.split()):
        wait_for(lambda pid=pid: not is_alive(pid))  # type: ignore[misc]


def test_processes_are_begun_where_no_server_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", refuse)
    with LocalExecutor(2, "diplopack.corpus.ready") as executor:
        assert executor.submit(os.getppid).result() == os.getpid()
        assert executor.submit(has_loaded, "spacy").result()


def test_what_is_ready_is_loaded_once_for_all(tmp_path: Path) -> None:
    """The time at which a module was read is that of the server, not of each process."""
    (tmp_path / "loaded.py").write_text("import time\nAT = time.time_ns()\n")
    script = tmp_path / "script.py"
    script.write_text(
        "from diplopack.corpus.local import LocalExecutor\n"
        "times = set()\n"
        "for _ in range(2):\n"
        "    with LocalExecutor(1, 'loaded') as executor:\n"
        "        times.add(executor.submit(eval, \"__import__('loaded').AT\").result())\n"
        "print(len(times))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_nothing_is_begun_after_the_end() -> None:
    with LocalExecutor(1) as executor:
        executor.submit(square, 1).result()
    with pytest.raises(RuntimeError, match="closed"):
        executor.submit(square, 1).result()


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from diplopack.corpus.local import LocalExecutor\n"
        "import math\n"
        "with LocalExecutor(2) as executor:\n"
        "    print([executor.submit(math.sqrt, number).result() for number in (4, 9)], __file__[-9:])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[2.0, 3.0] script.py\n", "")
