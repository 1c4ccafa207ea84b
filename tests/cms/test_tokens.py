"""The colours of tokens.css, measured by WCAG 2: text needs 4.5, controls and drawn marks need 3."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "site" / "static" / "css" / "tokens.css").read_text()

TEXT = ["ink", "ink-2", "azurite", "azurite-deep", "cinnabar", "malachite", "ochre", "crimson"]
MARKS = ["edge", "ochre-mark"]
ON_OWN_TINT = ["azurite", "malachite", "ochre", "crimson"]
TINTS = ["azurite-tint", "malachite-tint", "ochre-tint", "crimson-tint", "found-tint"]


def colours(selector: str) -> dict[str, str]:
    """Every colour that the first block under ``selector`` sets."""
    block = TOKENS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", block))


LIGHT = colours("\n:root")
DARK = LIGHT | colours(':root[data-theme="dark"]')
PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_agrees_with_known_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert round(contrast("#14507A", "#FFFFFF"), 1) == 8.5  # face.md, section 3


@PALETTES
@pytest.mark.parametrize("ground", ["page", "surface"])
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read_on_both_grounds(palette: dict[str, str], ground: str, text: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


@PALETTES
@pytest.mark.parametrize("ground", ["page", "surface"])
@pytest.mark.parametrize("mark", MARKS)
def test_borders_of_controls_can_be_seen(palette: dict[str, str], ground: str, mark: str) -> None:
    assert contrast(palette[mark], palette[ground]) >= 3


@PALETTES
@pytest.mark.parametrize("name", ON_OWN_TINT)
def test_a_state_can_be_read_on_its_own_tint(palette: dict[str, str], name: str) -> None:
    assert contrast(palette[name], palette[f"{name}-tint"]) >= 4.5


@PALETTES
@pytest.mark.parametrize("tint", TINTS)
def test_ink_and_links_can_be_read_on_every_tint(palette: dict[str, str], tint: str) -> None:
    assert contrast(palette["ink"], palette[tint]) >= 9
    assert contrast(palette["azurite"], palette[tint]) >= 4.5


@PALETTES
def test_words_on_a_button_can_be_read(palette: dict[str, str]) -> None:
    assert contrast(palette["on-azurite"], palette["azurite"]) >= 4.5
    assert contrast(palette["on-azurite"], palette["azurite-deep"]) >= 4.5


@PALETTES
def test_the_focus_shows_on_the_page_by_one_of_its_two_tones(palette: dict[str, str]) -> None:
    assert contrast(palette["focus-ring"], palette["page"]) >= 3
    assert contrast(palette["gamboge"], palette["focus-ring"]) >= 1.5


def test_asked_dark_and_chosen_dark_are_the_same() -> None:
    assert colours('  :root:not([data-theme="light"])') == colours(':root[data-theme="dark"]')
