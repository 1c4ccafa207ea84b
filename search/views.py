"""Public search. It shows the same to everybody: what the law lets anyone look for."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from search.address import Address
from search.contract import Query, Tier
from search.errors import BadCursor, SearchUnavailable
from search.finding import find, suggest
from search.kinds import BY_NAME, split_kinds
from search.listing import listing
from search.rows import told
from search.tables import FORMS, table, unavailable

TEMPLATE = "search/results.html"
SUGGESTED = 8
LONGEST_SUGGESTED = 60  # characters typed so far; whoever has typed more knows what they want
EVERYONE = AnonymousUser()


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    address = Address.read(reverse("search"), request.GET)
    context: dict[str, Any] = {
        "query": address.query.text,
        "newest": address.query.order == "newest",
        "for_permits": address.is_for_permits,
        "hidden_fields": [("kind", address.query.kind[0])] if address.is_for_permits else [],
    }
    try:
        page = find(address.query, EVERYONE)
    except BadCursor:
        return redirect(address.url())
    except SearchUnavailable as error:
        return render(request, TEMPLATE, context | {"outage": error}, status=503)
    context |= listing(address, page, EVERYONE)
    context["hidden_fields"] = [*context["hidden_fields"], *context["order_field"]]
    if page.total:
        asked = address.asked()
        context["feed_url"] = f"{reverse('search_feed')}?{asked}"
        context["downloads"] = [(form, f"{reverse('search_table', args=[form])}?{asked}") for form in FORMS]
    return render(request, TEMPLATE, context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What somebody typing may mean: numbers and titles that are public, each once, as [{"text", "kind"}]."""
    text = request.GET.get("q", "").strip()
    kinds, _types = split_kinds(request.GET.getlist("kind"))
    if not 1 < len(text) <= LONGEST_SUGGESTED:
        return JsonResponse([], safe=False)
    try:
        hits = suggest(Query(audience=frozenset(), text=text, kind=kinds, size=SUGGESTED), EVERYONE)
    except SearchUnavailable:
        return JsonResponse([], safe=False, status=503)
    found: dict[str, str] = {}
    for hit in hits:
        by_number = hit.number and hit.tier <= Tier.PART_OF_NUMBER
        found.setdefault(hit.number if by_number else told(hit, "title") or hit.title, hit.kind)
    rows = [{"text": text, "kind": str(BY_NAME[kind].label)} for text, kind in found.items()]
    return JsonResponse(rows, safe=False)


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The first hits as a table to work on."""
    address = Address.read(reverse("search"), request.GET)
    try:
        return table(address.query, EVERYONE, form)
    except SearchUnavailable as error:
        return unavailable(error)
