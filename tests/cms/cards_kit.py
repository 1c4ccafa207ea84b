"""The matter of the sample card (M04), and matters that test how far a card stretches."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cms.cards.paper import CardPaper, Duty, Window
from cms.matters.facts import Basis, Material, MatterFacts, Part, Situation, Source, Step, StepRole

M04 = MatterFacts(
    code="M04",
    name="建设工程规划许可",
    summary="在城镇里建房、建厂、铺管线，开工前要拿到这本证。",
    who="已经取得土地或签了出让合同，方案符合规划条件的单位或个人。",
    situations=(
        Situation(id="s1", key="new", name="新建"),
        Situation(id="s2", key="more", name="改建、扩建"),
        Situation(id="s3", key="pipes", name="只铺管线"),
    ),
    materials=(
        Material(id="1", name="申请表", help="网上填", electronic=True),
        Material(id="2", name="设计方案", help="加盖设计单位章", originals=2, electronic=True, source=Source.ADVISER),
        Material(
            id="3",
            name="经济技术指标计算书",
            electronic=True,
            source=Source.ADVISER,
            source_note="设计单位",
            only_in=("new", "more"),
        ),
        Material(id="4", name="管线综合图", electronic=True, source=Source.ADVISER, defer_days=5),
        Material(id="5", name="授权委托书、经办人身份证明", originals=1, defer_days=3),
        Material(id="6", name="土地证明", electronic=True, source=Source.SHARED),
        Material(id="7", name="核准文件", electronic=True, source=Source.SHARED),
        Material(id="8", name="专家评审意见", electronic=True, source=Source.SHARED),
    ),
    steps=(
        Step(id="1", name="受理", role=StepRole.WINDOW_CLERK, days=0),
        Step(id="2", name="审查", role=StepRole.CASE_OFFICER, days=3, may_pause=True),
        Step(id="3", name="决定", role=StepRole.CHIEF_APPROVER, days=1),
        Step(id="4", name="发证", role=StepRole.ISSUER, days=1),
    ),
    statutory_days=20,
    promised_days=5,
    trips=1,
    result_name="建设工程规划许可证（电子证照）",
    result_note="要纸质证，免费寄给您",
    basis=(Basis(id="1", law="《城乡规划法》", articles="第四十条"),),
    fee_basis="《行政许可法》第五十八条",
    slogan="",
    is_sample=True,
)
WINDOW = Window(
    name="综合窗口",
    place="政务服务中心 2 楼综合窗口",
    address="赫山区样例路 1 号",
    phone="0737-000 0001",
    hours=("周一至周五 9:00–12:00、13:30–17:00",),
)
CARD = CardPaper(
    facts=M04,
    number=4,
    valid_from=date(2022, 8, 10),
    office="益阳市样例自然资源和规划局（样例）",
    address="https://zrzy.example.gov.cn/q/M04?v=4",
    site="zrzy.example.gov.cn",
    windows=(WINDOW,),
    duty=Duty(name="规划许可岗", phone="0737-000 0001", has_stand_in=True),
    unresolved=Window(name="“一次未办好”专窗", place="2 楼 8 号", phone="0737-000 0002"),
    complaints_phone="0737-000 0003",
    is_sample=True,
)
ENGLISH = replace(
    CARD,
    language="en",
    office="Yiyang Sample Bureau of Natural Resources (sample)",
    facts=M04.model_copy(
        update={
            "name": "Planning permit for construction works",
            "summary": "Needed before you build a house, a plant or a pipeline in town.",
            "who": "Whoever holds the land or has signed its contract, with a design that fits the conditions.",
            "situations": (Situation(id="s1", key="new", name="new building"),),
            "materials": tuple(
                material.model_copy(
                    update={"name": name, "help": remark, "source_note": "the designer" if material.source_note else ""}
                )
                for material, name, remark in zip(
                    M04.materials,
                    (
                        "Application form",
                        "Design",
                        "Calculation of technical and economic figures",
                        "Composite plan of pipelines",
                        "Power of attorney, identity of the person in charge",
                        "Proof of land",
                        "Project approval",
                        "Opinion of experts",
                    ),
                    ("filled in online", "with the designer's seal", "", "", "", "", "", ""),
                    strict=True,
                )
            ),
            "steps": tuple(
                step.model_copy(update={"name": name})
                for step, name in zip(M04.steps, ("Acceptance", "Review", "Decision", "Issue"), strict=True)
            ),
            "result_name": "Planning permit for construction works (electronic certificate)",
            "result_note": "A paper copy is posted free of charge",
            "basis": (Basis(id="1", law="Urban and Rural Planning Law", articles="Article 40"),),
            "fee_basis": "Administrative Licensing Law, Article 58",
        }
    ),
    windows=(
        Window(
            name="General window",
            place="General window, floor 2, Government Service Centre",
            address="1 Sample Road, Heshan District",
            phone="0737-000 0001",
            hours=("Monday to Friday 9:00–12:00, 13:30–17:00",),
        ),
    ),
    duty=Duty(name="Planning permit post", phone="0737-000 0001", has_stand_in=True),
    unresolved=Window(name="Not done in one visit", place="window 8, floor 2", phone="0737-000 0002"),
)


def with_facts(paper: CardPaper = CARD, **changed: object) -> CardPaper:
    return replace(paper, facts=MatterFacts.model_validate({**dict(paper.facts), **changed}))


TWELVE = tuple(
    Material(
        id=f"m{number}",
        name=f"第{number}项材料，国有建设用地使用权及房屋所有权首次登记申请书和附件",
        help="由有资质的测绘单位编制，加盖单位公章和注册测绘师签章，附电子数据",
        originals=2,
        copies=1,
        electronic=True,
        defer_days=5 if number % 3 == 0 else None,
        source_note="有资质的测绘单位" if number % 2 else "",
    )
    for number in range(1, 13)
)
LONG = with_facts(
    name="国有建设用地使用权及房屋所有权首次登记（含地下空间、森林、林木和海域使用权一并申请登记的情形）",
    summary="买了地、盖好了房，第一次把土地和房子一起登记到您名下；地下车库、林木和海域使用权也可以一并申请登记。",
    conditions=tuple(
        Part(id=str(n), text=f"第{n}个条件：已经依法取得建设用地使用权，并且按规划许可建成、通过规划核实和竣工验收备案")
        for n in range(1, 6)
    ),
    materials=(*TWELVE, *M04.materials[5:]),
    steps=tuple(
        Step(id=str(n), name=f"第{n}步联合技术审查", role=StepRole.CHIEF_APPROVER, days=1, may_pause=True)
        for n in range(1, 9)
    ),
    fee_yuan=Decimal("550"),
    fee_note="住宅每件 80 元，其他每件 550 元，第一本证不另收工本费，以后每增加一本 10 元",
    slogan="材料一次说清，事情一趟办完",
)
