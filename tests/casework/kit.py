"""A hall with people, three matters and a project, and a case in any state that it can have."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bureau import calendar
from bureau.models import User
from bureau.roles import Role
from casework.actions.answer import accept
from casework.actions.decide import Decision, decide
from casework.actions.hand_in import HandedIn, hand_in
from casework.actions.receive import Asked, Contact, receive_application
from casework.actions.review import finish_step
from casework.hearing import Hearing
from casework.models import Application, Case
from certificates.models import Project
from certificates.sample import power_plant
from certificates.sample.load import enter_project, facts_of_seven
from cms.models import Matter
from tests.cms.matter_kit import published
from tests.kit import Bureau, open_bureau

CONTACT = Contact(name="样例联系人", phone="0737-000 4321", email="contact@example.invalid", address="样例路 3 号")
MORNING = datetime(2022, 8, 1, 9, 0)
PDF = b"%PDF-1.7 sample"
HEARING = Hearing("市民中心 3 楼听证室", timezone.make_aware(datetime(2022, 8, 12, 9)))  # 7 working days after the 2nd


@dataclass(frozen=True)
class Hall:
    bureau: Bureau
    matters: dict[str, Matter]
    project: Project

    def person(self, name: str) -> User:
        return self.bureau.person(name)

    def receive(self, *codes: str, at: datetime = MORNING, **options: Any) -> Application:
        """An application for these matters; without any for M04."""
        asked = [Asked(self.matters[code]) for code in codes or ("M04",)]
        with calendar.at(at):
            return receive_application(self.project, asked, contact=CONTACT, actor=self.person("clerk"), **options)

    def receive_plant(self, at: datetime) -> Application:
        """The seven matters of the power plant, with the facts of their certificates."""
        matter = {"LAND": "M02", "WORKS": "M04", "TITLE": "M07"}
        asked = [
            Asked(self.matters[matter[kind]], part=part, values=values)
            for kind, part, values in facts_of_seven(self.project, "2022-08-12")
        ]
        with calendar.at(at):
            return receive_application(
                self.project,
                asked,
                contact=CONTACT,
                actor=self.person("clerk"),
                promised_days=1,
                promise_reason="省重点项目，当天办结。",
            )

    def hand_in_all(self, application: Application, at: datetime = MORNING) -> None:
        came = {each.pk: HandedIn(on_paper=True) for each in application.materials.filter(is_shared=False)}
        with calendar.at(at):
            hand_in(application.pk, came, actor=self.person("clerk"))

    def accepted(self, *codes: str, at: datetime = MORNING, **options: Any) -> Application:
        application = self.receive(*codes, at=at, **options)
        self.hand_in_all(application, at)
        with calendar.at(at):
            return accept(application.pk, actor=self.person("clerk"))

    def accepted_case(self, code: str = "M04", at: datetime = MORNING, **options: Any) -> Case:
        return self.accepted(code, at=at, **options).cases.get()

    def review(self, case: Case, at: datetime, by: str = "officer") -> None:
        with calendar.at(at):
            for step in case.steps.filter(role=Role.CASE_OFFICER, done_at=None).order_by("position"):
                finish_step(step.pk, actor=self.person(by), finding="符合规划条件，建议准予。")

    def decided(self, case: Case, at: datetime, outcome: Case.Outcome = Case.Outcome.GRANTED) -> Case:
        self.review(case, at)
        with calendar.at(at):
            return decide(case.pk, Decision(outcome, "不符合规划条件。"), actor=self.person("chief"))


def open_hall() -> Hall:
    bureau = open_bureau()
    editor, publisher = bureau.person("editor"), bureau.person("publisher")
    with calendar.at(datetime(2022, 7, 1, 9, 0)):
        matters = {code: published(bureau.office, editor, publisher, code) for code in ("M02", "M04", "M07")}
        project = enter_project(bureau.person("officer"), power_plant.PROJECT, bureau.office)
    return Hall(bureau, matters, project)


@contextmanager
def opened_for_a_module() -> Iterator[Hall]:
    """Opens once; every test of the module runs in a savepoint on top, and all of it is undone at the end."""
    with transaction.atomic():
        yield open_hall()
        transaction.set_rollback(True)
