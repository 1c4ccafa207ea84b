"""The newest permits, for the home page."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from search.audience import tokens_of
from search.contract import Query
from search.engines.database import newest
from search.finding import visible
from search.kinds import CERTIFICATES
from search.rows import hit_rows

SHOWN = 5


def newest_permits(request: HttpRequest) -> dict[str, Any] | None:
    """None while there is none: the home page then leaves the section out."""
    everyone = AnonymousUser()
    query = Query(audience=tokens_of(everyone), kind=(CERTIFICATES.name,), size=SHOWN)
    rows = hit_rows(visible(newest(query), everyone), query)
    return {"hits": rows} if rows else None
