"""Who may do what to a case in which state: the table that tests/casework/test_permissions.py walks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import make_aware

from bureau.models import User
from bureau.roles import Role
from casework.actions.answer import accept, ask_for_more, refuse, withdraw
from casework.actions.confirm_stop import confirm_stop
from casework.actions.decide import Decision, decide, decide_and_approve
from casework.actions.decline_request import decline_request
from casework.actions.download_file import Part, download_file, download_mandate, download_material, download_pledge
from casework.actions.enter_facts import enter_facts
from casework.actions.extend import extend
from casework.actions.give_out import adopt_bundle, fill_bundle, take_fee
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.hand_over import hand_over
from casework.actions.move_hearing import move_hearing
from casework.actions.print_card import print_card
from casework.actions.receive import Asked, receive_application
from casework.actions.restrict import lift, restrict
from casework.actions.review import answer_opinion, ask_opinion, assign_open_steps, assign_step, finish_step
from casework.actions.serve import serve
from casework.actions.stop_clock import approve_request, go_on, stop
from casework.actions.take_back import take_back
from casework.clock import Kind
from casework.errors import NothingToDo
from casework.models import Application, Case, HandOver, MaterialFile, Notice, Opinion, Restriction, SealedFile
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.sample.load import version_of
from documents import store
from tests.casework.case_states import (
    ENDED,
    FLOOD,
    TUESDAY,
    UNDER_WAY,
    WAITING,
    State,
    called,
    corrected,
    decided,
    deemed,
    denied,
    ebbing,
    event,
    flooded,
    heard,
    helped,
    published,
    received,
    reviewed,
    revising,
    sealed,
    threatened,
    to_revise,
    told,
    untouched,
    with_experts,
)
from tests.casework.kit import CONTACT, HEARING, MORNING, PDF

CLERK, OFFICER, CHIEF, ISSUER = Role.WINDOW_CLERK, Role.CASE_OFFICER, Role.CHIEF_APPROVER, Role.ISSUER
SUPERVISOR, AUDITOR, HELPER = Role.SUPERVISOR, Role.AUDITOR, Role.HELPER
HOUSE = {CLERK, OFFICER, CHIEF, ISSUER, SUPERVISOR, AUDITOR}
REASON = "图上缺标高。"
MOMENT = make_aware(MORNING)


@dataclass(frozen=True)
class Deed:
    """``states`` empty: in every one, a sealed file too. ``anywhere``: of no case, so that one state tells."""

    do: Callable[[Case, User], object]
    roles: set[Role]
    states: set[State] = field(default_factory=set)
    anywhere: bool = False


def step(case: Case, role: Role) -> int:
    return case.steps.get(role=role).pk


def colleague() -> User:
    return User.objects.get(username="sample-officer-2")


def all_materials(case: Case) -> dict[int, HandedIn]:
    return {each.pk: HandedIn(on_paper=True) for each in case.application.materials.all()}


def file_another(case: Case, actor: User) -> Application:
    mandate = PDF if actor.username == "sample-helper" else b""
    asked = [Asked(case.matter)]
    return receive_application(case.application.project, asked, contact=CONTACT, mandate=mandate, actor=actor)


def stop_for(kind: Kind) -> Callable[[Case, User], object]:
    """Said again with a reason, where the applicant was told before."""
    hearing = HEARING if kind is Kind.HEARING else None
    return lambda case, actor: stop(case.pk, kind, reason=REASON, actor=actor, hearing=hearing, why_again="新发现。")


def goes_on_after(kind: Kind) -> Callable[[Case, User], object]:
    return lambda case, actor: go_on(case.pk, event(case, "suspended", kind=kind.value), actor=actor, reason="好了。")


def approves(kind: Kind) -> Callable[[Case, User], object]:
    return lambda case, actor: approve_request(event(case, "asked", kind=kind.value), case_id=case.pk, actor=actor)


def declines(kind: Kind) -> Callable[[Case, User], object]:
    return lambda case, actor: decline_request(
        event(case, "asked", kind=kind.value), case_id=case.pk, reason="不必。", actor=actor
    )


def approve_going_on(case: Case, actor: User) -> object:
    asked = event(case, "asked")
    is_about_the_end = case.events.filter(pk=asked).exclude(about=None).exists()
    return approve_request(asked if is_about_the_end else 0, case_id=case.pk, actor=actor)


def decide_with_its_bundle(case: Case, actor: User) -> None:
    """What each case is refused for comes back beside it."""
    decided_now = decide_and_approve(case.application_id, {case.pk: Decision(Case.Outcome.GRANTED)}, actor=actor)
    for error in filter(None, decided_now.answers.values()):
        raise error


def answer_of_colleagues(case: Case, actor: User) -> object:
    opinion = Opinion.objects.create(
        case=case,
        of="耕保科",
        question="占耕地吗？",
        due=TUESDAY.date(),
        asked_by=actor,
        asked_at=case.application.received_at,
    )
    return answer_opinion(opinion.pk, answer="不占。", actor=actor)


def fee(case: Case, actor: User) -> object:
    Case.objects.filter(pk=case.pk).update(fee_yuan=550)
    return take_fee(case.pk, receipt="样例票据 0001", actor=actor)


def serve_one(case: Case, actor: User) -> object:
    notices = case.application.notices.order_by("pk")
    notice = notices.filter(served_at=None).first() or notices.first()
    if notice is None:
        raise NothingToDo(number=case.number)
    return serve(notice.pk, Notice.Way.POST, tracking="EX0009", actor=actor)


def adopt(case: Case, actor: User) -> object:
    project, officer = case.application.project, User.objects.get(username="sample-officer")
    bundle = create_bundle(project, [Draft(type_version=version_of("WORKS"))], actor=officer)
    return adopt_bundle(case.application_id, bundle.pk, actor=actor)


def lift_one(case: Case, actor: User) -> object:
    restriction = Restriction.objects.create(
        project=case.application.project,
        kind=Restriction.Kind.DISPUTE,
        source="样例法院",
        since=TUESDAY.date(),
        entered_by=colleague(),
    )
    return lift(restriction.pk, because="撤回了。", actor=actor)


def open_a_file(case: Case, actor: User) -> object:
    material = case.application.materials.all()[0]
    file = MaterialFile.objects.create(
        material=material,
        file=store.put(PDF, "application/pdf"),
        name="身份证.pdf",
        added_at=MOMENT,
    )
    return download_material(file, actor=actor)


def open_the_pledge(case: Case, actor: User) -> object:
    material = case.application.materials.all()[0]
    material.pledge = store.put(PDF, "application/pdf")
    return download_pledge(material, actor=actor)


def opens(part: Part) -> Callable[[Case, User], object]:
    def open_sealed(case: Case, actor: User) -> object:
        found = SealedFile.objects.filter(application=case.application).first()
        if found is None:
            raise NothingToDo(number=case.number)
        return download_file(found, part, actor=actor)

    return open_sealed


IN_PROMISE = UNDER_WAY - {deemed}
REVIEWABLE = UNDER_WAY - {reviewed}
DEEDS = {
    # The window
    "file": Deed(file_another, {CLERK, HELPER}, {received}, anywhere=True),
    "hand in": Deed(
        lambda case, actor: hand_in(case.application_id, all_materials(case), actor=actor),
        {CLERK, OFFICER, HELPER},
        {helped, untouched, told, received, decided, denied, *UNDER_WAY},
    ),
    "accept": Deed(lambda case, actor: accept(case.application_id, actor=actor), {CLERK}, {received}),
    "ask for more": Deed(
        lambda case, actor: ask_for_more(case.application_id, actor=actor, why_again="看漏了。"),
        {CLERK},
        {helped, untouched, told},
    ),
    "print a card": Deed(
        lambda case, actor: print_card(case.pk, actor=actor, supply_by=date(2022, 8, 9)),
        {CLERK},
        {helped, untouched, told},
    ),
    "refuse": Deed(
        lambda case, actor: refuse(case.pk, actor=actor, reason="不属于本机关职权范围。"),
        {CLERK},
        {helped, untouched, told, received},
    ),
    "withdraw": Deed(
        lambda case, actor: withdraw(case.pk, actor=actor, reason="不办了。"),
        {CLERK},
        {helped, untouched, told, received, *UNDER_WAY},
    ),
    "enter facts of the certificate": Deed(
        lambda case, actor: enter_facts(case.application_id, {case.pk: {"scale": "9 层"}}, seen={}, actor=actor),
        {CLERK, OFFICER, HELPER},
        {helped, untouched, told, received, decided, *UNDER_WAY},
    ),
    "take the fee": Deed(fee, {CLERK}, {decided, denied, *UNDER_WAY}),
    "serve a notice": Deed(serve_one, {CLERK}, {told, received, *UNDER_WAY, *ENDED}),
    "hand over": Deed(
        lambda case, actor: hand_over(case.application_id, HandOver.Way.POST, tracking="EX0003", actor=actor),
        {CLERK},
        {denied},
    ),
    # The review
    "take a step": Deed(
        lambda case, actor: assign_step(step(case, OFFICER), to=actor, actor=actor), {OFFICER}, REVIEWABLE
    ),
    "give a step back": Deed(
        lambda case, actor: assign_step(step(case, OFFICER), to=None, actor=actor), {OFFICER}, REVIEWABLE
    ),
    "give a step to a colleague": Deed(
        lambda case, actor: assign_step(step(case, OFFICER), to=colleague(), actor=actor), {CHIEF}, REVIEWABLE
    ),
    "give all steps to a colleague": Deed(
        lambda case, actor: assign_open_steps(case.pk, to=colleague(), actor=actor), {CHIEF}, REVIEWABLE
    ),
    "review": Deed(
        lambda case, actor: finish_step(step(case, OFFICER), actor=actor, finding="可以。"), {OFFICER}, REVIEWABLE
    ),
    "ask an opinion": Deed(
        lambda case, actor: ask_opinion(case.pk, of="耕保科", question="占耕地吗？", due=date(2022, 8, 4), actor=actor),
        {OFFICER},
        UNDER_WAY,
    ),
    "answer an opinion": Deed(answer_of_colleagues, {OFFICER}, {*WAITING, *UNDER_WAY, *ENDED}),  # also one that is late
    "restrict": Deed(
        lambda case, actor: restrict(
            case.application.project, Restriction.Kind.DISPUTE, source="样例法院", since=TUESDAY.date(), actor=actor
        ),
        {OFFICER},
        {received},
        anywhere=True,
    ),
    "lift a restriction": Deed(lift_one, {OFFICER}, {received}, anywhere=True),
    # The clock
    "stop for a correction": Deed(stop_for(Kind.CORRECTION), {OFFICER}, IN_PROMISE - {corrected}),
    "stop for a public notice": Deed(stop_for(Kind.PUBLIC_NOTICE), {OFFICER}, IN_PROMISE - {published}),
    "stop for a hearing": Deed(stop_for(Kind.HEARING), {CHIEF}, IN_PROMISE - {called, heard}),
    "ask for experts": Deed(stop_for(Kind.EXPERT_REVIEW), {OFFICER}, IN_PROMISE - {with_experts}),
    "ask for a revision": Deed(stop_for(Kind.REVISION), {OFFICER}, IN_PROMISE - {to_revise, revising}),
    "ask to stop for force majeure": Deed(stop_for(Kind.FORCE_MAJEURE), {CHIEF}, IN_PROMISE - FLOOD),
    "approve a revision": Deed(approves(Kind.REVISION), {CHIEF}, {to_revise}),
    "approve a stop for force majeure": Deed(approves(Kind.FORCE_MAJEURE), {SUPERVISOR}, {threatened}),
    "approve going on": Deed(approve_going_on, {SUPERVISOR}, {ebbing}),
    "decline a revision": Deed(declines(Kind.REVISION), {CHIEF, OFFICER}, {to_revise}),  # the officer asked for it
    "decline to stop for force majeure": Deed(declines(Kind.FORCE_MAJEURE), {SUPERVISOR, CHIEF}, {threatened}),
    "confirm that it still stands": Deed(
        lambda case, actor: confirm_stop(case.pk, event(case, "suspended"), reason="还没退水。", actor=actor),
        {SUPERVISOR},
        {flooded, ebbing},
    ),
    "move a hearing": Deed(
        lambda case, actor: move_hearing(case.pk, event(case, "suspended"), HEARING, reason="停电。", actor=actor),
        {CHIEF},
        {called, heard},
    ),
    "go on after a correction": Deed(goes_on_after(Kind.CORRECTION), {CLERK}, {corrected}),
    "go on after experts": Deed(goes_on_after(Kind.EXPERT_REVIEW), {OFFICER}, {with_experts}),
    "go on after a revision": Deed(goes_on_after(Kind.REVISION), {OFFICER}, {revising}),
    "go on after a hearing": Deed(goes_on_after(Kind.HEARING), {CHIEF, OFFICER}, {heard}),
    "ask to go on after force majeure": Deed(goes_on_after(Kind.FORCE_MAJEURE), {CHIEF}, {flooded}),
    "take back": Deed(
        lambda case, actor: take_back(
            event(case, "suspended") or event(case, "received"), reason="记错了。", actor=actor
        ),
        {CHIEF},
        {corrected, published, revising, with_experts, flooded, ebbing, called, heard},
    ),
    "extend": Deed(lambda case, actor: extend(case.pk, 10, reason="案情复杂。", actor=actor), {CHIEF}, UNDER_WAY),
    # The end
    "decide": Deed(
        lambda case, actor: decide(case.pk, Decision(Case.Outcome.GRANTED), actor=actor), {CHIEF}, {reviewed}
    ),
    "decide with its bundle": Deed(decide_with_its_bundle, {CHIEF}, {reviewed}),
    "fill a bundle": Deed(
        lambda case, actor: fill_bundle(case.application_id, actor=actor), {OFFICER, ISSUER}, {decided, *UNDER_WAY}
    ),
    "adopt a bundle": Deed(adopt, {OFFICER, ISSUER}, {decided, *UNDER_WAY}),
    # Reading what leaves a trace
    "open a paper of the applicant": Deed(open_a_file, HOUSE - {SUPERVISOR} | {HELPER}),
    "open a signed pledge": Deed(open_the_pledge, HOUSE - {SUPERVISOR} | {HELPER}),
    "open the mandate": Deed(
        lambda case, actor: download_mandate(case.application, actor=actor), HOUSE - {SUPERVISOR} | {HELPER}, {helped}
    ),
    "open the sealed list": Deed(opens(Part.LIST), HOUSE, {sealed}),
    "open the sealed container": Deed(opens(Part.CONTAINER), HOUSE - {SUPERVISOR}, {sealed}),
}
ELSEWHERE = {"decide_each": "each case by `decide`; on the page as `decide_and_approve`"}
