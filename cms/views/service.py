"""Addresses for machines, and the page that is shown when everything else failed."""

import logging
import secrets

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.site_facts import LAST_PHONE, telephone_link

logger = logging.getLogger(__name__)

NOT_FOR_ROBOTS = ("/admin/", "/v/", "/reader/", "/components/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
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


def server_error(request: HttpRequest) -> HttpResponse:
    """The failure page asks no database; its number is what a caller can tell us and the log holds."""
    number = secrets.token_hex(4).upper()
    logger.error("failure page %s shown for %s", number, request.path)
    phone = cache.get(LAST_PHONE, "")
    page = render_to_string("500.html", {"number": number, "phone": phone, "phone_link": telephone_link(phone)})
    return HttpResponse(page, status=500)
