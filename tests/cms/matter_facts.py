"""A matter with every field filled, and how to alter one thing of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from cms.matters.facts import (
    Basis,
    Before,
    File,
    Material,
    MatterFacts,
    Part,
    Promise,
    Question,
    Situation,
    Source,
    Step,
    StepRole,
    Topic,
)


def file(id: str, name: str, sha256: str) -> File:
    return File(id=id, name=name, url=f"/documents/{id}/", kind="PDF", size=82_000, sha256=sha256)


NEW, EXTENSION = Situation(id="s1", key="new", name="新建"), Situation(id="s2", key="extension", name="改建、扩建")
FORM = Material(
    id="m1", name="建设工程规划许可申请表", help="网上填。", electronic=True, sample=file("sample", "样表", "aa")
)
DESIGN = Material(id="m2", name="设计方案", originals=2, electronic=True, source=Source.ADVISER, source_note="设计单位")
PIPES = Material(
    id="m3", name="管线综合图", electronic=True, source=Source.ADVISER, defer_days=3, only_in=("new", "extension")
)
LAND = Material(id="m4", name="土地证明", copies=1)
APPROVAL = Material(id="m5", name="核准文件", electronic=True, source=Source.SHARED)
ACCEPT = Step(id="t1", name="受理", role=StepRole.WINDOW_CLERK, days=0)
REVIEW = Step(id="t2", name="审查", role=StepRole.CASE_OFFICER, days=3, may_pause=True, note="要评审时停表")
DECIDE = Step(id="t3", name="决定", role=StepRole.CHIEF_APPROVER, days=1)
ISSUE = Step(id="t4", name="发证", role=StepRole.ISSUER, days=1, with_previous=True)

PERMIT = MatterFacts(
    code="M04",
    name="建设工程规划许可",
    summary="新建、改建、扩建房屋或管线，开工前要先拿到这本证。",
    topic=Topic.BUILD,
    order=40,
    basic_catalogue_code="000115004000",
    implementation_code="11430900MB1234567A",
    who="在城镇里建房、建厂、铺管线的单位或个人，同时：",
    conditions=(Part(id="c1", text="已经取得土地，或已签出让合同；"), Part(id="c2", text="方案符合规划条件。")),
    note="<p>在村里建房，请办乡村建设规划许可。</p>",
    situations=(NEW, EXTENSION),
    materials=(FORM, DESIGN, PIPES, LAND, APPROVAL),
    forms=(file("form", "申请表", "bb"),),
    steps=(ACCEPT, REVIEW, DECIDE, ISSUE),
    statutory_days=20,
    extension_days=10,
    promised_days=5,
    major=Promise(name="重大项目", statutory_days=45, promised_days=30),
    fee_yuan=Decimal(20),
    fee_note="只收邮寄费",
    fee_basis="《收费办法》第三条",
    trips=1,
    trips_note="交纸质方案",
    online_url="https://apply.example/M04",
    windows=(1, 2),
    post=3,
    result_name="建设工程规划许可证",
    result_kind="WORKS",
    result_note="要纸质证，免费寄给您",
    basis=(Basis(id="b1", law="《城乡规划法》", articles="第四十条", url="https://law.example/40"),),
    questions=(Question(id="q1", question="要几天？", answer="<p>5 个工作日。</p>"),),
    before=Before(links=7, materials=13, days=20, fee_yuan=Decimal(20), trips=3),
    slogan="一次说清",
    keeper="规划许可科",
    checked_on=date(2022, 8, 10),
)


def with_material(facts: MatterFacts, material: Material, **fields: Any) -> MatterFacts:
    """``facts`` with one material altered."""
    altered = tuple(each.model_copy(update=fields) if each.id == material.id else each for each in facts.materials)
    return facts.model_copy(update={"materials": altered})


def with_step(facts: MatterFacts, step: Step, **fields: Any) -> MatterFacts:
    altered = tuple(each.model_copy(update=fields) if each.id == step.id else each for each in facts.steps)
    return facts.model_copy(update={"steps": altered})


def having(facts: MatterFacts, **fields: Any) -> MatterFacts:
    return facts.model_copy(update=fields)


def alterations(model: BaseModel, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every way to alter one field of a statement, down to the parts of its lists: where, and the altered statement."""
    for name in type(model).model_fields:
        for place, value in _others(getattr(model, name)):
            yield f"{path}{name}{place}", model.model_copy(update={name: value})


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case bool():
            yield "", not value
        case Enum():
            yield from (("", other) for other in type(value) if other != value)
        case str():
            yield "", "另一种说法"
        case int() | Decimal():
            yield "", value + 7
            yield "", value * 0 if value else value + 1
        case date():
            yield "", date(2023, 1, 3)
        case BaseModel():
            yield " taken out", None
            yield from ((f".{where}", altered) for where, altered in alterations(value))
        case tuple():
            yield from _other_lists(value)


def _other_lists(value: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    if len(value) > 1:
        yield " in another order", (value[1], value[0], *value[2:])
    for place, part in enumerate(value):
        rest = value[:place], value[place + 1 :]
        yield " without one", (*rest[0], *rest[1])
        if isinstance(part, BaseModel):
            yield from ((f".{where}", (*rest[0], altered, *rest[1])) for where, altered in alterations(part))
