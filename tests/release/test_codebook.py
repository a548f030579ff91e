"""The codebook: every column and code, how often each occurs, as text and as a page that is only text."""

from __future__ import annotations

import dataclasses
import html.parser
import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from markdown_it import MarkdownIt

from diplopack import contract
from diplopack.release.codebook import codebook_markdown, codebook_page, counted_codes, described_tables

if TYPE_CHECKING:
    from diplopack.release.facts import Facts

HOSTILE = "<script>alert(1)</script> | `code` [x](javascript:y) & *b* \\ # \n## no heading"


class Page(html.parser.HTMLParser):
    """The tags, the addresses and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.addresses += [found[name] or "" for name in ("href", "src", "action") if name in found]
        self.ids += [found["id"] or ""] if "id" in found else []

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def counted(facts: Facts) -> Facts:
    """Facts of three events by parties of several parts."""
    events = facts.tables["events"]
    for column, codes in (
        ("actor_code", ["CHNGOVMIL", "IGOUNO", "CHNUIG"]),
        ("target_code", ["GOV", "USAGOV", "GOV"]),
    ):
        at = events.schema.get_field_index(column)
        events = events.set_column(at, events.schema.field(at), pa.array(codes))
    return dataclasses.replace(facts, tables={**facts.tables, "events": events})


def hostile(facts: Facts) -> Facts:
    descriptor = {**facts.descriptor, "title": HOSTILE, "rights": HOSTILE}
    roles = facts.tables["roles"]
    label = pa.array([HOSTILE] * roles.num_rows)
    roles = roles.set_column(1, roles.schema.field(1), label)
    return dataclasses.replace(facts, descriptor=descriptor, tables={**facts.tables, "roles": roles})


def test_every_column_is_described(facts: Facts) -> None:
    text, page = codebook_markdown(facts), Page(codebook_page(facts))
    for table in described_tables(facts.tables):
        fields = contract.table_schema(table.name)["fields"]
        assert [column.name for column in table.columns] == [field["name"] for field in fields]
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in fields:
            assert f"\n| `{field['name']}` | {field['type']} |" in section
            assert f"{table.name}-{field['name']}" in page.ids
            assert " ".join(field["description"].split()) in " ".join(page.text.split())


def test_every_code_has_its_label(facts: Facts) -> None:
    text, page = codebook_markdown(facts), Page(codebook_page(facts)).text
    for name in contract.CODEBOOKS:
        for code, label in zip(*(contract.codebook(name)[at].to_pylist() for at in (0, 1)), strict=True):
            assert f"\n| `{code}` |" in text
            assert label in page


def test_codes_are_counted_as_often_as_they_occur(counted: Facts) -> None:
    codes = {
        book.name: (list(book.counted), {code: list(counts) for code, _, counts in book.rows if any(counts)})
        for book in counted_codes(counted.tables)
    }
    once = {"02": [0, 0, 1], "021": [0, 1, 0], "0211": [1, 0, 0], "03": [0, 0, 1], "036": [1, 1, 0]}
    once |= {"19": [0, 0, 1], "193": [1, 1, 0]}
    assert codes["event_codes"] == (["event_code", "event_base_code", "event_root_code"], once)
    assert codes["countries"] == (["actor_country", "target_country"], {"CHN": [3, 0], "USA": [0, 3]})
    assert codes["roles"] == (["actor_code", "target_code"], {"GOV": [1, 3], "MIL": [1, 0]})
    assert codes["organizations"] == (["actor_code", "target_code"], {"IGOUNO": [1, 0], "UIG": [1, 0]})


def test_the_rules_of_a_column_are_told(facts: Facts) -> None:
    tables = {table.name: {column.name: column for column in table.columns} for table in described_tables(facts.tables)}
    assert dict(tables["events"]["event_id"].rules) == {"unique": "", "required": "", "matches": "e[0-9a-f]{16}"}
    assert ("one of", "day, month, year") in tables["events"]["date_precision"].rules
    assert {("at least", "-10"), ("at most", "10")} <= set(tables["events"]["goldstein_scale"].rules)
    assert ("at most", "200 characters") in tables["articles"]["article_id"].rules
    assert tables["mentions"]["event_id"].refers == "events"
    patterns = [dict(column.rules).get("matches", "") for table in tables.values() for column in table.values()]
    assert all(pattern.isprintable() and pattern.isascii() for pattern in patterns)


def test_text_is_never_markup(facts: Facts) -> None:
    found = hostile(facts)
    page = Page(codebook_page(found))
    rendered = Page(MarkdownIt("commonmark").enable("table").render(codebook_markdown(found)))
    for place in (page, rendered):
        assert "script" not in place.tags
        assert not [address for address in place.addresses if address.startswith("javascript")]
        assert "<script>alert(1)</script> | `code` [x](javascript:y) & *b* \\ #" in place.text


def test_the_page_needs_nothing_else(facts: Facts) -> None:
    text = codebook_page(facts)
    page = Page(text)
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "form", "object"})
    assert "default-src 'none'" in text
    assert not re.search(r"url\(|@import", text)
    assert len(page.ids) == len(set(page.ids))
    inside = [address[1:] for address in page.addresses if address.startswith("#")]
    assert set(inside) <= set(page.ids)
    for media in ("prefers-color-scheme: dark", "print", "max-width"):
        assert media in text


def test_links_of_the_text_lead_somewhere(facts: Facts) -> None:
    text = codebook_markdown(facts)
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings
