"""The public search page. It shows the same to everybody: what the law lets anyone look for."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from search.errors import BadCursor, SearchUnavailable
from search.finding import find
from search.listing import Address, listing

TEMPLATE = "search/results.html"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    address = Address.read(request.GET)
    context: dict[str, Any] = {"query": address.query.text, "newest": address.query.order == "newest"}
    try:
        page = find(address.query, AnonymousUser())
    except BadCursor:
        return redirect(address.url())
    except SearchUnavailable as error:
        return render(request, TEMPLATE, context | {"outage": error}, status=503)
    return render(request, TEMPLATE, context | listing(address, page))
