"""The command line: parse, call, print.

Exit status: 0 fine, 1 the data is wrong (each fault is a line on standard error; of `validate` they
are the result, on standard output), 2 the command was wrong.
"""

from __future__ import annotations

import atexit
import errno
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplopack.build import ON_ERROR
from diplopack.compare.report import FORMATS as DIFF_FORMATS
from diplopack.corpus.engine import ENGINES
from diplopack.errors import DataError
from diplopack.terminal import counts, event_records, has_colors, print_events, print_table, report_stream
from diplopack.validation.report import FORMATS

if TYPE_CHECKING:
    import datetime as dt

    from diplopack.build import OnError
    from diplopack.compare.report import Format as DiffFormat
    from diplopack.corpus.engine import EngineName
    from diplopack.validation.report import Format

_INTERRUPTED = 130

atexit.register(gc.freeze)  # a process that ends need not search all that it loaded for garbage first


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
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Code in processes of this machine, or on a Dask cluster.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes of this machine. Default: as many as it has cores.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Of a Dask cluster: tcp://HOST:PORT. Default: one on this machine."
)
@click.option(
    "--parts",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of what is coded already. Default: .NAME.parts beside the package.",
)
@click.option(
    "--batch-size", type=click.IntRange(min=1), metavar="N", help="Articles that are coded together, on average."
)
@click.option(
    "--on-error",
    type=click.Choice(ON_ERROR),
    default="stop",
    show_default=True,
    help="Whether an article that cannot be read stops the build, or is left out (exit status 1 all the same).",
)
def build(
    sources: tuple[Path, ...],
    out: Path,
    engine: EngineName,
    workers: int | None,
    scheduler: str | None,
    parts: Path | None,
    batch_size: int | None,
    on_error: OnError,
) -> None:
    """Build the data package of SOURCES: files and folders of articles, by default seeds/; - is standard input.

    Articles are .md or .txt files with front matter, .html pages, .jsonl, .csv or .parquet; all but the last also as
    .gz or .zst. What lies in a folder named contributed is rows, which are validated first. A build that fails leaves
    the earlier package as it was, and keeps what it coded: the same command goes on from there.
    """
    from diplopack.allocator import reuse_memory
    from diplopack.build import build as run
    from diplopack.corpus.engine import Engine

    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    reuse_memory()
    chosen = Engine(engine, workers, scheduler)
    built = run(sources or (Path("seeds"),), out, engine=chosen, parts=parts, batch_size=batch_size, on_error=on_error)
    click.echo(f"Written to {built.folder}")
    print_table(counts("table", "rows", built.rows))
    print_table(counts("articles", "", built.counts))
    if built.rejected is not None:
        click.echo(f"{built.rejected} lists what was left out, and why", err=True)
    if built.note:
        click.echo(f"note: {built.note}", err=True)
    if built.num_faults:
        raise DataError(built.faults)


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

    A package is a folder with a datapackage.json, that file, a zip of it, or the folder of a release. Of rows
    everything is checked that the contract and the codebooks say, of packages also the descriptor, sizes and
    digests, keys, that Parquet and CSV hold the same rows, and what Frictionless says. Nothing is opened outside of
    what is given, whatever a file says.
    """
    from diplopack.allocator import reuse_memory
    from diplopack.coding import today as current_date
    from diplopack.validation.inputs import Inputs
    from diplopack.validation.report import write
    from diplopack.validation.report.progress import with_progress

    reuse_memory()
    inputs = Inputs.of(paths)
    if fix:
        from diplopack.validation.fix import fix_rows

        for line in fix_rows(inputs.rows):
            click.echo(line, err=True)
    findings = inputs.findings(today=today.date() if today else current_date(), seeds=seeds, against=against)
    out = report_stream(fmt)
    if sys.stderr.isatty() and (fmt == "text" or not out.isatty()):
        findings = with_progress(findings, inputs.counts)
    valid = write(fmt, findings, inputs.counts, out, color=has_colors(out), packages=inputs.valid)
    for note in inputs.notes:
        click.echo(f"note: {note}", err=True)
    if not valid:
        click.get_current_context().exit(1)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "fmt",
    type=click.Choice(DIFF_FORMATS),
    default="text",
    show_default=True,
    help="text for people, json for programs, markdown for pull requests.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show at most N rows of a table that are added, removed or changed. Default: all.",
)
def diff(old: Path, new: Path, fmt: DiffFormat, limit: int | None) -> None:
    """Show what changed from OLD to NEW, each a package: a folder, a zip or a release.

    Rows are matched by their key and compared column by column, in whatever order they stand. Each event that
    comes, goes or changes is shown with its sentence. Exits with status 0 if the rows and columns are the same,
    with 1 if they differ.
    """
    from diplopack.archive import open_package
    from diplopack.compare import compare
    from diplopack.compare.report import write

    with open_package(old) as before, open_package(new) as after:
        comparison = compare(before, after)
        out = report_stream(fmt)
        write(fmt, comparison, out, limit=limit, color=has_colors(out))
    if not comparison.is_same:
        click.get_current_context().exit(1)


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
def verify(path: Path) -> None:
    """Verify that PATH is what was published: a package, a zip of one, or the folder of a release.

    Of a release every file is compared with SHA256SUMS. Of the package: its descriptor with the digest in it, its
    files with the descriptor, the rows with their number, both formats with each other and with the contract; and
    identifiers, counts and all that is looked up are made again from the rows. A line says what each check compared.
    """
    from diplopack.validation.report.escape import printable
    from diplopack.verify import verify as run

    verification = run(path)
    width = max(len(check.name) for check in verification.checks)
    for check in verification.checks:
        click.echo(f"{'wrong' if check.problems else 'right'}  {check.name:<{width}}  {check.what}")
    for line in verification.problems:
        click.echo(printable(line))
    if verification.unchecked:
        click.echo(f"not checked, as it needs what is wrong: {', '.join(verification.unchecked)}")
    if verification.problems:
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
        click.echo(json.dumps(event_records(events), ensure_ascii=False, indent=2))
    elif events.empty:
        click.echo("no events")
    else:
        print_events(events)


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


@main.command()
@click.argument("version")
@click.argument("package", default="dist", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the release.  [default: releases/VERSION]",
)
@click.option(
    "--previous",
    type=click.Path(exists=True, path_type=Path),
    metavar="OLD",
    help="The release before: a folder, a zip or a package. Without it nothing is said to have changed.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the release. Default: of SOURCE_DATE_EPOCH, else of the newest article, else of the latest event.",
)
@click.option(
    "--check-reproducible",
    is_flag=True,
    help="First build the package twice more from the seeds, in other folders, time zones and languages: the same "
    "bytes are expected.",
)
@click.option(
    "--seeds",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="What --check-reproducible builds from.  [default: seeds]",
)
def release(
    version: str,
    package: Path,
    out: Path | None,
    previous: Path | None,
    date: dt.datetime | None,
    seeds: Path | None,
    *,
    check_reproducible: bool,
) -> None:
    """Make release VERSION of PACKAGE, by default dist: its zip, tables, codebook, notes, citation and checksums.

    VERSION is three numbers, 1.2.0, and is refused where it is too small for what changed since OLD: what is removed
    or renamed asks for the first number, what is added for the second. A release that exists is never changed.
    """
    from rich import box
    from rich.table import Table

    from diplopack.release.publish import release as run

    if seeds and not check_reproducible:
        raise click.UsageError("--seeds says what --check-reproducible builds from, which is not asked for")
    built_from = (seeds or Path("seeds")) if check_reproducible else None
    done = run(version, package, out, previous=previous, date=date.date() if date else None, seeds=built_from)
    if done.reproduced is not None:
        click.echo(f"Built twice more: {done.reproduced} files, the same bytes")
    click.echo(f"Written to {done.folder}" if done.is_new else f"{done.folder} is this release already")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("file")
    table.add_column("bytes", justify="right")
    for name, size in done.files.items():
        table.add_row(name, f"{size:,}")
    print_table(table)


def _explain(text: str, published: str | None, fmt: str) -> None:
    import json

    from diplopack.explain import as_records, explain

    explanations = explain(text, published)
    if fmt == "json":
        click.echo(json.dumps(as_records(explanations), ensure_ascii=False, indent=2))
    else:
        from diplopack.render import as_text

        click.echo(as_text(explanations), color=True)  # it has colours only where they are wanted


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"<stdin>: byte {error.start + 1}: is not UTF-8, text was expected") from error
