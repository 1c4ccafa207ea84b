"""The five reductions for everybody: one page with the drawing and every matter, and the same numbers to download."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from bureau import calendar
from cms.csv_files import Cell, csv_bytes
from cms.figures import amount_words, figure_name, statement_of
from cms.head import head
from cms.matters.facts import OnlineLevel
from cms.matters.reductions import NAMES, figures_of
from cms.page_cache import kept
from cms.public_matters import PublicMatter, public_matters


@kept
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    matters = public_matters()
    return render(
        request,
        "cms/figures.html",
        {
            "head": head(reverse("figures"), _("How much less it takes now")),
            "figures": statement_of(matter.facts for matter in matters),
            "names": [figure_name(name) for name in NAMES],
            "matters": [_row(matter) for matter in matters],
            "matter_count": len(matters),
        },
    )


def _row(matter: PublicMatter) -> dict[str, Any]:
    cells = [
        {
            "name": figure_name(figure.name),
            "before": amount_words(figure.name, figure.before),
            "now": amount_words(figure.name, figure.now),
        }
        for figure in figures_of(matter.facts)
    ]
    lang = "" if matter.translated else "zh-hans"
    return {"name": matter.facts.name, "lang": lang, "url": matter.guide_url or matter.card_url, "cells": cells}


@require_safe
def reductions_csv(request: HttpRequest) -> HttpResponse:
    """As the page shows it: a row a matter, before and now of each figure; empty where nobody entered a 'before'."""
    response = HttpResponse(csv_bytes(_lines(public_matters())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reductions-{calendar.today():%Y-%m-%d}.csv"'
    return response


def _lines(matters: Iterable[PublicMatter]) -> Iterator[list[Cell]]:
    heads = (pgettext("reductions", "%(name)s before"), pgettext("reductions", "%(name)s now"))
    columns = [words % {"name": _name_with_unit(name)} for name in NAMES for words in heads]
    yield [_("Code"), _("Matter"), _("Version"), *columns, _("No visit needed"), _("Online from beginning to end")]
    yes_no = {True: _("yes"), False: _("no")}
    for matter in matters:
        facts = matter.facts
        cells: list[Cell] = [cell for figure in figures_of(facts) for cell in (figure.before, figure.now)]
        yield [
            matter.code,
            facts.name,
            matter.number,
            *(cells or [""] * 2 * len(NAMES)),
            yes_no[facts.needs_no_visit],
            yes_no[facts.online_level == OnlineLevel.FULL],
        ]


def _name_with_unit(name: str) -> str:
    return {
        "links": pgettext("reductions", "Steps"),
        "materials": pgettext("reductions", "Papers"),
        "days": pgettext("reductions", "Working days"),
        "fee_yuan": pgettext("reductions", "Fees (yuan)"),
        "trips": pgettext("reductions", "Trips"),
    }[name]
