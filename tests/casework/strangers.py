"""What the walk of tests/bureau/test_strangers.py needs: an application whose papers came."""

from bureau import calendar, people
from bureau.models import Office, User
from bureau.roles import Role
from casework.actions.answer import accept
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.actions.receive import Asked, Contact, receive_application
from casework.models import SealedFile
from certificates.actions.save_project import save_project
from certificates.models import Project
from certificates.sample import power_plant
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.models import Matter
from cms.sample.filling import fill
from documents import store
from tests.cms.matter_kit import sample_facts

PROJECT = power_plant.PROJECT | {"project_code": "2209-430900-04-01-111111", "name": "陌生人看不见的项目"}
CONTACT = Contact(name="陌生人看不见的联系人", phone="0737-000 9999")


def make_world(office: Office) -> None:
    clerk, editor, publisher = (
        _person(office, name, role)
        for name, role in (
            ("case-clerk", Role.WINDOW_CLERK),
            ("case-editor", Role.EDITOR),
            ("case-publisher", Role.PUBLISHER),
        )
    )
    matter = Matter(office=office)
    fill(matter, sample_facts("M02", name="陌生人看不见的事项").model_copy(update={"code": "M92"}))
    draft_matter(matter, actor=editor)
    matter = publish_matter(matter, actor=publisher)
    project = save_project(Project(office=office, **PROJECT), actor=clerk)
    closed = receive_application(project, [Asked(matter)], contact=CONTACT, actor=clerk)
    SealedFile.objects.create(
        application=closed,
        sealed_at=calendar.now(),
        contents=store.put("陌生人看不见的目录".encode(), "application/pdf"),
        container=store.put("陌生人看不见的卷宗".encode(), "application/vnd.etsi.asic-e+zip"),
    )
    application = receive_application(project, [Asked(matter), Asked(matter)], contact=CONTACT, actor=clerk)
    scan = HandedIn(files=(File("陌生人看不见的文件.pdf", b"%PDF-1.7 sample"),))
    hand_in(application.pk, {each.pk: scan for each in application.materials.all()}, actor=clerk)
    accept(application.pk, actor=clerk)


def _person(office: Office, name: str, role: Role) -> User:
    person = User.objects.create_user(f"inside-{name}", password="a long password")
    people.grant_role(person, role, office, actor=people.administrators(office)[0])
    return person
