"""What Chromium asks for to show a page for the first time, uncompressed."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from playwright.sync_api import Browser, Response, sync_playwright

FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
SCREENS = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})


def first_view(urls: Sequence[str]) -> Mapping[str, int]:
    """Bytes by kind (document, stylesheet, script, font, image), of the page and on the screen where they are most."""
    chromium = os.environ.get("YIZHENG_TEST_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        try:
            seen = [_seen(browser, url, screen) for url in urls for screen in SCREENS]
        finally:
            browser.close()
    return max(seen, key=lambda sizes: sum(size for kind, size in sizes.items() if kind != "font"))


def _seen(browser: Browser, url: str, screen: dict[str, int]) -> Mapping[str, int]:
    context = browser.new_context(viewport=screen, locale="zh-CN")  # type: ignore[arg-type]
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes: Counter[str] = Counter()
    for answer in answers:
        sizes[answer.request.resource_type] += len(answer.body())
    context.close()
    return sizes
