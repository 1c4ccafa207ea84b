"""How often one address may ask something of the public pages, and how often anybody may guess about one thing.

Counts live in Django's cache, under a keyed hash of what they are of. With the default cache (local memory) every
process counts for itself, so several processes allow as many times more; with Redis they share one count. They are not
kept in the database on purpose: a flood of requests would then be a flood of writes, and its outage would end every
page.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` within ``seconds``, of one address or about one thing. Pages that share a name share one count."""

    name: str
    most: int
    seconds: int


def over_limit(request: HttpRequest, limit: Limit) -> bool:
    """Counts this request; whether it is one too many. The first starts the time."""
    return _counted(_key(limit, _address(request)), limit.seconds) > limit.most


def note_wrong_guess(limit: Limit, about: str) -> None:
    """``about``: what was guessed about, whoever did it and from where."""
    _counted(_key(limit, about), limit.seconds)


def guessed_too_often(limit: Limit, about: str) -> bool:
    return bool(cache.get(_key(limit, about), 0) >= limit.most)


def _key(limit: Limit, subject: str) -> str:
    return f"limit.{limit.name}:{_hashed(subject)}"


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the time ended between the two lines
        return 0


def _address(request: HttpRequest) -> str:
    """Of the reader. Behind our proxy that is the last address of X-Forwarded-For: the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _hashed(subject: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), subject.encode(), hashlib.sha256).hexdigest()
