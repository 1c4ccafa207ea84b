"""Addresses for machines, and the page that is shown when everything else failed."""

import logging
import secrets
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.public_matters import public_matters
from cms.site_facts import LAST_PHONE, telephone_link

logger = logging.getLogger(__name__)


class Near(NamedTuple):
    """A page that a lost reader may have meant."""

    name: str
    url: str


NOT_FOR_ROBOTS = ("/admin/", "/v/", "/r/", "/tell-me/", "/reader/", "/components/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the site and its database answer; for a load balancer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Helps on: guides whose address or name is close to what was asked, then the search."""
    try:
        close = near(request.path)
    except DatabaseError:
        close = []
    return render(request, "404.html", {"close": close}, status=404)


def near(path: str) -> list[Near]:
    """At most five guides whose code, address or name resembles the last part of ``path``."""
    asked = unquote(path).strip("/").rpartition("/")[2].lower()
    if not asked:
        return []
    known = {}
    for matter in public_matters():
        page = Near(matter.facts.name, matter.guide_url or matter.card_url)
        for name in (matter.code, page.url.strip("/").rpartition("/")[2], matter.facts.name):
            known[name.lower()] = page
    found = [known[name] for name in get_close_matches(asked, known, n=5, cutoff=0.5)]
    found += [page for name, page in known.items() if len(asked) > 1 and asked in name]
    return list(dict.fromkeys(found))[:5]


def server_error(request: HttpRequest) -> HttpResponse:
    """The failure page asks no database; its number is what a caller can tell us and the log holds."""
    number = secrets.token_hex(4).upper()
    logger.error("failure page %s shown for %s", number, request.path)
    phone = cache.get(LAST_PHONE, "")
    page = render_to_string("500.html", {"number": number, "phone": phone, "phone_link": telephone_link(phone)})
    return HttpResponse(page, status=500)
