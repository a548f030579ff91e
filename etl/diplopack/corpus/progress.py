"""What a long run shows: a bar on a terminal, and a line every half minute in a log."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_SECONDS = 30


class Progress:
    """Counts articles and events, and says nothing of them."""

    def __init__(self, total: int) -> None:
        """Of `total` articles."""
        self.total = total
        self.articles = 0
        self.events = 0

    def advance(self, articles: int, events: int) -> None:
        """Count a batch of articles and the events of each of them."""
        self.articles += articles
        self.events += events
        self.tick()

    def tick(self) -> None:
        """Called some times a second."""


class _Log(Progress):
    def __init__(self, total: int) -> None:
        super().__init__(total)
        self._begin = self._latest = time.monotonic()

    def tick(self) -> None:
        now = time.monotonic()
        if now - self._latest < _SECONDS:
            return
        self._latest = now
        speed = self.articles / (now - self._begin)
        left = f", {_duration((self.total - self.articles) / speed)} left" if speed else ""
        click.echo(
            f"{self.articles:,} of {self.total:,} articles, {self.events:,} events, {speed:,.1f} articles/s{left}",
            err=True,
        )


class _Shown(Progress):
    def __init__(self, total: int, bar: Bar, task: TaskID) -> None:
        super().__init__(total)
        self._bar, self._task = bar, task

    def tick(self) -> None:
        speed = self._bar.tasks[0].speed or 0
        self._bar.update(self._task, completed=self.articles, events=f"{self.events:,}", speed=f"{speed:,.1f}")


@contextlib.contextmanager
def shown(total: int) -> Iterator[Progress]:
    """Show on standard error how a run goes on.

    Args:
        total: the number of articles.
    """
    if not sys.stderr.isatty():
        yield _Log(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles · {task.fields[events]} events · {task.fields[speed]} articles/s ·"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Shown(total, bar, bar.add_task("coding", total=total, events="0", speed="0"))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
