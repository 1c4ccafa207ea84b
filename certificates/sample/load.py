"""The parts of the sample that certificates add: kinds, four projects in four states, and more on request."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bureau import calendar, sample
from bureau.models import Office, User
from bureau.sample import Sample
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.actions.edit_bundle import edit_values
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.save_project import attach, save_parcels, save_project
from certificates.facts import Value
from certificates.identifiers import parcel_of
from certificates.kinds import shipped_kinds
from certificates.kinds.load import load_kinds
from certificates.models import Attachment, Bundle, CertificateType, CertificateTypeVersion, Project
from certificates.sample import more, power_plant
from certificates.sample.deeds import contract_day, contract_number, contract_term, contract_values
from certificates.sample.files import sample_pdf
from documents.models import NumberBook
from documents.numbering import open_series

PDF = "application/pdf"
SECOND_APPLICANT = "91430921MA0YLC018J"
LONG_SCALE = (
    "冷却塔2座，循环水泵房1座，地上2,480.00㎡，地下0.00㎡；"
    "含进出水管沟、加药间、配电间和检修道路，与主厂房同步建设、同步验收。"
)
RECORD_NAMES = tuple(shipped_kinds()[code].name for code in ("SITE", "ALLOC", "GRANT"))
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
    if bundle.state == Bundle.State.DRAFT:
        with calendar.at(SENT):
            bundle = send_for_approval(bundle.pk, actor=sample.people["sample-officer"])
    if bundle.state == Bundle.State.CHECKED:
        with calendar.at(APPROVED):
            bundle = approve_bundle(bundle.pk, actor=sample.people["sample-chief"])
    if bundle.state != Bundle.State.ISSUED:
        with calendar.at(ISSUED):
            bundle = issue_bundle(bundle.pk, actor=sample.people["sample-issuer"])
    sample.issued.append(bundle.reference)


@sample.part(61)
def ready_today(sample: Sample) -> None:
    """Approved and ready, today and on any later day: a press of the button issues it."""
    facts = other_project("2305-430900-04-01-730418", "益阳样例电厂四期扩建工程（样例）", "91430900MA0YLD0241")
    bundle = _bundle_of(facts["project_code"])
    if bundle is None:
        bundle = _power_plant(
            sample, facts | {"acquisition": "出让"}, calendar.today().isoformat(), office=sample.office
        )
    if bundle.state == Bundle.State.DRAFT:
        bundle = send_for_approval(bundle.pk, actor=sample.people["sample-officer"])
    if bundle.state == Bundle.State.CHECKED:
        bundle = approve_bundle(bundle.pk, actor=sample.people["sample-chief"])
    if bundle.state == Bundle.State.APPROVED:
        sample.ready.append(bundle.reference)


@sample.part(62)
def draft_with_findings(sample: Sample) -> None:
    """In draft, with two things to mend and a reminder: a wrong total, a term on allocated land, a long scale."""
    facts = other_project("2308-430900-04-01-915527", "益阳样例储煤基地工程（样例）", "91430900MA0YLJ012X")
    if _bundle_of(facts["project_code"]) is None:
        bundle = _power_plant(sample, facts, calendar.today().isoformat(), office=sample.office)
        mistakes: dict[str, dict[str, Value]] = {
            "煤场": {"area_total": "24530.50"},
            "乙地块": {"term": "50 年"},
            "冷却塔": {"scale": LONG_SCALE},
        }
        wrong = bundle.certificates.filter(part__in=mistakes)
        edit_values(
            bundle.pk,
            {each.pk: mistakes[each.part] for each in wrong},
            revision=0,
            actor=sample.people["sample-officer"],
        )


@sample.part(63)
def waiting_for_numbers(sample: Sample) -> None:
    """The second office imports supervision numbers; these have not come yet."""
    facts = other_project("2401-430921-04-01-204816", "南样县样例水厂工程（样例）", SECOND_APPLICANT)
    facts |= {"location": "南样县样例镇水厂路", "county_code": "430921", "acquisition": "出让"}
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


def other_project(code: str, name: str, uscc: str) -> dict[str, Any]:
    """The facts of a project like the plant under another code, name and holder."""
    return power_plant.PROJECT | {"project_code": code, "name": name, "applicant_uscc": uscc}


def _begin_books(office: Office) -> None:
    """The bureau gave the smaller numbers of 2022 before it had this system."""
    for code, first in power_plant.FIRST_NUMBERS.items():
        series = open_series(office, code, CertificateType.objects.get(code=code).name)
        NumberBook.objects.get_or_create(series=series, year=2022, defaults={"first": first, "next": first})


def _power_plant(
    sample: Sample, facts: Mapping[str, Any], registered_on: str, *, office: Office, officer: str = "sample-officer"
) -> Bundle:
    """A project with the power plant's land and works, its prior records and files, and a draft of its seven.

    All of it or nothing, so that a load that was cut off can be run again.
    """
    render_papers()
    with transaction.atomic():
        project = enter_project(sample.people[officer], facts, office)
        drafts = [
            Draft(type_version=version_of(code), part=part, values=values)
            for code, part, values in facts_of_seven(project, registered_on)
        ]
        return create_bundle(project, drafts, actor=sample.people[officer], complete=True)


def render_papers() -> None:
    """Called before the transaction in which a project gets them: the second time they are there."""
    for name in (*power_plant.FILES, *RECORD_NAMES):
        sample_pdf(name)


def enter_project(actor: User, facts: Mapping[str, Any], office: Office) -> Project:
    """A project with its land, prior records and files."""
    project = save_project(Project(office=office, is_sample=True, **facts), actor=actor)
    land = [each | {"parcel_code": _parcel(each["parcel_code"], project)} for each in power_plant.PARCELS]
    save_parcels(project, land, actor=actor)
    for record in [*_records(project), *(Attachment(name=name) for name in power_plant.FILES)]:
        attach(project, record, content=sample_pdf(record.name), media_type=PDF, actor=actor)
    return project


def facts_of_seven(project: Project, registered_on: str) -> list[tuple[str, str, dict[str, Value]]]:
    """Of the seven certificates of a project like the plant: kind, part, values."""
    return [(code, part, _fitted(project, code, values)) for code, part, values in power_plant.seven(registered_on)]


def _is_the_plant(project: Project) -> bool:
    return project.project_code == str(power_plant.PROJECT["project_code"])


def _fitted(project: Project, code: str, values: dict[str, Value]) -> dict[str, Value]:
    """The power plant's values under another project's name, place, holder and way of obtaining the land."""
    fitted = dict(values)
    if "parcels" in fitted:
        fitted["parcels"] = [_parcel(str(each), project) for each in fitted["parcels"]]
    if code == "TITLE":
        fitted["unit_code"] = _parcel(parcel_of(str(fitted["unit_code"])), project) + "W00000000"
        fitted["right_holder"] = [project.applicant]
        fitted["right_nature"] = project.acquisition
    if "works_name" in fitted:
        works = str(fitted["works_name"]).removeprefix(f"{power_plant.PROJECT['name']} 三期 ")
        fitted["works_name"] = (
            f"{power_plant.PROJECT['name']} 三期 {works}" if _is_the_plant(project) else f"{project.name} {works}"
        )
    if project.acquisition == Project.Acquisition.GRANT and code in {"LAND", "TITLE"}:
        by_contract: dict[str, dict[str, Value]] = {
            "LAND": {"approving_authority": "", "approval_number": ""},
            "TITLE": {"term": contract_term(), "remarks": f"权源：{contract_number(project)}出让合同。"},
        }
        fitted |= by_contract[code]
    return fitted


def _records(project: Project) -> Iterator[Attachment]:
    """The plant's two records of 2022; of other projects an opinion of last month, and the contract if there is one."""
    opinion = power_plant.SITE | {
        "project_name": project.name,
        "project_code": project.project_code,
        "applicant": project.applicant,
        "location": project.location,
    }
    site_day = power_plant.SITE_DAY if _is_the_plant(project) else contract_day()
    yield _record("SITE", power_plant.SITE_NUMBER, power_plant.SITE_ISSUER, site_day, opinion)
    if _is_the_plant(project):
        yield _record("ALLOC", power_plant.ALLOC_NUMBER, project.office.name, power_plant.ALLOC_DAY, power_plant.ALLOC)
    elif project.acquisition == Project.Acquisition.GRANT:
        area = f"{sum(each.area for each in project.parcels.all()):.2f}"
        yield _record(
            "GRANT", contract_number(project), project.office.name, contract_day(), contract_values(project, area)
        )


def _record(code: str, number: str, issuer: str, day: date, values: dict[str, Value]) -> Attachment:
    version = version_of(code)
    return Attachment(
        name=version.definition.name, type_version=version, number=number, issuer=issuer, issued_on=day, values=values
    )


def _parcel(code: str, project: Project) -> str:
    """The power plant's parcel code itself, or another in the project's county that no other sample project has."""
    if _is_the_plant(project):
        return code
    return f"{project.county_code}{code[6:14]}{int(project.project_code[-4:]):04}{code[-1]}"


def version_of(code: str) -> CertificateTypeVersion:
    """The version of a kind that new drafts use."""
    return CertificateTypeVersion.objects.get(pk=CertificateType.objects.values("current").get(code=code)["current"])
