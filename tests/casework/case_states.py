"""A case in every state that it can be in, each made by those whose part it is; tests/casework/test_permissions.py."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from bureau import calendar
from casework.actions.answer import ask_for_more, deem_accepted, refuse, withdraw
from casework.actions.hand_over import hand_over
from casework.actions.receive import Asked, receive_application
from casework.actions.seal_file import seal_file
from casework.actions.serve import serve
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.clock import Kind
from casework.hearing import Hearing
from casework.models import Case, HandOver, Notice
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key
from tests.casework.kit import CONTACT, HEARING, MORNING, PDF, Hall

State = Callable[[Hall], Case]
TUESDAY = datetime(2022, 8, 2, 9)  # when everybody tries everything
EARLIER = datetime(2022, 7, 18, 9)
HELD = Hearing("市民中心 3 楼听证室", timezone.make_aware(datetime(2022, 7, 29, 9)))


def event(case: Case, what: str, **more: str) -> int:
    """The key of the last such event; 0 where there is none."""
    found = case.events.filter(what=what, **more).order_by("pk").last()
    return found.pk if found else 0


# Before the answer


def helped(hall: Hall) -> Case:
    """Filed by the helper; nothing came with it."""
    asked = [Asked(hall.matters["M04"])]
    with calendar.at(MORNING):
        filed = receive_application(hall.project, asked, contact=CONTACT, mandate=PDF, actor=hall.person("helper"))
    return filed.cases.get()


def untouched(hall: Hall) -> Case:
    """Received, and nothing came with it."""
    return hall.receive("M04").cases.get()


def told(hall: Hall) -> Case:
    """The same, and the applicant knows what is missing."""
    case = untouched(hall)
    with calendar.at(MORNING):
        ask_for_more(case.application_id, actor=hall.person("clerk"))
    return case


def received(hall: Hall) -> Case:
    application = hall.receive("M04")
    hall.hand_in_all(application)
    return application.cases.get()


# Under way


def accepted(hall: Hall) -> Case:
    return hall.accepted_case()


def deemed(hall: Hall) -> Case:
    """Nobody answered in time; the day that was promised is over when everybody tries."""
    application = hall.receive("M04", at=EARLIER)
    hall.hand_in_all(application, EARLIER)
    with calendar.at(MORNING):
        deem_accepted()
    return application.cases.get()


def _stopped(hall: Hall, kind: Kind, by: str, approver: str = "") -> Case:
    """Asked for where there is no ``approver`` and the kind needs one."""
    case = hall.accepted_case()
    with calendar.at(MORNING):
        case = stop(case.pk, kind, reason="图上缺标高。", actor=hall.person(by))
        if approver:
            case = approve_request(event(case, "asked"), case_id=case.pk, actor=hall.person(approver))
    return case


def corrected(hall: Hall) -> Case:
    return _stopped(hall, Kind.CORRECTION, "officer")


def published(hall: Hall) -> Case:
    return _stopped(hall, Kind.PUBLIC_NOTICE, "officer")


def to_revise(hall: Hall) -> Case:
    return _stopped(hall, Kind.REVISION, "officer")


def revising(hall: Hall) -> Case:
    return _stopped(hall, Kind.REVISION, "officer", "chief")


def with_experts(hall: Hall) -> Case:
    return _stopped(hall, Kind.EXPERT_REVIEW, "officer", "chief")


def threatened(hall: Hall) -> Case:
    return _stopped(hall, Kind.FORCE_MAJEURE, "chief")


def flooded(hall: Hall) -> Case:
    return _stopped(hall, Kind.FORCE_MAJEURE, "chief", "supervisor")


def ebbing(hall: Hall) -> Case:
    """The chief asks to let it go on."""
    case = flooded(hall)
    with calendar.at(MORNING + timedelta(hours=1)):
        return go_on(case.pk, event(case, "suspended"), reason="水退了。", actor=hall.person("chief"))


def called(hall: Hall) -> Case:
    """A hearing is to come."""
    case = hall.accepted_case()
    with calendar.at(MORNING):
        return stop(case.pk, Kind.HEARING, reason="申请人要求。", actor=hall.person("chief"), hearing=HEARING)


def heard(hall: Hall) -> Case:
    """The hearing was held, its record is not entered."""
    case = hall.accepted_case(at=EARLIER)
    with calendar.at(EARLIER):
        return stop(case.pk, Kind.HEARING, reason="申请人要求。", actor=hall.person("chief"), hearing=HELD)


def reviewed(hall: Hall) -> Case:
    case = hall.accepted_case()
    hall.review(case, MORNING, by="officer-2")
    return case


# At its end


def decided(hall: Hall) -> Case:
    """Granted; its certificate is not made yet."""
    return hall.decided(hall.accepted_case(), MORNING)


def denied(hall: Hall) -> Case:
    return hall.decided(hall.accepted_case(), MORNING, Case.Outcome.DENIED)


def concluded(hall: Hall) -> Case:
    case = denied(hall)
    with calendar.at(MORNING):
        hand_over(case.application_id, HandOver.Way.POST, tracking="EX0001", actor=hall.person("clerk"))
    return case


def sealed(hall: Hall) -> Case:
    make_sample_key(keys_folder())
    case = concluded(hall)
    with calendar.at(MORNING + timedelta(hours=1)):
        for notice in case.application.notices.all():
            serve(notice.pk, Notice.Way.POST, tracking="EX0002", actor=hall.person("clerk"))
        assert seal_file(case.application_id)
    return case


def refused(hall: Hall) -> Case:
    case = received(hall)
    with calendar.at(MORNING):
        return refuse(case.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")


def withdrawn(hall: Hall) -> Case:
    case = accepted(hall)
    with calendar.at(MORNING):
        return withdraw(case.pk, actor=hall.person("clerk"), reason="不办了。")


WAITING: set[State] = {helped, untouched, told, received}
FLOOD: set[State] = {threatened, flooded, ebbing}
UNDER_WAY: set[State] = {
    accepted,
    deemed,
    corrected,
    published,
    to_revise,
    revising,
    with_experts,
    *FLOOD,
    called,
    heard,
    reviewed,
}
ENDED: set[State] = {decided, denied, concluded, refused, withdrawn}
STATES = [*sorted(WAITING | UNDER_WAY | ENDED, key=lambda each: each.__name__), sealed]
