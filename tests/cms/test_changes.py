"""What changed from one version of a matter to the next, told to residents."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.matters.changes import Change, between, changes, summary
from cms.matters.facts import Basis, Material, MatterFacts, OnlineLevel, Part, Promise, Situation, Source, StepRole
from tests.cms.matter_facts import (
    ACCEPT,
    APPROVAL,
    DECIDE,
    DESIGN,
    EXTENSION,
    FORM,
    ISSUE,
    LAND,
    NEW,
    PERMIT,
    PIPES,
    REVIEW,
    alterations,
    file,
    having,
    with_material,
    with_step,
)

LAND_FETCHED = with_material(PERMIT, LAND, source=Source.SHARED)
SUNLIGHT = Material(id="m9", name="日照分析", electronic=True, only_in=("new",), defer_days=5)
QUICK = having(PERMIT, promised_days=3, steps=(ACCEPT, REVIEW.model_copy(update={"days": 1}), DECIDE, ISSUE))


def with_more(*materials: Material) -> MatterFacts:
    return having(PERMIT, materials=(*PERMIT.materials, *materials))


def without(*materials: Material) -> MatterFacts:
    return having(PERMIT, materials=tuple(each for each in PERMIT.materials if each not in materials))


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


CHINESE = [
    (with_material(PERMIT, PIPES, defer_days=None), PERMIT, "管线综合图可以后补，3 个工作日内交齐。"),
    (PERMIT, with_material(PERMIT, PIPES, defer_days=5), "管线综合图后补的时间从 3 个工作日改为 5 个工作日。"),
    (PERMIT, with_material(PERMIT, PIPES, defer_days=None), "管线综合图不能再后补，申请时就要交。"),
    (PERMIT, LAND_FETCHED, "不再收土地证明，改为我们调取。"),
    (PERMIT, without(LAND), "不再需要土地证明。"),
    (PERMIT, without(APPROVAL), "不再需要核准文件，我们也不调取了。"),
    (PERMIT, with_more(SUNLIGHT), "新增材料：日照分析（电子，只限新建，可后补，5 个工作日内交齐）。"),
    (PERMIT, with_material(PERMIT, APPROVAL, source=Source.APPLICANT), "核准文件改为您自己交（电子）。"),
    (PERMIT, with_material(PERMIT, DESIGN, originals=0), "设计方案的形式：以前纸质 2 份+电子，现在电子。"),
    (PERMIT, with_material(PERMIT, DESIGN, source_note="测绘单位"), "设计方案从哪里来：现在是测绘单位。"),
    (PERMIT, with_material(PERMIT, PIPES, only_in=()), "管线综合图现在各种情形都需要。"),
    (PERMIT, with_material(PERMIT, PIPES, only_in=("new",)), "管线综合图现在只有这些情形需要：新建。"),
    (PERMIT, having(PERMIT, promised_days=3), "承诺从 5 个工作日缩短到 3 个工作日。"),
    (PERMIT, having(PERMIT, promised_days=0), "承诺从 5 个工作日缩短到当场办好。"),
    (having(PERMIT, promised_days=0), PERMIT, "以前当场办好，现在承诺 5 个工作日办好。"),
    (PERMIT, having(PERMIT, promised_days=10), "承诺从 5 个工作日延长到 10 个工作日。"),
    (PERMIT, having(PERMIT, fee_yuan=Decimal(0)), "收费从 20 元改为不收费。"),
    (having(PERMIT, fee_yuan=Decimal("0.00")), PERMIT, "以前不收费，现在收 20 元。"),
    (PERMIT, having(PERMIT, fee_yuan=Decimal("12.50")), "收费从 20 元改为 12.5 元。"),
    (PERMIT, having(PERMIT, trips=0), "一趟不用跑了，以前要跑 1 趟。"),
    (having(PERMIT, trips=3), PERMIT, "现在要跑 1 趟，以前是 3 趟。"),
    (PERMIT, having(PERMIT, online_level=OnlineLevel.NONE), "不能再在网上办。"),
    (PERMIT, with_step(PERMIT, REVIEW, days=2), "审查：以前用 3 个工作日，现在用 2 个工作日。"),
    (PERMIT, with_step(PERMIT, ACCEPT, days=1), "受理：以前当场办，现在用 1 个工作日。"),
    (PERMIT, with_step(PERMIT, DECIDE, role=StepRole.CASE_OFFICER), "决定现在由审查员办。"),
    (PERMIT, with_step(PERMIT, REVIEW, on_site=True), "“审查”改成两个人到现场核查。"),
    (PERMIT, having(PERMIT, steps=(ACCEPT, REVIEW, DECIDE)), "少了一步：发证。"),
    (PERMIT, having(PERMIT, situations=(NEW,)), "不再单独分“改建、扩建”这种情形。"),
    (having(PERMIT, situations=(NEW,)), PERMIT, "新增一种情形：改建、扩建。"),
    (PERMIT, having(PERMIT, statutory_days=15), "法律规定的时间从 20 个工作日改为 15 个工作日。"),
    (PERMIT, having(PERMIT, conditions=PERMIT.conditions[:1]), "不再要求：方案符合规划条件。"),
    (PERMIT, having(PERMIT, who="单位；"), "现在谁可以办：单位。"),
    (
        PERMIT,
        having(PERMIT, basis=(Basis(id="b1", law="《城乡规划法》", articles="第四十一条"),)),
        "法律依据从《城乡规划法》第四十条改为《城乡规划法》第四十一条。",
    ),
    (PERMIT, having(PERMIT, checked_on=date(2022, 9, 1)), "这份说明2022年9月1日核对过。"),
    (PERMIT, having(PERMIT, summary="新的说法", note="<p>新的</p>"), "文字说明改了 2 处。"),
]


@pytest.mark.parametrize(("before", "after", "sentence"), CHINESE, ids=[sentence for _, _, sentence in CHINESE])
def test_a_change_is_told_in_chinese(before: MatterFacts, after: MatterFacts, sentence: str) -> None:
    assert sentence in changes(before, after)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (LAND_FETCHED, "You no longer hand in 土地证明; we fetch it."),
        (with_material(PERMIT, PIPES, defer_days=1), "管线综合图 may come later: within 1 working day instead of 3."),
        (having(PERMIT, promised_days=1), "The promise is shortened from 5 to 1 working day."),
        (having(PERMIT, fee_yuan=Decimal(0)), "The fee of 20 yuan is dropped."),
        (having(PERMIT, trips=0), "You no longer need to come at all; before, it took 1 trip."),
        (with_step(PERMIT, REVIEW, days=2), "审查: was 3 working days, now 2 working days."),
        (having(PERMIT, slogan="新"), "1 other text was reworded."),
    ],
)
def test_a_change_is_told_in_english(after: MatterFacts, sentence: str) -> None:
    assert changes(PERMIT, after) == (sentence,)


def test_what_to_bring_comes_first_then_days_fee_and_trips_and_texts_come_last() -> None:
    after = having(
        LAND_FETCHED,
        slogan="新",
        basis=(),
        trips=0,
        fee_yuan=Decimal(0),
        promised_days=3,
        steps=(ACCEPT, REVIEW, ISSUE),
        conditions=(),
    )

    assert changes(PERMIT, after) == (
        "不再收土地证明，改为我们调取。",
        "承诺从 5 个工作日缩短到 3 个工作日。",
        "收费从 20 元改为不收费。",
        "一趟不用跑了，以前要跑 1 趟。",
        "少了一步：决定。",
        "不再要求：已经取得土地，或已签出让合同。",
        "不再要求：方案符合规划条件。",
        "不再作为法律依据：《城乡规划法》第四十条。",
        "文字说明改了 1 处。",
    )


def test_a_paper_that_we_fetch_now_is_told_once_whatever_else_differs() -> None:
    after = with_material(PERMIT, LAND, source=Source.SHARED, copies=0, electronic=True, defer_days=5, name="土地证")

    assert changes(PERMIT, after) == ("不再收土地证明，改为我们调取。",)


def test_a_list_typed_in_anew_is_the_same_list() -> None:
    typed = having(
        PERMIT,
        materials=tuple(each.model_copy(update={"id": f"new-{each.id}"}) for each in PERMIT.materials),
        steps=tuple(each.model_copy(update={"id": f"new-{each.id}"}) for each in PERMIT.steps),
        conditions=tuple(Part(id=f"new-{each.id}", text=each.text) for each in PERMIT.conditions),
    )

    assert changes(PERMIT, typed) == ()


def test_a_renamed_key_of_a_situation_changes_nothing_for_its_materials() -> None:
    renamed = having(PERMIT, situations=(NEW.model_copy(update={"key": "build"}), EXTENSION))
    after = with_material(renamed, PIPES, only_in=("build", "extension"))

    assert changes(PERMIT, after) == ("编号、排列等细节改了 1 处。",)


def test_papers_of_one_name_are_told_apart() -> None:
    two = with_more(LAND.model_copy(update={"id": "m7"}))

    assert changes(two, PERMIT) == ("不再需要土地证明。",)


def test_the_same_bytes_at_another_address_are_no_new_form() -> None:
    moved = PERMIT.forms[0].model_copy(update={"url": "/elsewhere/"})

    assert changes(PERMIT, having(PERMIT, forms=(moved,))) == ("编号、排列等细节改了 1 处。",)
    assert changes(PERMIT, having(PERMIT, forms=(file("form", "申请表", "cc"),))) == ("申请表换了新表，请重新下载。",)


def test_the_class_of_major_cases_has_limits_of_its_own() -> None:
    shorter = having(PERMIT, major=Promise(name="重大项目", statutory_days=45, promised_days=20))

    assert changes(PERMIT, shorter) == ("重大项目：承诺从 30 个工作日缩短到 20 个工作日。",)
    assert changes(PERMIT, having(PERMIT, major=None)) == ("重大项目不再另有承诺。",)
    assert changes(having(PERMIT, major=None), PERMIT) == ("重大项目现在另有承诺：30 个工作日办好。",)


ALTERATIONS = tuple(alterations(PERMIT))
NOTHING_TO_TELL = (".id", "only_in in another order")  # who a part is, and the order of a set


def test_every_field_of_every_statement_is_altered() -> None:
    """Whoever adds a field to MatterFacts meets it here."""
    lists = ("conditions", "situations", "materials", "forms", "steps", "basis", "questions", "major", "before")
    values = {name: getattr(PERMIT, name) for name in lists}
    statements = {name: value[0] if isinstance(value, tuple) else value for name, value in values.items()}
    inside = {f"{name}.{field}" for name, statement in statements.items() for field in type(statement).model_fields}

    altered = {where.split(" ")[0] for where, _ in ALTERATIONS}

    assert set(MatterFacts.model_fields) | inside | {"materials.sample.sha256"} <= altered


@pytest.mark.parametrize(
    ("where", "altered"), [(where, altered) for where, altered in ALTERATIONS if not where.endswith(NOTHING_TO_TELL)]
)
def test_no_field_is_forgotten_and_none_is_told_twice(where: str, altered: MatterFacts) -> None:
    assert len(changes(PERMIT, altered)) == 1, where
    assert len(changes(altered, PERMIT)) == 1, where


@pytest.mark.parametrize("altered", [altered for where, altered in ALTERATIONS if where.endswith(NOTHING_TO_TELL)])
def test_nothing_is_told_of_what_readers_cannot_see(altered: MatterFacts) -> None:
    assert changes(PERMIT, altered) == ()


several = st.lists(st.sampled_from(ALTERATIONS), max_size=6).map(lambda chosen: [altered for _, altered in chosen])


def merged(alterations: list[MatterFacts]) -> MatterFacts:
    """One statement with the altered fields of each."""
    fields = {
        name: getattr(altered, name)
        for altered in alterations
        for name in MatterFacts.model_fields
        if getattr(altered, name) != getattr(PERMIT, name)
    }
    return having(PERMIT, **fields)


@given(several)
def test_equal_facts_tell_nothing(alterations: list[MatterFacts]) -> None:
    facts = merged(alterations)

    assert changes(facts, MatterFacts.model_validate(facts.model_dump(mode="json"))) == ()


@given(several, several, st.sampled_from(["zh-hans", "en"]))
def test_whatever_changes_reads_as_sentences(older: list[MatterFacts], newer: list[MatterFacts], language: str) -> None:
    before, after = merged(older), merged(newer)

    with translation.override(language):
        told = (*changes(before, after), summary(before, after))

    assert len(set(told[:-1])) == len(told[:-1])
    for sentence in told:
        assert sentence.endswith("。" if language == "zh-hans" else "."), sentence
        assert not any(trace in sentence for trace in ("{", "}", "None", "。。", "..", "<")), sentence


SUMMARIES = [
    (PERMIT, "新版的内容没有变。"),
    (LAND_FETCHED, "新版少交 1 份：土地证明改由我们调取。"),
    (without(LAND), "新版少交 1 份：不再需要土地证明。"),
    (without(LAND, PIPES), "新版少交 2 份。"),
    (having(without(LAND, PIPES), slogan="新"), "新版少交 2 份；另有 1 项改动。"),
    (
        having(LAND_FETCHED, trips=0, fee_yuan=Decimal(0)),
        "新版少交 1 份：土地证明改由我们调取；另有 2 项改动。",
    ),
    (with_more(SUNLIGHT), "新版多交 1 份：要加交日照分析。"),
    (with_material(PERMIT, APPROVAL, source=Source.ADVISER), "新版多交 1 份：核准文件改为您自己交。"),
    (having(PERMIT, materials=(FORM, APPROVAL, SUNLIGHT)), "新版有 3 份不用交了，另要加交 1 份。"),
    (having(PERMIT, materials=PERMIT.materials[:4]), "不再需要核准文件，我们也不调取了。"),
    (having(PERMIT, promised_days=3), "承诺从 5 个工作日缩短到 3 个工作日。"),
    (QUICK, "承诺从 5 个工作日缩短到 3 个工作日；另有 1 项改动。"),
]


@pytest.mark.parametrize(("after", "sentence"), SUMMARIES, ids=[sentence for _, sentence in SUMMARIES])
def test_an_outdated_card_says_in_one_sentence_what_changed(after: MatterFacts, sentence: str) -> None:
    assert summary(PERMIT, after) == sentence


@pytest.mark.usefixtures("in_english")
def test_the_sentence_of_an_outdated_card_in_english() -> None:
    assert summary(PERMIT, LAND_FETCHED) == "You bring 1 paper less: 土地证明 is now fetched by us."
    assert summary(PERMIT, PERMIT) == "The new version says the same."


VERSIONS = (
    (2, date(2022, 7, 1), LAND_FETCHED),
    (1, date(2022, 5, 4), PERMIT),
    (4, date(2022, 8, 10), having(LAND_FETCHED, promised_days=3)),
    (3, date(2022, 7, 15), LAND_FETCHED),
)


def test_versions_are_listed_newest_first_and_the_first_was_published() -> None:
    assert between(VERSIONS, since=0) == (
        Change(4, date(2022, 8, 10), ("承诺从 5 个工作日缩短到 3 个工作日。",)),
        Change(3, date(2022, 7, 15), ("内容没有变。",)),
        Change(2, date(2022, 7, 1), ("不再收土地证明，改为我们调取。",)),
        Change(1, date(2022, 5, 4), ("首次发布。",)),
    )


@pytest.mark.parametrize(("since", "numbers"), [(1, [4, 3, 2]), (3, [4]), (4, []), (99, [])])
def test_only_what_came_after_the_paper_card_is_told(since: int, numbers: list[int]) -> None:
    assert [change.number for change in between(VERSIONS, since)] == numbers


def test_a_matter_without_versions_has_no_story() -> None:
    assert between((), since=0) == ()


def test_situations_are_named_in_full_even_when_new() -> None:
    pipes_only = Situation(id="s3", key="pipes", name="只铺管线")
    after = having(with_material(PERMIT, PIPES, only_in=("pipes",)), situations=(NEW, EXTENSION, pipes_only))

    assert changes(PERMIT, after) == ("管线综合图现在只有这些情形需要：只铺管线。", "新增一种情形：只铺管线。")
