"""Axe (contrast on) on a page as it stands, narrow and wide, light and dark; it must find nothing anywhere."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
STILL = "() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))"


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


def complaints(page: Page, looks: list[tuple[int, str]] = LOOKS) -> Iterator[str]:
    """What axe says about the page as it stands, in each look."""
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        page.wait_for_load_state("networkidle")
        page.evaluate(STILL)  # colours and side panels of the admin glide into place
        for one in Axe().run(page).response["violations"]:
            for node in one["nodes"]:
                yield f"{page.title()} at {width} {scheme}: {one['id']}: {node['target']} {node['html'][:160]}"
