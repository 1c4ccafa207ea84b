"""Kinds of certificates and facts of the sample project (domain.md §3.1), for the tests of printing."""

from datetime import date

from certificates.definition import (
    Column,
    FieldDefinition,
    FieldKind,
    Layout,
    Minting,
    NumberPolicy,
    Publicity,
    TypeDefinition,
)
from certificates.facts import CertificateFacts, Values, make_facts

CHECK_CODE = "K7MPQ4XW2Z"
ADDRESS = "https://zrzy.example.gov.cn/v/3f1c9a7b2e/K7MPQ4XW2Z/"
ISSUER = "益阳市样例自然资源和规划局"
APPLICANT = "益阳样例发电有限公司（样例）"
PROJECT = "益阳样例电厂三期扩建工程（样例）"
PLACE = "益阳市赫山区样例镇样例村"
AREA = {"kind": FieldKind.DECIMAL, "unit": "㎡"}


def field(key: str, label: str, kind: FieldKind = FieldKind.TEXT, **more: object) -> FieldDefinition:
    return FieldDefinition(key=key, label=label, kind=kind, **more)  # type: ignore[arg-type]


def kind(
    code: str, name: str, fields: tuple[FieldDefinition, ...], layout: Layout = Layout.PERMIT, **more: object
) -> TypeDefinition:
    return TypeDefinition(
        code=code,
        name=name,
        layout=layout,
        publicity=Publicity.LISTED if layout is Layout.PERMIT else Publicity.VERIFY_ONLY,
        numbers=NumberPolicy(minting=Minting.OWN, pattern=".*"),
        fields=fields,
        holder_field=fields[0].key,
        **more,  # type: ignore[arg-type]
    )


WORKS = kind(
    "WORKS",
    "建设工程规划许可证",
    (
        field("builder", "建设单位（个人）"),
        field("works_name", "建设项目名称"),
        field("location", "建设位置"),
        field("scale", "建设规模"),
        field(
            "buildings",
            "建筑单体",
            FieldKind.TABLE,
            printed=False,
            columns=(
                Column(key="name", label="名称"),
                Column(key="floors", label="层数"),
                Column(key="height", label="高度", kind=FieldKind.DECIMAL, unit="m"),
                Column(key="area", label="建筑面积", kind=FieldKind.DECIMAL, unit="㎡"),
            ),
        ),
        field("attachments", "附图及附件名称", FieldKind.LIST),
    ),
    sentence="根据有关法律法规，经审核，本建设工程符合国土空间规划和用途管制要求，颁发此证。",
    duties=(
        "本证是建设工程符合规划要求的法律凭证。",
        "没有本证，或不按本证的规定建设，属于违法建设。",
        "没有发证机关同意，本证的各项内容不得改变。",
        "附图和附件由发证机关确定，与本证有同等效力。",
    ),
)
LAND = kind(
    "LAND",
    "建设用地规划许可证",
    (
        field("land_user", "用地单位"),
        field("project_name", "项目名称"),
        field("approving_authority", "批准用地机关"),
        field("approval_number", "批准用地文号"),
        field("location", "用地位置"),
        field("land_area", "用地面积", FieldKind.DECIMAL, unit="㎡", print_unit="公顷"),
        field("land_use", "土地用途"),
        field("scale", "建设规模"),
        field("acquisition", "土地取得方式"),
        field("attachments", "附图及附件名称", FieldKind.LIST),
    ),
    sentence="根据有关法律法规，经审核，本建设用地符合国土空间规划和用途管制要求，颁发此证。",
    duties=WORKS.duties,
)
SITE = kind(
    "SITE",
    "建设项目用地预审与选址意见书",
    (
        field("project_name", "项目名称"),
        field("project_code", "项目代码"),
        field("applicant", "建设单位名称"),
        field("basis", "项目建设依据"),
        field("location", "项目拟选位置"),
        field("area", "拟用地面积（含各地类明细）"),
        field("planned_scale", "拟建设规模"),
        field("attachments", "附图及附件名称", FieldKind.LIST),
    ),
    sentence="根据有关法律法规，经审核，本建设项目符合国土空间用途管制要求，核发此书。",
    duties=("本书自核发之日起有效期三年。", *WORKS.duties[2:]),
    valid_years=3,
    prints_project_code=True,
)
TITLE = kind(
    "TITLE",
    "不动产权证书",
    (
        field("registered_on", "登记日期", FieldKind.DATE, printed=False),
        field("right_holder", "权利人", FieldKind.LIST),
        field("co_ownership", "共有情况"),
        field("location", "坐落"),
        field("unit_code", "不动产单元号"),
        field("right_type", "权利类型"),
        field("right_nature", "权利性质"),
        field("use", "用途"),
        field("area", "面积", FieldKind.DECIMAL, unit="㎡"),
        field("term", "使用期限"),
        field("other", "权利其他状况"),
        field("remarks", "附记"),
    ),
    Layout.TITLE,
    duties=(
        "为保护不动产权利人合法权益，对权利人申请登记的本证所列不动产权利，经审查核实，准予登记，颁发此证。"
        "权利以登记簿为准。",
    ),
)
PROOF = kind(
    "PROOF",
    "不动产登记证明",
    (
        field("matter", "证明权利或事项"),
        field("right_holder", "权利人（申请人）"),
        field("obligor", "义务人"),
        field("location", "坐落"),
        field("unit_code", "不动产单元号"),
        field("other", "其他"),
        field("remarks", "附记"),
    ),
    Layout.PROOF,
    duties=("为保护不动产权利人合法权益，对申请登记的本证明所列权利或事项，经审查核实，准予登记，颁发此证明。",),
)

VALUES: dict[str, Values] = {
    "WORKS": {
        "builder": APPLICANT,
        "works_name": f"{PROJECT}\n三期 主厂房、锅炉房及集控楼",
        "location": PLACE,
        "scale": "地上 82,640.00㎡，地下 1,260.00㎡，总 83,900.00㎡",
        "attachments": ["总平面图", "单体图纸（2 册）", "建筑单体明细见附页"],
        "buildings": [
            {"name": "汽机房", "floors": "3", "height": "32.40", "area": "24600.00"},
            {"name": "锅炉房", "floors": "8", "height": "86.50", "area": "31200.00"},
            {"name": "集控楼", "floors": "6", "height": "28.20", "area": "28100.00"},
        ],
    },
    "LAND": {
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
    },
    "SITE": {
        "project_name": PROJECT,
        "project_code": "2203-430900-04-01-618327",
        "applicant": APPLICANT,
        "basis": "湘样发改能源〔2022〕18号",
        "location": PLACE,
        "area": "36.0700公顷，其中水田4.1200公顷、旱地2.0500公顷、林地6.4000公顷、建设用地23.5000公顷",
        "planned_scale": "2×1000MW",
        "attachments": ["选址红线图"],
    },
    "TITLE": {
        "registered_on": "2022-08-12",
        "right_holder": [APPLICANT],
        "co_ownership": "单独所有",
        "location": PLACE,
        "unit_code": "430903 001002 GB00017 W00000000",
        "right_type": "国有建设用地使用权",
        "right_nature": "划拨",
        "use": "工业用地",
        "area": "312486.30",
        "remarks": "来源：国有建设用地划拨决定书，益自然资划〔2022〕12号，电子监管号4309032022A00012。",
    },
    "PROOF": {
        "matter": "抵押权",
        "right_holder": "样例银行益阳分行",
        "obligor": APPLICANT,
        "location": PLACE,
        "unit_code": "430903 001002 GB00017 W00000000",
        "remarks": "不动产权证书号：湘(2022)益阳市不动产权第0018231号",
    },
}
NUMBERS = {
    "WORKS": "建字第430900202200086号",
    "LAND": "地字第430900202200037号",
    "SITE": "用字第430000202200012号",
    "TITLE": "湘(2022)益阳市不动产权第0018231号",
    "PROOF": "湘(2022)益阳市不动产证明第0009120号",
}


def facts_of(definition: TypeDefinition, **changed: object) -> CertificateFacts:
    """The sample facts of a kind, some of them changed."""
    return make_facts(
        definition,
        {**VALUES[definition.code], **changed},  # type: ignore[dict-item]
        number=NUMBERS[definition.code],
        project_code="2203-430900-04-01-618327",
        issuer=ISSUER,
        issuer_uscc="11430900MB0YLGT12D",
        issued_on=date(2022, 8, 12),
    )
