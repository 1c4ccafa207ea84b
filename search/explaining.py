"""Why a hit stands where it stands, in words for staff: its tier, and what of the query it holds where."""

from django.utils.translation import gettext as _

from documents.number_keys import number_key
from search.analysis import Term, holds, number_digits, terms
from search.contract import Hit, Order, Query, Tier
from search.engines.answering import lookup_key


def why(hit: Hit, query: Query, text: str) -> str:
    """``text``: what else it may be found by (search.rows.texts_of). "" when nothing was asked."""
    if not query.text.strip():
        return ""
    sentence = _by_number(hit, query.text) if hit.tier <= Tier.PART_OF_NUMBER else _by_words(hit, query, text)
    return sentence + (" " + _("The newer day stands first.") if query.order is Order.RELEVANCE else "")


def _by_number(hit: Hit, text: str) -> str:
    key, whole = lookup_key(text), number_key(hit.number)
    if hit.tier is Tier.EXACT_NUMBER:
        return _("1: its number is %(key)s.") % {"key": key}
    if whole.startswith(key) or number_digits(whole).startswith(key):
        return _("2: its number begins with %(key)s.") % {"key": key}
    return _("2: its number ends in %(key)s.") % {"key": key}


def _by_words(hit: Hit, query: Query, text: str) -> str:
    places = (hit.title,) if hit.tier is Tier.TITLE else (hit.title, text)
    for wording in (query.text, *query.also):
        wanted = terms(wording)
        if wanted and all(any(holds(place, (term,)) for place in places) for term in wanted):
            return _words(hit, wanted, wording if wording != query.text else "")
    return ""


def _words(hit: Hit, wanted: tuple[Term, ...], synonym: str) -> str:
    in_title = hit.tier is Tier.TITLE
    said = _("3: its title holds %(words)s.") if in_title else _("4: it holds %(words)s, not all in its title.")
    words = "、".join(term.text for term in wanted)
    return said % {"words": words} + (" " + _("By the synonym %(text)s.") % {"text": synonym} if synonym else "")
