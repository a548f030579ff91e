"""How far the validation is, while a person waits at a terminal."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from diplopack.validation.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from diplopack.finding import Finding
    from diplopack.validation.rows import Counts

_PATIENCE = 1.0  # seconds
_BETWEEN = 0.2


def with_progress(
    findings: Iterable[Finding], counts: Counts, console: Console | None = None, patience: float = _PATIENCE
) -> Iterator[Finding]:
    """Pass findings on, and show how many rows have been read until the last has passed.

    Args:
        findings: What is wrong.
        counts: What was read; it grows while `findings` runs.
        console: Where to; by default standard error.
        patience: How many seconds pass before anything is shown.
    """
    done = Event()
    display = Thread(target=_show, args=(counts, done, console, patience), daemon=True)
    display.start()
    try:
        yield from findings
    finally:
        done.set()
        display.join()


def _show(counts: Counts, done: Event, console: Console | None, patience: float) -> None:
    if done.wait(patience):
        return
    from rich.console import Console

    with (console or Console(stderr=True)).status("") as status:
        while not done.wait(_BETWEEN):
            status.update(f"{counted(counts.rows, 'row')} in {counted(counts.files, 'file')}")
