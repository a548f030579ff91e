"""Processes of this machine as an executor that survives the death of any of them."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_TOGETHER = 3
_ALONE = 5


class WorkerLostError(RuntimeError):
    """The process that did a task died, again and again."""


@dataclass(eq=False, slots=True)
class _Task:
    """A call, its result to be, and how often a worker died while it was under way."""

    call: tuple[Any, ...]
    result: Future[Any] = field(default_factory=Future)
    losses: int = 0


class _Process(SpawnProcess):
    """A new process that does not run its parent's script again: whoever builds in one needs no guard there."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        names: tuple[str, ...] = ("__file__", "__spec__")
        hidden = {name: vars(main).pop(name) for name in names if name in vars(main)}
        main.__spec__ = None
        try:
            super().start()
        finally:
            vars(main).update(hidden)


class _Context(SpawnContext):
    Process = _Process


class _Pool:
    """A process pool that is made anew after it broke."""

    def __init__(self, workers: int, prepare: Callable[[], object]) -> None:
        self._workers, self._prepare = workers, prepare
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, call: tuple[Any, ...]) -> Future[Any]:
        if self._pool is not None:
            try:
                return self._pool.submit(*call)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
        self._pool = ProcessPoolExecutor(self._workers, _Context(), _begin_worker, (self._prepare,))
        return self._pool.submit(*call)

    def shutdown(self, *, wait: bool, cancel: bool) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel)


class LocalExecutor(Executor):
    """An executor of local processes.

    A plain process pool is broken for good when one process dies, and does not say whose task it was. Here the tasks
    under way are begun again in new processes; one that was under way at several deaths is then done alone, so that
    what kills its own worker spoils nobody else's work.

    Args:
        workers: how many processes.
        prepare: is called by each process before its first task.
    """

    def __init__(self, workers: int, prepare: Callable[[], object] = object) -> None:
        self._lock = threading.RLock()
        self._together, self._alone = _Pool(workers, prepare), _Pool(1, prepare)
        self._suspects: deque[_Task] = deque()
        self._is_closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Have a picklable call done; its future raises `WorkerLostError` where its worker dies each time."""
        task = _Task((partial(fn, **kwargs) if kwargs else fn, *args))
        task.result.set_running_or_notify_cancel()
        with self._lock:
            self._begin(self._together, task)
        return task.result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; see `concurrent.futures.Executor`."""
        with self._lock:
            self._is_closed = True
        for pool in (self._together, self._alone):
            pool.shutdown(wait=wait, cancel=cancel_futures)

    def _begin(self, pool: _Pool, task: _Task) -> None:
        if self._is_closed:
            task.result.set_exception(RuntimeError("the executor is closed"))
        else:
            pool.submit(task.call).add_done_callback(partial(self._finish, task))

    def _finish(self, task: _Task, done: Future[Any]) -> None:
        with self._lock:
            if self._suspects and self._suspects[0] is task:
                self._suspects.popleft()
                if self._suspects:
                    self._begin(self._alone, self._suspects[0])
            error = RuntimeError("the executor is closed") if done.cancelled() else done.exception()
            if isinstance(error, BrokenProcessPool):
                task.losses += 1
                if task.losses < _TOGETHER:
                    self._begin(self._together, task)
                    return
                if task.losses < _TOGETHER + _ALONE:
                    self._suspects.append(task)
                    if len(self._suspects) == 1:
                        self._begin(self._alone, task)
                    return
                error = WorkerLostError(f"the process that did it died {task.losses} times")
        if error is not None:
            task.result.set_exception(error)
        else:
            task.result.set_result(done.result())


def _begin_worker(prepare: Callable[[], object]) -> None:
    """Load what tasks need. Leave Ctrl-C to the driver, and end when it does: a killed driver tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # What is loaded now stays: the collector of garbage need not go through it, neither meanwhile nor ever after.
    gc.disable()
    with contextlib.suppress(Exception):  # the first task fails for the same reason, and says so
        prepare()
    gc.freeze()
    gc.enable()


def _end_with(parent: Any) -> None:  # noqa: ANN401  (a process whose type multiprocessing keeps to itself)
    parent.join()
    os._exit(1)
