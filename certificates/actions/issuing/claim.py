"""Transaction A: the bundle becomes ours for a while, its day is fixed and its numbers are reserved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from bureau import audit, calendar
from bureau.models import Office, User
from certificates.actions.decide_bundle import refuse_findings
from certificates.actions.locking import locked_bundle
from certificates.bundle_checks import take_snapshot
from certificates.definition import Minting, TypeDefinition
from certificates.errors import IssueUnderway, NumbersMissing
from certificates.four_eyes import require_may_issue
from certificates.models import Bundle, Certificate, SealedDraft
from certificates.rules.links import LAND_KEY, land_in_bundle
from documents import numbering

LEASE = timedelta(minutes=5)  # renewed with each sealed certificate, so it outlives only a dead worker
State = Bundle.State


@dataclass(frozen=True, slots=True)
class Claim:
    """A bundle that ``owner`` alone works on until its lease runs out."""

    bundle: Bundle
    day: date
    owner: str


def claim_bundle(bundle_id: int, *, actor: User, owner: str) -> Claim | None:
    """Of two callers exactly one wins; the other gets IssueUnderway. None: the bundle is issued already.

    A bundle whose earlier worker died is carried on with the same numbers; on another day its papers are made anew.
    """
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.APPROVED, State.ISSUING, State.ISSUED)
        if bundle.state == State.ISSUED:
            return None
        require_may_issue(bundle, actor)
        if bundle.is_being_issued and bundle.lease_owner != owner:
            raise IssueUnderway(reference=bundle.reference)
        fresh = bundle.state == State.APPROVED
        if bundle.issue_day != calendar.today():
            bundle.issue_day = calendar.today()
            SealedDraft.objects.filter(certificate__bundle=bundle).delete()
        refuse_findings(bundle)
        _name_land_permits(bundle, void=_reserve_numbers(bundle))
        bundle.state = State.ISSUING
        bundle.issue_asked_by = actor
        bundle.issue_problem = ""
        bundle.lease_owner = owner
        bundle.lease_until = calendar.now() + LEASE
        bundle.save()
        audit.record(
            bundle,
            "certificates.begin_issue" if fresh else "certificates.resume_issue",
            actor=actor,
            office=bundle.project.office,
        )
    return Claim(bundle, bundle.issue_day, owner)


def _reserve_numbers(bundle: Bundle) -> set[str]:
    """Gives every draft its number: the one it has, unless its year passed; an imported one; or the next of the book.

    Returns the numbers that became void because their year passed.
    """
    office, day = bundle.project.office, bundle.issue_day
    assert day is not None
    wanting: dict[tuple[str, int], list[Certificate]] = {}
    void: set[str] = set()
    for certificate in bundle.certificates.select_related("type_version", "entry__book").order_by("position"):
        year = _number_year(certificate, day)
        entry = certificate.entry
        if entry is not None and (entry.is_imported or (entry.book is not None and entry.book.year == year)):
            continue
        if entry is not None:
            numbering.void([entry], "签发跨年，改用当年编号")
            void.add(entry.text)
        if certificate.definition.numbers.minting is not Minting.OWN and office.imports_numbers(day):
            raise NumbersMissing(certificate=certificate)
        wanting.setdefault((certificate.type_code, year), []).append(certificate)
    for (code, year), certificates in wanting.items():
        definition = certificates[0].definition
        entries = numbering.reserve(
            numbering.open_series(office, code, definition.name),
            year,
            taken_for=[f"{bundle.reference}/{each.position}" for each in certificates],
            write=_writer(definition, office, year),
        )
        for certificate, entry in zip(certificates, entries, strict=True):
            certificate.entry = entry
        Certificate.objects.bulk_update(certificates, ["entry"])
    return void


def _name_land_permits(bundle: Bundle, *, void: set[str]) -> None:
    """Works that stand on a land permit of the same bundle now name its number (B10), and none that became void."""
    snapshot = take_snapshot(bundle)
    named = []
    certificates = {each.pk: each for each in bundle.certificates.all()}
    for view in snapshot.of("WORKS"):
        stated = view.text(LAND_KEY)
        land = land_in_bundle(snapshot, replace(view, values={**view.values, LAND_KEY: ""}) if stated in void else view)
        if land is not None and stated != land.number:
            certificates[view.pk].values |= {LAND_KEY: land.number}
            named.append(certificates[view.pk])
    Certificate.objects.bulk_update(named, ["values"])


def _number_year(certificate: Certificate, day: date) -> int:
    """The year in the number: of the issue day, or of the date field that the kind names (登记日期 for titles)."""
    stated = certificate.values.get(certificate.definition.numbers.year_of)
    return date.fromisoformat(stated).year if isinstance(stated, str) and stated else day.year


def _writer(definition: TypeDefinition, office: Office, year: int) -> Callable[[int], str]:
    """How a value of the series is spelled. Raises NumberMalformed when the series has run over its width."""

    def write(value: int) -> str:
        text = definition.numbers.form.format(
            region=office.region_code,
            year=year,
            sequence=value,
            province=office.title_prefix,
            place=office.title_place,
            short=office.short_name,
        )
        if not definition.numbers.matches(text):
            raise numbering.NumberMalformed(number=text)
        return text

    return write
