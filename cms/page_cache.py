"""Whole public pages kept in memory, each valid for one version of the content (cms.models.content_version).

A page is kept when its view says ``keep``: it then shows nothing of one reader, and no form with a token. What it shows
of the clock (open now, days left) has an end, which ``keep`` is told. One query a request: the version.

Whoever is signed in, or has a message waiting, gets pages of their own; so does every answer that sets a cookie.
"""

import hashlib
import logging
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

from bureau.calendar import now
from cms.models.content_version import ContentVersion
from cms.reader import Reader

logger = logging.getLogger(__name__)

LONGEST = timedelta(hours=1)  # a page also shows 'today' and 'this year'
PARAMETERS = frozenset({"s", "v", "topic"})  # what an address may ask of a kept page; anything else is built anew
OF_ONE_PERSON = frozenset({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name})
P = ParamSpec("P")
T = TypeVar("T")
_present: ContextVar[int | None] = ContextVar("content_version", default=None)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it went out; ``until`` in seconds since 1970."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    until: float


def keep(response: HttpResponse, until: datetime | None = None) -> HttpResponse:
    """Lets the middleware keep this page, until the moment at which it would say something else."""
    response.kept_until = until  # type: ignore[attr-defined]
    return response


def kept(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The same for a view whose pages hold for a while."""

    @wraps(view)
    def keeping(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return keep(view(*args, **kwargs))

    return keeping


def content_version() -> int:
    """The present number; within a request that the middleware watches it is read once."""
    known = _present.get()
    return ContentVersion.present() if known is None else known


_memory: dict[Hashable, tuple[Any, Any]] = {}
MOST_REMEMBERED = 4096


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Keeps what ``function`` answers in this process for one version of the content, a language and its arguments.

    For facts that every page shows: the office, its windows, the lists of matters. Arguments are hashable.
    """

    @wraps(function)
    def recalled(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, get_language(), args, tuple(kwargs.items()))
        version = (content_version(), now().date())
        found = _memory.get(key)
        if found is not None and found[0] == version:
            return cast(T, found[1])
        value = function(*args, **kwargs)
        if len(_memory) >= MOST_REMEMBERED:
            _memory.clear()
        _memory[key] = (version, value)
        return value

    return recalled


def forget() -> None:
    """For tests, whose databases begin anew under the same numbers."""
    _memory.clear()
    caches["pages"].clear()


class PageCacheMiddleware:
    """Before sessions and everything else that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_public(request):
            return self.get_response(request)
        try:
            version = ContentVersion.present()
        except DatabaseError:  # the view behind says what can be said without it
            logger.warning("the content version could not be read; pages are built anew")
            return self.get_response(request)
        token = _present.set(version)
        try:
            return self._answer(request, version) if _is_for_everybody(request) else self.get_response(request)
        finally:
            _present.reset(token)

    def _answer(self, request: HttpRequest, version: int) -> HttpResponse:
        key = _key(request, version)
        page: KeptPage | None = caches["pages"].get(key) if settings.PAGE_CACHE else None
        if page is None or page.until <= now().timestamp():
            response = self.get_response(request)
            if not hasattr(response, "kept_until") or response.status_code != 200 or response.cookies:
                return response
            page = _kept(response)
            if settings.PAGE_CACHE:
                caches["pages"].set(key, page, LONGEST.total_seconds())
        return _response(request, page)


def _is_public(request: HttpRequest) -> bool:
    """A page that is only read: one version of the content stands behind all of it."""
    return (
        request.method in {"GET", "HEAD"}
        and not getattr(request, "is_dummy", False)  # previews
        and not request.path_info.startswith(("/admin/", settings.STATIC_URL, settings.MEDIA_URL))
    )


def _is_for_everybody(request: HttpRequest) -> bool:
    return PARAMETERS.issuperset(request.GET) and OF_ONE_PERSON.isdisjoint(request.COOKIES)


def _key(request: HttpRequest, version: int) -> str:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    asked = (
        version,
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        reader.language,
        reader.mode,
        reader.theme,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _kept(response: HttpResponse) -> KeptPage:
    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
        response.render()
    soon = now() + LONGEST
    end = getattr(response, "kept_until", None)
    until = min(soon, end) if end else soon
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    return KeptPage(response.content, headers, etag, until.timestamp())


def _response(request: HttpRequest, page: KeptPage) -> HttpResponse:
    response = HttpResponse(page.body, headers=dict(page.headers))
    response["Cache-Control"] = "no-cache"  # a reader's browser asks each time, and is told 'unchanged'
    answer = cast(HttpResponse, get_conditional_response(request, etag=page.etag, response=response))
    answer["ETag"] = page.etag
    return answer
