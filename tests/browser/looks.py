"""Axe (contrast on) on a page as it stands, narrow and wide, light and dark; it must find nothing anywhere."""

from collections.abc import Collection, Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Look = tuple[int, str]
CROSSED: list[Look] = [(1280, "light"), (320, "dark")]  # each width and each scheme once
# What glides is put where it would end. It begins with the next frame, and again in whatever inherits its colour.
STILL = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const moving = () => document.getAnimations().filter(
        each => each.playState !== "finished" && each.effect.getComputedTiming().endTime !== Infinity);
    await frame();
    do {
        moving().forEach(each => each.finish());
        await frame();
    } while (moving().length);
}"""
STYLED = "() => document.styleSheets.length > 0"
HAS_AXE = "() => 'axeOfTests' in window"
KEEP_AXE = "() => { window.axeOfTests = window.axe }"
RUN_AXE = "options => axeOfTests.run(options).then(found => found.violations)"
WIDTHS = "() => [document.documentElement.scrollWidth, innerWidth]"


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


def complaints(page: Page, looks: list[Look] = CROSSED, let_pass: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """What axe says about the page as it stands, in each look; and whether it scrolls sideways, as axe does not say.

    ``let_pass``: rules with the place where each is broken by what is not ours.
    """
    page.wait_for_load_state("load")  # a form that was sent may have led here a moment ago
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        page.evaluate(STILL)  # colours and side panels of the admin glide into place
        if not page.evaluate(STYLED):
            yield f"{page.title()}: no style sheet arrived"
        for one in violations(page):
            for node in one["nodes"]:
                if (one["id"], node["target"][0]) not in let_pass:
                    yield f"{page.title()} at {width} {scheme}: {one['id']}: {node['target']} {node['html'][:160]}"
        needed, given = page.evaluate(WIDTHS)
        if needed > given:
            yield f"{page.title()} at {width} {scheme}: {needed} pixels wide"


def violations(page: Page) -> list[dict[str, Any]]:
    """What breaks a rule of axe. A page is given the half megabyte of axe once.

    Under a name of its own: Wagtail's editor has an axe too, with rules for the text of a page beside it.
    """
    if not page.evaluate(HAS_AXE):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(KEEP_AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, {"resultTypes": ["violations"]})
    return found
