"""The same site, but that a bare Wagtail ``Page`` shows its text by a template of the benchmark."""

from config.settings import *  # noqa: F403
from config.settings import ROOT, TEMPLATES

TEMPLATES[0]["DIRS"].insert(0, ROOT / "tests" / "bench" / "paging" / "templates")
