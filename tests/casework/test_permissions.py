"""Who may do what to a case in which state: every action, every role, every state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from bureau import calendar
from bureau.errors import Refused
from bureau.models import User
from bureau.roles import Role
from casework.actions.answer import accept, ask_for_more, refuse, withdraw
from casework.actions.confirm_stop import confirm_stop
from casework.actions.decide import Decision, decide, extend
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.move_hearing import move_hearing
from casework.actions.print_card import print_card
from casework.actions.receive import Asked, receive_application
from casework.actions.review import ask_opinion, assign_step, finish_step
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import CaseNotFound
from casework.models import Application, Case, CaseEvent
from tests.casework.kit import CONTACT, HEARING, MORNING, PDF, Hall

TUESDAY = datetime(2022, 8, 2, 9)
PEOPLE = {
    Role.EDITOR: "editor",
    Role.PUBLISHER: "publisher",
    Role.WINDOW_CLERK: "clerk",
    Role.CASE_OFFICER: "officer",
    Role.CHIEF_APPROVER: "chief",
    Role.ISSUER: "issuer",
    Role.SUPERVISOR: "supervisor",
    Role.AUDITOR: "auditor",
    Role.HELPER: "helper",
    Role.ADMINISTRATOR: "admin",
}
CLERK, OFFICER, CHIEF, SUPERVISOR = Role.WINDOW_CLERK, Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.SUPERVISOR


def received(hall: Hall) -> Case:
    application = hall.receive("M04")
    hall.hand_in_all(application)
    return application.cases.get()


def untouched(hall: Hall) -> Case:
    """Received, and nothing came with it."""
    return hall.receive("M04").cases.get()


def accepted(hall: Hall) -> Case:
    return hall.accepted_case()


def stopped(hall: Hall) -> Case:
    case = hall.accepted_case()
    with calendar.at(MORNING):
        return stop(case.pk, Kind.CORRECTION, reason="缺图。", actor=hall.person("officer"))


def asked(hall: Hall) -> Case:
    case = hall.accepted_case()
    with calendar.at(MORNING):
        return stop(case.pk, Kind.REVISION, reason="改图。", actor=hall.person("officer"))


def flooded(hall: Hall) -> Case:
    case = hall.accepted_case()
    with calendar.at(MORNING):
        stop(case.pk, Kind.FORCE_MAJEURE, reason="洪水。", actor=hall.person("chief"))
        return approve_request(event(case, "asked"), case_id=case.pk, actor=hall.person("supervisor"))


def heard(hall: Hall) -> Case:
    case = hall.accepted_case()
    with calendar.at(MORNING):
        return stop(case.pk, Kind.HEARING, reason="申请人要求。", actor=hall.person("chief"), hearing=HEARING)


def reviewed(hall: Hall) -> Case:
    case = hall.accepted_case()
    hall.review(case, MORNING, by="officer-2")
    return case


def decided(hall: Hall) -> Case:
    return hall.decided(hall.accepted_case(), MORNING)


def refused(hall: Hall) -> Case:
    case = received(hall)
    with calendar.at(MORNING):
        return refuse(case.pk, actor=hall.person("clerk"), reason="不属于本机关职权范围。")


def withdrawn(hall: Hall) -> Case:
    case = accepted(hall)
    with calendar.at(MORNING):
        return withdraw(case.pk, actor=hall.person("clerk"), reason="不办了。")


def helped(hall: Hall) -> Case:
    """Filed by the helper; nothing came with it."""
    asked = [Asked(hall.matters["M04"])]
    with calendar.at(MORNING):
        filed = receive_application(hall.project, asked, contact=CONTACT, mandate=PDF, actor=hall.person("helper"))
    return filed.cases.get()


STATES = [helped, untouched, received, accepted, stopped, asked, flooded, heard, reviewed, decided, refused, withdrawn]
UNDER_WAY = {accepted, stopped, asked, flooded, heard, reviewed}


@dataclass(frozen=True)
class Action:
    do: Callable[[Case, User], object]
    roles: set[Role]
    states: set[Callable[[Hall], Case]] = field(default_factory=set)


def step(case: Case, role: Role) -> int:
    return case.steps.get(role=role).pk


def event(case: Case, what: str, **more: str) -> int:
    found = case.events.filter(what=what, **more).order_by("pk").last()
    return found.pk if found else 0


def all_materials(case: Case) -> dict[int, HandedIn]:
    return {each.pk: HandedIn(on_paper=True) for each in case.application.materials.all()}


def file_another(case: Case, actor: User) -> Application:
    mandate = PDF if actor.username == "sample-helper" else b""
    asked = [Asked(case.matter)]
    return receive_application(case.application.project, asked, contact=CONTACT, mandate=mandate, actor=actor)


ACTIONS = {
    "file": Action(file_another, {CLERK, Role.HELPER}),
    "hand in": Action(
        lambda case, actor: hand_in(case.application_id, all_materials(case), actor=actor),
        {CLERK, OFFICER, Role.HELPER},
        {helped, untouched, received, decided, *UNDER_WAY},
    ),
    "accept": Action(lambda case, actor: accept(case.application_id, actor=actor), {CLERK}, {received}),
    "ask for more": Action(
        lambda case, actor: ask_for_more(case.application_id, actor=actor), {CLERK}, {helped, untouched}
    ),
    "print a card": Action(
        lambda case, actor: print_card(case.pk, actor=actor, supply_by=date(2022, 8, 9)),
        {CLERK},
        {helped, untouched},
    ),
    "refuse": Action(
        lambda case, actor: refuse(case.pk, actor=actor, reason="不属于本机关职权范围。"),
        {CLERK},
        {helped, untouched, received},
    ),
    "withdraw": Action(
        lambda case, actor: withdraw(case.pk, actor=actor, reason="不办了。"),
        {CLERK},
        {helped, untouched, received, *UNDER_WAY},
    ),
    "take a step": Action(
        lambda case, actor: assign_step(step(case, OFFICER), to=actor, actor=actor),
        {OFFICER},
        {*UNDER_WAY} - {reviewed},
    ),
    "review": Action(
        lambda case, actor: finish_step(step(case, OFFICER), actor=actor, finding="可以。"),
        {OFFICER},
        {*UNDER_WAY} - {reviewed},
    ),
    "ask an opinion": Action(
        lambda case, actor: ask_opinion(case.pk, of="耕保科", question="占耕地吗？", due=date(2022, 8, 4), actor=actor),
        {OFFICER},
        UNDER_WAY,
    ),
    "stop for a public notice": Action(
        lambda case, actor: stop(case.pk, Kind.PUBLIC_NOTICE, reason="公示。", actor=actor), {OFFICER}, UNDER_WAY
    ),
    "stop for a hearing": Action(
        lambda case, actor: stop(case.pk, Kind.HEARING, reason="听证。", actor=actor, hearing=HEARING),
        {CHIEF},
        UNDER_WAY - {heard},
    ),
    "ask to stop for force majeure": Action(
        lambda case, actor: stop(case.pk, Kind.FORCE_MAJEURE, reason="洪水。", actor=actor),
        {CHIEF},
        UNDER_WAY - {flooded},
    ),
    "approve a stop": Action(
        lambda case, actor: approve_request(event(case, "asked"), case_id=case.pk, actor=actor), {CHIEF}, {asked}
    ),
    "confirm that it still stands": Action(
        lambda case, actor: confirm_stop(case.pk, event(case, "suspended"), reason="还没退水。", actor=actor),
        {SUPERVISOR},
        {flooded},
    ),
    "move a hearing": Action(
        lambda case, actor: move_hearing(case.pk, event(case, "suspended"), HEARING, reason="停电。", actor=actor),
        {CHIEF},
        {heard},
    ),
    "let papers go on": Action(
        lambda case, actor: go_on(case.pk, event(case, "suspended", kind="correction"), actor=actor), {CLERK}, {stopped}
    ),
    "take back": Action(
        lambda case, actor: take_back(
            event(case, "suspended") or event(case, "received"), reason="记错了。", actor=actor
        ),
        {CHIEF},
        {stopped, flooded, heard},
    ),
    "extend": Action(lambda case, actor: extend(case.pk, 10, reason="案情复杂。", actor=actor), {CHIEF}, UNDER_WAY),
    "decide": Action(
        lambda case, actor: decide(case.pk, Decision(Case.Outcome.GRANTED), actor=actor), {CHIEF}, {reviewed}
    ),
}
# Nothing is decided about a case that does not show: these roles never see it. A helper sees what they filed.
BLIND = {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR}


@pytest.mark.sqlite
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_each_role_does_in_each_state_what_the_table_says(hall: Hall, state: Callable[[Hall], Case]) -> None:
    case = state(hall)
    wrong = []
    for name, action in ACTIONS.items():
        for role, person in PEOPLE.items():
            happened = _tried(action, case, hall.person(person))
            sees = role not in BLIND and (role != Role.HELPER or state is helped or name == "file")
            allowed = role in action.roles and sees
            possible = name == "file" or state in action.states
            expected = "done" if allowed and possible else "refused" if allowed else "denied"
            if happened != expected and not (
                happened == "refused" and expected == "denied" and state not in action.states
            ):
                wrong.append(f"{role}: {name}: {happened}, not {expected}")

    assert wrong == []


def _tried(action: Action, case: Case, actor: User) -> str:
    """Done, refused (by a rule), or denied (to this person); all of it is undone."""
    events = CaseEvent.objects.count()
    with calendar.at(TUESDAY), transaction.atomic():
        try:
            action.do(Case.objects.get(pk=case.pk), actor)
            happened = "done"
        except (PermissionDenied, CaseNotFound):
            happened = "denied"
        except Refused:
            happened = "refused"
        if happened != "done":
            assert CaseEvent.objects.count() == events
        transaction.set_rollback(True)
    return happened
