"""What all pages that answer a check have in common: what they say when nothing can be said, and what they keep to."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

from bureau import calendar
from certificates.public.limits import CHECKS
from certificates.verification.records import AWAY

View = Callable[..., HttpResponse]
SOON = 60  # seconds after which a reader may try again


def answering(view: View) -> View:
    """'Could not be checked' when our records are away, on every page here; no answer of a check is indexed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except AWAY:
            response = away()
        if "code" in kwargs or request.method == "POST":
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


def secret_address(view: View, *, methods: Sequence[str] = ("GET", "HEAD")) -> View:
    """For an address that holds a secret: it goes into no referrer and into no log of ours. Most are only read."""

    @wraps(view)
    def kept_secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = request.method in methods  # require_safe logs the path of what it refuses
        response = view(request, *args, **kwargs) if allowed else HttpResponseNotAllowed(methods)
        response.headers["Referrer-Policy"] = "no-referrer"
        response._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs the path from status 400 on
        return response

    return kept_secret


def away() -> HttpResponse:
    """Asks no database, so it stands on its own."""
    context = {"checked_at": calendar.now()}
    page = render_to_string("certificates/public/away.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(SOON)})


def too_many(request: HttpRequest, *, again: str) -> HttpResponse:
    """``again`` is the address of the form."""
    response = render(request, "certificates/public/too_many.html", {"check_url": again}, status=429)
    response.headers["Retry-After"] = str(CHECKS.seconds)
    return response
