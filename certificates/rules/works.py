"""B06: what is built, above and below the ground, and what the land permit allows."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from certificates.findings import BundleSnapshot, CertificateView, Finding, to_decimal
from certificates.rules.links import land_in_bundle
from certificates.rules.wording import area, must, remind

WORKS_SUM = _(
    "%(name)s: the total should be above plus below ground, %(above)s + %(below)s = %(sum)s, but is %(value)s."
)
BUILDINGS_SUM = _("%(name)s: the buildings add up to %(parts)s = %(sum)s, but the total is %(value)s. Correct one.")
ABOVE_PERMITTED = _(
    "%(name)s: the works add up to %(parts)s = %(sum)s㎡, above the permitted %(value)s㎡. Correct one."
)
BELOW_PERMITTED = _(
    "%(name)s: the works add up to %(parts)s = %(sum)s㎡ and should make up the permitted %(value)s㎡, "
    "as the bundle holds all works. Correct one, or say that it does not hold all."
)
OTHER_IN_WORDS = _("%(name)s: %(label)s says %(part)s %(stated)s㎡, but the field holds %(value)s㎡. Compare them.")
# 地上6层82640.00㎡ says no area above: what stands between may hold no digit.
_IN_WORDS = re.compile(
    r"(地上|地下|总)[^\d，,；;。地总]{0,8}(\d[\d,]*(?:\.\d+)?)\s*(?:㎡|m²|m2|平方米|平米)",
    re.ASCII,
)
PARTS = {"地上": "area_above", "地下": "area_below", "总": "area_total"}


def b06(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Total = above + below; the works of a land permit stay within what it permits (and fill it, if complete)."""
    for view in snapshot.certificates:
        if _missing(view) is not None:
            yield _own_sum(view)
        yield from _buildings(view)
        yield from _words(view)
    for land in snapshot.of("LAND"):
        yield from _permitted(snapshot, land)


def _missing(view: CertificateView) -> Decimal | None:
    """What above plus below differs from the total by, unless nothing; None too when one of them is not given."""
    above, below, total = (view.decimal(key) for key in PARTS.values())
    if above is None or below is None or total is None:
        return None
    return (above + below - total) or None


def _own_sum(view: CertificateView) -> Finding:
    above, below, total = (view.decimal(key) or Decimal(0) for key in PARTS.values())
    words = {"above": area(above), "below": area(below), "sum": area(above + below), "value": area(total)}
    return must("B06", WORKS_SUM, view, "area_total", **words)


def _buildings(view: CertificateView) -> Iterator[Finding]:
    rows, total = view.values.get("buildings"), view.decimal("area_total")
    if not isinstance(rows, list) or not rows or total is None:
        return
    areas = [to_decimal(row.get("area")) if isinstance(row, dict) else None for row in rows]
    known = [each for each in areas if each is not None]
    if len(known) == len(rows) and (whole := sum(known, Decimal(0))) != total:
        words = {"parts": _sum(known), "sum": area(whole), "value": area(total)}
        yield must("B06", BUILDINGS_SUM, view, "buildings", **words)


def _words(view: CertificateView) -> Iterator[Finding]:
    """建设规模 is printed in words; its areas should be those of the fields."""
    for part, written in _IN_WORDS.findall(view.text("scale")):
        stated, held = to_decimal(written.replace(",", "")), view.decimal(PARTS[part])
        if stated is not None and held is not None and stated != held:
            yield remind("B06", OTHER_IN_WORDS, view, "scale", part=part, stated=area(stated), value=area(held))


def _permitted(snapshot: BundleSnapshot, land: CertificateView) -> Iterator[Finding]:
    """Silent while the areas of any of its works are still wrong: the sum would only repeat that."""
    works = [view for view in snapshot.of("WORKS") if land_in_bundle(snapshot, view) is land]
    totals = [each for view in works if (each := view.decimal("area_total")) is not None]
    permitted = land.decimal("area_total")
    if permitted is None or not works or len(totals) < len(works) or any(map(_missing, works)):
        return
    whole = sum(totals, Decimal(0))
    words = {"parts": _sum(totals), "sum": area(whole), "value": area(permitted)}
    if whole > permitted:
        yield must("B06", ABOVE_PERMITTED, land, "area_total", **words)
    elif whole < permitted and snapshot.complete:
        yield must("B06", BELOW_PERMITTED, land, "area_total", **words)


def _sum(areas: Sequence[Decimal]) -> str:
    return " + ".join(map(area, areas))
