"""The newest permits, for the home page."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from search.audience import tokens_of
from search.contract import Query
from search.engines.database import newest
from search.listing import hit_rows
from search.records import CERTIFICATES

SHOWN = 5


def newest_permits(request: HttpRequest) -> dict[str, Any] | None:
    """None while there is none: the home page then leaves the section out."""
    everyone = AnonymousUser()
    query = Query(audience=tokens_of(everyone), kind=(CERTIFICATES.name,), size=SHOWN)
    hits = newest(query)
    visible = CERTIFICATES.visible([hit.record_id for hit in hits], everyone)
    rows = hit_rows([hit for hit in hits if hit.record_id in visible], query)
    return {"hits": rows} if rows else None
