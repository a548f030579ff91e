"""Pages in a real browser: Debian's chromium or Google's chrome, driven by Playwright."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pytest
from playwright.sync_api import sync_playwright

from diplopack import contract
from diplopack.load.package import package_descriptor
from diplopack.page import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    class Open(Protocol):
        """What the fixture `open_page` gives."""

        def __call__(self, tables: Mapping[str, pa.Table], width: int = ..., fragment: str = ...) -> Opened: ...


COUNTRIES = ("CHN", "USA", "TWN", "RUS", "FRA")
ACTS = {row["event_code"]: row for row in contract.codebook("event_codes").to_pylist()}
NAMES = {row["country"]: row["name"] for row in contract.codebook("countries").to_pylist()}


def event(number: int, actor: str, target: str, code: str, date: str, **other: object) -> dict[str, Any]:
    """A row of events between two countries."""
    columns = ("event_code", "event_base_code", "event_root_code", "quad_class", "goldstein_scale", "plover")
    return {
        "event_id": f"e{hashlib.sha256(str(number).encode()).hexdigest()[:16]}",
        "event_date": dt.date.fromisoformat(date),
        "date_precision": "day",
        "date_basis": "stated",
        "actor_code": actor,
        "actor_name": NAMES[actor],
        "actor_country": actor,
        "actor_role": None,
        "target_code": target,
        "target_name": NAMES[target],
        "target_country": target,
        "target_role": None,
        **{name: ACTS[code][name] for name in columns},
        "num_mentions": 1,
        "num_articles": 1,
        "origin": "coded",
        **other,
    }


def mention(of: Mapping[str, Any], sentence: str | None = None, number: int = 1, **other: object) -> dict[str, Any]:
    """A row of mentions that supports an event."""
    key = f"{of['event_id']} {number}"
    return {
        "mention_id": f"m{hashlib.sha256(key.encode()).hexdigest()[:16]}",
        "event_id": of["event_id"],
        "article_id": "a1",
        "sentence_number": number,
        "sentence_start": 10 * number,
        "sentence": f"{of['actor_name']} acted on {of['target_name']}." if sentence is None else sentence,
        "actor_text": of["actor_name"],
        "action_text": "acted",
        "target_text": of["target_name"],
        "rule": "act",
        **other,
    }


def article(**other: object) -> dict[str, Any]:
    """The row of articles that all mentions are in."""
    return {
        "article_id": "a1",
        "title": "A day of talks",
        "publisher": "Example News",
        "url": "https://example.org/1",
        "published": dt.date(2021, 1, 1),
        "published_precision": "day",
        "language": "en",
        "text_sha256": "0" * 64,
        "num_sentences": 3,
        "num_events": 3,
        **other,
    }


def as_tables(
    events: list[dict[str, Any]], mentions: list[dict[str, Any]], *articles: dict[str, Any]
) -> dict[str, pa.Table]:
    rows = {"events": events, "mentions": mentions, "articles": list(articles or (article(),))}
    return {name: pa.Table.from_pylist(rows[name], contract.arrow_schema(name)) for name in rows}


def many(count: int) -> dict[str, pa.Table]:
    """A made-up package: events over ten years, all countries of `COUNTRIES`, all codes."""
    codes = list(ACTS)
    events = [
        event(
            number,
            COUNTRIES[number % 5],
            COUNTRIES[(number // 5) % 5],
            codes[(7 * number) % len(codes)],
            str(dt.date(2010, 1, 1) + dt.timedelta(days=(37 * number) % 3650)),
        )
        for number in range(count)
    ]
    return as_tables(events, [mention(row) for row in events])


def rendered(tables: Mapping[str, pa.Table]) -> str:
    """The page of some tables, with a descriptor as a build makes it."""
    resources = [
        {**contract.resource(name, fmt), "bytes": 1000}
        for fmt in contract.FORMATS
        for name in contract.PUBLISHED_TABLES
    ]
    return render(tables, package_descriptor(resources))


class Opened:
    """A page in the browser, and what it said and asked for.

    Attributes:
        page: the page.
        said: messages on its console, and errors of its scripts.
        asked: addresses that it requested, but its own.
    """

    def __init__(self, context: BrowserContext, file: Path, fragment: str = "") -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        own = file.as_uri()
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        context.on("request", lambda request: None if request.url.startswith(own) else self.asked.append(request.url))
        self.page.goto(own + fragment)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    @property
    def status(self) -> str:
        return self.page.locator("#status").inner_text()

    def rows(self) -> list[str]:
        """The parties of the events in sight."""
        return self.page.locator(".row .parties").all_inner_texts()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window. Where there is none the tests say so, and under CI they fail."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if found is None:
        reason = "the page is tested in a real browser: install Debian's chromium, or google-chrome"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open the page of some tables, from a file, in a window of some width, at an address that goes on so."""
    contexts: list[BrowserContext] = []

    def opened(tables: Mapping[str, pa.Table], width: int = 1280, fragment: str = "") -> Opened:
        file = tmp_path / "index.html"
        file.write_text(rendered(tables), encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}))
        return Opened(contexts[-1], file, fragment)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def few() -> dict[str, pa.Table]:
    """Five events of four countries, two years and four acts."""
    events = [
        event(1, "CHN", "USA", "0242", "2020-11-11"),
        event(2, "USA", "TWN", "042", "2020-11-12", num_mentions=2),
        event(3, "USA", "TWN", "072", "2021-03-01", date_precision="month"),
        event(4, "RUS", "USA", "193", "2021-03-18"),
        event(5, "TWN", "USA", "042", "2021-06-01", origin="contributed"),
    ]
    mentions = [mention(row) for row in events[:4]]
    mentions.append(mention(events[1], "Later the United States acted in Taiwan again.", 2))
    quote = {"actor_text": None, "action_text": None, "target_text": None, "rule": "contributed"}
    mentions.append(mention(events[4], "A visit to Łódź was paid.") | quote)
    return as_tables(events, mentions)
