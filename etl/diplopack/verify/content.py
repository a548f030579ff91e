"""Whether what is in the files is true: counts, keys and digests are made again from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR
from diplopack.load.read import read_table
from diplopack.validation.package import different_rows, format_difference, given_resources, part_problems, row_problems
from diplopack.verify.subject import Found, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa


def rows(subject: Subject) -> Found:
    """Read the tables, and compare the number of their rows with the descriptor."""
    problems: list[str] = []
    for name in contract.PUBLISHED_TABLES:
        try:
            subject.tables[name] = read_table(subject.folder, name, "parquet")
        except DataError as error:
            problems += error.lines
    problems += [
        f"{subject.folder / DESCRIPTOR}: {resource['name']}: rows is missing, their number was expected"
        for resource in given_resources(subject.folder)
        if "schema" in resource and "rows" not in resource
    ]
    problems += row_problems(subject.folder, subject.tables)
    count = sum(table.num_rows for table in subject.tables.values())
    return Found(f"{count:,} rows in {len(subject.tables)} tables, as many as {DESCRIPTOR} says", problems)


def formats(subject: Subject) -> Found:
    """Compare each table in CSV with the same in Parquet."""
    return Found(f"{len(subject.tables)} tables have the same rows in CSV and Parquet", _format_problems(subject))


def _format_problems(subject: Subject) -> Iterator[str]:
    for name, table in subject.tables.items():
        try:
            yield from format_difference(subject.folder, name, table, read_table(subject.folder, name, "csv"))
        except DataError as error:
            yield from error.lines


def keeps_contract(subject: Subject) -> Found:
    """Check columns, types, constraints and keys."""
    schemas = [contract.table_schema(name) for name in subject.tables]
    columns = sum(len(schema["fields"]) for schema in schemas)
    unique = sum(1 + len(schema.get("uniqueKeys", [])) for schema in schemas)
    foreign = sum(len(schema.get("foreignKeys", [])) for schema in schemas)
    what = f"{columns} columns with their types and constraints, {unique} unique keys, {foreign} foreign keys"
    try:
        contract.check(subject.tables)
    except DataError as error:
        return Found(what, [f"{subject.folder}: {line}" for line in error.lines])
    return Found(what, part_problems(subject.folder, subject.tables))


def stable_ids(subject: Subject) -> Found:
    """Make the identifiers of events and mentions again."""
    events, mentions = (subject.tables[name].num_rows for name in ("events", "mentions"))
    what = f"{events:,} event_id and {mentions:,} mention_id, made again"
    if not _has_whole_words(subject):
        what = f"{events:,} event_id, made again, but no mention_id: its words are not published whole"
    return Found(what, _id_problems(subject))


def _has_whole_words(subject: Subject) -> bool:
    return bool(subject.descriptor().get("sentences", "whole") == "whole")


def _id_problems(subject: Subject) -> Iterator[str]:
    import pyarrow as pa

    from diplopack.transform.tables import EVENT_ID_COLUMNS, event_id

    events = subject.tables["events"]
    right = map(event_id, *(events[name].cast(pa.string()).to_pylist() for name in EVENT_ID_COLUMNS))
    yield from _other_digests(subject, "events", "event_id", right)
    if _has_whole_words(subject):
        yield from _other_digests(subject, "mentions", "mention_id", _mention_ids(subject))


def _other_digests(subject: Subject, name: str, column: str, right: Iterable[str]) -> Iterator[str]:
    given = subject.tables[name][column].to_pylist()
    for row, (found, expected) in enumerate(zip(given, right, strict=True)):
        if found != expected:
            yield f"{subject.place(name, row)}: {column}: found {found!r}, the row gives {expected!r}"


def _mention_ids(subject: Subject) -> Iterator[str]:
    """The identifier of each mention."""
    from diplopack.transform.contributed import RULE, quote_id
    from diplopack.transform.tables import mention_id

    names = ("rule", "event_id", "article_id", "sentence_start", "sentence", "action_text")
    columns = (subject.tables["mentions"][name].to_pylist() for name in names)
    for rule, event, article, start, sentence, action in zip(*columns, strict=True):
        if rule != RULE:
            yield mention_id(event, article, start, action or "")
        else:
            yield quote_id(event, article, start, sentence or "")


def sentences(subject: Subject) -> Found:
    """Measure the sentences again, and compare them with their digests."""
    count = subject.tables["mentions"].num_rows
    if _has_whole_words(subject):
        return Found(f"{count:,} sentences have their sentence_length and sentence_sha256", _sentence_problems(subject))
    what = f"of {count:,} sentences no more is published than their sentence_length; no sentence_sha256, made again"
    return Found(what, _longer_sentences(subject))


def _sentence_problems(subject: Subject) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from diplopack.transform.tables import text_sha256

    words = pc.fill_null(subject.tables["mentions"]["sentence"], "")
    lengths = pc.utf8_length(words).cast(pa.int64())
    yield from _unlike(subject, "mentions", "sentence_length", lengths, "the sentence has")
    digests = map(text_sha256, words.to_pylist())
    yield from _other_digests(subject, "mentions", "sentence_sha256", digests)


def _longer_sentences(subject: Subject) -> Iterator[str]:
    import pyarrow.compute as pc

    mentions = subject.tables["mentions"]
    longer = pc.fill_null(pc.greater(pc.utf8_length(mentions["sentence"]), mentions["sentence_length"]), False)
    for row in pc.indices_nonzero(longer).to_pylist():
        length, found = mentions["sentence_length"][row].as_py(), len(mentions["sentence"][row].as_py())
        place = subject.place("mentions", row)
        yield f"{place}: sentence: found {found:,} characters, at most {length:,} were expected"


def counts(subject: Subject) -> Found:
    """Count mentions and articles of events, and events of articles, again."""
    from diplopack.transform.tables import COUNTS

    columns = " and ".join(f"{', '.join(of_table)} of {name}" for name, of_table in COUNTS.items())
    return Found(f"{columns}, counted again", _count_problems(subject))


def _count_problems(subject: Subject) -> Iterator[str]:
    from diplopack.transform.tables import COUNTS, recounted

    for name, columns in COUNTS.items():
        right = recounted(name, subject.tables[name], subject.tables["mentions"])
        for column in columns:
            yield from _unlike(subject, name, column, right[column], "the mentions give")


def codes(subject: Subject) -> Found:
    """Look up again what the code of an event decides."""
    from diplopack.transform.tables import CODE_COLUMNS

    key, *columns = CODE_COLUMNS
    return Found(f"{', '.join(columns)} of events, looked up again by {key}", _code_problems(subject))


def _code_problems(subject: Subject) -> Iterator[str]:
    import pyarrow.compute as pc

    from diplopack.transform.tables import CODE_COLUMNS

    key, *columns = CODE_COLUMNS
    codebook = subject.tables["event_codes"]
    at = pc.index_in(subject.tables["events"][key], value_set=codebook[key].combine_chunks())
    for column in columns:
        yield from _unlike(subject, "events", column, codebook[column].take(at), "event_codes has")


def _unlike(subject: Subject, name: str, column: str, right: pa.ChunkedArray, source: str) -> Iterator[str]:
    """A line for each cell of a column that is not the right one."""
    given = subject.tables[name][column]
    for row in different_rows(given, right):
        found, expected = given[row].as_py(), right[row].as_py()
        yield f"{subject.place(name, row)}: {column}: found {found!r}, {source} {expected!r}"
