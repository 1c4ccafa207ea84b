"""Rules that every public template keeps, whoever wrote it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "site/templates",
    "cms/templates/cms",
    "search/templates/search",
    "certificates/templates/certificates",
    "casework/templates/casework",
)


def is_public(path: Path) -> bool:
    """Screens for staff stand on Wagtail's templates, and paper has its own rules."""
    text = path.read_text()
    return "wagtailadmin" not in text.replace("wagtailadmin_home", "") and "@page" not in text


PUBLIC = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.html")) if is_public(path)]
PAGES = [path for path in PUBLIC if "{% block title %}" in path.read_text() and path.name != "base.html"]


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[str(path.relative_to(ROOT)) for path in paths])


@named(PUBLIC)
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text)
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))", text)


@named(PUBLIC)
def test_nothing_comes_from_another_host(path: Path) -> None:
    assert not re.search(r'(?:src|href)="(?:https?:)?//', path.read_text())


@named(PAGES)
def test_a_page_has_one_title_in_each_of_its_states(path: Path) -> None:
    text = path.read_text()

    assert "<h1" in text or "{% answer " in text or "heading=True" in text or '{% extends "cms/card.html" %}' in text


def test_every_style_sheet_is_linked() -> None:
    from cms.templatetags.face import STYLESHEETS  # Django is ready only now

    here = {path.stem for path in (ROOT / "site" / "static" / "css").glob("*.css")}
    named = re.findall(r"{% stylesheets ([^%]+) %}", "".join(path.read_text() for path in PUBLIC))
    linked = {"print", *STYLESHEETS, *(name for names in named for name in names.replace('"', "").split())}

    assert set(STYLESHEETS) <= here
    assert here - linked == set()
