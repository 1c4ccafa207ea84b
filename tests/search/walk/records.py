"""What the offices keep: projects, certificates of every kind and in every state, windows. Rows are real."""

from datetime import date, datetime, timedelta
from itertools import product

from django.db import transaction
from django.utils.timezone import make_aware

from bureau.models import ServiceWindow, User
from certificates.definition import FieldKind, Publicity
from certificates.kinds import shipped_kinds
from certificates.models import Bundle, Certificate, Project
from certificates.signals import bundle_issued, certificate_ended, project_changed
from tests.search.conftest import make_certificate
from tests.search.walk.rules import BOTH, HERE, LISTED, OPENED, THERE, UNLISTED, Record
from tests.search.walk.world import COMMON, World, tail

FIRST_DAY = date(2022, 8, 1)
MORNING = make_aware(datetime(2022, 8, 1, 10, 0))
ENDED = [Certificate.State.SUPERSEDED, Certificate.State.REVOKED, Certificate.State.EXPIRED]
# As each kind prints them, with six digits of the record's own at the end.
NUMBERS = {
    "SITE": "用字第430900202{}号", "ALLOC": "样自划〔2022〕{}号", "GRANT": "样自让〔2022〕{}号",
    "LAND": "地字第430900202{}号", "WORKS": "建字第430900202{}号", "RURAL": "乡字第430900202{}号",
    "VERIFY": "核字第430900202{}号", "BUILD": "430900202208{}", "TITLE": "湘(2022)益阳市不动产权第0{}号",
    "PROOF": "湘(2022)益阳市不动产证明第0{}号",
}  # fmt: skip
# A field of each kind that nobody may search, neither the public nor staff; RURAL: the name of a natural person.
CLOSED = {
    "ALLOC": "conditions", "GRANT": "attachments", "LAND": "parcels", "WORKS": "parcels", "RURAL": "builder",
    "BUILD": "persons_in_charge", "TITLE": "remarks", "PROOF": "remarks",
}  # fmt: skip


def add_projects(world: World) -> dict[str, Project]:
    """One at each office, and one ``here`` that is opened to single people."""
    return {name: add_project(world, place, name) for name, place in ((HERE, HERE), (THERE, THERE), (OPENED, HERE))}


def add_records(world: World, projects: dict[str, Project]) -> None:
    for code, definition in shipped_kinds().items():
        assert code in (LISTED if definition.publicity is Publicity.LISTED else UNLISTED)
        add_issued(world, projects[HERE], HERE, code)
    for code, name in product(("WORKS", "TITLE"), (THERE, OPENED)):
        add_issued(world, projects[name], name, code)
    for code in ("WORKS", "TITLE"):
        add_draft(world, projects[HERE], code)
        for state in ENDED:
            add_ended(world, projects[HERE], code, state)
    for place, in_use in product(BOTH, (True, False)):
        add_window(world, place, in_use)


def add_project(world: World, place: str, name: str) -> Project:
    word, number = next(world.words), f"2203-430900-04-01-{world.digits()}"
    project = Project.objects.create(
        office=world.offices[place],
        project_code=number,
        name=f"{COMMON}{word}工程",
        applicant="益阳样例发电有限公司",
        applicant_uscc="91430900MA0YLD0166",
        location="益阳市赫山区样例镇",
        created_at=MORNING,
    )
    project_changed.send(Project, project=project)
    facets = {"year": "2022", "district": "赫山区", "office": str(project.office_id)}
    world.add("project", project.pk, "", project.name, word, number=number, office=place, project=name, facets=facets)
    return project


def add_issued(world: World, project: Project, name: str, code: str, replaced: Certificate | None = None) -> Record:
    """One in force; ``name``: the project's. Titles are the newest of all, so that one that leaks shows first."""
    word, closed, at = next(world.words), next(world.words), len(world.records) + 1
    definition, number = shipped_kinds()[code], NUMBERS[code].format(world.digits())
    title, is_listed = f"益阳市赫山区{COMMON}{word}", code in LISTED
    facts = {"location": "益阳市赫山区样例镇", definition.subject_field: title}
    facts |= holder_of(code, word) | _closed(code, closed)
    day = FIRST_DAY + timedelta(days=at if is_listed else at + 100)
    bundle = _bundle(project, Bundle.State.ISSUED, at)
    with transaction.atomic():
        certificate = make_certificate(bundle, code, number, day, at, facts, replaced)
        bundle_issued.send(Bundle, bundle=bundle)
    world.closed_words += [closed] if code in CLOSED else []
    world.add(
        "certificate",
        certificate.public_id,
        f"{'listed' if is_listed else 'unlisted'} issued",
        title,
        word,
        *((project.project_code, tail(project.project_code)) if is_listed else ()),
        number=number,
        office=THERE if name == THERE else HERE,
        project=name,
        label=definition.name,
        day=day,
        trace=certificate.public_id,
        facets={
            "type": code,
            "year": "2022",
            "district": "赫山区",
            "state": "issued",
            "office": str(project.office_id),
        },
    )
    return world.records[-1]


def holder_of(code: str, word: str) -> dict[str, object]:
    definition = shipped_kinds()[code]
    name, holder = definition.holder_field, f"益阳{word}样例公司"
    return {name: [holder] if definition.by_key[name].kind is FieldKind.LIST else holder}


def _closed(code: str, word: str) -> dict[str, object]:
    """The closed field of the kind, with ``word`` in it."""
    definition = shipped_kinds()[code]
    name = CLOSED.get(code, "")
    if not name:
        return {}
    if name == definition.holder_field:
        return {name: f"张{word}", "holder_uscc": ""}
    return {name: [word] if definition.by_key[name].kind is FieldKind.LIST else word}


def add_ended(world: World, project: Project, code: str, state: Certificate.State) -> None:
    """One that is over, and what took its place where something did."""
    issued = add_issued(world, project, HERE, code)
    certificate = Certificate.objects.get(public_id=issued.record_id)
    certificate.state, certificate.ended_on = state, date(2022, 12, 30)
    certificate.save()
    with transaction.atomic():
        certificate_ended.send(Certificate, certificate=certificate)
    world.records[-1] = issued.ended(state.value)
    if state is Certificate.State.SUPERSEDED:
        add_issued(world, project, HERE, code, certificate)


def add_draft(world: World, project: Project, code: str) -> None:
    """In a bundle that nobody has issued: it has no number yet."""
    word, definition = next(world.words), shipped_kinds()[code]
    like = Certificate.objects.filter(type_code=code)[0]
    draft = Certificate.objects.create(
        public_id=f"draft{len(world.records)}",
        bundle=_bundle(project, Bundle.State.DRAFT, 900 + len(world.records)),
        position=1,
        print_order=1,
        type_version=like.type_version,
        type_code=code,
        publicity=like.publicity,
        values={definition.subject_field: f"{COMMON}{word}"},
    )
    state = f"{'listed' if code in LISTED else 'unlisted'} draft"
    world.add("certificate", draft.public_id, state, f"{COMMON}{word}", word, office=HERE, project=HERE)


def _bundle(project: Project, state: Bundle.State, at: int) -> Bundle:
    preparer, approver, issuer = User.objects.order_by("pk")[:3]
    done = {"approved_by": approver, "issued_by": issuer, "issued_at": MORNING} if state == Bundle.State.ISSUED else {}
    return Bundle.objects.create(
        project=project, reference=f"2022-{at:04}", state=state, prepared_by=preparer, created_at=MORNING, **done
    )


def add_window(world: World, place: str, in_use: bool) -> None:
    word, office = next(world.words), world.offices[place]
    name = f"{COMMON}{word}窗口"
    window = ServiceWindow.objects.create(office=office, name=name, place="样例楼", is_active=in_use)
    world.add(
        "office",
        window.pk,
        "in use" if in_use else "closed",
        name,
        word,
        office=place,
        trace=f"window-{window.pk}",
        facets={"office": str(office.pk)},
    )
