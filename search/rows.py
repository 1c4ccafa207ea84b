"""Hits as lists show them: in the reader's language, found words marked in the original text."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.models import Certificate
from search.analysis import Term, holds
from search.contract import NO_DAY, Hit, Query, Tier
from search.engines.answering import lookup_key, wordings
from search.highlights import mark_number, mark_terms, snippet
from search.kinds import BY_NAME
from search.labels import STATES


def hit_rows(hits: Sequence[Hit], query: Query) -> list[dict[str, Any]]:
    """As includes/hit.html shows them. ``hits`` as search.finding gives them: visible, with their addresses."""
    wanted = tuple(dict.fromkeys(term for wording in wordings(query) for term in wording))
    hidden = [hit for hit in hits if hit.tier is Tier.BODY and wanted and not _shows(hit, wanted)]
    texts, newer = texts_of(hidden), _replacements(hits)
    rows = []
    for hit in hits:
        row = _row(hit, wanted, lookup_key(query.text), texts.get((hit.kind, hit.record_id), ""))
        if replacement := newer.get(hit.record_id):
            row["newer_url"] = reverse("certificate_page", args=[replacement.public_id])
            row["newer_words"] = _("replaced by %(number)s") % {"number": replacement.number}
        rows.append(row)
    return rows


def _row(hit: Hit, wanted: tuple[Term, ...], key: str, text: str) -> dict[str, Any]:
    return {
        "url": hit.url,
        "title": mark_terms(told(hit, "title") or hit.title, wanted),
        "number": mark_number(hit.number, key),
        "kind": hit.payload.get("type_name") or BY_NAME[hit.kind].label,
        "about": mark_terms(told(hit, "about"), wanted),
        "holder": mark_terms(hit.payload.get("holder", ""), wanted),
        "place": mark_terms(hit.payload.get("place", ""), wanted),
        "size": hit.payload.get("size", ""),
        "snippet": snippet(text, wanted) if text else "",
        "state": hit.state,
        "state_words": STATES.get(hit.state, hit.state),
        "issued_on": hit.day if hit.day > NO_DAY else None,
    }


def told(hit: Hit, name: str) -> str:
    """``name`` of the payload in the reader's language, where there is one."""
    return str(hit.payload.get(f"{name}_{get_language()}") or hit.payload.get(name, ""))


def texts_of(hits: Sequence[Hit]) -> dict[tuple[str, str], str]:
    """What each may be found by beside number and title, as its record says it now. A few queries a kind."""
    return {
        (name, entry.record_id): entry.body
        for name in {hit.kind for hit in hits}
        for entry in BY_NAME[name].entries([hit.record_id for hit in hits if hit.kind == name])
    }


def _shows(hit: Hit, wanted: tuple[Term, ...]) -> bool:
    return any(holds(str(text), (term,)) for term in wanted for text in (hit.title, *hit.payload.values()))


def _replacements(hits: Iterable[Hit]) -> dict[str, Certificate]:
    """The public certificate that replaced each superseded hit."""
    superseded = [hit.record_id for hit in hits if hit.state == Certificate.State.SUPERSEDED]
    newer = Certificate.objects.listed().filter(supersedes__public_id__in=superseded).select_related("supersedes")
    return {each.supersedes.public_id: each for each in newer if each.supersedes} if superseded else {}
