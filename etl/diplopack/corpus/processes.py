"""New processes of this machine, which share what one of them has loaded where the system can fork."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_TRIES = 5
_PAUSE = 0.1  # seconds


class _Unscripted(BaseProcess):
    """A process that does not run its parent's script again: whoever builds in one needs no guard there."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        names: tuple[str, ...] = ("__file__", "__spec__")
        hidden = {name: vars(main).pop(name) for name in names if name in vars(main)}
        main.__spec__ = None
        try:
            super().start()
        finally:
            vars(main).update(hidden)


class _Spawned(_Unscripted, SpawnProcess):
    pass


class _Spawning(SpawnContext):
    Process = _Spawned


if sys.platform != "win32":
    from multiprocessing import forkserver
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    class _Forked(_Unscripted, ForkServerProcess):
        def start(self) -> None:
            for _ in range(_TRIES):
                with contextlib.suppress(EOFError, ConnectionError):  # the server was killed; it is replaced
                    super().start()
                    return
                time.sleep(_PAUSE)
            super().start()

    class _Forking(ForkServerContext):
        Process = _Forked


def context(ready: str | None) -> BaseContext:
    """How processes are begun: forked from a server that has imported a module, or else as new interpreters.

    Args:
        ready: the module, if any. A server is begun once in a process: the first to ask for one names what it loads.
    """
    if sys.platform != "win32":
        multiprocessing.set_forkserver_preload([ready] if ready else [])
        with contextlib.suppress(OSError):  # its socket needs a folder for temporary files
            forkserver.ensure_running()
            return _Forking()
    return _Spawning()


def begin(ready: str | None) -> None:
    """Begin a process of a pool: leave Ctrl-C to the driver, end when it does, which tells nobody if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if ready:
        importlib.import_module(ready)


def _end_with(parent: Any) -> None:  # noqa: ANN401  (a process whose type multiprocessing keeps to itself)
    parent.join()
    os._exit(1)
