"""The matters on the home page: one table a topic, sorted as residents think; every cell a plain string."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import ngettext, npgettext, pgettext

from cms.matters.choices import TOPICS
from cms.matters.shown import count_words, fee_words, situation_of
from cms.public_matters import PublicMatter, public_matters


@dataclass(frozen=True, slots=True)
class Row:
    """``lead`` is the number that readers look for, or 'on the spot'; ``line`` goes on from it on narrow screens."""

    name: str
    lang: str  # of the name where nobody has translated it; else empty
    url: str
    lead: str
    unit: str  # empty where lead is a word
    papers: str
    fee: str
    line: str


@dataclass(frozen=True, slots=True)
class Table:
    topic: str
    title: str | Promise
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """Several matters in one application (一件事一次办), such as 拿地即开工."""

    name: str
    sentence: str
    url: str
    lang: str = ""  # as of a Row


def tables_of(matters: Iterable[PublicMatter]) -> tuple[Table, ...]:
    """One table for each topic that has a matter which people apply for."""
    asked = sorted(
        (matter for matter in matters if matter.facts.on_application),
        key=lambda matter: (matter.facts.order, matter.facts.code),
    )
    tables = []
    for topic, title in TOPICS:
        rows = tuple(row_of(matter) for matter in asked if matter.facts.topic == topic)
        if rows:
            tables.append(Table(topic, title, rows))
    return tuple(tables)


def row_of(matter: PublicMatter) -> Row:
    facts = matter.facts
    papers = count_words(len(facts.to_bring(situation_of(facts))))
    fee = fee_words(facts.fee_yuan)
    given = {"papers": papers, "fee": fee}
    if facts.is_instant:
        lead, unit = pgettext("how long", "On the spot"), ""
        line = pgettext("after 'On the spot'", ", bring %(papers)s, %(fee)s") % given
    else:
        lead = str(facts.promised_days)
        unit = npgettext("how long", "day", "days", facts.promised_days)
        words = ngettext(" day, bring %(papers)s, %(fee)s", " days, bring %(papers)s, %(fee)s", facts.promised_days)
        line = words % given
    lang = "" if matter.translated else "zh-hans"
    return Row(facts.name, lang, matter.guide_url or matter.card_url, lead, unit, papers, fee, line)


def home_matters(request: HttpRequest, *, packages: Iterable[Package] = (), all_url: str = "") -> dict[str, Any] | None:
    """For cms.home_sections; ``all_url`` leads to the list of all guides. None while no matter is published."""
    tables = tables_of(public_matters())
    return {"tables": tables, "packages": tuple(packages), "all_url": all_url} if tables else None
