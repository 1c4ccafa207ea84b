"""The office's answer to an application (综合受理): accepted, not accepted, or told once what is missing.

行政许可法 第三十二条: everything that is missing is told at once, within five working days of receipt, or the
application counts as accepted on the day of its receipt. 不动产登记暂行条例 第十七条: in registration on the spot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import today
from bureau.models import CalendarOverride, User
from bureau.roles import Role, Verb
from bureau.scheduled import scheduled
from casework.actions.recording import What, add_event
from casework.errors import (
    ApplicationInvalid,
    MaterialsMissing,
    MatterWithdrawn,
    NothingToDo,
    NotToBeDeferred,
    ToldBefore,
    TooLate,
)
from casework.missing import missing_of, supply_day
from casework.models import Application, ApplicationMaterial, Case, Notice
from casework.notices import words
from casework.notices.cards import write_card
from casework.notices.writing import chinese, write
from casework.reading import lock, locked_application, locked_case, written
from casework.steps import begin_next
from cms.models import Matter
from documents import store
from documents.uploads import taken

State = Case.State
Came = ApplicationMaterial.State


@dataclass(frozen=True, slots=True)
class Deferral:
    """What the applicant pledged (容缺): to supply the material by ``day``; ``pledge`` is the signed paper, scanned."""

    day: date
    pledge: bytes


def accept(application_id: int, *, actor: User, deferred: Mapping[int, Deferral] | None = None) -> Application:
    """Accepts every case that was received; ``deferred`` by the key of the material.

    Raises NotAllowed, NothingToDo (accepting twice), MatterWithdrawn, MaterialsMissing, NotToBeDeferred.
    """
    pledges = {key: _stored_pledge(one) for key, one in (deferred or {}).items()}
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        cases = _received(application)
        _still_offered(cases)
        materials = _needed_by(application, cases)
        for key, one in (deferred or {}).items():
            _defer(materials.get(key), one, *pledges[key])
        if missing := [each.name for each in materials.values() if each.state == Came.MISSING and not each.is_shared]:
            raise MaterialsMissing(materials=_("; ").join(missing))
        for case in cases:
            _accept(case, by=actor)
        _tell_acceptance(application, cases, materials.values(), by=actor)
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

    ``as_cards``: also in short, as a notice card of each matter with a missing paper; cards need ``supply_by``.
    A second time needs ``why_again``: why the first notice did not name it. Raises ToldBefore, TooLate.
    """
    day = supply_day(supply_by) if as_cards or supply_by else None
    with transaction.atomic():
        application = locked_application(application_id, actor)
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        cases = _received(application)
        materials = list(application.materials.all())
        found = missing_of(materials, {case.version.code for case in cases}, remarks or {})
        if not found:
            raise NothingToDo(number=application)
        for case in cases:
            refuse_late(case)
            if case.events.filter(what=What.ASKED_FOR_MORE).exists() and not why_again.strip():
                raise ToldBefore(number=case.number)
        missing = [str(each) for each in found]
        for case in cases:
            add_event(
                case, What.ASKED_FOR_MORE, by=actor, reason="\n".join(filter(None, [*missing, why_again.strip()]))
            )
        with chinese():
            content = words.more(application, cases, found, why_again.strip(), day)
        letter = write(Notice.Kind.MORE, content, application, by=actor)
        if as_cards and day:
            for case in cases:
                if of_case := missing_of(materials, {case.version.code}, remarks or {}):
                    write_card(case, of_case, day, by=actor, letter=letter)
        audit.record(
            application,
            "casework.ask_for_more",
            actor=actor,
            office=application.office,
            verb=Verb.ANSWER_APPLICATION,
            data={"cases": [case.number for case in cases], "missing": len(missing), "again": bool(why_again.strip())},
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
        audit.record(case, "casework.withdraw", actor=actor, office=case.application.office)
    return case


@scheduled(every=timedelta(minutes=10))
def deem_accepted() -> int:
    """What nobody answered in time counts as accepted on the day of its receipt; returns how many cases."""
    late = Case.objects.filter(state=State.RECEIVED, due__lt=today()).order_by("pk")
    return sum(_deem(pk) for pk in list(late.values_list("pk", flat=True)))


def _deem(case_id: int) -> bool:
    with transaction.atomic():
        application = lock(Application.objects.filter(cases=case_id))
        found = Case.objects.filter(pk=case_id, state=State.RECEIVED, due__lt=today())
        case = found.select_related("version").first()
        if case is None:
            return False
        case.application = application
        _accept(case, by=None)
        _tell_acceptance(application, [case], (), by=None)
        audit.record(case, "casework.deem_accepted", actor=None, office=application.office)
    return True


def _is_late(case: Case) -> bool:
    """Nobody answered in time, so that by law it is accepted, whether the clock has written it down already or not."""
    return case.due is not None and case.due < today()


def refuse_late(case: Case) -> None:
    """Raises TooLate once the case counts as accepted."""
    if _is_late(case):
        raise TooLate(number=case.number, day=localtime(case.application.received_at).date())


def _tell_acceptance(
    application: Application, cases: Sequence[Case], materials: Iterable[ApplicationMaterial], *, by: User | None
) -> None:
    with chinese():
        deferred = [
            _("%(material)s, by %(day)s") % {"material": each.name, "day": each.supply_by}
            for each in materials
            if each.state == Came.DEFERRED
        ]
        content = words.accepted(application, cases, deferred)
    write(Notice.Kind.ACCEPTED, content, application, by=by)


def _accept(case: Case, *, by: User | None) -> None:
    """As of the receipt where the time for an answer is over, by the clock alone (``by`` None) or just before it."""
    at = case.application.received_at if _is_late(case) else None
    case.state = State.ACCEPTED
    case.accepted_at = case.application.received_at  # until the event is there, which says it exactly
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


def _stored_pledge(one: Deferral) -> tuple[str, str]:
    media_type = taken(one.pledge, _("Signed pledge"))
    return store.write(one.pledge), media_type


def _defer(material: ApplicationMaterial | None, one: Deferral, sha256: str, media_type: str) -> None:
    if material is None:
        raise ApplicationInvalid(problem=_("Only a material of this application can follow later."))
    if not material.defer_days:
        raise NotToBeDeferred(material=material, why=_("it cannot follow later."))
    if one.day < today():
        raise NotToBeDeferred(material=material, why=_("the day lies in the past."))
    if one.day > (last := _last_day(material.defer_days)):
        raise NotToBeDeferred(material=material, why=_("it must come by %(day)s.") % {"day": last})
    material.state, material.supply_by = Came.DEFERRED, one.day
    material.pledge = store.record(sha256, size=len(one.pledge), media_type=media_type)
    material.save(update_fields=["state", "supply_by", "pledge"])


def _last_day(days: int) -> date:
    """So many working days after acceptance, which is today. Raises CalendarUnknown."""
    return CalendarOverride.calendar().add_working_days(today(), days)
