"""Imports go one way (style.md calls the layers); site/ must not shadow the standard library's module."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bureau", "casework", "certificates", "cms", "documents", "search", "site")


def test_imports_go_one_way():
    # A process of its own: import-linter caches what it has imported and prints its findings.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])

    linted = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_site_stays_the_standard_librarys_module():
    import site

    assert not (ROOT / "site" / "__init__.py").exists()
    assert not Path(site.__file__).is_relative_to(ROOT / "site")


def imported_modules() -> Iterator[tuple[str, Path]]:
    """The first name of every absolute import in the product's code."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_product_imports_nothing_that_only_development_installs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = {normal(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}
    distributions = packages_distributions()

    unstated = {
        f"{path.relative_to(ROOT)}: {module}"
        for module, path in imported_modules()
        if module in distributions and stated.isdisjoint(map(normal, distributions[module]))
    }

    assert unstated == set()
