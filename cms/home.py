"""What this package shows on the home page; see home_sections."""

from typing import Any

from django.http import HttpRequest

from cms import reading
from cms.figures import home_figures
from cms.home_sections import HomeSection
from cms.home_sections import join as join_section
from cms.matter_tables import home_matters
from cms.notices.reading import home_notices


def matters(request: HttpRequest) -> dict[str, Any] | None:
    return home_matters(request, packages=reading.packages(), all_url=reading.guides_url())


def join() -> None:
    """Called when the package is ready."""
    join_section(HomeSection(1, "matters", "cms/sections/matters.html", matters))
    join_section(HomeSection(4, "open_notices", "cms/sections/notices.html", home_notices))
    join_section(HomeSection(5, "figures", "cms/sections/figures.html", home_figures))
    join_section(HomeSection(50, "certificate_anatomy", "cms/sections/certificate_anatomy.html", lambda request: {}))
