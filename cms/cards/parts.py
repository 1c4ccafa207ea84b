"""Pieces of HTML that cards and posters share. Pure; labels in the active language."""

from datetime import date
from html import escape

from django.utils.translation import gettext as _

from cms.cards import words
from cms.cards.paper import CardPaper
from documents.rendering.qr import QrCode

TAIL = 3


def document(*, language: str, title: str, look: str, body: str, data: dict[str, str]) -> str:
    """The whole page. ``data`` is what the margins of the page print (attributes of body, see card.css)."""
    lang = "en" if language == "en" else "zh-Hans"
    attributes = "".join(f' data-{name}="{escape(text)}"' for name, text in data.items())
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body class="{look} {lang}"{attributes}>{body}</body></html>'
    )


def head(left: str, right: str) -> str:
    """The line on top and below it the 文武线."""
    return (
        f'<div class="head"><div class="head__line"><p class="head__left">{escape(left)}</p>'
        f'<p class="head__right">{escape(right)}</p></div></div>'
    )


def heading(words: str) -> str:
    """``words`` were translated outside: the collector of strings does not look into f-strings."""
    return f"<h2>{escape(words)}</h2>"


def card_name(code: str) -> str:
    return _("One-time notice card") + f" {code}"


def strip(paper: CardPaper) -> str:
    """The facts strip: how long, fee, how many papers, how many visits."""
    cells = words.strip(paper.facts)
    labels = "".join(f'<th scope="col">{escape(label)}</th>' for label, _value in cells)
    values = "".join(f"<td>{escape(value)}</td>" for _label, value in cells)
    return f'<table class="strip"><thead><tr>{labels}</tr></thead><tbody><tr>{values}</tr></tbody></table>'


def code(address: str, side: float, *, edges: str = "{q} {q} {q} {q}") -> str:
    """A QR code of ``side`` mm; ``edges`` are its margins, where {q} is the quiet zone that it needs."""
    drawn = QrCode.of(address)
    alt = _("QR code with the address %(address)s") % {"address": address}
    style = f"height:{side:g}mm;margin:{edges.format(q=f'{drawn.quiet(side):.2f}mm')}"
    return f'<img class="code" alt="{escape(alt)}" src="{drawn.image()}" style="{style}">'


def foot(paper: CardPaper) -> str:
    """样本　第 4 版，2022年8月10日起用"""
    text = _("Version %(number)s, valid from %(day)s") % {
        "number": paper.number,
        "day": words.long_day(paper.valid_from),
    }
    mark = _("DRAFT") if paper.is_draft else _("SAMPLE") if paper.is_sample else ""
    return f"{mark}　{text}" if mark else text


def printed(day: date | None) -> str:
    """2022年8月15日印; nothing in what the digest is taken of."""
    return _("printed %(day)s") % {"day": words.long_day(day)} if day else ""


def sentence(text: str, name: str) -> str:
    return f'<p class="{name}">{flowing(text)}</p>' if text else ""


def flowing(text: str) -> str:
    """Chinese text whose last three characters stay together, so that no line holds one alone (face.md §8)."""
    body, tail = text[:-TAIL], text[-TAIL:]
    if not body or tail.isascii():
        return escape(text)
    return f'{escape(body)}<span class="tail">{escape(tail)}</span>'
