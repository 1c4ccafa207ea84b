"""What the walk of tests/bureau/test_strangers.py needs: projects and bundles in every state, an issued one among them.

The names of drafts, files and books are changed at the end, so that none is also the name of a shipped kind: those
stand on everybody's forms.
"""

from django.db.models import F, Value
from django.db.models.functions import Concat

from bureau import people
from bureau.models import Office, User
from bureau.roles import Role
from bureau.sample import Sample
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import send_for_approval
from certificates.actions.import_numbers import import_numbers
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.issuing.claim import claim_bundle
from certificates.actions.withdraw_bundle import withdraw_bundle
from certificates.kinds.load import load_kinds
from certificates.models import Attachment, Bundle, Certificate
from certificates.sample.more import make_bundles
from documents.models import NumberSeries
from documents.signing.configured import keys_folder
from documents.signing.software import make_sample_key

ARGUMENTS = {"step": lambda: "withdraw"}
PLACE = {"counties": ["430902", "430903"], "supervision_number_from": None}  # the ground of the sample projects
ROLES = {"officer": Role.CASE_OFFICER, "chief": Role.CHIEF_APPROVER, "issuer": Role.ISSUER}


def make_world(office: Office) -> None:
    """The newest bundle is a draft, where most can be done; the newest certificate belongs to it."""
    for name, value in PLACE.items():
        setattr(office, name, value)
    office.save()
    make_sample_key(keys_folder())
    team = make_team(office)
    issued, claimed, withdrawn, model = make_ready(office, team, 4)
    issue_bundle(issued.pk, actor=team["issuer"])
    claim_bundle(claimed.pk, actor=team["issuer"], owner="nobody")
    withdraw_bundle(withdrawn.pk, actor=team["issuer"], reason="陌生人看不见的理由")
    send_for_approval(draft_like(model, team["officer"]).pk, actor=team["officer"])
    draft_like(model, team["officer"])
    import_numbers(model.project, [("WORKS", "4309002026GG0000001")], actor=team["issuer"])
    hide(Certificate.objects.filter(state=Certificate.State.DRAFT), "part")
    hide(Attachment.objects.all(), "name")
    hide(NumberSeries.objects.filter(office=office), "title")


def make_team(office: Office) -> dict[str, User]:
    administrator = people.administrators(office)[0]
    load_kinds(actor=administrator)
    team = {}
    for name, role in ROLES.items():
        team[name] = User.objects.create_user(f"inside-{name}", password="a long password")
        people.grant_role(team[name], role, office, actor=administrator)
    return team


def make_ready(office: Office, team: dict[str, User], count: int) -> list[Bundle]:
    """Approved bundles of seven, each with a project of its own, its parcels and its files."""
    sample = Sample(bundles=count, say=lambda line: None, office=office)
    sample.people = {"sample-officer": team["officer"], "sample-chief": team["chief"]}
    return list(Bundle.objects.filter(reference__in=make_bundles(sample)).order_by("pk"))


def draft_like(bundle: Bundle, officer: User) -> Bundle:
    rows = bundle.certificates.select_related("type_version").order_by("position")
    drafts = [Draft(type_version=each.type_version, part=each.part, values=each.values) for each in rows]
    return create_bundle(bundle.project, drafts, actor=officer, complete=True)


def hide(rows, name: str) -> None:  # type: ignore[no-untyped-def]
    rows.update(**{name: Concat(Value("陌生人看不见的"), F(name))})
