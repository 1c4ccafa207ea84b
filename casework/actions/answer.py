"""The office's answer to an application (综合受理): accepted, not accepted, or told once what is missing.

行政许可法 第三十二条: everything that is missing is told at once, within five working days of receipt, or the
application counts as accepted on the day of its receipt. 不动产登记暂行条例 第十七条: in registration on the spot.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now, today
from bureau.models import User
from bureau.roles import Role, Verb
from bureau.scheduled import scheduled
from casework import due
from casework.actions.defer import Deferral, defer, store_pledge
from casework.actions.recording import What, add_event
from casework.clock import Regime
from casework.errors import MaterialsMissing, MatterWithdrawn, NothingToDo, ToldBefore, TooLate
from casework.history import History
from casework.missing import lacking, missing_of, supply_day
from casework.models import Application, ApplicationMaterial, Case, Notice
from casework.notices import words
from casework.notices.cards import write_card
from casework.notices.told import last_notice, still_told
from casework.notices.writing import chinese, write
from casework.reading import lock, locked_application, locked_case, written
from casework.steps import begin_next
from cms.models import Matter

logger = logging.getLogger(__name__)

State = Case.State
Came = ApplicationMaterial.State


def accept(application_id: int, *, actor: User, deferred: Mapping[int, Deferral] | None = None) -> Application:
    """Accepts every case that was received and lacks nothing; ``deferred`` by the key of the material.

    What the applicant was told is not in order counts as missing until it comes anew.
    Raises NotAllowed, NothingToDo (accepting twice), MatterWithdrawn, NotToBeDeferred, and MaterialsMissing where every
    case lacks something, or one for which a paper was pledged still lacks another.
    """
    pledges = {key: store_pledge(one) for key, one in (deferred or {}).items()}
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        received = _received(application)
        materials = _needed_by(application, received)
        for key, one in (deferred or {}).items():
            defer(materials.get(key), one, *pledges[key])
        told = still_told(last_notice(application), materials.values())
        lacks = lacking(received, materials.values(), told)
        cases = [case for case in received if case not in lacks]
        codes = {case.version.code for case in cases}
        if not cases or not all(codes & set(materials[key].needed_by) for key in pledges):
            missing = missing_of(materials.values(), {case.version.code for case in received}, told)
            raise MaterialsMissing(materials=_("; ").join(map(str, missing)))
        _still_offered(cases)
        for case in cases:
            _accept(case, by=actor)
        with chinese():
            content = words.accepted(application, cases, _to_follow(materials.values(), cases))
        write(Notice.Kind.ACCEPTED, content, application, by=actor)
        audit.record(
            application,
            "casework.accept",
            actor=actor,
            office=application.office,
            verb=Verb.ANSWER_APPLICATION,
            data={"cases": [case.number for case in cases], "deferred": len(pledges)},
        )
    return application


def ask_for_more(
    application_id: int,
    *,
    actor: User,
    remarks: Mapping[int, str] | None = None,
    why_again: str = "",
    supply_by: date | None = None,
    as_cards: bool = False,
) -> Application:
    """Tells the applicant everything that is missing, at once: all that nobody brought, with ``remarks`` by material.

    A case of which nothing is missing is not told: its time for an answer runs on.
    ``as_cards``: also in short, as a notice card of each matter with a missing paper; cards need ``supply_by``.
    A second time needs ``why_again``: why the first notice did not name it. Raises ToldBefore, TooLate.
    """
    day = supply_day(supply_by) if as_cards or supply_by else None
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        materials = list(application.materials.all())
        lacks = lacking(_received(application), materials, remarks)
        if not lacks:
            raise NothingToDo(number=application)
        for case in lacks:
            refuse_late(case)
            if case.events.filter(what=What.ASKED_FOR_MORE).exists() and not why_again.strip():
                raise ToldBefore(number=case.number)
        for case, of_case in lacks.items():
            told = "\n".join(filter(None, [*map(str, of_case), why_again.strip()]))
            add_event(case, What.ASKED_FOR_MORE, by=actor, reason=told)
        missing = missing_of(materials, {case.version.code for case in lacks}, remarks or {})
        with chinese():
            content = words.more(application, list(lacks), missing, why_again.strip(), day)
        letter = write(Notice.Kind.MORE, content, application, by=actor)
        if as_cards and day:
            for case, of_case in lacks.items():
                write_card(case, of_case, day, by=actor, letter=letter)
        audit.record(
            application,
            "casework.ask_for_more",
            actor=actor,
            office=application.office,
            verb=Verb.ANSWER_APPLICATION,
            data={"cases": [case.number for case in lacks], "missing": len(missing), "again": bool(why_again.strip())},
        )
    return application


def refuse(case_id: int, *, actor: User, reason: str) -> Case:
    """Does not accept one matter (不予受理); the applicant reads the reason. Raises ReasonMissing, TooLate."""
    with transaction.atomic():
        case = locked_case(case_id, actor, State.RECEIVED)
        require(actor, Verb.ANSWER_APPLICATION, case.application.office)
        refuse_late(case)
        case.state, why = State.REFUSED, written(reason)
        add_event(case, What.REFUSED, by=actor, reason=why)
        with chinese():
            content = words.refused(case, why)
        write(Notice.Kind.REFUSED, content, case.application, by=actor, case=case)
        audit.record(case, "casework.refuse", actor=actor, office=case.application.office, verb=Verb.ANSWER_APPLICATION)
    return case


def withdraw(case_id: int, *, actor: User, reason: str) -> Case:
    """Ends one matter that the applicant no longer wants, as long as it is not decided."""
    with transaction.atomic():
        case = locked_case(case_id, actor, State.RECEIVED, State.ACCEPTED)
        require(actor, Verb.ANSWER_APPLICATION, case.application.office)
        case.state = State.WITHDRAWN
        add_event(case, What.WITHDRAWN, by=actor, reason=written(reason))
        audit.record(
            case, "casework.withdraw", actor=actor, office=case.application.office, verb=Verb.ANSWER_APPLICATION
        )
    return case


@scheduled(every=timedelta(minutes=10))
def deem_accepted() -> int:
    """What nobody answered in time counts as accepted on the day of its receipt; returns how many cases.

    One that cannot be accepted hinders no other; all of them are raised together at the end.
    """
    done, failures = 0, []
    due_now = Case.objects.filter(state=State.RECEIVED, due__lte=today()).order_by("pk")
    for pk in list(due_now.values_list("pk", flat=True)):
        try:
            done += _deem(pk)
        except Exception as failure:  # whatever it is: the law accepts the others too
            logger.exception("case %s could not be accepted by the clock", pk)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("cases that nobody answered in time were not accepted", failures)
    return done


def _deem(case_id: int) -> bool:
    with transaction.atomic():
        application = lock(Application.objects.filter(cases=case_id))
        case = Case.objects.filter(pk=case_id, state=State.RECEIVED).select_related("version").first()
        if case is None or _deemed_at(case) is None:
            return False
        case.application = application
        _accept(case, by=None)
        materials = list(application.materials.all())
        missing = [str(each) for each in missing_of(materials, {case.version.code}, {})]
        with chinese():
            content = words.deemed(case, [*missing, *_to_follow(materials, [case])])
        write(Notice.Kind.ACCEPTED, content, application, by=None)
        audit.record(case, "casework.deem_accepted", actor=None, office=application.office)
    return True


def _deemed_at(case: Case) -> datetime | None:
    """As of when it is accepted by law, whether the clock has written it down already or not: its receipt.

    None while there is time for an answer, or while the applicant has something to bring.
    """
    receipt = History.of(case.events.all()).receipt
    if receipt is None or not receipt.is_over(due.work_days(), Regime(case.regime), now()):
        return None
    return receipt.received_at


def refuse_late(case: Case) -> None:
    """Raises TooLate once the case counts as accepted."""
    if since := _deemed_at(case):
        raise TooLate(number=case.number, day=since.date())


def _to_follow(materials: Iterable[ApplicationMaterial], cases: Sequence[Case]) -> list[str]:
    """What was pledged for ``cases``, each with its day."""
    codes = {case.version.code for case in cases}
    return [
        _("%(material)s, by %(day)s") % {"material": each.name, "day": each.supply_by}
        for each in materials
        if each.state == Came.DEFERRED and codes & set(each.needed_by)
    ]


def _accept(case: Case, *, by: User | None) -> None:
    """As of the receipt where the time for an answer is over, by the clock alone (``by`` None) or just before it."""
    at = _deemed_at(case)
    case.state = State.ACCEPTED
    add_event(case, What.ACCEPTED, by=by, at=at)
    for step in case.steps.filter(role=Role.WINDOW_CLERK, done_at=None, turn=1):
        step.done_at, step.done_by = case.accepted_at, by
        step.save(update_fields=["done_at", "done_by"])
    begin_next(case)


def _received(application: Application) -> list[Case]:
    found = application.cases.filter(state=State.RECEIVED).select_related("version", "matter").order_by("pk")
    if not found:
        raise NothingToDo(number=application)
    cases = list(found)
    for case in cases:
        case.application = application
    return cases


def _still_offered(cases: Sequence[Case]) -> None:
    offered = set(
        Matter.objects.offered().filter(pk__in=[each.matter_id for each in cases]).values_list("pk", flat=True)
    )
    for case in cases:
        if case.matter_id not in offered:
            raise MatterWithdrawn(matter=case.matter)


def _needed_by(application: Application, cases: Sequence[Case]) -> dict[int, ApplicationMaterial]:
    codes = {case.version.code for case in cases}
    return {each.pk: each for each in application.materials.all() if codes & set(each.needed_by)}
