"""What was found as rows of a table: for downloads by anyone, and for the exports of staff."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.access import Actor
from search.contract import NO_DAY, Hit, Query
from search.errors import SearchUnavailable
from search.finding import find_whole
from search.labels import Words, facet_labels

MOST = 1000  # rows of a download by anyone; staff export more
FORMS = ("csv", "json")
LATER = 600  # seconds after which a program may ask again
COLUMNS: dict[str, Words] = {
    "kind": pgettext_lazy("facet", "What"),
    "type": _("Certificate"),
    "number": _("Number"),
    "title": _("Title"),
    "holder": _("Holder"),
    "place": _("Place"),
    "size": _("Size"),
    "district": _("County or district"),
    "state": _("Status now"),
    "day": _("Date"),
    "office": _("Office"),
    "address": _("Address of the page"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so


def cells(hit: Hit, labels: Mapping[str, Mapping[str, Words]]) -> dict[str, str]:
    """One row, with the keys of COLUMNS. ``hit`` as search.finding gives it."""

    def words(facet: str) -> str:
        value: Any = getattr(hit, facet)
        return str(labels.get(facet, {}).get(value, value))

    return {
        "kind": words("kind"),
        "type": words("type"),
        "number": hit.number,
        "title": hit.title,
        "holder": hit.payload.get("holder", ""),
        "place": hit.payload.get("place", ""),
        "size": hit.payload.get("size", ""),
        "district": hit.district,
        "state": words("state"),
        "day": hit.day.isoformat() if hit.day > NO_DAY else "",
        "office": words("office"),
        "address": settings.SITE_URL + hit.url,
    }


def table(query: Query, viewer: Actor, form: str) -> HttpResponse:
    """At most MOST rows. Raises SearchUnavailable."""
    page = find_whole(replace(query, size=MOST, cursor=""), viewer)
    labels = facet_labels()
    rows = [cells(hit, labels) for hit in page.hits]
    if form == "json":
        body = json.dumps({"total": page.total, "rows": rows}, ensure_ascii=False)
        response = HttpResponse(body, content_type="application/json")
    else:
        response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="search.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def unavailable(error: SearchUnavailable) -> HttpResponse:
    """Instead of something to take away, while it could not be whole."""
    response = HttpResponse(f"{error} {error.next_step}", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(LATER)
    return response


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """With a mark at its beginning by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([str(title) for title in COLUMNS.values()])
    writer.writerows([[harmless(row[name]) for name in COLUMNS] for row in rows])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def harmless(cell: str) -> str:
    """No formula, whatever somebody named a project."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
