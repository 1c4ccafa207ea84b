"""B12 and B14 of domain.md §3: what a bundle waits for behind its certificates. Joined to the checks of bundles.

While a bundle is a draft they remind; from then on they must be mended: it is approved and issued only when every case
behind it is decided. A bundle without any case was not applied for here, and they stay silent.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from casework import due
from casework.history import History
from casework.models import ApplicationMaterial, Case, Restriction
from certificates.findings import BundleSnapshot, CertificateView, Finding, Severity
from certificates.models import Bundle

OF_REGISTRATION = ("TITLE", "PROOF")


def b12(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """行政许可法 第三十八条; 不动产登记暂行条例 第二十一条: what was not decided is not issued."""
    cases = {
        case.certificate_id: case
        for case in Case.objects.filter(certificate__in=[each.pk for each in snapshot.certificates])
        .select_related("application", "version")
        .prefetch_related("events", "application__materials")
    }
    if not cases:
        return
    severity = _severity(snapshot)
    for certificate in snapshot.certificates:
        if (case := cases.get(certificate.pk)) is None:
            yield _finding("B12", Severity.REMINDER, certificate, _("No case stands behind this certificate."))
            continue
        for message, params in _waits_for(case):
            yield _finding("B12", severity, certificate, message, number=case.number, **params)


def b14(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """不动产登记暂行条例 第二十二条: nothing is registered while ownership is disputed, or the unit seized."""
    restrictions = list(Restriction.objects.filter(project__bundles=snapshot.bundle_id, lifted_at=None))
    for certificate in snapshot.of(*OF_REGISTRATION):
        for each in restrictions:
            if each.unit_code in {"", certificate.text("unit_code")}:
                yield _finding(
                    "B14",
                    Severity.MUST_FIX,
                    certificate,
                    _("%(kind)s since %(since)s (%(source)s) forbids registration."),
                    kind=each.get_kind_display(),
                    since=each.since,
                    source=each.source,
                )


def _waits_for(case: Case) -> Iterator[tuple[object, dict[str, object]]]:
    if case.outcome == Case.Outcome.DENIED or case.state in {Case.State.REFUSED, Case.State.WITHDRAWN}:
        yield (
            _("Case %(number)s is %(state)s. Take this certificate out."),
            {"state": case.get_outcome_display() or case.get_state_display()},
        )
        return
    if case.outcome != Case.Outcome.GRANTED:
        yield _("Case %(number)s is not decided yet."), {}
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, due.work_days())
    if clock and due.open_stops(clock, history):
        yield _("The clock of case %(number)s stands still."), {}
    for material in case.application.materials.all():
        if material.state == ApplicationMaterial.State.DEFERRED and case.version.code in material.needed_by:
            yield (
                _("Case %(number)s waits for %(material)s, pledged by %(day)s."),
                {
                    "material": material.name,
                    "day": material.supply_by,
                },
            )
    if case.fee_yuan and not case.fee_receipt:
        yield _("The fee of case %(number)s, %(fee)s yuan, is not paid yet."), {"fee": case.fee_yuan}


def _severity(snapshot: BundleSnapshot) -> Severity:
    is_draft = Bundle.objects.filter(pk=snapshot.bundle_id, state=Bundle.State.DRAFT).exists()
    return Severity.REMINDER if is_draft else Severity.MUST_FIX


def _finding(rule: str, severity: Severity, certificate: CertificateView, message: object, **params: object) -> Finding:
    return Finding(rule=rule, severity=severity, message=message, params=params, certificate=certificate.pk)
