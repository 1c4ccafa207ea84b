"""Rows for the invented applications, written in bulk: no action made them, no trail and no search row tells of them.

What is kept of a clock is what `casework.due` makes of the same events; the first letter of each application stands in
its list, but has no file.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import make_aware

from bureau import personal
from bureau.models import User
from bureau.roles import Role
from casework import due
from casework.history import History
from casework.models import Application, ApplicationMaterial, Case, CaseEvent, CaseStep, Notice
from casework.models.case import regime_of
from certificates.models import Project
from cms.matters.facts import MatterFacts, StepRole
from documents.models import LedgerEntry, StoredFile
from documents.number_keys import number_key
from tests.bench.caseworking.copying import COPIED
from tests.bench.caseworking.house import OFFICERS, Desk, House
from tests.bench.caseworking.invented import NOW, InventedApplication, InventedCase, invent
from tests.bench.searching.filling import USCC

M = TypeVar("M", bound=Model)
BATCH = 500  # applications
TAIL = "4321"
SHARES = (5, 3, 2)  # of ten projects, in the three offices
State = Case.State


class Filling:
    """Adds cases to a house."""

    def __init__(self, house: House) -> None:
        self.house, self.days = house, due.work_days()
        self.applications = self.cases = self.events = 0
        self.numbers = Counter[str]()
        self.contact = personal.keep({"name": "样例联系人", "phone": f"0737-000 {TAIL}"})
        self.paper = StoredFile.objects.create(
            sha256=sha256(b"bench").hexdigest(), size=1, media_type="application/pdf", stored_at=make_aware(NOW)
        )

    def add(self, cases: int) -> None:
        offices = [key for key, share in zip(self.house.desks, SHARES, strict=True) for _each in range(share)]
        wanted = invent(cases, offices)
        while batch := list(islice(wanted, BATCH)):
            with transaction.atomic():
                self._write(batch)

    def _write(self, batch: list[InventedApplication]) -> None:
        rows = [self._rows(each) for each in batch]
        for model in COPIED:
            model.objects.bulk_create((row for several in rows for row in several if type(row) is model), 2000)

    def _rows(self, invented: InventedApplication) -> list[Model]:
        self.applications += 1
        desk, received = self.house.desks[invented.project.office], make_aware(invented.received_at)
        project = _project(invented, self.applications, received)
        application = Application(
            pk=self.applications,
            office=desk.office,
            project=project,
            public_id=f"b{self.applications:09}",
            contact=self.contact,
            phone_hash=personal.phone_hash(TAIL, of=f"b{self.applications:09}"),
            received_by=desk.people["clerk"],
            received_at=received,
        )
        cases = [row for each in invented.cases for row in self._case(each, application, desk)]
        return [project, application, *self._materials(invented, application, desk), *cases, *self._letter(application)]

    def _case(self, invented: InventedCase, application: Application, desk: Desk) -> Iterator[Model]:
        self.cases += 1
        day = f"{application.received_at:%Y-%m%d}"
        self.numbers[day] += 1
        entry = self._entry("CASE", f"{day}-{self.numbers[day]:04}", application)
        matter = desk.matters[invented.matter]
        version = matter.current_version
        assert version is not None
        facts: MatterFacts = version.facts
        case = Case(
            pk=self.cases,
            application=application,
            office=desk.office,
            entry=entry,
            number=entry.text,
            matter=matter,
            version=version,
            part=invented.part,
            state=invented.state,
            regime=regime_of(facts).value,
            promised_days=min(invented.promised_days, facts.statutory_days),
            statutory_days=facts.statutory_days,
        )
        _say_how_it_ended(case, invented, desk)
        events = list(self._events(invented, case, desk))
        kept = due.kept_of(case, History.of(events), self.days)
        for name in due.KEPT:
            setattr(case, name, getattr(kept, name))
        yield from (entry, case, *_steps(invented, case, facts, desk), *events)

    def _events(self, invented: InventedCase, case: Case, desk: Desk) -> Iterator[CaseEvent]:
        first = self.events + 1
        for event in invented.events:
            self.events += 1
            yield CaseEvent(
                pk=self.events,
                case=case,
                what=event.what,
                at=make_aware(event.at),
                recorded_at=make_aware(event.at),
                by=desk.people["clerk"],
                kind=event.kind,
                days=event.days,
                about_id=None if event.about is None else first + event.about,
                reason="样例原因。",
            )

    def _materials(self, invented: InventedApplication, application: Application, desk: Desk) -> Iterator[Model]:
        matters = [desk.matters[code] for code in dict.fromkeys(each.matter for each in invented.cases)]
        stated = [matter.current_version.facts for matter in matters]
        papers = {paper.id: (paper, facts.code) for facts in stated for paper in facts.materials}
        for position, (key, (paper, code)) in enumerate(papers.items(), start=1):
            later = invented.deferred and position == 1
            yield ApplicationMaterial(
                application=application,
                position=position,
                key=key,
                name=paper.name,
                help=paper.help,
                needed_by=[code],
                state="deferred" if later else "handed_in",
                on_paper=not later,
                defer_days=5 if later else None,
                supply_by=(NOW + timedelta(days=3)).date() if later else None,
                pledge=self.paper if later else None,
                came_at=None if later else application.received_at,
            )

    def _letter(self, application: Application) -> Iterator[Model]:
        entry = self._entry("NOTICE", f"样例受理2026-{application.pk}", application)
        yield entry
        yield Notice(
            application=application,
            kind=Notice.Kind.ACCEPTED,
            entry=entry,
            public_id=application.public_id,
            content={},
            written_at=application.received_at,
        )

    def _entry(self, code: str, text: str, application: Application) -> LedgerEntry:
        return LedgerEntry(
            pk=self.cases * 2 if code == "CASE" else self.applications * 2 + 1,
            code=code,
            text=text,
            key=number_key(text),
            state=LedgerEntry.State.ISSUED,
            taken_at=application.received_at,
        )


def _project(invented: InventedApplication, pk: int, received: datetime) -> Project:
    made = invented.project
    return Project(
        pk=pk,
        office_id=made.office,
        project_code=made.code,
        name=made.name,
        applicant=made.holder,
        applicant_uscc=USCC,
        location=made.place,
        county_code=made.region,
        created_at=received,
    )


def _say_how_it_ended(case: Case, invented: InventedCase, desk: Desk) -> None:
    if case.state in {State.DECIDED, State.CONCLUDED}:
        decided = invented.at("decided")
        assert decided is not None
        case.outcome = Case.Outcome.GRANTED
        case.decided_by = desk.people["chief"]
        case.note_reviewer(desk.people["officer0"])
        case.decided_at = make_aware(decided)


def _steps(invented: InventedCase, case: Case, facts: MatterFacts, desk: Desk) -> Iterator[CaseStep]:
    """Done as far as the state says, each by one person of its role; the next one has begun."""
    wanted = [step for step in facts.steps if step.role is not StepRole.APPLICANT]
    done = {State.RECEIVED: 0, State.ACCEPTED: 2 if invented.reviewed else 1, State.DECIDED: 3, State.CONCLUDED: 4}
    moments = [make_aware(each.at) for each in invented.events]
    for position, step in enumerate(wanted, start=1):
        role, is_done = Role(step.role.value), position <= done.get(State(case.state), 0)
        person = _person(role, case, invented, desk)
        is_next = position == done.get(State(case.state), -1) + 1
        is_taken = is_done or (is_next and role is Role.CASE_OFFICER and invented.taken is not None)
        yield CaseStep(
            case=case,
            turn=position,
            position=position,
            name=step.name,
            role=role.value,
            days=step.days,
            begun_at=moments[min(position, len(moments)) - 1] if is_done or is_next else None,
            done_at=moments[-1] if is_done else None,
            done_by=person if is_done else None,
            assigned_to=person if is_taken else None,
        )


def _person(role: Role, case: Case, invented: InventedCase, desk: Desk) -> User:
    if role is Role.CASE_OFFICER:
        return desk.people[f"officer{case.pk % OFFICERS if invented.taken is None else invented.taken}"]
    name = {Role.WINDOW_CLERK: "clerk", Role.CHIEF_APPROVER: "chief", Role.ISSUER: "issuer"}[role]
    return desk.people[name]
