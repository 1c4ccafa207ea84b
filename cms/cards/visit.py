"""What a card adds after a visit (个人版): whose it is, what is missing, by when, and whether it counts as the notice.

行政许可法 第三十二条: what is missing is told by the office; a card is that only as the short form of a signed notice.
Pure; words in the active language.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.cards import parts, words
from cms.cards.paper import Visit


def visit_html(visit: Visit) -> str:
    """The framed part above the figures."""
    names = "visit__told", "text visit__counts", "small visit__whose"
    return f'<div class="visit">{"".join(map(parts.sentence, lines(visit), names))}</div>'


def lines(visit: Visit) -> tuple[str, str, str]:
    """What to do, what the card counts as, whose case it is and who made it."""
    count = len(visit.missing)
    told = [
        ngettext(
            "%(n)s paper is missing, the one with the tick.", "%(n)s papers are missing, those with a tick.", count
        )
        % {"n": count},
        _("Hand in by %(day)s; you need not apply again.") % {"day": words.long_day(visit.supply_by)},
    ]
    whose = _("%(applicant)s, case %(case)s. Card %(number)s, made by %(clerk)s.") % {
        "applicant": visit.applicant,
        "case": visit.case,
        "number": visit.number,
        "clerk": visit.clerk,
    }
    return words.run_on(told), _counts(visit), whose


def _counts(visit: Visit) -> str:
    if not visit.letter:
        return _("This card is no correction notice.")
    return _("Correction notice %(letter)s: this is its short form, signed by the office.") % {"letter": visit.letter}


def ticked(remark: str) -> str:
    """Beside a material that is missing, so that a tick alone says nothing."""
    return _("missing: %(remark)s") % {"remark": remark} if remark else _("missing")
