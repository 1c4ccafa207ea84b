"""One window out (统一出件): cases fill a bundle, or adopt one that was entered before."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Role, Verb
from casework.certificate_facts import kinds_of
from casework.errors import ApplicationInvalid, NothingToDo
from casework.models import Case
from casework.reading import locked_application, locked_case
from casework.separation import require_decided_by_another
from casework.steps import finish_steps
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.edit_bundle import edit_values
from certificates.models import Bundle, Certificate

State = Case.State


def fill_bundle(application_id: int, *, actor: User, complete: bool = False) -> Bundle:
    """Makes the drafts of all cases that end in a certificate and have none yet, with the facts that were entered.

    The cases may still be under review: drafts are prepared side by side with it. Raises NothingToDo.
    """
    with transaction.atomic():
        application = locked_application(application_id, actor)
        waiting = application.cases.filter(state__in=[State.ACCEPTED, State.DECIDED], certificate=None)
        cases = [
            each
            for each in waiting.exclude(outcome=Case.Outcome.DENIED).select_related("version").order_by("pk")
            if each.facts.result_kind
        ]
        if not cases:
            raise NothingToDo(number=application)
        versions = kinds_of(cases)
        if unknown := {each.facts.result_kind for each in cases} - versions.keys():
            raise ApplicationInvalid(
                problem=_("No kind of certificate %(kind)s is published.") % {"kind": min(unknown)}
            )
        drafts = [
            Draft(type_version=versions[each.facts.result_kind], part=each.part, values=each.values) for each in cases
        ]
        bundle = create_bundle(application.project, drafts, actor=actor, complete=complete)
        made = {each.position: each for each in bundle.certificates.all()}
        for position, case in enumerate(cases, start=1):
            case.certificate = made[position]
            case.save(update_fields=["certificate"])
        audit.record(
            application,
            "casework.fill_bundle",
            actor=actor,
            office=application.office,
            verb=Verb.PREPARE_BUNDLE,
            data={"bundle": bundle.reference, "cases": [case.number for case in cases]},
        )
    return bundle


def adopt_bundle(application_id: int, bundle_id: int, *, actor: User) -> Bundle:
    """Takes a bundle of the project that was entered before: each of its certificates goes to the case that ends in it.

    By kind, and where several are of a kind by part, then in order. What a draft leaves empty is filled with what was
    entered for the case; a bundle that was sent already stays as it was checked. Where it is issued, only cases that
    were granted before. Raises NothingToDo when nothing fits, Separated where who issued it decided one of them.
    """
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.PREPARE_BUNDLE, application.office)
        bundle = Bundle.objects.filter(pk=bundle_id, project=application.project_id).first()
        free = list(bundle.certificates.filter(case=None).order_by("position")) if bundle else []
        is_issued = bundle is not None and bundle.state == Bundle.State.ISSUED
        fitting = [State.DECIDED] if is_issued else [State.ACCEPTED, State.DECIDED]
        cases = application.cases.filter(certificate=None, state__in=fitting).exclude(outcome=Case.Outcome.DENIED)
        pairs = _paired(list(cases.select_related("version").order_by("pk")), free)
        if bundle is None or not pairs:
            raise NothingToDo(number=application)
        for case, _certificate in pairs:
            require_decided_by_another(case, bundle)
        for case, certificate in pairs:
            case.certificate = certificate
            case.save(update_fields=["certificate"])
        if bundle.state == Bundle.State.DRAFT:
            _fill_what_is_empty(bundle, pairs, actor)
        if is_issued:
            finish_issue_steps(bundle)
        audit.record(
            application,
            "casework.fill_bundle",
            actor=actor,
            office=application.office,
            verb=Verb.PREPARE_BUNDLE,
            data={"bundle": bundle.reference},
        )
    return bundle


def _fill_what_is_empty(bundle: Bundle, pairs: list[tuple[Case, Certificate]], actor: User) -> None:
    changes = {
        certificate.pk: {key: value for key, value in case.values.items() if not certificate.values.get(key)}
        for case, certificate in pairs
    }
    if any(changes.values()):
        edit_values(bundle.pk, changes, revision=bundle.revision, actor=actor)


def _paired(cases: list[Case], free: list[Certificate]) -> list[tuple[Case, Certificate]]:
    pairs = []
    for case in sorted(cases, key=lambda each: not each.part):
        of_kind = [each for each in free if each.type_code == case.facts.result_kind]
        fitting = [each for each in of_kind if case.part and each.part == case.part] or of_kind
        if fitting:
            free.remove(fitting[0])
            pairs.append((case, fitting[0]))
    return pairs


def take_fee(case_id: int, *, receipt: str, actor: User) -> Case:
    """Notes that the fee was paid, by the number of its receipt. Raises NothingToDo where there is none to pay."""
    with transaction.atomic():
        case = locked_case(case_id, actor, State.ACCEPTED, State.DECIDED)
        require(actor, Verb.ANSWER_APPLICATION, case.application.office)
        if not case.fee_yuan or case.fee_receipt:
            raise NothingToDo(number=case.number)
        if not receipt.strip():
            raise ApplicationInvalid(problem=_("Receipt: give the number that stands on it."))
        case.fee_receipt = receipt.strip()[:40]
        case.save(update_fields=["fee_receipt"])
        audit.record(
            case, "casework.take_fee", actor=actor, office=case.application.office, verb=Verb.ANSWER_APPLICATION
        )
    return case


def finish_issue_steps(bundle: Bundle) -> None:
    """When a bundle is issued, in its transaction: the step of issuing is done for each case behind it."""
    assert bundle.issued_at is not None
    for case in Case.objects.filter(certificate__bundle=bundle):
        case.issued_by = bundle.issued_by
        case.save(update_fields=["issued_by"])
        finish_steps(case, Role.ISSUER, at=bundle.issued_at, by=bundle.issued_by)
