"""The parts of the sample that certificates add: kinds, four projects in four states, and more on request."""

from datetime import date, datetime, timedelta

from bureau import calendar, sample
from bureau.models import Office, User
from bureau.sample import Sample
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.save_project import attach, save_parcels, save_project
from certificates.facts import Value
from certificates.identifiers import parcel_of
from certificates.kinds.load import load_kinds
from certificates.models import Attachment, Bundle, CertificateType, CertificateTypeVersion, Project
from certificates.sample import more, power_plant
from certificates.sample.files import sample_pdf
from documents.models import NumberBook
from documents.numbering import open_series

PDF = "application/pdf"
ENTERED = datetime(2022, 8, 11, 10, 20)
SENT = datetime(2022, 8, 12, 9, 40)
APPROVED = datetime(2022, 8, 12, 11, 0)
ISSUED = datetime(2022, 8, 12, 15, 30)


@sample.holds_real_data
def _real_projects() -> bool:
    return Project.objects.filter(is_sample=False).exists()


@sample.part(50)
def kinds(sample: Sample) -> None:
    load_kinds(actor=sample.people["sample-admin"])


@sample.part(60)
def issued_in_2022(sample: Sample) -> None:
    """The history of August 2022: seven certificates in one working day."""
    bundle = _bundle_of(power_plant.PROJECT["project_code"])
    if bundle is None:
        _begin_books(sample.office)
        with calendar.at(ENTERED):
            bundle = _power_plant(sample, power_plant.PROJECT, "2022-08-12", office=sample.office)
        with calendar.at(SENT):
            send_for_approval(bundle.pk, actor=sample.people["sample-officer"])
        with calendar.at(APPROVED):
            approve_bundle(bundle.pk, actor=sample.people["sample-chief"])
    if bundle.state != Bundle.State.ISSUED:
        with calendar.at(ISSUED):
            bundle = issue_bundle(bundle.pk, actor=sample.people["sample-issuer"])
    sample.issued.append(bundle.reference)


@sample.part(61)
def ready_today(sample: Sample) -> None:
    """Approved and ready: a press of the button issues it today."""
    facts = _other_project("2305-430900-04-01-730418", "益阳样例电厂四期扩建工程（样例）", "91430900MA0YLD0241")
    bundle = _bundle_of(facts["project_code"])
    if bundle is None:
        bundle = _power_plant(sample, facts, calendar.today().isoformat(), office=sample.office)
        send_for_approval(bundle.pk, actor=sample.people["sample-officer"])
        approve_bundle(bundle.pk, actor=sample.people["sample-chief"])
    if bundle.state == Bundle.State.APPROVED:
        sample.ready.append(bundle.reference)


@sample.part(62)
def draft_with_findings(sample: Sample) -> None:
    """In draft, with two things to mend: a total that does not add up, and a term on allocated land."""
    facts = _other_project("2308-430900-04-01-915527", "益阳样例储煤基地工程（样例）", "91430900MA0YLJ012X")
    if _bundle_of(facts["project_code"]) is None:
        bundle = _power_plant(sample, facts, calendar.today().isoformat(), office=sample.office, fault=True)
        sample.say(f"{bundle.reference}: draft with findings")


@sample.part(63)
def waiting_for_numbers(sample: Sample) -> None:
    """The second office imports supervision numbers; these have not come yet."""
    facts = _other_project("2401-430921-04-01-204816", "南样县样例水厂工程（样例）", "91430921MA0YLC018J")
    facts |= {"location": "南样县样例镇水厂路", "county_code": "430921"}
    if _bundle_of(facts["project_code"]) is None:
        _power_plant(
            sample, facts, calendar.today().isoformat(), office=sample.second_office, officer="sample-officer-nan"
        )


@sample.part(64)
def many_more(sample: Sample) -> None:
    if sample.bundles:
        sample.ready.extend(more.make_bundles(sample))


def _bundle_of(project_code: str) -> Bundle | None:
    return Bundle.objects.filter(project__project_code=project_code, project__is_sample=True).order_by("pk").first()


def _other_project(code: str, name: str, uscc: str) -> dict[str, object]:
    return power_plant.PROJECT | {"project_code": code, "name": name, "applicant_uscc": uscc}


def _begin_books(office: Office) -> None:
    """The bureau gave the smaller numbers of 2022 before it had this system."""
    for code, first in power_plant.FIRST_NUMBERS.items():
        series = open_series(office, code, CertificateType.objects.get(code=code).name)
        NumberBook.objects.get_or_create(series=series, year=2022, defaults={"first": first, "next": first})


def _power_plant(
    sample: Sample,
    facts: dict[str, object],
    registered_on: str,
    *,
    office: Office,
    officer: str = "sample-officer",
    fault: bool = False,
) -> Bundle:
    """A project with the power plant's land and works, its prior records and files, and a draft of its seven."""
    actor = sample.people[officer]
    project = save_project(Project(office=office, is_sample=True, **facts), actor=actor)
    save_parcels(
        project, [each | {"parcel_code": _parcel(each["parcel_code"], project)} for each in power_plant.PARCELS], actor=actor
    )
    attach_records(project, actor)
    drafts = [
        Draft(type_version=version_of(code), part=part, values=_fitted(project, values, part, fault))
        for code, part, values in power_plant.seven(registered_on)
    ]
    return create_bundle(project, drafts, actor=actor, complete=True)


def _fitted(project: Project, values: dict[str, Value], part: str, fault: bool) -> dict[str, Value]:
    """The power plant's values under another project's name, place and holder."""
    fitted = dict(values)
    if "parcels" in fitted:
        fitted["parcels"] = [_parcel(str(code), project) for code in fitted["parcels"]]
    if "unit_code" in fitted:
        fitted["unit_code"] = _parcel(parcel_of(str(fitted["unit_code"])), project) + "W00000000"
        fitted["right_holder"] = [project.applicant]
    if "works_name" in fitted:
        fitted["works_name"] = str(fitted["works_name"]).replace(str(power_plant.PROJECT["name"]), project.name)
    if fault and part == "煤场":
        fitted["area_total"] = "24530.50"
    if fault and part == "乙地块":
        fitted["term"] = "50 年"
    return fitted


def _parcel(code: str, project: Project) -> str:
    """The power plant's parcel code itself, or another in the project's county that no other sample project has."""
    if project.project_code == power_plant.PROJECT["project_code"]:
        return code
    return f"{project.county_code}{code[6:14]}{int(project.project_code[-4:]):05}"[:18] + code[-1]


def attach_records(project: Project, actor: User) -> None:
    """Prior records and files of the power plant, fitted to the project."""
    for name, code, number, issuer, day, values in power_plant.PRIOR_RECORDS:
        fitted = dict(values) | {"project_name": project.name, "location": project.location}
        fitted |= {"applicant": project.applicant} if code == "SITE" else {"land_user": project.applicant}
        if "project_code" in fitted:
            fitted["project_code"] = project.project_code
        if "parcels" in fitted:
            fitted["parcels"] = [each.parcel_code for each in project.parcels.all()]
        if project.project_code != power_plant.PROJECT["project_code"]:
            day = calendar.today() - timedelta(days=30 if code == "SITE" else 0)
            fitted |= _dates_from(calendar.today()) if code == "ALLOC" else {}
        record = Attachment(
            name=name, type_version=version_of(code), number=number, issuer=issuer, issued_on=day, values=fitted
        )
        attach(project, record, content=sample_pdf(name), media_type=PDF, actor=actor)
    for name in power_plant.FILES:
        attach(project, Attachment(name=name), content=sample_pdf(name), media_type=PDF, actor=actor)


def _dates_from(day: date) -> dict[str, str]:
    """Delivery, start and completion after an allocation of ``day``."""
    completion = day + timedelta(days=3 * 365)
    return {"delivery_on": day.isoformat(), "start_on": day.isoformat(), "completion_on": completion.isoformat()}


def version_of(code: str) -> CertificateTypeVersion:
    """The version of a kind that new drafts use."""
    kind = CertificateType.objects.select_related("current").get(code=code)
    if kind.current is None:
        raise LookupError(f"kind {code} is not published")
    return kind.current
