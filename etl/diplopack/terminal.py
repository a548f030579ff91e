"""What the commands print: where it goes, and tables for those who read them."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from rich.table import Table

    from diplopack.compare.report import Format as DiffFormat
    from diplopack.validation.report import Format


def report_stream(fmt: Format | DiffFormat) -> TextIO:
    """Standard output; machines expect UTF-8, and a terminal of another encoding gets escapes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if fmt == "text" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    return sys.stdout


def has_colors(out: TextIO) -> bool:
    """Whether a stream shows colours, and they are wanted."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def event_records(events: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as objects; dates as 2020-11-11, what is missing as None."""
    import pandas as pd

    dates = {name: events[name].dt.strftime("%Y-%m-%d") for name in events.select_dtypes("datetime").columns}
    cells = events.assign(**dates).astype(object)
    rows: list[dict[str, Any]] = cells.where(pd.notna(cells), None).to_dict("records")  # type: ignore[assignment]
    return rows


def print_events(events: pd.DataFrame) -> None:
    """One row for each place: the codes, what they mean, and the words that they were read from."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from diplopack.coding import labels
    from diplopack.period import period

    table = Table(box=box.SIMPLE_HEAD)
    for column in ("date", "actor", "code", "target"):
        table.add_column(column, no_wrap=True)
    for column in ("meaning", "words"):
        table.add_column(column, overflow="fold")
    for event in event_records(events):
        date = period(event["event_date"], event["date_precision"])
        code = event["event_code"]
        words = f"{event['actor_text']} … {event['action_text']} … {event['target_text']}"
        cells = (date, event["actor_code"], code, event["target_code"], labels()[code], words)
        table.add_row(*map(Text, cells))
    print_table(table)


def counts(of: str, what: str, numbers: Mapping[str, int]) -> Table:
    """A table of what there is of each thing."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(of)
    table.add_column(what, justify="right")
    for name, count in numbers.items():
        table.add_row(name, f"{count:,}")
    return table


def print_table(table: object) -> None:
    """Print a table as it fits the terminal."""
    from rich.console import Console

    Console(highlight=False).print(table, markup=False)
