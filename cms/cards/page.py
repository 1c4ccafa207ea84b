"""A notice card as a page of HTML: A5 on two sides, or A4 on one. Pure; words are looked up in the active language.

No free text but the slogan; parts and order are those of domain.md §6, the layout is that of face.md §8.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.cards import parts, places, words
from cms.cards.flow import flow_html
from cms.cards.measure import width
from cms.cards.paper import CardForm, CardPaper
from cms.cards.visit import ticked, visit_html
from cms.matters.facts import Material
from cms.matters.shown import listed

QR_SIDE = 32.0  # mm
QR_EDGES = "{q} {q} 2.2mm 0"  # the margin of the page is wider to the left, and nearly so above the foot
FORM_SIZE, FORM_GAP = 9.5, 3.0  # points, mm
LABEL_SIZE, LABEL_GAP = 10.5, 3.0
ROOM = {CardForm.A5: 124.0, CardForm.A4: 186.0}  # mm between the side margins


class Density(StrEnum):
    """How close the lines stand. A card takes the first that fits its sheet."""

    ROOMY = "roomy"
    SNUG = "snug"
    TIGHT = "tight"
    LONG = "snug long"  # fits in none: on more pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How one rendering of a card is set."""

    form: CardForm
    front: Density = Density.ROOMY
    back: Density = Density.ROOMY
    printed_on: date | None = None  # None: for the digest, which no day may change


def card_html(paper: CardPaper, setting: Setting) -> str:
    """The whole document. Render it with card.css."""
    front = [parts.head(paper.office, parts.card_name(paper.facts.code)), *_front(paper)]
    back = [*_back(paper, setting)]
    if setting.form is CardForm.A5:
        back.insert(0, parts.head(paper.facts.name, parts.card_name(paper.facts.code)))
    body = (
        f'<section class="front {setting.front.value}">{"".join(front)}</section>'
        f'<section class="back {setting.back.value}">{"".join(back)}</section>'
    )
    return parts.document(
        language=paper.language,
        title=f"{paper.facts.name} {parts.card_name(paper.facts.code)} {parts.foot(paper)}",
        look=f"card {setting.form.value}",
        body=body,
        data=_margins(paper, setting),
    )


def _margins(paper: CardPaper, setting: Setting) -> dict[str, str]:
    over = _("Overleaf: how, where, QR code")
    if Density.LONG in (setting.front, setting.back):
        over = _("Next pages: how, where, QR code")
    return {
        "foot": parts.foot(paper),
        "over": over,
        "printed": parts.printed(setting.printed_on),
        "name": _("%(card)s, continued") % {"card": parts.card_name(paper.facts.code)},
    }


# Front


def _front(paper: CardPaper) -> list[str]:
    facts = paper.facts
    return [
        f"<h1{_smaller(facts.name)}>{escape(facts.name)}</h1>",
        visit_html(paper.visit) if paper.visit else parts.sentence(facts.summary, "summary"),
        parts.strip(paper),
        _who(paper),
        _materials(paper),
        _result(paper),
        "" if paper.visit else parts.sentence(facts.slogan, "slogan"),
    ]


def _smaller(name: str) -> str:
    return ' class="long-name"' if is_long_name(name) else ""


def is_long_name(name: str) -> bool:
    """Longer than a line of A5: set smaller."""
    return width(name, 24) > ROOM[CardForm.A5]


def _who(paper: CardPaper) -> str:
    facts = paper.facts
    conditions = "".join(f"<li>{parts.flowing(each.text)}</li>" for each in facts.conditions)
    listed = f"<ul>{conditions}</ul>" if conditions else ""
    if not facts.who and not listed:
        return ""
    return parts.heading(_("Who may apply")) + f"{parts.sentence(facts.who, 'text')}{listed}"


def _materials(paper: CardPaper) -> str:
    names = {each.key: each.name for each in paper.facts.situations}
    situation = names.get(paper.facts.default_situation or "", "")
    title = _("What to bring")
    if situation:
        title = _("What to bring (%(situation)s)") % {"situation": situation}
    missing = paper.visit.missing if paper.visit else {}
    rows = [_row(each, missing.get(each.id)) for each in paper.to_bring]
    if paper.fetched:
        rows.append(_fetched(paper.fetched, ticks=paper.visit is None))
    if not rows:
        nothing = pgettext("card", "Nothing to bring")
        rows.append(f'<tr><th scope="row">{escape(nothing)}</th><td></td></tr>')
    return (
        f'<h2 class="over-list">{escape(title)}</h2><table class="list">{_columns(None, form_width(paper))}'
        f"<tbody>{''.join(rows)}</tbody></table>"
        f"{parts.sentence(others(paper), 'small')}"
    )


def form_width(paper: CardPaper) -> float:
    """mm of the column that says original or copy, and how many."""
    return max((width(words.form(each), FORM_SIZE) for each in paper.to_bring), default=0.0) + FORM_GAP


def _columns(first: float | None, second: float | None) -> str:
    """Widths in mm; None takes the rest. Stated, because WeasyPrint lays each cell out twice to find them."""
    return "".join("<col>" if each is None else f'<col style="width: {each:.1f}mm">' for each in (first, second))


def others(paper: CardPaper) -> str:
    if not paper.other_situations:
        return ""
    names = listed(list(paper.other_situations))
    return _("For %(situations)s the list differs: scan the code to see it.") % {"situations": names}


def _row(material: Material, missing: str | None) -> str:
    """``missing``: None where it is not, else what is to be said of it."""
    remarks = words.remarks(material)
    remarks = f' <span class="remark">{parts.flowing(remarks)}</span>' if remarks else ""
    box = "box"
    if missing is not None:
        box, remarks = "box box--ticked", f' <b class="remark missing">{parts.flowing(ticked(missing))}</b>{remarks}'
    return (
        f'<tr><th scope="row"><span class="{box}"></span><b>{escape(material.name)}</b>{remarks}</th>'
        f"<td>{escape(words.form(material))}</td></tr>"
    )


def _fetched(materials: tuple[Material, ...], *, ticks: bool) -> str:
    """One row for all; it spans both columns, so that its long remark leaves the names above their room.

    Where ticks mark what is missing it has none.

    Name by name, because WeasyPrint takes the square of a text's length to find out how narrow its cell may be.
    """
    names = listed([f"<b>{escape(each.name)}</b>" for each in materials])
    tick = '<span class="tick"></span>' if ticks else ""
    return (
        f'<tr class="fetched"><td colspan="2"><div class="fetched__line"><div class="fetched__names">'
        f"{tick}{names}</div>"
        f'<div class="fetched__why">{escape(words.fetched())}</div></div></td></tr>'
    )


def _result(paper: CardPaper) -> str:
    text = words.result(paper.facts)
    return parts.heading(_("What you get")) + parts.sentence(text, "text") if text else ""


# Back


def _back(paper: CardPaper, setting: Setting) -> list[str]:
    facts = paper.facts
    steps = parts.heading(_("Step by step"))
    where, helped = parts.heading(pgettext("card", "Where")), parts.heading(_("Who helps you"))
    return [
        f'<div class="ways">{steps}{flow_html(facts, ROOM[setting.form])}',
        parts.sentence(words.limits(facts), "small"),
        parts.sentence(words.grounds(facts), "small grounds"),
        f'<div class="columns"><div class="column">{where}{_rows(places.where(paper))}</div>'
        f'<div class="column">{helped}{_rows(places.helpers(paper))}</div></div></div>',
        _scan(paper),
    ]


def _rows(rows: list[places.Row]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{parts.flowing(text)}</td></tr>' for label, text in rows
    )
    return f'<table class="rows">{_columns(label_width(rows), None)}<tbody>{lines}</tbody></table>'


def label_width(rows: list[places.Row]) -> float:
    return max((width(label, LABEL_SIZE) for label, _text in rows), default=0.0) + LABEL_GAP


def _scan(paper: CardPaper) -> str:
    lines = [_("Tick off what you have, on your phone.")]
    if paper.facts.forms or any(each.sample for each in paper.facts.materials):
        lines = [_("Tick off what you have, on your phone; forms and filled-in samples are there too.")]
    lines.append(_("If this card is out of date, the page says what changed."))
    texts = "".join(parts.sentence(line, "text") for line in lines)
    latest = parts.heading(_("Scan for the latest"))
    return (
        f'<div class="scan"><div class="scan__code">{parts.code(paper.address, QR_SIDE, edges=QR_EDGES)}</div>'
        f'<div class="scan__words">{latest}{texts}'
        f"{parts.sentence(paper.typed, 'typed')}</div></div>"
    )
