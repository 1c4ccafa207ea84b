"""Invented projects and certificates, the same in every run: the sizes and shapes of real ones, none of their facts.

One project has seven certificates, as bundles of the sample have. Days rise as records come, as they do in an office.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from search.contract import PUBLIC, Entry, office_audience, project_audience

T = TypeVar("T")
FIRST_DAY, DAYS = date(2014, 1, 2), 12 * 365
OF_A_PROJECT = 7
COUNTIES = {  # name and code, by how many of a hundred places lie there
    ("赫山区", "430903"): 38,
    ("资阳区", "430902"): 22,
    ("沅江市", "430981"): 12,
    ("桃江县", "430922"): 11,
    ("安化县", "430923"): 9,
    ("南县", "430921"): 8,
}
SYLLABLES = "昱烜翃珩琤璟甯缙翊聿萱蘅衎褀觐诩谖赟逯邃鄞醴钰铄锜阊霁韬颢飏骁鸾麒黛齐垚堃壵奂妘"
TRADES = ["置业", "实业", "建设", "能源", "农业", "物流", "医药", "纺织", "电子", "食品", "文旅", "机械"]
FAMILIES, GIVEN = "赵钱孙李周吴郑王冯陈", "芳伟敏静丽强磊洋艳勇军杰娟涛明超霞平刚桂"
ROADS = [
    "样例大道",
    "康宁路",
    "学府路",
    "滨江路",
    "梅林路",
    "迎宾路",
    "桃花仑路",
    "银杏路",
    "白鹿路",
    "龙洲路",
    "清溪路",
]
USES = ["城镇住宅用地", "工业用地", "商业服务业用地", "教育用地", "医疗卫生用地", "农村宅基地", "公用设施用地"]
WHATS = ["花园", "厂区", "中心小学", "标准厂房", "商业广场", "卫生院", "污水处理站", "变电站", "农贸市场", "安置小区"]
PARTS = ["1号楼", "2号楼", "3号楼", "地下车库", "配电房", "门卫室", "综合楼", "幼儿园"]
SUBJECTS = [
    "建筑退让道路红线和用地边界",
    "配套道路和雨污分流管网",
    "停车位和充电设施的数量",
    "施工放线和基槽验线",
    "绿地率和集中绿地的位置",
    "土石方运输的路线和时段",
    "建筑外立面的材料和色彩",
    "日照间距和消防通道宽度",
    "地下空间的出入口和标高",
    "临时围挡和扬尘防治措施",
    "无障碍坡道和盲道的衔接",
    "供水供电接入点的设置",
]
DEMANDS = [
    "应符合批准的总平面图",
    "须与主体工程同步建成",
    "在交付使用前完成并验收",
    "不得低于批准的指标",
    "须报原审批机关另行审查",
    "由建设单位负责长期维护",
    "应在开工前十日内公示",
    "按现行技术规定的上限执行",
    "与相邻地块统一协调",
    "纳入竣工规划核实的内容",
    "变更时应先办理变更手续",
    "以实测成果为准另行备案",
]
KINDS = {  # code: name, number, how many of a hundred
    "WORKS": ("建设工程规划许可证", "建字第{region}{year}{at:05}号", 38),
    "LAND": ("建设用地规划许可证", "地字第{region}{year}{at:05}号", 14),
    "SITE": ("建设项目用地预审与选址意见书", "用字第{region}{year}{at:05}号", 6),
    "RURAL": ("乡村建设规划许可证", "乡字第{region}{year}{at:05}号", 10),
    "VERIFY": ("规划核实合格证", "核字第{region}{year}{at:05}号", 10),
    "GRANT": ("国有建设用地使用权出让合同", "样例出让〔{year}〕{at}号", 4),
    "TITLE": ("不动产权证书", "湘({year})益阳市不动产权第{at:07}号", 14),
    "PROOF": ("不动产登记证明", "湘({year})益阳市不动产证明第{at:07}号", 4),
}
CLOSED = {"TITLE", "PROOF"}  # what its office alone may look for
STATES = {"issued": 88, "superseded": 8, "expired": 3, "revoked": 1}


@dataclass(frozen=True, slots=True)
class InventedProject:
    at: int
    office: int
    name: str
    code: str
    holder: str
    place: str
    county: str
    region: str
    day: date
    certificates: tuple[Entry, ...] = ()


def invent(certificates: int, offices: list[int], *, seed: int = 7) -> Iterator[InventedProject]:
    """Projects with so many certificates together; ``offices`` are keys. Numbers never come twice."""
    choose, numbers = random.Random(seed), Counter[tuple[str, str, int]]()
    for at in range(1, -(-certificates // OF_A_PROJECT) + 1):
        first = (at - 1) * OF_A_PROJECT + 1
        keys = range(first, min(first + OF_A_PROJECT, certificates + 1))
        day = FIRST_DAY + timedelta(days=DAYS * first // (certificates + 1))
        project = invent_project(choose, at, day, offices)
        yield replace(project, certificates=tuple(_certificate(choose, key, project, numbers) for key in keys))


def invent_project(choose: random.Random, at: int, day: date, offices: list[int]) -> InventedProject:
    county, region = weighted(choose, COUNTIES)
    brand = choose.choice(SYLLABLES) + choose.choice(SYLLABLES)
    holder = f"益阳样例{brand}{choose.choice(TRADES)}有限公司"
    if choose.random() < 0.3:
        holder = choose.choice(FAMILIES) + choose.choice(GIVEN) + choose.choice(["", choose.choice(GIVEN)])
    return InventedProject(
        at=at,
        office=choose.choice(offices),
        name=f"{brand}{choose.choice(WHATS)}{choose.choice(['', '一期', '二期', '三期'])}",
        code=f"{day:%y%m}-{region}-04-{choose.randint(1, 5):02}-{at:06}",
        holder=holder,
        place=f"益阳市{county}{choose.choice(ROADS)}{choose.randint(1, 999)}号",
        county=county,
        region=region,
        day=day,
    )


def _certificate(
    choose: random.Random, key: int, project: InventedProject, numbers: Counter[tuple[str, str, int]]
) -> Entry:
    kind = weighted(choose, {each: share for each, (_name, _number, share) in KINDS.items()})
    called, number, _share = KINDS[kind]
    series = kind, project.region if "region" in number else "", project.day.year
    numbers[series] += 1
    area = f"{choose.randint(80, 90_000)}.{choose.randint(0, 99):02}"
    words = [called, "益阳市样例自然资源和规划局", project.holder, project.place, choose.choice(USES), f"{area}平方米"]
    words += [] if kind in CLOSED else [project.code]
    words += [choose.choice(SUBJECTS) + choose.choice(DEMANDS) for _ in range(choose.randint(1, 4))]
    own = {office_audience(project.office), project_audience(project.at)}
    return Entry(
        kind="certificate",
        record_id=f"b{key:09}",
        sort_id=key,
        number=number.format(region=project.region, year=project.day.year, at=numbers[series]),
        title=project.place if kind in CLOSED else f"{project.name} {choose.choice(PARTS)}",
        body="\n".join(words),
        day=project.day,
        audience=frozenset(own if kind in CLOSED else own | {PUBLIC}),
        type=kind,
        district=project.county,
        state=weighted(choose, STATES),
        office=str(project.office),
        payload={"type_name": called, "holder": project.holder, "place": project.place, "size": f"{area}㎡"},
    )


def weighted(choose: random.Random, shares: Mapping[T, int]) -> T:
    return choose.choices(list(shares), weights=list(shares.values()))[0]
