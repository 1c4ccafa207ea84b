"""The sample project of domain.md §3.1 as the rules see it: seven certificates, two earlier papers, two parcels."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from certificates.facts import Value
from certificates.findings import BundleSnapshot, CertificateView, Finding, ParcelView, PriorRecord, Severity
from certificates.kinds import shipped_kinds
from certificates.rules import CHECKS

APPLICANT = "益阳样例发电有限公司（样例）"
USCC = "91430900MA0YLD0166"
PLACE = "益阳市赫山区样例镇样例村"
PROJECT = "益阳样例电厂三期扩建工程（样例）"
PROJECT_CODE = "2203-430900-04-01-618327"
PARCEL_A, PARCEL_B = "430903001002GB00017", "430903001002GB00018"
UNIT_A, UNIT_B = PARCEL_A + "W00000000", PARCEL_B + "W00000000"
DAY = date(2022, 8, 12)
CORNERS_A = (
    (3157500.00, 37633000.00),
    (3157980.00, 37633000.00),
    (3157980.00, 37633100.00),
    (3157990.00, 37633100.00),
    (3157990.00, 37633148.63),
    (3157980.00, 37633148.63),
    (3157980.00, 37633650.00),
    (3157500.00, 37633650.00),
)
CORNERS_B = (
    (3157500.00, 37633700.00),
    (3157710.00, 37633700.00),
    (3157710.00, 37633721.37),
    (3157700.00, 37633721.37),
    (3157700.00, 37633940.00),
    (3157500.00, 37633940.00),
)
BOUNDARY = ((3157500.00, 37633000.00), (3158000.00, 37633000.00), (3158000.00, 37634000.00), (3157500.00, 37634000.00))

LAND, MAIN, TOWER, COAL, AUXILIARY, TITLE_A, TITLE_B = range(1, 8)  # primary keys, in the order of the bundle


def certificate(pk: int, code: str, part: str, values: dict[str, Value], **more: object) -> CertificateView:
    return CertificateView(pk=pk, definition=shipped_kinds()[code], part=part, values=values, **more)  # type: ignore[arg-type]


def works(pk: int, part: str, what: str, parcel: str, above: str, below: str, total: str) -> CertificateView:
    values: dict[str, Value] = {
        "builder": APPLICANT,
        "works_name": f"{PROJECT}三期 {what}",
        "location": PLACE,
        "scale": f"地上{above}㎡，地下{below}㎡",
        "area_above": above,
        "area_below": below,
        "area_total": total,
        "attachments": ["总平面图", "单体图纸"],
        "parcels": [parcel],
        "holder_uscc": USCC,
    }
    return certificate(pk, "WORKS", part, values)


def title(pk: int, part: str, unit: str, area: str) -> CertificateView:
    values: dict[str, Value] = {
        "registered_on": "2022-08-12",
        "right_holder": [APPLICANT],
        "co_ownership": "单独所有",
        "location": PLACE,
        "unit_code": unit,
        "right_type": "国有建设用地使用权",
        "right_nature": "划拨",
        "land_use": "工业用地",
        "area": area,
        "remarks": "来源：国有建设用地划拨决定书，益自然资划〔2022〕12号，电子监管号4309032022A00012。",
        "attachments": ["宗地图"],
        "holder_uscc": USCC,
    }
    return certificate(pk, "TITLE", part, values)


def seven() -> tuple[CertificateView, ...]:
    land: dict[str, Value] = {
        "land_user": APPLICANT,
        "project_name": PROJECT,
        "approving_authority": "益阳市人民政府",
        "approval_number": "益政土〔2022〕41号（样例）",
        "location": PLACE,
        "land_area": "360700.00",
        "land_use": "工业用地",
        "scale": "2×1000MW，总建筑面积129700.00㎡",
        "acquisition": "划拨",
        "attachments": ["用地红线图", "规划条件"],
        "area_total": "129700.00",
        "parcels": [PARCEL_A, PARCEL_B],
        "holder_uscc": USCC,
    }
    return (
        certificate(LAND, "LAND", "", land),
        works(MAIN, "主厂房", "主厂房、锅炉房及集控楼", PARCEL_A, "82640.00", "1260.00", "83900.00"),
        works(TOWER, "冷却塔", "冷却塔及循环水泵房", PARCEL_A, "2480.00", "0.00", "2480.00"),
        works(COAL, "煤场", "输煤及封闭煤场", PARCEL_A, "23910.50", "440.00", "24350.50"),
        works(AUXILIARY, "辅助楼", "脱硫脱硝、灰渣及辅助生产楼", PARCEL_B, "18629.50", "340.00", "18969.50"),
        title(TITLE_A, "甲地块", UNIT_A, "312486.30"),
        title(TITLE_B, "乙地块", UNIT_B, "48213.70"),
    )


SITE_OPINION = PriorRecord(
    name="建设项目用地预审与选址意见书",
    code="SITE",
    number="用字第430000202200012号",
    issued_on=date(2022, 4, 20),
    values={"applicant": APPLICANT, "area": "36.0700"},
    has_file=True,
    valid_years=3,
)
ALLOCATION = PriorRecord(
    name="国有建设用地划拨决定书",
    code="ALLOC",
    number="益自然资划〔2022〕12号",
    issued_on=DAY,
    values={
        "supervision_number": "4309032022A00012",
        "land_user": APPLICANT,
        "parcels": [PARCEL_A, PARCEL_B],
        "area": "360700.00",
        "land_use": "工业用地",
        "delivery_on": "2022-08-15",
        "start_on": "2022-09-30",
        "completion_on": "2025-06-30",
    },
    has_file=True,
)
CONTRACT = PriorRecord(
    name="国有建设用地使用权出让合同",
    code="GRANT",
    number="益土合字〔2022〕031号",
    issued_on=date(2022, 8, 1),
    values={
        "grantee": APPLICANT,
        "area": "360700.00",
        "land_use": "工业用地",
        "term_years": "50",
        "term": "2022年8月12日至2072年8月11日",
        "delivery_on": "2022-08-15",
        "start_on": "2022-09-30",
        "completion_on": "2025-06-30",
    },
    has_file=True,
)
FILES = tuple(
    PriorRecord(name=name, has_file=True) for name in ("用地红线图", "规划条件", "总平面图", "单体图纸", "宗地图")
)
SAMPLE = BundleSnapshot(
    bundle_id=1,
    issue_day=DAY,
    complete=True,
    project_code=PROJECT_CODE,
    project_name=PROJECT,
    applicant=APPLICANT,
    applicant_uscc=USCC,
    co_holders=False,
    land_use="工业用地",
    acquisition="划拨",
    boundary=BOUNDARY,
    office_name="益阳市样例自然资源和规划局（样例）",
    region_code="430900",
    counties=("430902", "430903"),
    title_prefix="湘",
    title_place="益阳市",
    supervision_number_from=date(2024, 7, 1),
    certificates=seven(),
    prior_records=(SITE_OPINION, ALLOCATION, *FILES),
    parcels=(
        ParcelView(code=PARCEL_A, area=Decimal("312486.30"), corners=CORNERS_A),
        ParcelView(code=PARCEL_B, area=Decimal("48213.70"), corners=CORNERS_B),
    ),
    taken_keys=frozenset(),
    earlier_land=(),
    earlier_works=(),
    earlier_units=(),
    earlier_verified=False,
)
NUMBERS = {
    LAND: "地字第430900202200037号",
    MAIN: "建字第430900202200086号",
    TOWER: "建字第430900202200087号",
    COAL: "建字第430900202200088号",
    AUXILIARY: "建字第430900202200089号",
    TITLE_A: "湘(2022)益阳市不动产权第0018231号",
    TITLE_B: "湘(2022)益阳市不动产权第0018232号",
}


def with_values(snapshot: BundleSnapshot, pk: int, **values: Value) -> BundleSnapshot:
    """The same bundle, one certificate stating something else."""
    return with_view(snapshot, pk, lambda view: replace(view, values={**view.values, **values}))


def with_number(snapshot: BundleSnapshot, pk: int, number: str, *, imported: bool = False) -> BundleSnapshot:
    return with_view(snapshot, pk, lambda view: replace(view, number=number, imported=imported))


def with_view(snapshot: BundleSnapshot, pk: int, change) -> BundleSnapshot:  # type: ignore[no-untyped-def]
    views = tuple(change(view) if view.pk == pk else view for view in snapshot.certificates)
    return replace(snapshot, certificates=views)


def numbered() -> BundleSnapshot:
    """The sample with the numbers that it took."""
    views = tuple(replace(view, number=NUMBERS[view.pk]) for view in SAMPLE.certificates)
    return replace(SAMPLE, certificates=views)


def granted() -> BundleSnapshot:
    """The same land, obtained by contract instead of decision."""
    snapshot = replace(SAMPLE, acquisition="出让", prior_records=(SITE_OPINION, CONTRACT, *FILES))
    snapshot = with_values(snapshot, LAND, acquisition="出让", approving_authority="", approval_number="")
    for pk in (TITLE_A, TITLE_B):
        snapshot = with_values(snapshot, pk, right_nature="出让", term="2022年8月12日至2072年8月11日")
    return snapshot


def findings(snapshot: BundleSnapshot, *rules: str) -> list[Finding]:
    """What the named rules find; without names, all of them."""
    return [finding for rule in (rules or sorted(CHECKS)) for finding in CHECKS[rule](snapshot)]


def must(snapshot: BundleSnapshot, *rules: str) -> list[tuple[str, int | None, str]]:
    """Rule, certificate and field of everything that must be mended."""
    found = [each for each in findings(snapshot, *rules) if each.severity is Severity.MUST_FIX]
    return [(each.rule, each.certificate, each.key) for each in found]


def reminders(snapshot: BundleSnapshot, *rules: str) -> list[tuple[str, int | None, str]]:
    found = [each for each in findings(snapshot, *rules) if each.severity is Severity.REMINDER]
    return [(each.rule, each.certificate, each.key) for each in found]
