"""The five reductions in words: one statement for the public page, the home page and the home of staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from cms.drawings.bars import BarsDrawing, Pair, draw_pairs
from cms.matters.facts import MatterFacts
from cms.matters.reductions import Figure, Reductions, Share, add_up
from cms.matters.shown import listed, plain
from cms.public_matters import public_matters


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as a row of the table beside the drawing."""

    name: str
    before: str
    now: str
    finding: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said: the finding, what may be done without a visit, the drawing and its table."""

    finding: str
    shares: str
    left_out: str
    drawing: BarsDrawing
    rows: tuple[Row, ...]


def statement_of(matters: Iterable[MatterFacts]) -> Statement | None:
    """None while no matter says what it took before."""
    reductions = add_up(matters)
    if not reductions.compared:
        return None
    return Statement(
        finding=_finding(reductions),
        shares=_shares(reductions),
        left_out=_left_out(reductions.matters - reductions.compared),
        drawing=draw_pairs(map(_pair, reductions.totals)),
        rows=tuple(map(_row, reductions.totals)),
    )


def current_statement() -> Statement | None:
    return statement_of(matter.facts for matter in public_matters())


def home_figures(request: HttpRequest) -> dict[str, Any] | None:
    """For cms.home_sections; None leaves the section out."""
    figures = current_statement()
    return {"figures": figures} if figures else None


# Words


def figure_name(name: str) -> str:
    return {
        "links": pgettext("reductions", "Steps"),
        "materials": pgettext("reductions", "Papers"),
        "days": pgettext("reductions", "Time"),
        "fee_yuan": pgettext("reductions", "Fees"),
        "trips": pgettext("reductions", "Trips"),
    }[name]


def amount_words(name: str, amount: Decimal) -> str:
    """The number with its unit. A page that uses it says once that days are working days."""
    count = int(amount) if amount % 1 == 0 else 2
    words = {
        "links": npgettext("reductions", "%(n)s step", "%(n)s steps", count),
        "materials": npgettext("reductions", "%(n)s paper", "%(n)s papers", count),
        "days": npgettext("reductions", "%(n)s day", "%(n)s days", count),
        "fee_yuan": npgettext("reductions", "%(n)s yuan", "%(n)s yuan", count),
        "trips": npgettext("reductions", "%(n)s trip", "%(n)s trips", count),
    }[name]
    return words % {"n": plain(amount)}


def _amount_in_sentence(figure: Figure) -> str:
    """As `amount_words`, with what the unit leaves open where no name stands beside it."""
    count = int(figure.cut)
    words = {
        "links": npgettext("reductions in a sentence", "%(n)s step", "%(n)s steps", count),
        "materials": npgettext("reductions in a sentence", "%(n)s paper", "%(n)s papers", count),
        "days": npgettext("reductions in a sentence", "%(n)s working day", "%(n)s working days", count),
        "fee_yuan": npgettext("reductions in a sentence", "%(n)s yuan", "%(n)s yuan", count),
        "trips": npgettext("reductions in a sentence", "%(n)s trip", "%(n)s trips", count),
    }[figure.name]
    return words % {"n": plain(figure.cut)}


def cut_words(figure: Figure) -> str:
    amount = amount_words(figure.name, abs(figure.cut))
    if figure.cut > 0:
        return pgettext("reductions", "%(amount)s less") % {"amount": amount}
    if figure.cut < 0:
        return pgettext("reductions", "%(amount)s more") % {"amount": amount}
    return pgettext("reductions", "the same")


def _pair(figure: Figure) -> Pair:
    before, now = amount_words(figure.name, figure.before), amount_words(figure.name, figure.now)
    return Pair(
        name=figure_name(figure.name),
        before=figure.before,
        now=figure.now,
        before_words=pgettext("reductions", "%(amount)s before") % {"amount": before},
        now_words=pgettext("reductions", "%(amount)s now") % {"amount": now},
        finding=cut_words(figure),
    )


def _row(figure: Figure) -> Row:
    before, now = amount_words(figure.name, figure.before), amount_words(figure.name, figure.now)
    return Row(figure_name(figure.name), before, now, cut_words(figure))


def _finding(reductions: Reductions) -> str:
    n = reductions.compared
    cuts = [_amount_in_sentence(figure) for figure in reductions.totals if figure.cut > 0]
    if not cuts:
        words = ngettext("Nothing has become less in %(n)s matter.", "Nothing has become less in %(n)s matters.", n)
        return words % {"n": n}
    words = ngettext(
        "Less than before in %(n)s matter: %(cuts)s.", "Less than before in %(n)s matters together: %(cuts)s.", n
    )
    return words % {"n": n, "cuts": listed(cuts)}


def _shares(reductions: Reductions) -> str:
    no_visit = _share_words(
        ngettext(
            "%(part)s matter (%(percent)s%%) needs no visit",
            "%(part)s matters (%(percent)s%%) need no visit",
            reductions.no_visit.part,
        ),
        reductions.no_visit,
    )
    online = _share_words(
        ngettext(
            "%(part)s (%(percent)s%%) can be done online from beginning to end",
            "%(part)s (%(percent)s%%) can be done online from beginning to end",
            reductions.fully_online.part,
        ),
        reductions.fully_online,
    )
    return _("%(no_visit)s; %(online)s.") % {"no_visit": no_visit, "online": online}


def _share_words(words: str, share: Share) -> str:
    return words % {"part": share.part, "percent": share.percent}


def _left_out(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(n)s more matter has no figures of before and is not added up here.",
        "%(n)s more matters have no figures of before and are not added up here.",
        count,
    )
    return words % {"n": count}
