"""Found words marked in the original text, wherever the engine found them in its own form of it."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Term, found_spans, number_span


def mark_terms(text: str, wanted: tuple[Term, ...]) -> SafeString:
    return mark_spans(text, found_spans(text, wanted))


def mark_number(number: str, key: str) -> SafeString:
    return mark_spans(number, number_span(number, key))


def mark_spans(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """``text``, escaped, with <mark> around the half-open spans, which are in order and apart."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # every part was escaped above
