"""One window out (统一出件): decided cases fill a bundle, and what was issued is handed over or posted."""

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit, personal
from bureau.access import require
from bureau.calendar import now
from bureau.models import User
from bureau.roles import Role, Verb
from casework import due
from casework.errors import ApplicationInvalid, NothingToDo, NotReadyToGo
from casework.models import Case, HandOver
from casework.reading import locked_application, locked_case
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.models import Bundle, Certificate, CertificateType
from documents import store
from documents.uploads import taken

State = Case.State
Way = HandOver.Way


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
        versions = {
            each.code: each.current
            for each in CertificateType.objects.filter(code__in=[each.facts.result_kind for each in cases])
            .exclude(current=None)
            .select_related("current")
        }
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
            data={"bundle": bundle.reference, "cases": [case.number for case in cases]},
        )
    return bundle


def adopt_bundle(application_id: int, bundle_id: int, *, actor: User) -> Bundle:
    """Takes a bundle of the project that was entered before: each of its certificates goes to the case that ends in it.

    By kind, and where several are of a kind by part, then in order. Raises NothingToDo when nothing fits.
    """
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.PREPARE_BUNDLE, application.office)
        bundle = Bundle.objects.filter(pk=bundle_id, project=application.project_id).first()
        free = list(bundle.certificates.filter(case=None).order_by("position")) if bundle else []
        cases = list(application.cases.filter(certificate=None).select_related("version").order_by("pk"))
        pairs = _paired(cases, free)
        if bundle is None or not pairs:
            raise NothingToDo(number=application)
        for case, certificate in pairs:
            case.certificate = certificate
            case.save(update_fields=["certificate"])
        if bundle.state == Bundle.State.ISSUED:
            finish_issue_steps(bundle)
        audit.record(
            application,
            "casework.fill_bundle",
            actor=actor,
            office=application.office,
            data={"bundle": bundle.reference},
        )
    return bundle


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
        audit.record(case, "casework.take_fee", actor=actor, office=case.application.office)
    return case


def hand_over(
    application_id: int,
    way: HandOver.Way,
    *,
    actor: User,
    receiver: str = "",
    signature: bytes = b"",
    tracking: str = "",
) -> HandOver:
    """Gives all results out and concludes the cases. At the window the receiver signs; the post has a number.

    Raises NotAllowed, NothingToDo (given out before), NotReadyToGo (a case is open, a certificate not issued).
    """
    if way == Way.WINDOW and not signature:
        raise ApplicationInvalid(problem=_("Signed receipt: give it as PDF, PNG or JPEG."))
    media_type = taken(signature, _("Signed receipt")) if signature else ""
    if way == Way.POST and not tracking.strip():
        raise ApplicationInvalid(problem=_("Number of the parcel: give it, so that the applicant can follow it."))
    sha256 = store.write(signature) if signature else ""
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.HAND_OUT, application.office)
        cases = list(application.cases.select_related("certificate", "version", "application__project").order_by("pk"))
        if HandOver.objects.filter(application=application).exists():
            raise NothingToDo(number=application)
        for case in cases:
            _require_ready(case)
        done = HandOver.objects.create(
            application=application,
            way=way,
            receiver=personal.keep({"name": receiver}) if receiver.strip() else None,
            signature=store.record(sha256, size=len(signature), media_type=media_type) if sha256 else None,
            tracking=tracking.strip()[:40],
            at=now(),
            by=actor,
        )
        for case in cases:
            if case.state == State.DECIDED:
                case.state = State.CONCLUDED
                due.refresh(case)
        audit.record(
            application,
            "casework.hand_over",
            actor=actor,
            office=application.office,
            verb=Verb.HAND_OUT,
            data={"way": way.value},
        )
    return done


def finish_issue_steps(bundle: Bundle) -> None:
    """When a bundle is issued, in its transaction: the step of issuing is done for each case behind it."""
    for case in Case.objects.filter(certificate__bundle=bundle).prefetch_related("steps"):
        for step in case.steps.all():
            if step.role == Role.ISSUER and step.done_at is None:
                step.begun_at = step.begun_at or bundle.issued_at
                step.done_at, step.done_by = bundle.issued_at, bundle.issued_by
                step.save(update_fields=["begun_at", "done_at", "done_by"])


def _require_ready(case: Case) -> None:
    if case.state in {State.RECEIVED, State.ACCEPTED}:
        raise NotReadyToGo(number=case.number, why=_("it is not decided yet."))
    is_draft = case.certificate is not None and case.certificate.state == Certificate.State.DRAFT
    if case.outcome == Case.Outcome.GRANTED and case.facts.result_kind and (case.certificate is None or is_draft):
        raise NotReadyToGo(number=case.number, why=_("its certificate is not issued yet."))
