"""From home to the printed card with a keyboard alone, and without scripting; the focus is always seen."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.running import Site, Watch, someone

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

LONGEST = 120  # presses of Tab from one end of a page to the other
BOUGHT = ["申请表", "设计方案"]
WIDTHS = pytest.mark.parametrize("width", [1280, 320], ids=["desktop", "phone"])

# The element with the focus: what it is, whether it shows that it has it, and whether anything lies over it.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const drawn = at.matches(".segment__radio") ? at.nextElementSibling : at;
  const box = drawn.getBoundingClientRect();
  const style = getComputedStyle(drawn);
  const bar = document.querySelector(".sticky-bar");
  const covers = bar && getComputedStyle(bar).position === "sticky" && !bar.contains(at);
  const foot = covers ? bar.getBoundingClientRect().top : innerHeight;
  const words = (at.getAttribute("aria-label") || at.innerText || at.value || at.className).trim();
  return {
    words,
    seen: at.matches(":focus-visible") && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3,
    box: [box.left, box.top, box.right, box.bottom].map(Math.round),
    foot: Math.round(foot),
    wide: document.documentElement.clientWidth,
  };
}"""
