"""The picture of the page in the README: ``python tests/page/screenshot.py`` makes it of ``dist/``."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / ".github" / "page.png"
SIZE = {"width": 1280, "height": 1720}


def main() -> None:
    """Open the event that shows most: what China asked of the United States, in three sentences."""
    browsers = filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=next(browsers))
        page = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
        page.goto((ROOT / "dist" / "index.html").as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        page.locator(".row").filter(has_text="0242").first.click()
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
