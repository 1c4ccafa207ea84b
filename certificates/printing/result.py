"""The letter that keeps the answer of a check: what was asked, what was found, when. Pure; in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from certificates.printing.letter import Letter, letter_html, within


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


def result_html(paper: ResultPaper) -> str:
    """The whole document; render it with `LETTER_STYLESHEET` and `DRAWINGS`. Raises qr.AddressTooLong."""
    return letter_html(
        Letter(
            office=paper.office,
            number=paper.number,
            numbered=_("Result no. %(number)s") % {"number": paper.number},
            name=paper.name,
            body="".join(
                [
                    f'<p class="asked">{escape(_asked(paper))}</p>',
                    f'<p class="status">{escape(_status(paper))}</p>',
                    _facts(paper),
                    *(f'<p class="note">{escape(note)}</p>' for note in _notes(paper)),
                ]
            ),
            address=paper.address,
            scan=_("Scan to check this paper"),
            foot=_("Signed electronically by the office that issued it; scan to check this paper."),
            day=paper.asked_on,
            is_sample=paper.is_sample,
            language=paper.language,
        )
    )


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
    in_english = paper.language == "en"
    rows = "".join(
        f"<tr>{within('th scope=row', label, in_english)}{within('td', value, in_english)}</tr>"
        for label, value in paper.rows
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
