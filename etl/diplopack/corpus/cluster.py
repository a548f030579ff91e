"""A Dask cluster as an executor: the optional extra ``diplopack[dask]``."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

_SECONDS = "10s"


@contextlib.contextmanager
def dask_executor(scheduler: str | None, workers: int) -> Iterator[tuple[Executor, int, type[Exception]]]:
    """An executor of the workers of a cluster, how many these are now, and the error of a task that killed some.

    Args:
        scheduler: the address of its scheduler, ``tcp://HOST:PORT``; without one, a cluster of local processes is begun
            and ended with the block.
        workers: of that cluster of local processes, how many.

    Raises:
        DataError: distributed is not installed, or no scheduler answers.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise DataError(
            "--engine dask: distributed is not installed, expected pip install 'diplopack[dask]'"
        ) from error
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.comm.timeouts.connect": _SECONDS}))
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says of a lost worker, the driver mends
        address: object = scheduler
        if scheduler is None:
            address = stack.enter_context(
                distributed.LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    silence_logs="ERROR",
                )
            )
        try:
            client = stack.enter_context(distributed.Client(address, set_as_default=False, timeout=_SECONDS))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise DataError(f"--scheduler {scheduler}: no Dask scheduler answers ({error})") from error
        client.wait_for_workers(1, timeout=_SECONDS)
        yield (
            client.get_executor(pure=False, retries=3),
            len(client.scheduler_info()["workers"]),
            distributed.KilledWorker,
        )
