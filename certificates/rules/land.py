"""B05, B07 and B08: land areas, parcels and units, use and acquisition."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from certificates.findings import BundleSnapshot, CertificateView, Finding, to_decimal
from certificates.identifiers import has_building, is_unit_code, parcel_of
from certificates.rules.records import DEEDS, Record, records
from certificates.rules.wording import area, must, name_of, several

UNKNOWN_PARCEL = _("%(name)s: parcel %(parcel)s is not among the project's. Enter it there, or correct it.")
LAND_SUM = _("%(name)s: %(label)s should be the sum of its parcels, %(parts)s = %(sum)s, but is %(value)s. Correct it.")
TITLE_AREA = _("%(name)s: %(label)s should be that of parcel %(parcel)s, %(sum)s㎡, but is %(value)s㎡. Correct it.")
TITLE_SUM = _(
    "%(name)s: the titles on parcel %(parcel)s add up to %(parts)s = %(value)s㎡, the parcel has %(sum)s㎡. "
    "Correct them."
)
DEED_AREA = _("%(name)s: %(label)s is %(value)s㎡, but %(paper)s has %(sum)s㎡. They must be the same.")
CLASS_SUM = _("%(name)s: the classes add up to %(parts)s = %(sum)s, but the whole is %(value)s. Correct %(label)s.")
NOT_ON_LAND = _("%(name)s: unit %(unit)s is on parcel %(parcel)s, which neither permit nor decision names: %(known)s.")
UNIT_TWICE = _("%(name)s: unit %(unit)s already has a title: %(other)s. One unit, one title; correct one of them.")
UNIT_HAS_TITLE = _("%(name)s: unit %(unit)s has a title in force. Replace that one, or correct the unit.")
BARE_LAND = _("%(name)s: a unit with W is bare land. Empty %(label)s, or correct the unit.")
BUILDING_MISSING = _("%(name)s: a unit with F has a building. Fill in %(label)s.")
BUILDING_RIGHT = _(
    "%(name)s: %(label)s is “%(value)s”, which does not fit a unit with %(letter)s. Correct one of them."
)
NO_TITLE = _("%(name)s: unit %(unit)s has no title. Correct the unit.")
OTHER_USE = _("%(name)s: %(label)s is “%(value)s”, but %(paper)s says “%(other)s”. They must be the same.")
OTHER_USE_ATTACHED = _("%(paper)s says “%(other)s” as its use, the project “%(value)s”. They must be the same.")
OTHER_ACQUISITION = _("%(name)s: %(label)s is “%(value)s”, but the project's land is obtained by %(other)s.")
DEED_DIFFERS = _("The project's land is obtained by %(value)s, but %(paper)s goes with %(other)s. Correct one of them.")
OTHER_NATURE = _("%(name)s: %(label)s is “%(value)s”, but the land is obtained by %(other)s. It must begin with it.")
HOUSE = "房屋所有权"
DEED_WAYS = {"ALLOC": "划拨", "GRANT": "出让"}


def b05(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """The permit's land is the sum of its parcels, of the titles on them, and the area of decision or contract."""
    known = {parcel.code: parcel.area for parcel in snapshot.parcels}
    for view in snapshot.of("LAND"):
        yield from _parcel_sum(view, "land_area", known)
    for view in snapshot.of("ALLOC"):
        yield from _parcel_sum(view, "area", known)
    yield from _title_areas(snapshot, known)
    yield from _deed_area(snapshot)
    for view in snapshot.of("SITE"):
        yield from _classes(view)


def _parcel_sum(view: CertificateView, key: str, known: dict[str, Decimal]) -> Iterator[Finding]:
    codes, stated = view.texts("parcels"), view.decimal(key)
    missing = [code for code in codes if code not in known]
    for code in missing:
        yield must("B05", UNKNOWN_PARCEL, view, "parcels", parcel=code)
    if missing or not codes or stated is None:
        return
    total = sum((known[code] for code in codes), Decimal(0))
    if stated != total:
        parts = " + ".join(area(known[code]) for code in codes)
        yield must("B05", LAND_SUM, view, key, parts=parts, sum=area(total), value=area(stated))


def _title_areas(snapshot: BundleSnapshot, known: dict[str, Decimal]) -> Iterator[Finding]:
    """Titles on a parcel share its whole area. Of several buildings on one parcel some may have their title already."""
    on_parcel: dict[str, list[CertificateView]] = defaultdict(list)
    for view in snapshot.of("TITLE"):
        if is_unit_code(view.text("unit_code")):
            on_parcel[parcel_of(view.text("unit_code"))].append(view)
    for code, views in on_parcel.items():
        areas = [each for view in views if (each := view.decimal("area")) is not None]
        if code not in known or len(areas) < len(views):
            continue
        total, whole = sum(areas, Decimal(0)), known[code]
        later = not snapshot.of("LAND") and all(has_building(view.text("unit_code")) for view in views)
        if total > whole or (total < whole and not later):
            message = TITLE_AREA if len(views) == 1 else TITLE_SUM
            words = {"parcel": code, "parts": " + ".join(map(area, areas)), "sum": area(whole), "value": area(total)}
            yield must("B05", message, views[-1], "area", **words)


def _deed_area(snapshot: BundleSnapshot) -> Iterator[Finding]:
    lands, deeds = snapshot.of("LAND"), records(snapshot, *DEEDS)
    stated = [each for land in lands if (each := land.decimal("land_area")) is not None]
    deeded = [each for deed in deeds if (each := deed.decimal("area")) is not None]
    if not lands or not deeds or len(stated) < len(lands) or len(deeded) < len(deeds):
        return
    total, granted = sum(stated, Decimal(0)), sum(deeded, Decimal(0))
    if total != granted:
        paper = several(deed.name for deed in deeds)
        yield must("B05", DEED_AREA, lands[-1], "land_area", value=area(total), paper=paper, sum=area(granted))


def _classes(view: CertificateView) -> Iterator[Finding]:
    rows, stated = view.values.get("area_by_class"), view.decimal("area")
    if not isinstance(rows, list) or stated is None:
        return
    parts = [to_decimal(row.get("area")) if isinstance(row, dict) else None for row in rows]
    areas = [each for each in parts if each is not None]
    if areas and len(areas) == len(rows) and (total := sum(areas, Decimal(0))) != stated:
        words = {
            "parts": " + ".join(f"{each:,.4f}" for each in areas),
            "sum": f"{total:,.4f}",
            "value": f"{stated:,.4f}",
        }
        yield must("B05", CLASS_SUM, view, "area_by_class", **words)


def b07(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Each title's unit lies on a parcel of the land, has one title, and carries a building only with F."""
    parcels = _land_parcels(snapshot)
    first: dict[str, CertificateView] = {}
    for view in snapshot.of("TITLE"):
        unit = view.text("unit_code")
        if not is_unit_code(unit):
            continue
        if parcels and parcel_of(unit) not in parcels:
            words = {"unit": unit, "parcel": parcel_of(unit), "known": several(parcels)}
            yield must("B07", NOT_ON_LAND, view, "unit_code", **words)
        other = first.setdefault(unit, view)
        if other is not view:
            yield must("B07", UNIT_TWICE, view, "unit_code", unit=unit, other=name_of(other))
        elif unit in snapshot.earlier_units:
            yield must("B07", UNIT_HAS_TITLE, view, "unit_code", unit=unit)
        yield from _building(view, unit)
    titled = {*first, *snapshot.earlier_units}
    for view in snapshot.of("PROOF"):
        unit = view.text("unit_code")
        if is_unit_code(unit) and unit not in titled:
            yield must("B07", NO_TITLE, view, "unit_code", unit=unit)


def _land_parcels(snapshot: BundleSnapshot) -> tuple[str, ...]:
    """Parcels of the land permits and decisions at hand; of the project when those name none."""
    named = [code for record in records(snapshot, "LAND", "ALLOC") for code in record.texts("parcels")]
    return tuple(dict.fromkeys(named or (parcel.code for parcel in snapshot.parcels)))


def _building(view: CertificateView, unit: str) -> Iterator[Finding]:
    built, right = has_building(unit), view.text("right_type")
    if not built and view.text("building_area"):
        yield must("B07", BARE_LAND, view, "building_area")
    if built and not view.text("building_area"):
        yield must("B07", BUILDING_MISSING, view, "building_area")
    if right and built != (HOUSE in right):
        yield must("B07", BUILDING_RIGHT, view, "right_type", value=right, letter=unit[19])


def b08(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Use and acquisition agree in permit, decision or contract, and title."""
    yield from _use(snapshot)
    ways = [way for view in snapshot.of("LAND") if (way := view.text("acquisition"))]
    way = snapshot.acquisition or next(iter(ways), "")
    if not way:
        return
    for view in snapshot.of("LAND"):
        if (stated := view.text("acquisition")) and stated != way:
            yield must("B08", OTHER_ACQUISITION, view, "acquisition", value=stated, other=way)
    for deed in records(snapshot, *DEEDS):
        if DEED_WAYS[deed.code] != way:
            words = {"value": way, "paper": deed.name, "other": DEED_WAYS[deed.code]}
            yield must("B08", DEED_DIFFERS, deed.view, **words)
    for view in snapshot.of("TITLE"):
        nature = view.text("right_nature")
        if nature and not nature.startswith(way):
            yield must("B08", OTHER_NATURE, view, "right_nature", value=nature, other=way)


def _use(snapshot: BundleSnapshot) -> Iterator[Finding]:
    stated = [record for record in records(snapshot, "LAND", *DEEDS, "TITLE") if record.text("land_use")]
    if not stated:
        return
    paper, use = (_("the project’s record"), snapshot.land_use) if snapshot.land_use else _first_use(stated)
    for record in stated:
        other = record.text("land_use")
        if other == use:
            continue
        if record.view:
            yield must("B08", OTHER_USE, record.view, "land_use", value=other, paper=paper, other=use)
        else:
            yield must("B08", OTHER_USE_ATTACHED, paper=record.name, value=use, other=other)


def _first_use(stated: list[Record]) -> tuple[str, str]:
    return stated[0].name, stated[0].text("land_use")
