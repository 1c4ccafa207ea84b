"""How often one address may check. A check code has 50 bits: this keeps machines from pressing the button all day.

Counts live in Django's cache, under a keyed hash of the address. With the default cache (local memory) every process
counts for itself, so several processes allow as many times more; with Redis they share one count.
"""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST = 30
SECONDS = 60


def over_limit(request: HttpRequest) -> bool:
    """Counts this request; whether it is one too many. The first of a minute starts the minute."""
    key = f"certificates.check:{_hashed(_address(request))}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # the minute ended between the two lines
        return False


def _address(request: HttpRequest) -> str:
    """Of the reader. Behind our proxy that is the last address of X-Forwarded-For: the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _hashed(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
