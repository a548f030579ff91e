"""Where batches are coded: in this process, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EngineName = Literal["local", "dask"]
ENGINES: tuple[EngineName, ...] = ("local", "dask")
_AHEAD = 2  # tasks that wait for each worker: none is idle while the driver reads


@dataclass(frozen=True, slots=True)
class Engine:
    """Where batches are coded.

    Attributes:
        name: one of `ENGINES`.
        workers: processes of this machine; by default as many as it has cores for us.
        scheduler: the address of a Dask cluster's scheduler, whose workers do the work instead.
    """

    name: EngineName = "local"
    workers: int | None = None
    scheduler: str | None = None

    @contextlib.contextmanager
    def executor(self, tasks: int) -> Iterator[tuple[Executor, int]]:
        """What does so many tasks, and how many it should be given at a time."""
        if tasks == 0:
            yield Here(), 1
            return
        workers = min(self.workers or cores(), tasks)
        if self.name == "dask":
            from diplopack.corpus.cluster import dask_executor

            with dask_executor(self.scheduler, workers) as (executor, found):
                yield executor, found * _AHEAD + found
            return
        from diplopack.corpus.local import LocalExecutor

        # For a task or none a process would cost more than it brings.
        executor = LocalExecutor(workers) if tasks > 1 else Here()
        try:
            yield executor, workers * (_AHEAD + 1)
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown(wait=False)  # the processes end while their work is merged


class Here(Executor):
    """An executor that does each task as it comes, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Do a task; see `concurrent.futures.Executor`."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
