"""docs/settings.md, written from the variables themselves."""

from collections.abc import Iterable
from datetime import time
from pathlib import Path

from config import ROOT
from config.env import VARIABLES, Variable

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Every variable that the environment may set. What is absent keeps its default, and the defaults are safe for a public
server. `script/manage check` names values that contradict each other.

This page is written by `script/manage settings_doc`; change the help in `site/config/settings.py`.

| variable | default | meaning |
|---|---|---|
"""


def page(variables: Iterable[Variable] = VARIABLES) -> str:
    return HEAD + "".join(f"| `{one.name}` | {_shown(one.default)} | {one.help} |\n" for one in variables)


def _shown(default: object) -> str:
    if isinstance(default, bool):
        text = "yes" if default else "no"
    elif isinstance(default, list):
        text = ",".join(default)
    elif isinstance(default, Path):
        text = f"{default.relative_to(ROOT)}/"
    elif isinstance(default, time):
        text = f"{default:%H:%M}"
    else:
        text = str(default)
    return f"`{text}`" if text else ""
