"""Strings for people: what xgettext cannot see is never translated, and every one has its Chinese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bureau", "casework", "certificates", "cms", "documents", "search", "site")
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}


def hidden_calls(path: Path) -> Iterator[str]:
    """Calls of gettext within an f-string, into which the collector does not look."""
    for string in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(string, ast.JoinedStr):
            for call in ast.walk(string):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKS:
                    yield f"{path.relative_to(ROOT)}:{call.lineno}"


def test_no_string_for_people_hides_in_an_f_string():
    hidden = [place for package in PACKAGES for path in (ROOT / package).rglob("*.py") for place in hidden_calls(path)]

    assert hidden == []


def test_every_string_of_ours_has_its_chinese():
    catalogue = polib.pofile(str(ROOT / "site/locale/zh_Hans/LC_MESSAGES/django.po"))

    missing = [entry.msgid for entry in catalogue if not entry.obsolete and (entry.fuzzy or not entry.translated())]

    assert missing == []
