"""The command line: parse, call, print.

Exit status: 0 fine, 1 the data is wrong (each fault is a line on standard error; of `validate` they
are the result, on standard output), 2 the command was wrong.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from diplopack.errors import DataError
from diplopack.validation.report import FORMATS

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from diplopack.validation.report import Format

_INTERRUPTED = 130


class _Commands(click.Group):
    """Commands that end with a line for each fault in the data, and never with a traceback for one."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DataError as error:
            for line in error.lines:
                click.echo(line, err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            if error.errno != errno.ENOSPC:  # click sees to a pipe that is closed
                raise
            click.echo(f"the result cannot be printed: {error.strerror}", err=True)
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diplopack")
def main() -> None:
    """Turn news articles into a data package of diplomatic events.

    Every event points to its sentence, the words in it, and the rule that read them.
    """


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("dist"),
    show_default=True,
    help="Folder of the package. An earlier package in it is replaced; other files never are.",
)
def build(sources: tuple[Path, ...], out: Path) -> None:
    """Build the data package of SOURCES: files and folders of articles, by default seeds/.

    Articles are .md or .txt files with front matter, .jsonl, .csv or .parquet. What lies in a folder named
    contributed is rows, which are validated first. A build that fails leaves the earlier package as it was.
    """
    from rich import box
    from rich.table import Table

    from diplopack.build import build as run

    written = run(sources or (Path("seeds"),), out)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("table")
    table.add_column("rows", justify="right")
    for name, rows in written.rows.items():
        table.add_row(name, f"{rows:,}")
    click.echo(f"Written to {written.folder}")
    _print(table)
    if written.note:
        click.echo(f"note: {written.note}", err=True)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text for people, json for programs, the others for CI systems.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The last day that is not in the future: 2020-11-11. Default: today.",
)
@click.option(
    "--seeds",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with the articles that rows quote. Default: seeds, if it is there.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    metavar="PACKAGE",
    help="Package whose events are coded already. Default: dist, if it is there.",
)
@click.option("--fix", is_flag=True, help="First write what is safe to mend in rows, and say what that was.")
def validate(
    paths: tuple[Path, ...],
    fmt: Format,
    today: dt.datetime | None,
    seeds: Path | None,
    against: Path | None,
    *,
    fix: bool,
) -> None:
    """Validate each PATH: contributed rows (a CSV, TSV or Parquet file, or a folder of them) or a package.

    A package is a folder with a datapackage.json, or that file. Of rows everything is checked that the contract
    and the codebooks say, of packages also the descriptor, sizes and digests, keys, that Parquet and CSV hold
    the same rows, and what Frictionless says. Nothing is opened outside of what is given, whatever a file says.
    """
    from diplopack.coding import today as current_date
    from diplopack.validation.inputs import Inputs
    from diplopack.validation.report import write
    from diplopack.validation.report.progress import with_progress

    inputs = Inputs.of(paths)
    if fix:
        from diplopack.validation.fix import fix_rows

        for line in fix_rows(inputs.rows):
            click.echo(line, err=True)
    findings = inputs.findings(today=today.date() if today else current_date(), seeds=seeds, against=against)
    out = _report_stream(fmt)
    if sys.stderr.isatty() and (fmt == "text" or not out.isatty()):
        findings = with_progress(findings, inputs.counts)
    valid = write(fmt, findings, inputs.counts, out, color=_has_colors(out), packages=inputs.valid)
    for note in inputs.notes:
        click.echo(f"note: {note}", err=True)
    if not valid:
        click.get_current_context().exit(1)


@main.command()
@click.argument("text")
@click.option(
    "--published",
    metavar="DATE",
    help="When the text was published: 2020-11-11, 2020-11 or 2020. Default: today.",
)
@click.option("--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--explain",
    is_flag=True,
    help="Show each sentence with its parts marked, how each event was read, and why other words gave none.",
)
def code(text: str, published: str | None, fmt: str, *, explain: bool) -> None:
    """Code the events of TEXT, or of what comes on standard input where TEXT is -."""
    import json

    from diplopack.coding import code as run

    text = _standard_input() if text == "-" else text
    if explain:
        _explain(text, published, fmt)
        return
    events = run(text, published)
    if fmt == "json":
        click.echo(json.dumps(_records(events), ensure_ascii=False, indent=2))
    elif events.empty:
        click.echo("no events")
    else:
        _print_events(events)


@main.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "fmt", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--wrong",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="List the first N texts that are not right.",
)
def evaluate(gold: tuple[Path, ...], fmt: str, wrong: int) -> None:
    """Code the texts of GOLD files and score what is found against the events that they state.

    A line of a GOLD file is an object with id, text and events: [{actor, target, code or plover}]; perhaps
    also published, and in an event date, roles, and what else is accepted (tests/gold/README.md).
    """
    import json

    from diplopack.evaluate import as_line, as_record, as_text
    from diplopack.evaluate import evaluate as run

    evaluations = run(gold)
    if fmt == "json":
        records = {name: as_record(evaluation, wrong) for name, evaluation in evaluations.items()}
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    *files, (last, everything) = evaluations.items()
    for name, evaluation in files:
        click.echo(f"{name}: {as_line(evaluation)}")
    click.echo(f"{last}: {as_text(everything, wrong)}")


def _explain(text: str, published: str | None, fmt: str) -> None:
    import json

    from diplopack.explain import as_records, explain

    explanations = explain(text, published)
    if fmt == "json":
        click.echo(json.dumps(as_records(explanations), ensure_ascii=False, indent=2))
    else:
        from diplopack.render import as_text

        click.echo(as_text(explanations), color=True)  # it has colours only where they are wanted


def _report_stream(fmt: Format) -> TextIO:
    """Standard output; machines expect UTF-8, and a terminal of another encoding gets escapes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if fmt == "text" else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    return sys.stdout


def _has_colors(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"<stdin>: byte {error.start + 1}: is not UTF-8, text was expected") from error


def _records(events: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as objects; dates as 2020-11-11, what is missing as None."""
    import pandas as pd

    dates = {name: events[name].dt.strftime("%Y-%m-%d") for name in events.select_dtypes("datetime").columns}
    cells = events.assign(**dates).astype(object)
    records: list[dict[str, Any]] = cells.where(pd.notna(cells), None).to_dict("records")  # type: ignore[assignment]
    return records


def _print_events(events: pd.DataFrame) -> None:
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
    for event in _records(events):
        date = period(event["event_date"], event["date_precision"])
        code = event["event_code"]
        words = f"{event['actor_text']} … {event['action_text']} … {event['target_text']}"
        cells = (date, event["actor_code"], code, event["target_code"], labels()[code], words)
        table.add_row(*map(Text, cells))
    _print(table)


def _print(table: object) -> None:
    from rich.console import Console

    Console(highlight=False).print(table, markup=False)
