"""Cases in every state that they can have. Rows are real."""

from datetime import datetime

from django.utils.timezone import make_aware

from casework.models import Application, Case
from casework.signals import case_changed
from certificates.models import Project
from cms.models import Matter
from documents.models import LedgerEntry, NumberBook, NumberSeries
from documents.number_keys import number_key
from tests.search.walk.world import COMMON, World, tail

AT = make_aware(datetime(2022, 8, 2, 9))


def add_cases(world: World, project: Project, place: str) -> None:
    application = Application.objects.create(
        office=world.offices[place], project=project, public_id=f"application{place}", received_at=AT
    )
    matter = Matter.objects.offered().filter(office=world.offices[place]).order_by("pk").first()
    assert matter is not None
    for state in Case.State:
        add_case(world, application, matter, place, state)


def add_case(world: World, application: Application, matter: Matter, place: str, state: Case.State) -> None:
    word, digits = next(world.words), world.digits()
    number = f"2022-{digits[:4]}-{digits[2:]}"
    is_decided = state in {Case.State.DECIDED, Case.State.CONCLUDED}
    assert matter.current_version is not None
    series, _made = NumberSeries.objects.get_or_create(office=None, code="CASE", defaults={"title": "办件"})
    book, _made = NumberBook.objects.get_or_create(series=series, year=20220802)
    entry = LedgerEntry.objects.create(
        code="CASE",
        book=book,
        value=int(digits),
        text=number,
        key=number_key(number),
        state=LedgerEntry.State.ISSUED,
        taken_for="-",
        taken_at=AT,
    )
    case = Case.objects.create(
        application=application,
        office=application.office,
        entry=entry,
        number=number,
        matter=matter,
        version=matter.current_version,
        part=f"{COMMON}{word}",
        state=state,
        regime="licence",
        promised_days=5,
        statutory_days=20,
        accepted_at=AT,
        outcome=Case.Outcome.GRANTED if is_decided else "",
        decided_by=world.user(f"chief_approver {place}") if is_decided else None,
        decided_at=AT if is_decided else None,
    )
    case_changed.send(Case, case=case)
    facets = {"year": "2022", "district": "赫山区", "state": state.value, "office": str(application.office_id)}
    title, project = f"{case.facts.name} {case.part}", application.project
    # Found by what its matter and its project are called, too.
    words = (word, own_word(case.facts.name), own_word(project.name), case.version.code)
    codes = (project.project_code, tail(project.project_code))
    world.add("case", case.pk, state.value, title, *words, *codes, number=number, office=place, facets=facets)


def own_word(name: str) -> str:
    """干支甲子工程: 甲子."""
    return name.removeprefix(COMMON)[:2]
