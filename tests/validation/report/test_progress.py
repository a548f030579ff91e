"""Progress is shown to who waits, and gone when the report is printed."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from rich.console import Console

from diplopack.validation.report.progress import with_progress
from diplopack.validation.rows import Counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplopack.finding import Finding


def test_rows_are_counted_while_somebody_waits(findings: list[Finding]) -> None:
    out = io.StringIO()
    counts = Counts(files=1, rows=0)

    def slow() -> Iterator[Finding]:
        yield from findings
        counts.rows = 1_234_567
        give_up = time.monotonic() + 60
        while "1,234,567 rows in 1 file" not in out.getvalue() and time.monotonic() < give_up:
            time.sleep(0.01)

    console = Console(file=out, force_terminal=True, width=80)
    assert list(with_progress(slow(), counts, console, patience=0)) == findings
    assert "1,234,567 rows in 1 file" in out.getvalue()
    assert out.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K")  # the cursor is back, and the line is empty


def test_who_need_not_wait_sees_nothing(findings: list[Finding]) -> None:
    out = io.StringIO()
    assert list(with_progress(findings, Counts(), Console(file=out, force_terminal=True))) == findings
    assert not out.getvalue()
