"""B03 and B04: numbers that were reserved or imported already. A draft without one takes it at issue."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from certificates.definition import Minting
from certificates.facts import printed_date
from certificates.findings import BundleSnapshot, CertificateView, Finding
from certificates.identifiers import PermitNumber, TitleNumber
from certificates.rules.wording import must, name_of, remind
from documents.number_keys import folded, number_key

MALFORMED = _(
    "%(name)s: number %(number)s does not have the form of %(kind)s. Void it and take or import the right one."
)
DOUBLE = _("%(name)s: number %(number)s is also that of %(other)s. Give one of them another number.")
TAKEN = _("%(name)s: number %(number)s was used before. Look it up in the number book and take another one.")
OTHER_REGION = _("%(name)s: number %(number)s belongs to region %(region)s, this office is %(own)s. Check the number.")
OTHER_PLACE = _("%(name)s: number %(number)s begins with %(place)s, this office's with %(own)s. Check the number.")
TITLE_YEAR = _("%(name)s: number %(number)s is of %(year)s, but %(label)s is %(day)s. Correct the day or the number.")
OTHER_YEAR = _("%(name)s: number %(number)s is of %(year)s, but it is issued on %(day)s. Check that this is meant.")
LETTERS = _("%(name)s: number %(number)s has the letters %(letters)s, not yet known for this kind. Compare it.")
NOT_IMPORTED = _(
    "%(name)s: from %(from)s on, this kind carries a supervision number. Import the one for this project and kind."
)
OWN_TOO_LATE = _(
    "%(name)s: number %(number)s is of the own series, but from %(from)s on a supervision number is needed. Import it."
)
NATIONAL_TOO_EARLY = _(
    "%(name)s: number %(number)s is a supervision number, but this office uses them from %(from)s on. "
    "Take a number of the own series."
)
NATIONAL_UNKNOWN = _("%(name)s: supervision number %(number)s was not imported for this project and kind. Import it.")
_YEAR_IN_BRACKETS = re.compile(r"[〔\[(](20\d{2})[〕\])]")


def b03(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Numbers match their kind, are distinct, unused, of this office's region and of the right year."""
    first: dict[tuple[str, str], CertificateView] = {}
    for view in snapshot.certificates:
        if not view.number:
            continue
        if not view.definition.numbers.matches(folded(view.number)):
            yield must("B03", MALFORMED, view, number=view.number, kind=view.definition.name)
            continue
        key = (view.code, number_key(view.number))
        other = first.setdefault(key, view)
        if other is not view:
            yield must("B03", DOUBLE, view, number=view.number, other=name_of(other))
        if key in snapshot.taken_keys:
            yield must("B03", TAKEN, view, number=view.number)
        yield from _place(snapshot, view)
        yield from _year(snapshot, view)


def _place(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    if permit := PermitNumber.parse(view.number):
        region = permit.number.region
        if region != snapshot.region_code:
            yield must("B03", OTHER_REGION, view, number=view.number, region=region, own=snapshot.region_code)
        if permit.number.letters and view.code not in {"LAND", "WORKS"}:
            yield remind("B03", LETTERS, view, number=view.number, letters=permit.number.letters)
    elif title := TitleNumber.parse(view.number):
        place, own = title.province + title.place, snapshot.title_prefix + snapshot.title_place
        if place != own:
            yield must("B03", OTHER_PLACE, view, number=view.number, place=place, own=own)


def _year(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    """A title's year is that of its registration; another kind's may differ from the issue day's, with a reminder."""
    year, key = year_in(view.number), view.definition.numbers.year_of
    if year is None:
        return
    if key in view.definition.by_key:
        day = view.day(key)
        if day and day.year != year:
            yield must("B03", TITLE_YEAR, view, key, number=view.number, year=year, day=printed_date(day))
    elif year != snapshot.issue_day.year:
        day = snapshot.issue_day
        yield remind("B03", OTHER_YEAR, view, number=view.number, year=year, day=printed_date(day))


def year_in(number: str) -> int | None:
    """The year that a number of any form states."""
    if permit := PermitNumber.parse(number):
        return permit.number.year
    found = _YEAR_IN_BRACKETS.search(folded(number))
    return int(found[1]) if found else None


def b04(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Before the office's day 15 digits of its own; from that day on 19 characters, imported for project and kind."""
    due = snapshot.issue_day >= snapshot.supervision_number_from
    for view in snapshot.certificates:
        if view.definition.numbers.minting is Minting.NATIONAL_FROM:
            yield from _origin(view, snapshot.supervision_number_from, due=due)


def _origin(view: CertificateView, start: date, *, due: bool) -> Iterator[Finding]:
    words = {"number": view.number, "from": printed_date(start)}
    if not view.number:
        if due:
            yield must("B04", NOT_IMPORTED, view, **words)
        return
    permit = PermitNumber.parse(view.number)
    if permit is None:
        return  # B03 says so
    if due and not permit.number.is_national:
        yield must("B04", OWN_TOO_LATE, view, **words)
    elif due and not view.imported:
        yield must("B04", NATIONAL_UNKNOWN, view, **words)
    elif not due and permit.number.is_national:
        yield must("B04", NATIONAL_TOO_EARLY, view, **words)
