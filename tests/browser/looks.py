"""Axe (contrast on) on a page as it stands, narrow and wide, light and dark; it must find nothing anywhere."""

from collections.abc import Collection, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Look = tuple[int, str]
LOOKS: list[Look] = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
CROSSED: list[Look] = [(1280, "light"), (320, "dark")]  # each width and each scheme once, in half the time
STILL = "() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))"
STYLED = "() => document.styleSheets.length > 0"
WIDTHS = "() => [document.documentElement.scrollWidth, innerWidth]"


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


def complaints(page: Page, looks: list[Look] = LOOKS, let_pass: Collection[tuple[str, str]] = ()) -> Iterator[str]:
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
        for one in Axe().run(page).response["violations"]:
            for node in one["nodes"]:
                if (one["id"], node["target"][0]) not in let_pass:
                    yield f"{page.title()} at {width} {scheme}: {one['id']}: {node['target']} {node['html'][:160]}"
        needed, given = page.evaluate(WIDTHS)
        if needed > given:
            yield f"{page.title()} at {width} {scheme}: {needed} pixels wide"
