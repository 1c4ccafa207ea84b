"""A matter in another language: words of the translation, everything else from the published version."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cms.matters.facts import Material, MatterFacts, Part
from cms.matters.words import TEXTS, in_words_of
from tests.cms.matter_facts import (
    DESIGN,
    FORM,
    LAND,
    PERMIT,
    REVIEW,
    alterations,
    having,
    with_material,
    with_step,
)

ENGLISH = having(
    with_step(with_material(PERMIT, FORM, name="Application form", help="Fill it in online."), REVIEW, name="Review"),
    name="Works permit",
    fee_note="postage only",
)
LAGGING = st.sampled_from([PERMIT, ENGLISH]).flatmap(
    lambda facts: st.sampled_from([altered for _, altered in alterations(facts)])
)


def without_texts(value: Any) -> Any:
    """A statement with its texts struck out: what no language may change."""
    if isinstance(value, dict):
        return {key: "" if key in TEXTS else without_texts(part) for key, part in value.items()}
    return [without_texts(part) for part in value] if isinstance(value, list | tuple) else value


def texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {part for key, part in value.items() if key in TEXTS}
        return own.union(*(texts(part) for part in value.values()))
    return set().union(*map(texts, value)) if isinstance(value, list | tuple) else set()


def test_texts_are_those_of_the_translation() -> None:
    read = in_words_of(PERMIT, ENGLISH)

    assert read.name == "Works permit"
    assert read.fee_note == "postage only"
    assert read.materials[0].name == "Application form"
    assert read.steps[1].name == "Review"
    assert read.steps[1].days == 3


def test_a_material_that_nobody_translated_yet_keeps_its_name() -> None:
    sunlight = Material(id="m9", name="日照分析", electronic=True)
    published = having(PERMIT, materials=(*PERMIT.materials, sunlight))

    assert [each.name for each in in_words_of(published, ENGLISH).materials] == [
        "Application form",
        "设计方案",
        "管线综合图",
        "土地证明",
        "核准文件",
        "日照分析",
    ]


def test_words_follow_their_part_when_the_list_is_in_another_order() -> None:
    published = having(PERMIT, materials=(LAND, DESIGN, FORM))

    assert [each.name for each in in_words_of(published, ENGLISH).materials] == [
        "土地证明",
        "设计方案",
        "Application form",
    ]


def test_what_the_published_version_left_out_stays_out() -> None:
    published = having(PERMIT, fee_note="", conditions=PERMIT.conditions[:1], major=None)
    translation = having(ENGLISH, conditions=(*PERMIT.conditions, Part(id="c9", text="An old condition")))

    read = in_words_of(published, translation)

    assert read.fee_note == ""
    assert [each.text for each in read.conditions] == ["已经取得土地，或已签出让合同；"]
    assert read.major is None


def test_an_empty_translation_changes_nothing() -> None:
    empty = MatterFacts(code="", name="", statutory_days=0, promised_days=0)

    assert in_words_of(PERMIT, empty) == PERMIT


@given(LAGGING, LAGGING)
def test_no_number_code_or_list_differs_whatever_the_translation_says(
    published: MatterFacts, translation: MatterFacts
) -> None:
    read = in_words_of(published, translation)

    assert without_texts(read.model_dump()) == without_texts(published.model_dump())


@given(LAGGING, LAGGING)
def test_every_text_stands_in_one_of_the_two(published: MatterFacts, translation: MatterFacts) -> None:
    read = in_words_of(published, translation)

    assert texts(read.model_dump()) <= texts(published.model_dump()) | texts(translation.model_dump())


@given(LAGGING)
def test_a_matter_in_its_own_words_is_itself(facts: MatterFacts) -> None:
    assert in_words_of(facts, facts) == facts


def test_every_field_is_either_a_text_or_the_same_in_every_language() -> None:
    """Whoever adds a text to MatterFacts meets it here: the texts that residents read are translated."""
    fields = {where.split(" ")[0].split(".")[-1] for where, _ in alterations(PERMIT)}

    assert fields >= TEXTS
    assert fields - TEXTS == NOT_TEXTS


# fmt: off
NOT_TEXTS = {
    "code", "topic", "order", "basic_catalogue_code", "implementation_code", "on_application", "statutory_days",
    "extension_days", "promised_days", "major", "fee_yuan", "trips", "online_level", "online_url", "windows", "post",
    "result_kind", "before", "checked_on", "is_sample", "conditions", "situations", "materials", "forms", "steps",
    "basis", "questions", "id", "key", "originals", "copies", "electronic", "source", "defer_days", "only_in", "sample",
    "url", "kind", "size", "sha256", "role", "days", "with_previous", "may_pause", "on_site", "links",
}
# fmt: on
