"""Where batches are coded: in this process, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EngineName = Literal["local", "dask"]
ENGINES: tuple[EngineName, ...] = ("local", "dask")
_READY = "diplopack.corpus.ready"
_AHEAD = 2  # tasks that wait for each worker: none is idle while the driver reads


class Pool(NamedTuple):
    """What does tasks.

    Attributes:
        executor: takes them.
        most_at_once: how many it should be given at a time.
        lost: the errors of a task whose worker died, again and again.
    """

    executor: Executor
    most_at_once: int
    lost: tuple[type[Exception], ...] = ()


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
    def pool(self, tasks: int) -> Iterator[Pool]:
        """What does so many tasks; see `cluster.dask_executor` for the errors of a cluster."""
        workers = max(1, min(self.workers or cores(), tasks))
        if tasks and self.name == "dask":
            from diplopack.corpus.cluster import dask_executor

            with dask_executor(self.scheduler, workers) as (executor, found, lost):
                yield Pool(executor, found * (_AHEAD + 1), (lost,))
        elif tasks > 1:
            from diplopack.corpus.local import LocalExecutor, WorkerLostError

            local = LocalExecutor(workers, _READY)
            try:
                yield Pool(local, workers * (_AHEAD + 1), (WorkerLostError,))
            except BaseException:
                local.shutdown(cancel_futures=True)
                raise
            local.shutdown(wait=False)  # the processes end while their work is merged
        else:  # a process would cost more than it brings
            yield Pool(Here(), 1)


class Here(Executor):
    """An executor that does each task as it comes, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Do a task; see `concurrent.futures.Executor`."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (it is the future's)
            future.set_exception(error)
        return future


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
