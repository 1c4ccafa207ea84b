"""Found words marked in the original text, wherever the engine found them in its own form of it."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Term, found_spans, number_span

BEFORE, LONGEST = 20, 90  # characters of a snippet: before the first found word, and in all


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


def snippet(text: str, wanted: tuple[Term, ...]) -> SafeString:
    """The part of ``text`` that says most of what was asked, found words marked; '' when none of its lines does."""
    best, spans = "", list[tuple[int, int]]()
    for line in text.splitlines():
        found = found_spans(line, wanted)
        if len(found) > len(spans):
            best, spans = line, found
    if not spans:
        return mark_safe("")
    start = max(0, spans[0][0] - BEFORE) if len(best) > LONGEST else 0
    part = best[start : start + LONGEST]
    inside = [(first - start, min(last - start, len(part))) for first, last in spans if first - start < len(part)]
    dots = "…" if start else "", "…" if start + len(part) < len(best) else ""
    return format_html("{}{}{}", dots[0], mark_spans(part, inside), dots[1])
