"""On thousands of generated files every fault is reported at its line and column and none that is not there.

Where Frictionless checks the same thing, with the same Table Schema on the same file, it finds it at the same place.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest
from tests.validation.agreement.generated import generate
from tests.validation.agreement.rows import ARTICLE_URL, COLUMNS, SENTENCES, TODAY
from tests.validation.agreement.spoil import PACKAGE

from diplopack import contract
from diplopack.finding import CHECKS
from diplopack.validation.rows import validate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from frictionless import Report
    from tests.validation.agreement.draft import GeneratedFile

    from diplopack.finding import Finding

CASES = 5_000
COMPARED = 1_000
"""So many cases are read by Frictionless too."""
BATCH = 250

NOT_GENERATED = {"file", "link", "package", "constraint", "lost-zero"}
"""No file of rows by itself has these: they are of paths, links and packages, or of no rule that has its own check."""
ONLY_OURS = {
    "date-future",
    "state-not-on-date",
    "same-party",
    "quote-not-found",
    "already-coded",
    "formula",
}
"""What a Table Schema cannot say, so that Frictionless has no such check."""
ONLY_OURS_AT_TIMES = {"date-nonexistent", "event-code", "actor-code", "whitespace", "control-character", "duplicate"}
"""What Frictionless sees where the contract's pattern does, or within one file."""

ARTICLE = f"""---
article_id: seed
title: An article
url: {ARTICLE_URL}
published: 2020-11-11
---
{chr(10).join(SENTENCES)}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are written; the seeds are below it."""
    folder = tmp_path_factory.mktemp("agreement")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "article.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def write_cases(folder: Path, seeds: range) -> dict[str, GeneratedFile]:
    """Write the files of some cases, each case in a folder of its own, and return them by name."""
    files = {}
    for seed in seeds:
        case = folder / f"{seed:06}"
        case.mkdir(parents=True)
        for file in generate(seed):
            path = case / file.name
            path.write_bytes(file.content)
            files[path.as_posix()] = file
    return files


def disagreements(folder: Path, first: int) -> tuple[Counter[str], Counter[int], list[str]]:
    """Of a batch of cases the faults by check, the files by number of faults, and all that is found otherwise."""
    batch = folder / str(first)
    files = write_cases(batch, range(first, first + BATCH))
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    findings = validate_rows(sorted(batch.iterdir()), today=TODAY, seeds=folder / "seeds", against=PACKAGE)
    for finding in findings:
        found[finding.file].append(finding)
    differences = [line for name, file in files.items() for line in compare(name, file, found.pop(name, []))]
    differences += [str(finding) for others in found.values() for finding in others]
    checks = Counter(fault.check for file in files.values() for fault in file.faults)
    return checks, Counter(len(file.faults) for file in files.values()), differences


def compare(name: str, file: GeneratedFile, found: list[Finding]) -> Iterator[str]:
    """Each difference between a file's faults and the findings."""
    found = [finding for finding in found if finding.check != "lost-zero"]  # a question, of codes that are right
    expected = Counter((fault.line, fault.column, fault.check) for fault in file.faults)
    reported = Counter((finding.line, finding.column, finding.check) for finding in found)
    yield from (f"{name}: not reported: {place}" for place in (expected - reported).elements())
    for finding in found:
        place = (finding.line, finding.column, finding.check)
        if reported[place] > expected[place]:
            yield f"reported, but not so: {finding}"
        if finding.severity != ("warning" if finding.check == "already-coded" else "error"):
            yield f"of severity {finding.severity}: {finding}"
    suggested = {(finding.line, finding.column): finding.suggestion for finding in found}
    for fault in file.faults:
        if fault.suggestion not in {None, suggested.get((fault.line, fault.column))}:
            yield f"{name}:{fault.line}: {fault.column}: {fault.suggestion!r} was not suggested"
    lines = [finding.line or 0 for finding in found]
    if lines != sorted(lines):
        yield f"{name}: lines in another order: {lines}"


def test_every_fault_is_reported_at_its_place_and_no_other(folder: Path) -> None:
    counts: Counter[str] = Counter()
    files: Counter[int] = Counter()
    differences: list[str] = []
    # Threads and forks do not go together.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        for of_batch, number, lines in pool.map(partial(disagreements, folder), range(0, CASES, BATCH)):
            counts += of_batch
            files += number
            differences += lines
    assert not differences, "\n".join([f"{len(differences)} differences in {files.total()} files", *differences[:40]])
    assert files.total() >= CASES
    assert files.keys() == set(range(6))
    assert counts.keys() == CHECKS.keys() - NOT_GENERATED
    table = "".join(f"{number:6} {check}\n" for check, number in counts.most_common())
    sys.stdout.write(f"{files.total()} files, {files[0]} of them valid, {counts.total()} faults:\n{table}")


@cache
def contract_for_frictionless() -> dict[str, object]:
    """The Table Schema without the codebooks, which are no part of a contributed file."""
    schema = contract.table_schema("contributed")
    del schema["foreignKeys"]
    return schema


def frictionless_report(path: Path) -> Report:
    """What Frictionless says of a file."""
    from frictionless import Dialect, Resource, Schema
    from frictionless.formats import CsvControl

    # It would guess the separator, the header's row and the encoding, and take a wrong one for right.
    delimiter = CsvControl(delimiter="\t" if path.suffix == ".tsv" else ",")
    resource = Resource(
        path=path.name,
        basepath=str(path.parent),
        schema=Schema.from_descriptor(contract_for_frictionless()),
        dialect=Dialect(header_rows=[1], controls=[] if path.suffix == ".parquet" else [delimiter]),
        encoding="utf-8",
    )
    return resource.validate()


def places(report: Report, lines: Sequence[int]) -> set[tuple[int, str | None]]:
    """Where Frictionless finds errors: the physical line, and the column if the error is of a cell.

    Args:
        report: What it says of a file whose header is right.
        lines: The physical line on which each record begins.
    """
    found: set[tuple[int, str | None]] = set()
    short: dict[int, str] = {}
    for number, column, kind in report.flatten(["rowNumber", "fieldName", "type"]):
        line = lines[number - 1] if number else 1
        if kind == "missing-cell":  # one for each cell; ours is one, at the first
            short[line] = min(column, short.get(line, column), key=COLUMNS.index)
        else:
            found.add((line, column or None))
    return {place for place in found if place[0] not in short} | set(short.items())


def test_frictionless_agrees_where_it_checks_the_same(folder: Path) -> None:
    seen: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    differences = []
    for name, file in write_cases(folder / "frictionless", range(COMPARED)).items():
        if file.misread:
            verdicts["not compared: it reads these files in its own way"] += 1
            continue
        path = folder / "frictionless" / name.rsplit("/", 2)[-2] / file.name
        report = frictionless_report(path)
        if file.whole:
            verdicts["header or encoding wrong, as ours"] += 1
            if report.valid:
                differences.append(f"{name}: valid for Frictionless: {file.faults}")
            continue
        verdicts["every cell as ours"] += 1
        ours = {(fault.line, fault.column) for fault in file.faults if fault.schema}
        theirs = places(report, file.lines)
        if ours != theirs:
            differences.append(f"{name}: only ours {ours - theirs}, only theirs {theirs - ours}")
        for fault in file.faults:
            (seen if fault.schema else unseen)[fault.check] += 1
    assert not differences, "\n".join([f"{len(differences)} differences", *differences[:40]])
    assert unseen.keys() - seen.keys() == ONLY_OURS
    assert unseen.keys() & seen.keys() == ONLY_OURS_AT_TIMES
    sys.stdout.write(f"{dict(verdicts)}\nboth see: {dict(seen)}\nonly diplopack sees: {dict(unseen)}\n")
