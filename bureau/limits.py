"""How often one address may ask something of the public pages.

Counts live in Django's cache, under a keyed hash of the address. With the default cache (local memory) every process
counts for itself, so several processes allow as many times more; with Redis they share one count. They are not kept in
the database on purpose: a flood of requests would then be a flood of writes, and its outage would end every page.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` requests of one address within ``seconds``. Pages that share a name share one count."""

    name: str
    most: int
    seconds: int


def over_limit(request: HttpRequest, limit: Limit) -> bool:
    """Counts this request; whether it is one too many. The first starts the time."""
    key = f"limit.{limit.name}:{_hashed(_address(request))}"
    cache.add(key, 0, limit.seconds)
    try:
        return cache.incr(key) > limit.most
    except ValueError:  # the time ended between the two lines
        return False


def _address(request: HttpRequest) -> str:
    """Of the reader. Behind our proxy that is the last address of X-Forwarded-For: the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _hashed(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
