"""The codebook of a release: every column and every code, with how often each code occurs, as text and as a page."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diplopack import contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from diplopack.release.facts import Facts

_PARTIES = ("actor_code", "target_code")


@dataclass(frozen=True, slots=True)
class Column:
    """A column, as a reader wants to know it.

    Attributes:
        refers: the table that its values are keys of, or None.
        rules: what holds of its values, each rule a word and perhaps a value: ``("matches", "[0-9]{2}")``.
    """

    name: str
    type: str
    title: str
    description: str
    example: str
    refers: str | None
    rules: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns."""

    name: str
    title: str
    description: str
    rows: int
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a codebook: code, label, and how many events have it in each of `counted`, columns of events."""

    name: str
    title: str
    counted: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[int]]]


def codebook_markdown(facts: Facts) -> str:
    """The text of ``CODEBOOK.md``."""
    return _rendered("CODEBOOK.md.j2", facts)


def codebook_page(facts: Facts) -> str:
    """The same as a page: one file of HTML without a script, which asks nothing of a network."""
    return _rendered("codebook.html.j2", facts)


def described_tables(tables: Mapping[str, pa.Table]) -> Iterator[Table]:
    """What schema/ says of the published tables."""
    for name, rows in tables.items():
        schema, resource = contract.table_schema(name), contract.resource(name, "csv")
        refers = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
        columns = [
            Column(
                field["name"],
                field["type"],
                field["title"],
                field["description"],
                _written(field["example"]),
                refers.get(field["name"]),
                list(_rules(field, is_key=field["name"] in schema["primaryKey"])),
            )
            for field in schema["fields"]
        ]
        yield Table(name, resource["title"], resource["description"], rows.num_rows, columns)


def counted_codes(tables: Mapping[str, pa.Table]) -> Iterator[Codes]:
    """Every code of the codebooks, and how many events have it.

    The columns that are counted are those of events that refer to the codebook by schema/. Organizations and roles
    are also parts of actor codes, and are counted there: of an event by ``CHNGOVMIL``, both GOV and MIL.
    """
    events = tables["events"]
    parts = {column: _parts(events[column].value_counts()) for column in _PARTIES}
    for name in contract.CODEBOOKS:
        counts: dict[str, Mapping[str, int]] = {
            column: _count(events[column].value_counts()) for column in _columns_that_refer_to(name)
        }
        if name in {"organizations", "roles"}:
            counts = {column: parts[column][name] for column in _PARTIES}
        code, label = tables[name].column_names[:2]
        rows = [
            (code, label, [found.get(code, 0) for found in counts.values()])
            for code, label in zip(tables[name][code].to_pylist(), tables[name][label].to_pylist(), strict=True)
        ]
        yield Codes(name, contract.resource(name, "csv")["title"], list(counts), rows)


def _columns_that_refer_to(codebook: str) -> list[str]:
    keys = contract.table_schema("events")["foreignKeys"]
    return [key["fields"][0] for key in keys if key["reference"]["resource"] == codebook]


def _count(counts: Iterable[pa.StructScalar]) -> dict[str, int]:
    return {pair["values"].as_py(): pair["counts"].as_py() for pair in counts}


def _parts(counts: Iterable[pa.StructScalar]) -> Mapping[str, Mapping[str, int]]:
    """The organizations and the roles in actor codes, each with the number of events."""
    from diplopack.validation.actor_codes import split

    found: dict[str, Counter[str]] = {"organizations": Counter(), "roles": Counter()}
    for actor_code, number in _count(counts).items():
        parts = split(actor_code)
        if parts is None:
            continue
        if parts.organization is not None:
            found["organizations"][parts.organization] += number
        found["roles"].update(dict.fromkeys(parts.roles, number))
    return found


def _rules(field: Mapping[str, Any], *, is_key: bool) -> Iterator[tuple[str, str]]:
    constraints = field["constraints"]
    if is_key:
        yield "unique", ""
    yield ("required", "") if constraints.get("required") else ("may be null", "")
    if "enum" in constraints:
        yield "one of", ", ".join(map(_written, constraints["enum"]))
    for bound, words in (("minimum", "at least"), ("maximum", "at most")):
        if bound in constraints:
            yield words, _written(constraints[bound])
    if "maxLength" in constraints:
        yield "at most", f"{constraints['maxLength']} characters"
    if "pattern" in constraints:
        # What ends every pattern is for readers that take a line break at the end for no character.
        yield "matches", _visible(constraints["pattern"].removesuffix(r"(?!\n)"))


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _visible(pattern: str) -> str:
    """A pattern with the characters escaped that nobody sees."""
    return "".join(sign if sign.isprintable() and sign.isascii() else json.dumps(sign).strip('"') for sign in pattern)


def _rendered(template: str, facts: Facts) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("diplopack.release"),
        autoescape=template.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _cell, "code": _code}
    return environment.get_template(template).render(
        facts=facts,
        date=facts.date.isoformat(),
        tables=list(described_tables(facts.tables)),
        codebooks=list(counted_codes(facts.tables)),
    )


def _cell(text: str) -> str:
    """Text in Markdown that is only text, in a table too."""
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _code(text: str) -> str:
    """Text as code in a table of Markdown."""
    fence = "``" if "`" in text else "`"
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{' '.join(text.split())}{padding}{fence}".replace("|", "\\|")
