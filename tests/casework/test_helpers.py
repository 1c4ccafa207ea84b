"""Helpers (帮办员) file for an applicant who signed a mandate, and see what they filed, nothing else."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bureau import audit, calendar
from bureau.models import AuditEntry, User
from bureau.people import RolesExclude, grant_role, withdraw_role
from bureau.roles import Role
from casework.actions.answer import accept, ask_for_more
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.actions.receive import Asked, receive_application
from casework.errors import ApplicationInvalid, CaseNotFound, MandateMissing
from casework.models import Application, Case, MaterialFile, Notice
from certificates.models import Project
from documents import store
from documents.uploads import FileKindRefused
from tests.casework.kit import CONTACT, MORNING, PDF, Hall


def filed(hall: Hall, **options: object) -> Application:
    asked = [Asked(hall.matters["M04"])]
    options = {"mandate": PDF, "actor": hall.person("helper")} | options
    with calendar.at(MORNING):
        return receive_application(hall.project, asked, contact=CONTACT, **options)  # type: ignore[arg-type]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_helper_files_with_a_mandate_that_stays_with_the_application(hall: Hall) -> None:
    application = filed(hall)

    application.refresh_from_db()
    assert (application.helper, application.received_by) == (hall.person("helper"),) * 2
    assert application.mandate is not None
    assert (store.read(application.mandate), application.mandate.media_type) == (PDF, "application/pdf")
    done = {entry.action: entry for entry in audit.history(application)}
    assert done["casework.help"].data == {"mandate": application.mandate.sha256}
    assert done["casework.help"].user == hall.person("helper")


@pytest.mark.parametrize(
    ("mandate", "error"), [(b"", MandateMissing), (b"I may", FileKindRefused)], ids=["none", "no paper"]
)
def test_without_a_signed_paper_nothing_is_filed(hall: Hall, mandate: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        filed(hall, mandate=mandate)

    assert not Application.objects.exists()


def test_the_window_needs_no_mandate_and_takes_none(hall: Hall) -> None:
    assert hall.receive("M04").helper is None
    with pytest.raises(ApplicationInvalid):
        filed(hall, actor=hall.person("clerk"))


def test_the_database_keeps_helper_and_mandate_together_and_as_they_were(hall: Hall) -> None:
    application, helper = filed(hall), hall.person("helper")
    values = {
        "office": application.office,
        "project": application.project,
        "phone_hash": "x",
        "received_at": application.received_at,
    }
    for number, wrong in enumerate(
        (
            {"helper": helper, "received_by": helper},
            {"mandate": application.mandate, "received_by": helper},
            {"helper": helper, "mandate": application.mandate, "received_by": hall.person("clerk")},
            {"helper": helper, "mandate": application.mandate},
        )
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(public_id=f"wrong{number}", **values, **wrong)
    for change in ({"mandate": None, "helper": None}, {"helper": hall.person("clerk")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**change)


def test_a_helper_sees_what_they_filed_and_nothing_else(hall: Hall) -> None:
    mine, others, helper = filed(hall), hall.receive("M04"), hall.person("helper")
    scan = HandedIn(files=(File("plan.pdf", PDF),))
    for application in (mine, others):
        plan = application.materials.get(name="设计方案")
        with calendar.at(MORNING):
            hand_in(application.pk, {plan.pk: scan}, actor=hall.person("clerk"))
            ask_for_more(application.pk, actor=hall.person("clerk"))

    assert list(Application.objects.visible_to(helper)) == [mine]
    assert list(Case.objects.visible_to(helper)) == list(mine.cases.all())
    assert list(Notice.objects.visible_to(helper)) == list(mine.notices.all())
    assert [each.material.application for each in MaterialFile.objects.visible_to(helper)] == [mine]
    assert not Project.objects.visible_to(helper).exists()


def test_a_former_helper_sees_nothing_any_more(hall: Hall) -> None:
    filed(hall)
    helper = hall.person("helper")
    withdraw_role(helper, Role.HELPER, hall.bureau.office, actor=hall.person("admin"))

    assert not Application.objects.visible_to(helper).exists()


def test_a_helper_brings_papers_and_answers_nothing(hall: Hall) -> None:
    mine, others, helper = filed(hall), hall.receive("M04"), hall.person("helper")
    came = {each.pk: HandedIn(on_paper=True) for each in mine.materials.all()}

    with calendar.at(MORNING):
        hand_in(mine.pk, came, actor=helper)
        with pytest.raises(PermissionDenied):
            accept(mine.pk, actor=helper)
        with pytest.raises(CaseNotFound):
            hand_in(others.pk, came, actor=helper)


def test_an_administrator_is_no_helper_of_the_same_office(hall: Hall) -> None:
    with pytest.raises(RolesExclude):
        grant_role(hall.person("admin"), Role.HELPER, hall.bureau.office, actor=hall.person("admin"))


# On the screens


def form(hall: Hall, **changes: object) -> dict[str, object]:
    sent = {
        "project_code": hall.project.project_code,
        "mandate": SimpleUploadedFile("委托书.pdf", PDF),
        f"matter-{hall.matters['M04'].pk}-count": "1",
        "name": CONTACT.name,
        "phone": CONTACT.phone,
    }
    return sent | changes


@pytest.mark.sqlite
def test_a_helper_names_the_project_by_its_code_and_is_asked_for_the_mandate(hall: Hall) -> None:
    client, address = signed_in(hall.person("helper")), reverse("receive")
    with calendar.at(MORNING):
        asked = client.get(address).content.decode()
        without = client.post(address, {key: value for key, value in form(hall).items() if key != "mandate"})
        unknown = client.post(address, form(hall, project_code="2209-430900-04-01-999999"))
        taken = client.post(address, form(hall))

    assert 'name="mandate"' in asked
    assert str(hall.project) not in asked  # the projects of the office are not theirs to read
    assert (without.status_code, unknown.status_code) == (422, 422)
    assert "没有这个代码的项目" in unknown.content.decode()
    assert taken["Location"] == reverse("application", args=[Application.objects.get().pk])
    assert 'name="mandate"' not in signed_in(hall.person("clerk")).get(address).content.decode()


@pytest.mark.sqlite
def test_the_page_shows_the_mandate_to_the_helper_and_to_who_works_on_cases(hall: Hall) -> None:
    application = filed(hall)
    case, page = application.cases.get(), reverse("application", args=[application.pk])
    assert application.mandate is not None
    address = reverse("mandate", args=[application.pk])
    for name in ("helper", "clerk", "officer"):
        client = signed_in(hall.person(name))
        with calendar.at(datetime(2022, 8, 2, 9)):
            assert address in client.get(page).content.decode()
            assert client.get(address).content == PDF
    supervisor = signed_in(hall.person("supervisor"))
    with calendar.at(datetime(2022, 8, 2, 9)):
        assert address not in supervisor.get(page).content.decode()
        assert supervisor.get(address).status_code == 302
    opened = AuditEntry.objects.filter(action="casework.download_material")
    assert [(each.user, each.data) for each in opened.order_by("pk")] == [
        (hall.person(name), {"mandate": application.mandate.sha256}) for name in ("helper", "clerk", "officer")
    ]
    helper = signed_in(hall.person("helper"))
    with calendar.at(datetime(2022, 8, 2, 9)):
        listed = helper.get(reverse("cases")).content.decode()
        inner = helper.get(reverse("case_staff", args=[case.pk]))
    assert page in listed
    assert case.number in listed
    assert inner.status_code in {302, 404}  # what the house thinks stays in the house


@pytest.mark.sqlite
def test_others_find_neither_the_application_nor_its_mandate(hall: Hall) -> None:
    theirs, mine = hall.receive("M04"), filed(hall)
    helper, stranger = signed_in(hall.person("helper")), signed_in(hall.bureau.sample.people["sample-officer-nan"])

    for name in ("application", "mandate"):
        assert helper.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert stranger.get(reverse(name, args=[mine.pk])).status_code == 404
