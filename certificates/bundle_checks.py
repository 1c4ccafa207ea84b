"""The registry of bundle checks; upper layers join it in `AppConfig.ready`. The rules live in certificates/rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from bureau import calendar
from certificates.findings import BundleSnapshot, CertificateView, Finding, ParcelView, PriorRecord
from certificates.models import Bundle, Certificate
from documents.models import LedgerEntry

BundleCheck: TypeAlias = Callable[[BundleSnapshot], Iterable[Finding]]

_checks: dict[str, BundleCheck] = {}


def register(rule: str, check: BundleCheck) -> None:
    """Adds a check under the name of its rule, once."""
    _checks[rule] = check


def check_bundle(bundle: Bundle) -> tuple[Finding, ...]:
    """All findings at once, in the order of the rules: those that must be mended and those to look at."""
    snapshot = take_snapshot(bundle)
    return tuple(finding for rule in sorted(_checks) for finding in _checks[rule](snapshot))


def number_of_bundle_checks() -> int:
    """How many rules look at the bundle as a whole; the page says so beside what they found."""
    return len(_checks)


def take_snapshot(bundle: Bundle) -> BundleSnapshot:
    """Reads what the rules need; the number of queries does not grow with the bundle."""
    project, office = bundle.project, bundle.project.office
    certificates = list(bundle.certificates.select_related("type_version", "entry", "supersedes").order_by("position"))
    return BundleSnapshot(
        bundle_id=bundle.pk,
        issue_day=bundle.issue_day or calendar.today(),
        complete=bundle.complete,
        project_code=project.project_code,
        project_name=project.name,
        applicant=project.applicant,
        applicant_uscc=project.applicant_uscc,
        co_holders=project.co_holders,
        land_use=project.land_use,
        acquisition=project.acquisition,
        boundary=_corners(project.boundary),
        office_name=office.name,
        region_code=office.region_code,
        counties=tuple(office.counties),
        title_prefix=office.title_prefix,
        title_place=office.title_place,
        supervision_number_from=office.supervision_number_from or date.max,  # empty: the office keeps its own digits
        certificates=tuple(_view(each) for each in certificates),
        prior_records=tuple(
            PriorRecord(
                name=each.name,
                code=each.type_version.definition.code if each.type_version else "",
                number=each.number,
                issued_on=each.issued_on,
                values=each.values,
                has_file=each.file_id is not None,
                valid_years=each.type_version.definition.valid_years if each.type_version else 0,
            )
            for each in project.attachments.select_related("type_version")
        ),
        parcels=tuple(
            ParcelView(code=each.parcel_code, area=each.area, corners=_corners(each.corners))
            for each in project.parcels.all()
        ),
        taken_keys=_taken_keys(certificates),
        **_earlier(bundle, certificates),  # type: ignore[arg-type]  # four fields of differing types
    )


def _view(certificate: Certificate) -> CertificateView:
    entry = certificate.entry
    return CertificateView(
        pk=certificate.pk,
        definition=certificate.definition,
        values=certificate.values,
        part=certificate.part,
        replaces=certificate.supersedes_id is not None,
        number=entry.text if entry else "",
        imported=entry is not None and entry.is_imported,
    )


def _taken_keys(certificates: list[Certificate]) -> frozenset[tuple[str, str]]:
    keys = {each.entry.key: each.entry_id for each in certificates if each.entry}
    if not keys:
        return frozenset()
    others = LedgerEntry.objects.filter(key__in=keys).exclude(
        state=LedgerEntry.State.RESERVED, pk__in=list(keys.values())
    )
    return frozenset(others.values_list("code", "key"))


def _earlier(bundle: Bundle, certificates: list[Certificate]) -> dict[str, object]:
    """What is in force already: this project's permits, and titles of any project on the units of this bundle."""
    replaced = [each.supersedes_id for each in certificates if each.supersedes_id]
    in_force = Certificate.objects.filter(state=Certificate.State.ISSUED).exclude(pk__in=replaced)
    numbers: dict[str, list[str]] = defaultdict(list)
    for code, number in in_force.filter(bundle__project=bundle.project_id).values_list("type_code", "number"):
        numbers[code].append(number)
    units = [each.values["unit_code"] for each in certificates if each.values.get("unit_code")]
    return {
        "earlier_land": tuple(numbers["LAND"]),
        "earlier_works": tuple(numbers["WORKS"]),
        "earlier_units": tuple(in_force.filter(holds_unit__in=units).values_list("holds_unit", flat=True)),
        "earlier_verified": bool(numbers["VERIFY"]),
    }


def _corners(stored: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(north), float(east)) for north, east in stored)
