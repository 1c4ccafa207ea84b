"""Any number of further projects, approved and ready, varied without chance: the same call makes the same projects.

They are written in bulk rather than by the actions one by one, so that a thousand take less than a minute; each is
checked by the same rules, and one that has a must-fix finding stops the load.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.db import transaction
from stdnum.cn import uscc

from bureau import audit, calendar
from bureau.sample import Sample
from certificates.actions.create_bundle import Draft, new_certificate
from certificates.bundle_checks import check_bundle
from certificates.facts import Value
from certificates.findings import must_fix
from certificates.models import (
    Attachment,
    Bundle,
    Certificate,
    CertificateType,
    CertificateTypeVersion,
    Parcel,
    Project,
)
from certificates.sample.deeds import contract_day, contract_number, contract_term, contract_values
from certificates.sample.files import sample_pdf
from certificates.signals import project_changed
from documents import numbering, store

CHUNK = 100
# Place, family of the firm, trade: rare characters of real place and personal names among them.
PLACES = [
    "样例镇",
    "龙光桥街道",
    "沧水铺镇",
    "新市渡镇",
    "泥江口镇",
    "岳家桥镇",
    "衡龙桥镇",
    "兰溪镇",
    "欧江岔镇",
    "泉交河镇",
]
FIRMS = ["样例𠀀", "样例䶮", "样例·阿依", "样例喆", "样例昇", "样例堃", "样例", "样例淼", "样例甯", "样例骉"]
TRADES = ["机械制造", "食品加工", "仓储物流", "竹木制品", "电子元件", "医药", "纺织", "新材料", "水产加工", "农机"]
FILES = ["用地红线图", "规划条件", "总平面图", "单体图纸", "宗地图"]


def make_bundles(sample: Sample) -> list[str]:
    """References of ``sample.bundles`` approved bundles of seven; those that exist already count."""
    done = Bundle.objects.filter(project__project_code__startswith="2501-430900-04-02-").order_by("pk")
    references = list(done.values_list("reference", flat=True)[: sample.bundles])
    numbers = iter(range(done.count(), sample.bundles))
    while chunk := list(islice(numbers, CHUNK)):
        with transaction.atomic():
            references += _make(sample, chunk)
        sample.say(f"{len(references)} of {sample.bundles} bundles")
    return references


def _make(sample: Sample, numbers: list[int]) -> list[str]:
    officer, chief, office = sample.people["sample-officer"], sample.people["sample-chief"], sample.office
    versions = {
        kind.code: kind.current
        for kind in CertificateType.objects.filter(code__in=["LAND", "WORKS", "TITLE", "GRANT"]).select_related(
            "current"
        )
        if kind.current
    }
    moment = calendar.now()
    facts = [_project_facts(number) for number in numbers]
    projects = Project.objects.bulk_create(
        [Project(office=office, is_sample=True, created_by=officer, created_at=moment, **each) for each in facts]
    )
    Parcel.objects.bulk_create([parcel for project in projects for parcel in _parcels(project)])
    _attach(projects, versions["GRANT"])
    year = calendar.today().year
    entries = numbering.reserve(
        numbering.open_series(None, "BUNDLE", "证书项目"),
        year,
        taken_for=[project.project_code for project in projects],
        write=lambda value: f"{year}-{value:04}",
    )
    numbering.mark_issued(entries)
    bundles = Bundle.objects.bulk_create(
        [
            Bundle(
                project=project,
                reference=entry.text,
                complete=True,
                state=Bundle.State.APPROVED,
                prepared_by=officer,
                checked_at=moment,
                approved_by=chief,
                approved_at=moment,
                created_at=moment,
            )
            for project, entry in zip(projects, entries, strict=True)
        ]
    )
    Bundle.preparers.through.objects.bulk_create(
        [Bundle.preparers.through(bundle=bundle, user=officer) for bundle in bundles]
    )
    Certificate.objects.bulk_create([each for bundle in bundles for each in _certificates(bundle, versions)])
    for bundle in bundles:
        if found := must_fix(check_bundle(bundle)):
            raise ValueError(f"sample bundle {bundle.reference}: {found[0]}")
    for project in projects:
        project_changed.send(Project, project=project)
    audit.record(bundles[0], "certificates.load_sample", actor=officer, office=office, data={"bundles": len(bundles)})
    return [bundle.reference for bundle in bundles]


def _project_facts(number: int) -> dict[str, str]:
    place, firm, trade = PLACES[number % 10], FIRMS[number // 10 % 10], TRADES[number // 100 % 10]
    body = f"91430900MA1{number:06}"[:17]
    return {
        "project_code": f"2501-430900-04-02-{number:06}",
        "name": f"{place}{firm}{trade}项目{number:05}（样例）",
        "applicant": f"益阳{firm}{trade}有限公司（样例{number:05}）",
        "applicant_uscc": body + uscc.calc_check_digit(body),
        "location": f"益阳市赫山区{place}样例路{number % 900 + 1}号",
        "county_code": "430903",
        "land_use": "工业用地",
        "acquisition": "出让",
    }


def _parcels(project: Project) -> Iterator[Parcel]:
    number = int(project.project_code[-6:])
    for letter, area in enumerate((Decimal(20_000 + number % 5_000), Decimal("8213.70"))):
        code = f"430903002{number // 50_000:03}GB{number * 2 % 100_000 + letter:05}"
        yield Parcel(project=project, parcel_code=code, area=area)


def _attach(projects: list[Project], grant: CertificateTypeVersion) -> None:
    name = grant.definition.name
    files = {each: store.put(sample_pdf(each), "application/pdf") for each in [*FILES, name]}
    rows = [Attachment(project=project, name=each, file=files[each]) for project in projects for each in FILES]
    rows += [
        Attachment(
            project=project,
            name=name,
            type_version=grant,
            number=contract_number(project),
            issuer=project.office.name,
            issued_on=contract_day(),
            values=contract_values(project, f"{sum(each.area for each in project.parcels.all()):.2f}"),
            file=files[name],
        )
        for project in projects
    ]
    Attachment.objects.bulk_create(rows)


def _certificates(bundle: Bundle, versions: dict[str, CertificateTypeVersion]) -> Iterator[Certificate]:
    parcels = list(bundle.project.parcels.all())
    for position, (code, part, values) in enumerate(_seven(bundle.project, parcels), start=1):
        yield new_certificate(bundle, Draft(type_version=versions[code], part=part, values=values), position)


def _seven(project: Project, parcels: list[Parcel]) -> Iterator[tuple[str, str, dict[str, Value]]]:
    above = [
        Decimal(4_000 + int(project.project_code[-6:]) % 700),
        Decimal("2480.00"),
        Decimal("910.50"),
        Decimal("629.50"),
    ]
    total = sum(above) + Decimal(440)
    yield (
        "LAND",
        "",
        {
            "land_area": f"{sum(each.area for each in parcels):.2f}",
            "scale": f"总建筑面积{total:,.2f}㎡",
            "area_total": f"{total:.2f}",
            "attachments": ["用地红线图", "规划条件"],
        },
    )
    for part, area, below in zip(("一号厂房", "二号厂房", "仓库", "门卫"), above, (440, 0, 0, 0), strict=True):
        yield (
            "WORKS",
            part,
            {
                "works_name": f"{project.name} {part}",
                "scale": f"地上{area:,.2f}㎡，地下{below:,.2f}㎡",
                "area_above": f"{area:.2f}",
                "area_below": f"{below:.2f}",
                "area_total": f"{area + below:.2f}",
                "attachments": ["总平面图", "单体图纸"],
                "parcels": [parcels[0].parcel_code],
            },
        )
    for part, parcel in zip(("甲地块", "乙地块"), parcels, strict=True):
        yield (
            "TITLE",
            part,
            {
                "registered_on": calendar.today().isoformat(),
                "right_holder": [project.applicant],
                "co_ownership": "单独所有",
                "unit_code": f"{parcel.parcel_code}W00000000",
                "right_type": "国有建设用地使用权",
                "right_nature": "出让",
                "area": f"{parcel.area:.2f}",
                "term": contract_term(),
                "remarks": f"权源：{contract_number(project)}出让合同。",
                "attachments": ["宗地图"],
            },
        )
