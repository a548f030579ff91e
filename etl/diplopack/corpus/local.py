"""Processes of this machine as an executor that survives the death of any of them."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from diplopack.corpus.processes import begin, context

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


class _Pool:
    """A process pool that is made anew after it broke."""

    def __init__(self, workers: int, ready: str | None) -> None:
        self._workers, self._ready = workers, ready
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, call: tuple[Any, ...]) -> Future[Any]:
        if self._pool is not None:
            try:
                return self._pool.submit(*call)
            except (BrokenProcessPool, OSError):  # the latter where it breaks just now, and closes its pipes
                self._pool.shutdown(wait=False)
        self._pool = ProcessPoolExecutor(self._workers, context(self._ready), begin, (self._ready,))
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
        ready: a module that each process has imported before its first task, at best all at once: what it loads, they
            share.
    """

    def __init__(self, workers: int, ready: str | None = None) -> None:
        context(ready)  # what it loads, it loads while its first tasks are prepared
        self._lock = threading.RLock()
        self._together, self._alone = _Pool(workers, ready), _Pool(1, ready)
        self._suspects: deque[_Task] = deque()
        # A pool that breaks says so while it holds the lock that a new task of it needs: go on in another thread.
        self._afterwards = ThreadPoolExecutor(1)
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
        if wait:
            self._afterwards.submit(int).result()  # after all that has ended until now

    def _begin(self, pool: _Pool, task: _Task) -> None:
        if self._is_closed:
            task.result.set_exception(RuntimeError("the executor is closed"))
        else:
            pool.submit(task.call).add_done_callback(lambda done: self._follow(task, done))

    def _follow(self, task: _Task, done: Future[Any]) -> None:
        self._afterwards.submit(self._finish, task, done)

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
