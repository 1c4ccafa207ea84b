"""The parts of the sample that casework adds: the power plant of August 2022 as seven cases, and some under way."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from bureau import calendar, sample
from bureau.calendar import DAY, WorkCalendar
from bureau.models import CalendarOverride, User
from bureau.roles import Role
from bureau.sample import Sample
from casework.actions.answer import accept
from casework.actions.decide import Decision, decide
from casework.actions.give_out import adopt_bundle, take_fee
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.hand_over import hand_over
from casework.actions.receive import Asked, Contact, receive_application
from casework.actions.review import finish_step
from casework.actions.seal_file import seal_file
from casework.actions.serve import serve
from casework.actions.stop_clock import approve_request, stop
from casework.clock import Kind
from casework.models import Application, Case, HandOver, Notice
from certificates.models import Bundle, Project
from certificates.sample import power_plant
from certificates.sample.files import sample_pdf
from certificates.sample.load import enter_project, other_project, render_papers
from cms.models import Matter

CONTACT = Contact(
    name="样例联系人", phone="0737-000 4321", email="contact@example.invalid", address="益阳市赫山区样例路 3 号"
)
RECEIVED = datetime(2022, 8, 11, 10, 20)
REVIEWED = datetime(2022, 8, 12, 9, 30)
DECIDED = datetime(2022, 8, 12, 11, 0)
GIVEN_OUT = datetime(2022, 8, 12, 16, 30)
SEALED = datetime(2022, 8, 12, 18, 0)
MATTER_OF = {"LAND": "M02", "WORKS": "M04", "TITLE": "M07"}
UNDER_WAY = other_project("2309-430900-04-01-604417", "益阳样例热电联产工程（样例）", "91430900MA0YTL0369")


@sample.part(80)
def plant_in_cases(sample: Sample) -> None:
    """One M02, four M04, two M07: taken in, decided and given out within the working day, the file sealed."""
    project = _project(str(power_plant.PROJECT["project_code"]))
    if project is None or _is_there(project):
        return
    bundle = Bundle.objects.filter(project=project, state=Bundle.State.ISSUED).first()
    asked = [
        Asked(_matter(MATTER_OF[each.type_code]), part=each.part, values=each.values)
        for each in (bundle.certificates.order_by("position") if bundle else [])
    ]
    receipt = sample_pdf("领证签收单")
    with transaction.atomic():
        with calendar.at(RECEIVED):
            application = _accepted(sample, project, asked, promised_days=1, promise_reason="省重点项目，当天办结。")
        for case in application.cases.order_by("pk"):
            with calendar.at(REVIEWED):
                _review(case, sample.people["sample-officer"])
            with calendar.at(DECIDED):
                decide(case.pk, Decision(Case.Outcome.GRANTED), actor=sample.people["sample-chief"])
        with calendar.at(GIVEN_OUT):
            clerk = sample.people["sample-clerk"]
            if bundle:
                adopt_bundle(application.pk, bundle.pk, actor=sample.people["sample-officer"])
            for notice in application.notices.order_by("pk"):
                serve(notice.pk, Notice.Way.WINDOW, proof=receipt, actor=clerk)
            hand_over(application.pk, HandOver.Way.WINDOW, receiver="样例领证人", signature=receipt, actor=clerk)
    with calendar.at(SEALED):
        seal_file(application.pk)


@sample.part(81)
def under_way(sample: Sample) -> None:
    """An application of two weeks ago: one case decided, one stopped by a public notice, one under review."""
    if _project(UNDER_WAY["project_code"]) is not None:
        return
    days = _working_days_back(8)
    asked = [Asked(_matter("M02")), Asked(_matter("M04"), part="主厂房"), Asked(_matter("M04"), part="冷却塔")]
    officer, chief = sample.people["sample-officer"], sample.people["sample-chief"]
    render_papers()
    with transaction.atomic():
        project = enter_project(officer, UNDER_WAY, sample.office)
        with calendar.at(days[0]):
            application = _accepted(sample, project, asked)
        land, hall, tower = application.cases.order_by("pk")
        with calendar.at(days[2]):
            _review(land, officer)
            stop(hall.pk, Kind.EXPERT_REVIEW, reason="主厂房高度超过 50 米，要请专家评审。", actor=officer, limit=4)
            approve_request(hall.events.get(what="asked").pk, case_id=hall.pk, actor=chief)
            stop(tower.pk, Kind.PUBLIC_NOTICE, reason="设计方案批前公示 7 天。", actor=officer)
        with calendar.at(days[3]):
            decide(land.pk, Decision(Case.Outcome.GRANTED), actor=chief)
        with calendar.at(days[5]):
            stop(hall.pk, Kind.PUBLIC_NOTICE, reason="设计方案批前公示 7 天。", actor=officer)


def _accepted(sample: Sample, project: Project, asked: Sequence[Asked], **promise: object) -> Application:
    clerk = sample.people["sample-clerk"]
    application = receive_application(project, asked, contact=CONTACT, actor=clerk, **promise)  # type: ignore[arg-type]
    came = {each.pk: HandedIn(on_paper=True) for each in application.materials.all()}
    hand_in(application.pk, came, actor=clerk)
    accept(application.pk, actor=clerk)
    for case in application.cases.exclude(fee_yuan=0):
        take_fee(case.pk, receipt="样例票据 0001", actor=clerk)
    return application


def _review(case: Case, officer: User) -> None:
    for step in case.steps.filter(role=Role.CASE_OFFICER, done_at=None).order_by("position"):
        finish_step(step.pk, actor=officer, finding="材料齐全，符合规划条件，建议准予。（样例）")


def _project(code: str) -> Project | None:
    return Project.objects.filter(project_code=code, is_sample=True).first()


def _is_there(project: Project) -> bool:
    return Application.objects.filter(project=project).exists()


def _matter(code: str) -> Matter:
    return Matter.objects.sources().get(code=code)


def _working_days_back(count: int) -> list[datetime]:
    """Nine o'clock on the last ``count`` working days before today, the oldest first."""
    days: WorkCalendar = CalendarOverride.calendar()
    found, day = list[datetime](), calendar.today()
    while len(found) < count:
        day -= DAY
        if days.is_working_day(day):
            found.append(datetime.combine(day, time(9)))
    return found[::-1]
