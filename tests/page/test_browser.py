"""The page as people use it, in a real browser: nothing on the console, nothing asked of a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from .conftest import article, as_tables, event, many, mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from .conftest import Open, Opened

WIDE, PHONE = 1280, 360
HOSTILE = [
    "<script>document.title = 'run'</script>",
    "</script><script>alert(1)</script>",
    "<!-- <img src=x onerror=alert(1)>",
    """"'><svg onload=alert(1)> & &amp; ${alert(1)} `""",
    "\u202eright to left\u202c \u2067שלום\u2069 \u2028 \u2029 \u200f",
]


@pytest.fixture
def opened(open_page: Open, few: Mapping[str, pa.Table]) -> Iterator[Opened]:
    """The page of `few`, which may say and ask nothing, whatever a test does with it."""
    opened = open_page(few)
    yield opened
    assert (opened.said, opened.asked) == ([], [])


def test_all_events_are_there_at_first(opened: Opened) -> None:
    assert opened.status == "5 events"
    parties = [re.sub(r"\s+", " ", row) for row in opened.rows()]
    assert parties[0] == "Taiwan → United States"  # the newest
    assert len(parties) == 5
    expect(opened.page.locator("#sampled")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("country", "TWN", 3),
        ("actor", "USA", 2),
        ("target", "USA", 3),
        ("root", "04", 2),
        ("from", "2021-03-01", 3),
        ("to", "2020-12-31", 2),
    ],
)
def test_a_filter_leaves_its_events(opened: Opened, name: str, value: str, left: int) -> None:
    field = opened.page.locator(f"#{name}")
    if name in {"from", "to"}:
        field.fill(value)
    else:
        field.select_option(value)
    expect(opened.page.locator("#status")).to_have_text(f"{left} of 5 events")
    assert len(opened.rows()) == left
    opened.page.locator("#clear").click()
    assert opened.status == "5 events"
    assert len(opened.rows()) == 5


def test_filters_together_leave_what_all_of_them_do(opened: Opened) -> None:
    opened.page.locator("#country").select_option("TWN")
    opened.page.locator("#root").select_option("04")
    opened.page.locator("#from").fill("2021-01-01")
    expect(opened.page.locator("#status")).to_have_text("1 of 5 events")
    opened.page.locator("#root").select_option("19")  # chosen before, it is still offered
    expect(opened.page.locator("#list .empty")).to_have_text("No event is left by these filters.")


@pytest.mark.parametrize(
    ("text", "left"), [("again", 1), ("lodz VISIT", 1), ("example news", 5), ("fight", 1), ("0242", 1), ("nowhere", 0)]
)
def test_search_finds_words_of_names_sentences_titles_and_codes(opened: Opened, text: str, left: int) -> None:
    opened.page.locator("#text").fill(text)
    expect(opened.page.locator("#status")).to_have_text("5 events" if left == 5 else f"{left} of 5 events")
    assert len(opened.rows()) == left


def test_a_cell_of_the_matrix_is_a_filter(opened: Opened) -> None:
    cell = opened.page.get_by_role("button", name=re.compile("^United States → Taiwan: 2 events: 1 verbal"))
    cell.click()
    assert opened.status == "2 of 5 events"
    expect(cell).to_have_attribute("aria-pressed", "true")
    assert opened.page.locator("#actor").input_value() == "USA"
    cell.click()
    assert opened.status == "5 events"


def test_a_root_is_a_filter(opened: Opened) -> None:
    root = opened.page.get_by_role("button", name="19 Fight, material conflict: 1 event")
    root.click()
    assert opened.status == "1 of 5 events"
    assert opened.page.locator("#root").input_value() == "19"
    root.click()
    assert opened.status == "5 events"


def test_a_stretch_of_the_time_line_is_a_filter(opened: Opened) -> None:
    box = opened.page.locator("#timeline").bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + 2, box["y"] + 50)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50, steps=4)
    opened.page.mouse.up()
    expect(opened.page.locator("#status")).to_have_text(re.compile(r"^[23] of 5 events$"))
    assert opened.page.locator("#from").input_value() <= "2020-11-11"
    assert opened.page.locator("#to").input_value() < "2021-06-01"


def test_the_time_line_goes_by_keyboard(opened: Opened) -> None:
    line = opened.page.locator("#timeline")
    line.focus()
    line.press("Home")
    expect(line).to_have_attribute("aria-valuetext", re.compile("2020, 2 events: 2 verbal cooperation$|1 event"))
    line.press("Shift+End")
    line.press("Enter")
    assert opened.page.locator("#from").input_value() != ""
    assert opened.status == "5 events"
    line.press("Escape")
    assert opened.page.locator("#from").input_value() == ""


def test_an_event_shows_its_sentences_with_their_parts(opened: Opened) -> None:
    opened.page.locator(".row").filter(has_text="2 mentions").click()
    panel = opened.page.get_by_role("dialog", name="United States → Taiwan")
    expect(panel.locator("blockquote")).to_have_count(2)
    first = panel.locator("blockquote").first
    assert first.locator(".actor").evaluate("mark => mark.lastChild.data") == "United States"
    assert first.locator(".act").evaluate("mark => mark.lastChild.data") == "acted"
    assert first.locator(".target").evaluate("mark => mark.lastChild.data") == "Taiwan"
    expect(panel.get_by_role("link", name="A day of talks").first).to_have_attribute("href", "https://example.org/1")
    expect(first).to_have_attribute("lang", "en")


def test_a_contributed_quote_has_no_parts(opened: Opened) -> None:
    opened.page.locator("#text").fill("Łódź")
    expect(opened.page.locator("#status")).to_have_text("1 of 5 events")
    opened.page.locator(".row").click()
    panel = opened.page.locator("#event")
    expect(panel.locator("blockquote")).to_have_text("A visit to Łódź was paid.")
    expect(panel.locator("mark")).to_have_count(0)
    expect(panel).to_contain_text("quoted by a contributor")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_list_goes_by_keyboard(open_page: Open, few: Mapping[str, pa.Table], width: int) -> None:
    opened = open_page(few, width)
    page = opened.page
    page.locator("#list").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    heading = page.locator("#event-title")
    expect(heading).to_be_focused()
    expect(heading).to_have_text("Russia → United States")
    expect(page.locator('.row[aria-selected="true"]')).to_have_attribute("aria-posinset", "2")
    page.keyboard.press("Escape")
    expect(page.locator("#event")).to_be_hidden()
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("End")
    assert page.locator("#list").get_attribute("aria-activedescendant") == "row-4"
    assert (opened.said, opened.asked) == ([], [])


def test_tab_reaches_everything_and_shows_where_it_is(opened: Opened) -> None:
    page = opened.page
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", seen[-1]
    order = ["skip", "text", "country", "from", "to", "timeline", "order", "list", "code"]
    assert [name for name in dict.fromkeys(seen) if name in order] == order


def test_arrows_go_through_the_matrix(opened: Opened) -> None:
    page = opened.page
    page.locator('#matrix button[tabindex="0"]').focus()
    start = page.evaluate("document.activeElement.dataset.pair")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.pair") != start
    page.keyboard.press("Enter")
    assert opened.status != "5 events"
    assert page.evaluate("document.activeElement.closest('#matrix') !== null"), "the focus is lost by choosing"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup(open_page: Open, text: str) -> None:
    row = event(1, "CHN", "USA", "042", "2020-11-11", actor_name=text, target_name=text)
    where = article(title=text, publisher=text, url="https://example.org/?" + re.sub(r"[^!-~]", "", text))
    says = mention(row, f"{text} met {text}", actor_text=text, action_text="met", target_text=text, rule=text)
    opened = open_page(as_tables([row], [says], where))
    page = opened.page
    page.locator("#text").fill(text)
    expect(page).to_have_url(re.compile("#text="))  # the search waits for the end of typing
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".row").click()
    assert page.locator("#event-title").evaluate("heading => heading.textContent") == f"{text} → {text}"
    page.locator("blockquote .spoken").evaluate_all("labels => labels.forEach((label) => label.remove())")
    assert page.locator("blockquote").evaluate("quote => quote.textContent") == f"{text} met {text}"
    assert page.locator("figcaption bdi").first.evaluate("title => title.textContent") == text
    assert page.locator("main script, main img, main svg[onload]").count() == 0
    assert page.title() == "Diplomatic events coded from news articles"
    assert (opened.said, opened.asked) == ([], [])


def test_a_link_that_is_not_of_the_web_stays_text(open_page: Open) -> None:
    row = event(1, "CHN", "USA", "042", "2020-11-11")
    opened = open_page(as_tables([row], [mention(row)], article(url="javascript:alert(1)", title=None)))
    opened.page.locator(".row").click()
    expect(opened.page.locator("figcaption")).to_contain_text("javascript:alert(1)")
    assert opened.page.locator("figcaption a").count() == 0


@pytest.mark.parametrize("sentence", ["", None])
def test_a_sentence_that_is_not_published_is_said_to_be(open_page: Open, sentence: str | None) -> None:
    row = event(1, "CHN", "USA", "042", "2020-11-11")
    nothing = dict.fromkeys(("actor_text", "action_text", "target_text"))
    opened = open_page(as_tables([row], [mention(row) | nothing | {"sentence": sentence}]))
    opened.page.locator(".row").click()
    expect(opened.page.locator("figure")).to_contain_text("The sentence is not published; it begins at character 10")


def test_a_package_without_events_has_a_page(open_page: Open) -> None:
    opened = open_page(as_tables([], []))
    assert opened.status == "0 events"
    expect(opened.page.locator("#list .empty")).to_be_visible()
    assert (opened.said, opened.asked) == ([], [])


def test_the_codebook_counts_codes(opened: Opened) -> None:
    page = opened.page
    acts = page.locator("details").first
    expect(acts.locator("summary")).to_have_text("Acts (CAMEO event codes) 4 of 318")
    acts.locator("summary").click()
    row = acts.locator("tbody tr").filter(has_text="Make a visit")
    expect(row.locator("td").last).to_have_text("2")
    page.locator("#used").uncheck()
    expect(acts.locator("tbody tr")).to_have_count(318)
    page.locator("#code").fill("ceasefire")
    expect(acts.locator("tbody tr").filter(has_not_text=re.compile("ceasefire", re.IGNORECASE))).to_have_count(0)
    assert acts.locator("tbody tr").count() > 1


def test_the_files_beside_it_can_be_had(opened: Opened) -> None:
    links = opened.page.locator("#downloads a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert links[:2] == ["events.csv", "events.parquet"]
    assert links[-1] == "datapackage.json"
    assert len(links) == 15
    expect(opened.page.locator("#citation pre").first).to_contain_text("version")


def test_what_is_chosen_is_in_the_address(opened: Opened, open_page: Open, few: Mapping[str, pa.Table]) -> None:
    opened.page.locator("#root").select_option("04")
    opened.page.locator(".row").first.click()
    address = "#" + opened.page.url.split("#")[1]
    again = open_page(few, fragment=address)
    assert again.status == "2 of 5 events"
    expect(again.page.locator("#event-title")).to_have_text("Taiwan → United States")


def test_an_address_cannot_ask_for_what_is_not_there(open_page: Open, few: Mapping[str, pa.Table]) -> None:
    opened = open_page(few, fragment="#root=99&actor=%3Cscript%3E&from=soon&event=x&country=")
    assert opened.status == "5 events"
    assert opened.said == []


def test_a_phone_scrolls_one_way_only(open_page: Open) -> None:
    opened = open_page(many(300), PHONE)
    assert opened.page.evaluate("document.documentElement.scrollWidth") == PHONE
    opened.page.locator(".row").first.click()
    assert opened.page.locator("#event").evaluate("panel => panel.matches(':modal') && panel.clientWidth") == PHONE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_colours_of_the_system(opened: Opened, scheme: str) -> None:
    opened.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    red, *_ = re.findall(r"\d+", opened.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert (int(red) < 128) == (scheme == "dark")


def test_paper_has_the_events_and_the_one_that_is_open(opened: Opened) -> None:
    page = opened.page
    page.locator(".row").first.click()
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#event blockquote")).to_be_visible()
    assert page.locator(".row").count() == 5
    assert page.evaluate("list.scrollHeight === list.clientHeight".replace("list", "document.getElementById('list')"))


def test_fifty_thousand_events(open_page: Open) -> None:
    """All are counted, a sample is listed, the page says so, and only the rows in sight exist."""
    tables = many(50_000)
    opened = open_page(tables)
    page = opened.page
    assert opened.status == "50,000 of 50,000 events; 10,000 of them in the list"
    expect(page.locator("#sampled")).to_contain_text("a sample chosen by their identifiers")
    assert page.locator(".row").count() < 50
    rows = tables["events"].select(["actor_country", "event_date"]).to_pylist()
    page.locator("#actor").select_option("CHN")
    page.locator("#from").fill("2015-01-01")
    left = sum(row["actor_country"] == "CHN" and row["event_date"].year >= 2015 for row in rows)
    expect(page.locator("#status")).to_have_text(re.compile(f"^{left:,} of 50,000 events; [1-9]"))
    page.locator("#list").focus()
    page.keyboard.press("End")
    last = page.locator(".row").last
    expect(last).to_have_attribute("aria-posinset", last.get_attribute("aria-setsize") or "")
    page.locator("#clear").click()
    page.locator("#text").fill("france acted")
    expect(page.locator("#status")).to_have_text(re.compile("of the 10,000 events in the sample have these words$"))
    assert (opened.said, opened.asked) == ([], [])


def test_nothing_moves_while_it_opens(open_page: Open) -> None:
    opened = open_page(many(2000))
    shift = opened.page.evaluate(
        """() => new Promise((done) => {
            let total = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => (total += entry.value))).observe({
              type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(total), 100)));
        })"""
    )
    assert shift < 0.02
