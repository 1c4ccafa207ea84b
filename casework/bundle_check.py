"""B12 and B14 of domain.md §3: what a bundle waits for behind its certificates. Joined to the checks of bundles.

While a bundle is a draft they remind; from then on they must be mended: it is approved and issued only when every case
behind it is decided, and no case that would end in such a certificate was left beside it. Of a bundle for whose
project nobody applied here they stay silent.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework import due
from casework.history import History
from casework.missing import missing_of
from casework.models import ApplicationMaterial, Case, Restriction
from certificates.findings import BundleSnapshot, CertificateView, Finding, Severity
from certificates.models import Bundle

OF_REGISTRATION = ("TITLE", "PROOF")
TAKE_OUT = _("Case %(number)s is %(state)s. Take this certificate out.")


def b12(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """行政许可法 第三十八条; 不动产登记暂行条例 第二十一条: what was not decided is not issued."""
    behind = {case.certificate_id: case for case in _cases(certificate__in=[each.pk for each in snapshot.certificates])}
    left_out = _cases(application__project__bundles=snapshot.bundle_id, certificate=None).reverse()
    severity = _severity(snapshot)
    for certificate in snapshot.certificates:
        if case := behind.get(certificate.pk):
            for message, params in _waits_for(case):
                yield _finding("B12", severity, certificate, message, number=case.number, **params)
        elif case := next((each for each in left_out if _ends_in(certificate, each)), None):
            words = _("Case %(number)s (%(state)s) is about such a certificate: let its application take this bundle.")
            if case.outcome == Case.Outcome.DENIED:
                words = TAKE_OUT
            yield _finding("B12", severity, certificate, words, number=case.number, state=_ended(case))
        elif behind:
            yield _finding("B12", Severity.REMINDER, certificate, _("No case stands behind this certificate."))


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


def _cases(**which: object) -> QuerySet[Case]:
    found = Case.objects.filter(**which).select_related("application", "version").order_by("pk")
    return found.prefetch_related("events", "application__materials")


def _ends_in(certificate: CertificateView, case: Case) -> bool:
    """Whether ``case``, which has no certificate yet, would end in this one; what was refused or withdrawn does not."""
    if case.state in {Case.State.REFUSED, Case.State.WITHDRAWN} or case.facts.result_kind != certificate.code:
        return False
    if certificate.replaces:  # it corrects what was issued, and is no answer to an application
        return False
    return not (case.part and certificate.part) or case.part == certificate.part


def _ended(case: Case) -> str:
    return str(case.get_outcome_display() or case.get_state_display())


def _waits_for(case: Case) -> Iterator[tuple[object, dict[str, object]]]:
    if case.outcome == Case.Outcome.DENIED or case.state in {Case.State.REFUSED, Case.State.WITHDRAWN}:
        yield TAKE_OUT, {"state": _ended(case)}
        return
    if case.outcome != Case.Outcome.GRANTED:
        yield _("Case %(number)s is not decided yet."), {}
    history = History.of(case.events.all())
    clock = due.clock_of(case, history, due.work_days())
    if clock and due.open_stops(clock, history):
        yield _("The clock of case %(number)s stands still."), {}
    materials = case.application.materials.all()
    for material in materials:
        if material.state == ApplicationMaterial.State.DEFERRED and case.version.code in material.needed_by:
            words = _("Case %(number)s waits for %(material)s, pledged by %(day)s.")
            yield words, {"material": material.name, "day": material.supply_by}
    for missing in missing_of(materials, [case.version.code], {}):  # it counts as accepted: nobody answered in time
        yield _("Case %(number)s lacks %(material)s."), {"material": missing}
    if case.fee_yuan and not case.fee_receipt:
        yield _("The fee of case %(number)s, %(fee)s yuan, is not paid yet."), {"fee": case.fee_yuan}


def _severity(snapshot: BundleSnapshot) -> Severity:
    is_draft = Bundle.objects.filter(pk=snapshot.bundle_id, state=Bundle.State.DRAFT).exists()
    return Severity.REMINDER if is_draft else Severity.MUST_FIX


def _finding(rule: str, severity: Severity, certificate: CertificateView, message: object, **params: object) -> Finding:
    return Finding(rule=rule, severity=severity, message=message, params=params, certificate=certificate.pk)
