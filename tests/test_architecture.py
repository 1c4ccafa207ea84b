"""Imports go one way (style.md calls the layers); site/ must not shadow the standard library's module."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
