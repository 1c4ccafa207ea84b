"""The power plant's third phase: the seven certificates of 12 August 2022, as domain.md §3.1 gives them."""

from datetime import date
from decimal import Decimal
from typing import Any

from certificates.facts import Value

PROJECT: dict[str, Any] = {
    "project_code": "2203-430900-04-01-618327",
    "name": "益阳样例电厂三期扩建工程（样例）",
    "applicant": "益阳样例发电有限公司（样例）",
    "applicant_uscc": "91430900MA0YLD0166",
    "location": "益阳市赫山区样例镇样例村",
    "county_code": "430903",
    "land_use": "工业用地",
    "acquisition": "划拨",
    "boundary": [[3157400.0, 37632900.0], [3158100.0, 37632900.0], [3158100.0, 37634000.0], [3157400.0, 37634000.0]],
}

PARCEL_A, PARCEL_B = "430903001002GB00017", "430903001002GB00018"
PARCELS: list[dict[str, Any]] = [
    {
        "parcel_code": PARCEL_A,
        "area": Decimal("312486.30"),
        "corners": [
            [3157500.00, 37633000.00],
            [3157980.00, 37633000.00],
            [3157980.00, 37633100.00],
            [3157990.00, 37633100.00],
            [3157990.00, 37633148.63],
            [3157980.00, 37633148.63],
            [3157980.00, 37633650.00],
            [3157500.00, 37633650.00],
        ],
    },
    {
        "parcel_code": PARCEL_B,
        "area": Decimal("48213.70"),
        "corners": [
            [3157500.00, 37633700.00],
            [3157710.00, 37633700.00],
            [3157710.00, 37633721.37],
            [3157700.00, 37633721.37],
            [3157700.00, 37633940.00],
            [3157500.00, 37633940.00],
        ],
    },
]

SITE: dict[str, Value] = {
    "project_name": str(PROJECT["name"]),
    "project_code": str(PROJECT["project_code"]),
    "applicant": str(PROJECT["applicant"]),
    "basis": "湘样发改能源〔2022〕18号",
    "location": str(PROJECT["location"]),
    "area": "36.0700",
    "area_by_class": [
        {"class": "水田", "area": "4.1200"},
        {"class": "旱地", "area": "2.0500"},
        {"class": "林地", "area": "6.4000"},
        {"class": "建设用地", "area": "23.5000"},
    ],
    "planned_scale": "2×1000MW",
    "attachments": ["选址红线图"],
}
ALLOC: dict[str, Value] = {
    "supervision_number": "4309032022A00012",
    "approving_authority": "益阳市人民政府",
    "approval_number": "益政土〔2022〕41号（样例）",
    "land_user": str(PROJECT["applicant"]),
    "project_name": str(PROJECT["name"]),
    "location": str(PROJECT["location"]),
    "parcels": [PARCEL_A, PARCEL_B],
    "area": "360700.00",
    "land_use": "工业用地",
    "conditions": "按规划条件建设。",
    "delivery_on": "2022-08-15",
    "start_on": "2022-09-30",
    "completion_on": "2025-06-30",
}
SITE_NUMBER, SITE_DAY, SITE_ISSUER = "用字第430000202200012号", date(2022, 4, 20), "湖南省样例自然资源厅"
ALLOC_NUMBER, ALLOC_DAY = "益自然资划〔2022〕12号", date(2022, 8, 12)
FILES = ["用地红线图", "规划条件", "选址红线图", "总平面图", "单体图纸", "宗地图"]

LAND: dict[str, Value] = {
    "approving_authority": "益阳市人民政府",
    "approval_number": "益政土〔2022〕41号（样例）",
    "land_area": "360700.00",
    "scale": "2×1000MW，总建筑面积129,700.00㎡",
    "area_total": "129700.00",
    "attachments": ["用地红线图", "规划条件"],
}


def works(name: str, parcel: str, above: str, below: str, total: str, structures: str = "") -> dict[str, Value]:
    scale = f"地上{Decimal(above):,}㎡，地下{Decimal(below):,}㎡" + (f"，{structures}" if structures else "")
    return {
        "works_name": f"{PROJECT['name']} 三期 {name}",
        "scale": scale,
        "area_above": above,
        "area_below": below,
        "area_total": total,
        "attachments": ["总平面图", "单体图纸"],
        "parcels": [parcel],
    }


def title(parcel: str, area: str, registered_on: str) -> dict[str, Value]:
    return {
        "registered_on": registered_on,
        "right_holder": [str(PROJECT["applicant"])],
        "co_ownership": "单独所有",
        "unit_code": f"{parcel}W00000000",
        "right_type": "国有建设用地使用权",
        "right_nature": "划拨",
        "area": area,
        "remarks": "权源：益自然资划〔2022〕12号国有建设用地划拨决定书（样例）。",
        "attachments": ["宗地图"],
    }


def seven(registered_on: str) -> list[tuple[str, str, dict[str, Value]]]:
    """(kind, part, values) of the seven."""
    return [
        ("LAND", "", LAND),
        ("WORKS", "主厂房", works("主厂房、锅炉房及集控楼", PARCEL_A, "82640.00", "1260.00", "83900.00")),
        ("WORKS", "冷却塔", works("冷却塔及循环水泵房", PARCEL_A, "2480.00", "0.00", "2480.00", "冷却塔2座")),
        ("WORKS", "煤场", works("输煤及封闭煤场", PARCEL_A, "23910.50", "440.00", "24350.50")),
        ("WORKS", "辅助楼", works("脱硫脱硝、灰渣及辅助生产楼", PARCEL_B, "18629.50", "340.00", "18969.50")),
        ("TITLE", "甲地块", title(PARCEL_A, "312486.30", registered_on)),
        ("TITLE", "乙地块", title(PARCEL_B, "48213.70", registered_on)),
    ]


FIRST_NUMBERS = {"LAND": 37, "WORKS": 86, "TITLE": 18231}  # of 2022: where the bureau moved to this system
