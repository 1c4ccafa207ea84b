"""The provincial catalogue of the sample: ten invented entries, one for each matter of domain.md §4.

Real codes come from the province's own file. Ours only have their form: 000115 and a number of the nine hundreds, which
stand for nothing. Laws and articles are those of the sample matters, which domain.md §4 names.
"""

from bureau import calendar
from bureau.sample import HISTORY, Sample
from cms.actions.take_catalogue import compare_catalogue, take_catalogue
from cms.catalogue.rows import Kind, Row
from cms.catalogue.sheets import catalogue_sheet
from cms.models import CatalogueEdition

EDITION = "政务服务事项基本目录（样例，2022年7月）"
FILE_NAME = "基本目录 样例.xlsx"
LICENCE_LAW = "《行政许可法》第四十二条、第五十八条"
REGISTER_LAW = "《不动产登记暂行条例》"

# Short code of our matter, name, kind, basis, statutory days, whether there is a fee.
ENTRIES: list[tuple[str, str, Kind, tuple[str, ...], int, bool]] = [
    (
        "M01",
        "建设项目用地预审与选址意见书",
        Kind.LICENCE,
        ("《城乡规划法》第三十六条", "《土地管理法实施条例》第二十四条", LICENCE_LAW),
        20,
        False,
    ),
    (
        "M02",
        "建设用地规划许可（划拨）",
        Kind.LICENCE,
        ("《城乡规划法》第三十七条", "《土地管理法》第五十三条、第五十四条", LICENCE_LAW),
        20,
        False,
    ),
    ("M03", "建设用地规划许可（出让）", Kind.LICENCE, ("《城乡规划法》第三十八条", LICENCE_LAW), 20, False),
    ("M04", "建设工程规划许可", Kind.LICENCE, ("《城乡规划法》第四十条", LICENCE_LAW), 20, False),
    ("M05", "乡村建设规划许可", Kind.LICENCE, ("《城乡规划法》第四十一条", LICENCE_LAW), 20, False),
    ("M06", "建设工程规划核实", Kind.OTHER_POWER, ("《城乡规划法》第四十五条",), 20, False),
    (
        "M07",
        "国有建设用地使用权首次登记",
        Kind.CONFIRMATION,
        ("《民法典》第三百四十九条", f"{REGISTER_LAW}第十四条、第二十条"),
        30,
        True,
    ),
    (
        "M08",
        "土地使用权及房屋所有权首次登记",
        Kind.CONFIRMATION,
        (f"{REGISTER_LAW}第五条、第十四条、第十九条、第二十条",),
        30,
        True,
    ),
    ("M09", "抵押权首次登记", Kind.CONFIRMATION, (f"{REGISTER_LAW}第五条第九项、第十四条、第二十条",), 30, True),
    (
        "M10",
        "不动产登记资料查询",
        Kind.SERVICE,
        ("《民法典》第二百一十八条", f"{REGISTER_LAW}第二十七条", "《不动产登记资料查询暂行办法》第四条"),
        5,
        False,
    ),
]


def code_of(matter: str) -> str:
    """M04 -> 000115904000"""
    return f"0001159{matter.removeprefix('M')}000"


def rows() -> list[Row]:
    return [
        Row(
            code=code_of(matter),
            name=name,
            kind=kind.value,
            basis="\n".join(basis),
            statutory_days=days,
            charges_fee=charges_fee,
        )
        for matter, name, kind, basis, days, charges_fee in ENTRIES
    ]


def sheet() -> bytes:
    """The file as a province would send it; made anew each time, so that no binary lies in the repository."""
    return catalogue_sheet(rows())


def load(sample: Sample) -> None:
    """Taken once, before the matters are bound to it; later editions that people took stay."""
    if CatalogueEdition.objects.exists():
        return
    content = sheet()
    with calendar.at(HISTORY):
        take_catalogue(
            content,
            name=EDITION,
            file_name=FILE_NAME,
            shown=compare_catalogue(content).digest,
            actor=sample.people["sample-publisher"],
        )
