"""A letter of the office on A4: head with number, title, what it says, its code, date and the place of the seal. Pure.

It looks like no certificate: no frame, no 中华人民共和国. Code, date and seal keep their places on the first page; what
does not fit there goes to the next. ``body`` is HTML of p, table, ol and ul, with the classes of letter.css.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.utils.translation import gettext as _

from certificates.printing.qr import qr_image

LETTER_STYLESHEET = Path(__file__).with_name("letter.css")
CHINESE = ' lang="zh-Hans"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    office: str
    number: str
    numbered: str  # the number as the head says it, in words
    name: str
    body: str
    address: str  # the whole address in the QR code
    scan: str  # what the code is for
    foot: str
    day: str
    is_sample: bool
    language: str

    @property
    def in_english(self) -> bool:
        return self.language == "en"


def letter_html(letter: Letter) -> str:
    """The whole document; render it with `LETTER_STYLESHEET` and `DRAWINGS`. Raises qr.AddressTooLong."""
    mark = _("SAMPLE") + " " if letter.is_sample else ""
    parts = [
        f'<!DOCTYPE html><html lang="{"en" if letter.in_english else "zh-Hans"}"><head><meta charset="utf-8">'
        f"<title>{escape(f'{mark}{letter.name} {letter.number}')}</title></head>"
        f'<body class="{"sample" if letter.is_sample else "plain"}" data-foot="{escape(letter.foot)}　">',
        f"<div class='head'>{within('p class=head__office', letter.office, letter.in_english)}"
        f"<p class='head__number'>{escape(letter.numbered)}</p></div>",
        f"<h1>{escape(letter.name)}</h1>",
        # Before the body: should it run over, code, date and seal are on the first page all the same.
        _code(letter),
        _signed(letter),
        letter.body,
        "</body></html>",
    ]
    return "".join(parts)


def within(element: str, text: str, in_english: bool) -> str:
    """``text`` within an element; what is Chinese on an English letter is marked."""
    lang = CHINESE if in_english and not text.isascii() else ""
    return f"<{element}{lang}>{escape(text)}</{element.partition(' ')[0]}>"


def _code(letter: Letter) -> str:
    _modules, image = qr_image(letter.address)
    alt = _("QR code with the address %(address)s") % {"address": letter.address}
    typed = letter.address.partition("://")[2]  # what a person without a camera types
    return (
        f'<div class="at at--qr"><img class="qr" alt="{escape(alt)}" src="{image}"></div>'
        f'<div class="at at--caption"><p class="caption">{escape(letter.scan)}<br>{escape(typed)}</p></div>'
    )


def _signed(letter: Letter) -> str:
    """Office and day, where the seal goes over them. A sample shows the place of the seal, never a seal."""
    place = (
        f'<div class="at at--seal"><div class="seal"><p{CHINESE}>印章位置</p></div></div>' if letter.is_sample else ""
    )
    return (
        f"{place}<div class='at at--office'><div class='office'>{within('p', letter.office, letter.in_english)}"
        f"<p>{escape(letter.day)}</p></div></div>"
    )
