"""The documentation lists what is there, and only that."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from config.settings_page import PAGE, page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def our_commands() -> dict[str, str]:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "site")}
    ours |= {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    return {name: app for name, app in get_commands().items() if app in ours}


def direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    stated = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return {re.match(r"[\w.-]+", line)[0] for line in stated}


def first_column(path: Path, pattern: str) -> set[str]:
    return set(re.findall(rf"^\| `({pattern})", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_the_page_of_settings_is_what_the_settings_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "run script/manage settings_doc"


def test_every_direct_dependency_has_its_reason_and_licence():
    assert first_column(DOCS / "architecture.md", r"[\w.-]+(?=`)") == direct_dependencies()


def test_every_command_is_listed():
    assert first_column(DOCS / "commands.md", r"\w+") == set(our_commands())


@pytest.mark.parametrize("name", sorted(our_commands()))
def test_every_command_says_what_it_does(name):
    assert load_command_class(our_commands()[name], name).help


def test_every_script_is_in_the_readme():
    scripts = {path.name for path in (ROOT / "script").iterdir() if not path.suffix}

    assert first_column(ROOT / "README.md", r"script/\w+") == {f"script/{name}" for name in scripts}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
