"""The paper that keeps the answer of a check: what was asked, what was found, when. Pure; words in the active language.

It looks like a letter of the office and not like a certificate: no frame, no 中华人民共和国. Of a long list of facts
what the first page cannot hold goes to the next; code, date and seal keep their places on the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from django.utils.translation import gettext as _

from certificates.printing.qr import qr_image

RESULT_STYLESHEET = Path(__file__).with_name("result.css")
CHINESE = ' lang="zh-Hans"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPaper:
    """Everything that the paper says, as printed."""

    office: str
    number: str  # of this paper
    asked: str  # number of the certificate
    asked_at: str  # day and time in Beijing
    asked_on: str  # the day alone
    status: str
    since: str  # the first day of a status other than in force; "" else
    rows: Sequence[tuple[str, str]]  # label and value
    is_title: bool
    address: str  # the whole address in the QR code
    is_sample: bool
    language: str

    @property
    def name(self) -> str:
        return _("Result of a registration query") if self.is_title else _("Result of a certificate check")

    @property
    def typed(self) -> str:
        """What a person without a camera types."""
        return self.address.partition("://")[2]


def result_html(paper: ResultPaper) -> str:
    """The whole document; render it with `RESULT_STYLESHEET` and `DRAWINGS`. Raises qr.AddressTooLong."""
    in_english = paper.language == "en"
    mark = _("SAMPLE") + " " if paper.is_sample else ""
    foot = _("Signed electronically by the office that issued it; scan to check this paper.")
    parts = [
        f'<!DOCTYPE html><html lang="{"en" if in_english else "zh-Hans"}"><head><meta charset="utf-8">'
        f"<title>{escape(f'{mark}{paper.name} {paper.number}')}</title></head>"
        f'<body class="{"sample" if paper.is_sample else "plain"}" data-foot="{escape(foot)}　">',
        f"<div class='head'>{_in('p class=head__office', paper.office, paper)}"
        f"<p class='head__number'>{escape(_numbered(paper))}</p></div>",
        f"<h1>{escape(paper.name)}</h1>",
        # Before the facts: should they run over, code, date and seal are on the first page all the same.
        _scan(paper),
        _signed(paper),
        f'<p class="asked">{escape(_asked(paper))}</p>',
        f'<p class="status">{escape(_status(paper))}</p>',
        _facts(paper),
        *(f'<p class="note">{escape(note)}</p>' for note in _notes(paper)),
        "</body></html>",
    ]
    return "".join(parts)


def _in(element: str, text: str, paper: ResultPaper) -> str:
    """``text`` within an element; what the record says in Chinese is marked on an English paper."""
    lang = "" if text.isascii() or paper.language != "en" else CHINESE
    return f"<{element}{lang}>{escape(text)}</{element.partition(' ')[0]}>"


def _numbered(paper: ResultPaper) -> str:
    return _("Result no. %(number)s") % {"number": paper.number}


def _asked(paper: ResultPaper) -> str:
    return _("We were asked about %(number)s and found on %(moment)s (Beijing time):") % {
        "number": paper.asked,
        "moment": paper.asked_at,
    }


def _status(paper: ResultPaper) -> str:
    if not paper.since:
        return paper.status
    return _("%(status)s, from %(since)s on") % {"status": paper.status, "since": paper.since}


def _facts(paper: ResultPaper) -> str:
    rows = "".join(
        f"<tr>{_in('th scope=row', label, paper)}{_in('td', value, paper)}</tr>" for label, value in paper.rows
    )
    return f"<table>{rows}</table>"


def _notes(paper: ResultPaper) -> list[str]:
    notes = [
        _("This holds for the moment named above only. Scan the code to see whether the status is still the same.")
    ]
    if paper.is_title:
        notes.append(
            _(
                "This is no copy of the register. Owners and those with an interest ask for the register at the "
                "window; the register decides."
            )
        )
    return notes


def _scan(paper: ResultPaper) -> str:
    _modules, image = qr_image(paper.address)
    alt = _("QR code with the address %(address)s") % {"address": paper.address}
    lead = _("Scan to check this paper")
    return (
        f'<div class="at at--qr"><img class="qr" alt="{escape(alt)}" src="{image}"></div>'
        f'<div class="at at--caption"><p class="caption">{escape(lead)}<br>{escape(paper.typed)}</p></div>'
    )


def _signed(paper: ResultPaper) -> str:
    """Office and day, where the seal goes over them. A sample shows the place of the seal, never a seal."""
    seal = f'<div class="at at--seal"><div class="seal"><p{CHINESE}>印章位置</p></div></div>' if paper.is_sample else ""
    return (
        f"{seal}<div class='at at--office'><div class='office'>{_in('p', paper.office, paper)}"
        f"<p>{escape(paper.asked_on)}</p></div></div>"
    )
