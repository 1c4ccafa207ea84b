"""Posters for the hall, A3 upright: one matter with a code that is read from three steps away, or all matters. Pure.

The code of one matter names the version that the poster shows; on the poster of all it names none, so that the poster
stays right while it hangs.
"""

from datetime import date
from html import escape

from django.utils.translation import gettext as _

from cms.cards import parts
from cms.cards.measure import width
from cms.cards.paper import CardPaper, WallEntry, WallPaper

ROOM = 257.0  # mm between the side margins
QR_SIDES = (170.0, 140.0, 110.0)  # the largest that leaves one page; read from ten times its side
WALL_SIDE = 48.0
WALL_EDGES = "{q} auto {q} auto"
BOLD = 1.08


def poster_html(paper: CardPaper, printed_on: date | None = None, *, side: float = QR_SIDES[0]) -> str:
    """One matter. Render it with poster.css; ``side`` of the code in mm."""
    facts = paper.facts
    scan = parts.heading(_("Scan: what to bring, how it goes"))
    body = [
        parts.head(paper.office, parts.card_name(facts.code)),
        f'<h1 style="{_name_style(facts.name)}">{escape(facts.name)}</h1>',
        parts.sentence(facts.summary, "summary"),
        parts.strip(paper),
        f'<div class="scan">{parts.code(paper.address, side, edges=WALL_EDGES)}{scan}'
        f"{parts.sentence(paper.typed, 'typed')}</div>",
        parts.sentence(facts.slogan, "slogan"),
    ]
    return parts.document(
        language=paper.language,
        title=f"{facts.name} {parts.card_name(facts.code)} {parts.foot(paper)}",
        look="poster",
        body="".join(body),
        data={"foot": parts.foot(paper), "printed": parts.printed(printed_on)},
    )


def wall_html(paper: WallPaper, printed_on: date | None = None) -> str:
    """All matters. Render it with poster.css."""
    cells = "".join(map(_cell, paper.entries))
    body = [
        parts.head(paper.office, paper.site),
        "<h1>" + escape(_("Scan, and know what to bring")) + "</h1>",
        parts.sentence(_("Each code opens the notice card of one matter, as it is today."), "summary"),
        f'<ul class="wall">{cells}</ul>',
    ]
    return parts.document(
        language=paper.language,
        title=f"{paper.office} " + _("Codes of all notice cards"),
        look="poster",
        body="".join(body),
        data={"foot": _("SAMPLE") if paper.is_sample else "", "printed": parts.printed(printed_on)},
    )


def _cell(entry: WallEntry) -> str:
    return (
        f'<li>{parts.code(entry.address, WALL_SIDE, edges=WALL_EDGES)}<p class="wall__name">{parts.flowing(entry.name)}'
        f'</p><p class="wall__code">{escape(entry.code)}</p></li>'
    )


def _name_style(name: str) -> str:
    """As large as one line takes, within what still looks like a title; longer names run over two lines."""
    size = min(60.0, max(36.0, 60.0 * ROOM / (width(name, 60.0) * BOLD)))
    return f"font-size:{size:.1f}pt;line-height:{size * 1.3:.1f}pt"
