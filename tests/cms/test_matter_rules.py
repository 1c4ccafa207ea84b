"""What keeps a matter from being published."""

from dataclasses import astuple
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.matters.facts import Material, MatterFacts, Promise, Source, Step
from cms.matters.rules import findings
from tests.cms.matter_facts import (
    ACCEPT,
    APPROVAL,
    DECIDE,
    ISSUE,
    LAND,
    NEW,
    PERMIT,
    PIPES,
    REVIEW,
    having,
    with_material,
    with_step,
)

REGISTRATION = having(PERMIT, result_kind="TITLE", materials=(LAND, APPROVAL))
INSTANT = having(PERMIT, promised_days=0, major=None, steps=(ACCEPT,), materials=(LAND,))


def codes(facts: MatterFacts) -> list[str]:
    return [finding.code for finding in findings(facts)]


def told(facts: MatterFacts) -> str:
    """What the only finding says to an editor whose screen is English."""
    with translation.override("en"):
        (finding,) = findings(facts)
        return str(finding.words)


def test_a_sound_matter_may_be_published() -> None:
    assert findings(PERMIT) == ()
    assert findings(REGISTRATION) == ()
    assert findings(INSTANT) == ()


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (having(PERMIT, statutory_days=4, extension_days=0), "cms.promise_over_law", "promised_days"),
        (
            having(PERMIT, major=Promise(name="重大项目", statutory_days=20, promised_days=30)),
            "cms.major_promise_over_law",
            "major_promised_days",
        ),
        (having(PERMIT, steps=()), "cms.no_steps", "steps"),
        (having(PERMIT, steps=(ACCEPT, REVIEW)), "cms.steps_do_not_add_up", "steps"),
        (with_step(PERMIT, ACCEPT, on_site=True), "cms.on_site_without_officers", "steps"),
        (with_step(PERMIT, ACCEPT, with_previous=True), "cms.first_step_has_no_previous", "steps"),
        (having(PERMIT, situations=(*PERMIT.situations, NEW)), "cms.situation_twice", "situations"),
        (having(PERMIT, situations=(NEW,)), "cms.unknown_situation", "materials"),
        (having(with_material(PERMIT, PIPES, defer_days=6), major=None), "cms.deferred_past_promise", "materials"),
        (with_material(PERMIT, LAND, copies=0), "cms.material_without_form", "materials"),
        (having(PERMIT, basis=()), "cms.basis_missing", "basis"),
        (having(PERMIT, materials=()), "cms.materials_missing", "materials"),
        (having(PERMIT, result_name=""), "cms.result_name_missing", "result_name"),
        (having(PERMIT, who=""), "cms.who_missing", "who"),
        (having(PERMIT, fee_basis=""), "cms.fee_without_basis", "fee_basis"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_found_at_the_field_where_it_is_mended(facts: MatterFacts, code: str, field: str) -> None:
    assert [(finding.code, finding.field) for finding in findings(facts)] == [(code, field)]


def in_order(*steps: Step) -> MatterFacts:
    numbered = (each.model_copy(update={"id": str(at), "days": 1}) for at, each in enumerate(steps))
    return having(PERMIT, steps=tuple(numbered), promised_days=len(steps))


HAND_OUT = ACCEPT.model_copy(update={"name": "送达"})


@pytest.mark.parametrize(
    ("steps", "told_first"),
    [
        ((ACCEPT, HAND_OUT, REVIEW, DECIDE, ISSUE), "审查 cannot come after 送达"),
        ((ACCEPT, REVIEW, HAND_OUT, DECIDE, ISSUE), "决定 cannot come after 送达"),
        ((ACCEPT, DECIDE, REVIEW, ISSUE), "审查 cannot come after 决定"),
        ((ACCEPT, REVIEW, DECIDE, DECIDE, ISSUE), "决定 cannot come after 决定"),
        ((ACCEPT, REVIEW, ISSUE.model_copy(update={"with_previous": False}), DECIDE), "决定 cannot come after 发证"),
    ],
)
def test_steps_that_nobody_could_ever_do_are_found(steps: tuple[Step, ...], told_first: str) -> None:
    assert [(each.code, each.field) for each in findings(in_order(*steps))] == [("cms.steps_out_of_order", "steps")]
    assert told(in_order(*steps)).startswith(told_first)


@pytest.mark.parametrize(
    "steps",
    [
        (ACCEPT, REVIEW, REVIEW, DECIDE, ISSUE, HAND_OUT),
        (ACCEPT, REVIEW, REVIEW.model_copy(update={"with_previous": True}), DECIDE, HAND_OUT),
        (ACCEPT, DECIDE.model_copy(update={"with_previous": True})),
    ],
)
def test_the_window_begins_and_ends_and_reviews_go_side_by_side(steps: tuple[Step, ...]) -> None:
    assert codes(in_order(*steps)) == []


@pytest.mark.parametrize("kind", ["TITLE", "PROOF"])
@pytest.mark.parametrize("source", list(Source))
def test_nothing_comes_later_in_registration(kind: str, source: Source) -> None:
    """domain.md C7: incomplete materials mean no acceptance there, whoever fetches them."""
    late = Material(id="m1", name="登记申请书", electronic=True, source=source, defer_days=1)

    assert codes(having(REGISTRATION, result_kind=kind, materials=(late,))) == ["cms.deferred_in_registration"]


def test_a_permit_may_wait_for_materials_as_long_as_its_longest_promise() -> None:
    assert codes(with_material(PERMIT, PIPES, defer_days=30)) == []
    assert codes(with_material(PERMIT, PIPES, defer_days=31)) == ["cms.deferred_past_promise"]


def test_what_the_office_fetches_needs_no_form_and_may_arrive_when_it_does() -> None:
    assert codes(with_material(PERMIT, APPROVAL, electronic=False, defer_days=60)) == []


def test_an_approved_extension_widens_what_may_be_promised() -> None:
    steps = (ACCEPT, REVIEW.model_copy(update={"days": 28}), DECIDE, ISSUE)

    assert codes(having(PERMIT, promised_days=30, steps=steps)) == []
    assert codes(having(PERMIT, promised_days=30, steps=steps, extension_days=9)) == ["cms.promise_over_law"]


def test_no_fee_needs_no_basis() -> None:
    assert codes(having(PERMIT, fee_yuan=Decimal("0.00"), fee_basis="")) == []


def test_everything_wrong_is_said_at_once() -> None:
    empty = MatterFacts(code="M11", name="新事项", statutory_days=0, promised_days=1, fee_yuan=Decimal(1))

    assert codes(empty) == [
        "cms.promise_over_law",
        "cms.no_steps",
        "cms.basis_missing",
        "cms.materials_missing",
        "cms.result_name_missing",
        "cms.who_missing",
        "cms.fee_without_basis",
    ]


def test_the_words_name_the_material_and_the_numbers() -> None:
    unknown = with_material(PERMIT, PIPES, only_in=("new", "pipes", "rail"))

    assert told(unknown) == "管线综合图 names the situation pipes、rail, which is not in the list above."
    assert told(having(PERMIT, steps=(ACCEPT, REVIEW))) == (
        "The steps take 3 working days together, the promise is 5. Make the two equal."
    )
    assert told(having(with_material(PERMIT, PIPES, defer_days=6), major=None)) == (
        "管线综合图 may come 6 working days later, but the whole matter takes 5."
    )


small = st.integers(0, 40)


@given(promised=small, statutory=small, extension=small)
def test_no_promise_beyond_the_law_is_ever_published(promised: int, statutory: int, extension: int) -> None:
    facts = having(PERMIT, promised_days=promised, statutory_days=statutory, extension_days=extension)

    assert ("cms.promise_over_law" in codes(facts)) == (promised > statutory + extension)


@given(days=st.lists(small, min_size=1, max_size=6), promised=small)
def test_steps_add_up_or_are_found(days: list[int], promised: int) -> None:
    steps = tuple(REVIEW.model_copy(update={"id": str(at), "days": each}) for at, each in enumerate(days))

    found = codes(having(PERMIT, steps=steps, promised_days=promised))

    assert ("cms.steps_do_not_add_up" in found) == (sum(days) != promised)


@given(
    known=st.lists(st.sampled_from("abcd"), max_size=4),
    named=st.lists(st.sampled_from("abcde"), max_size=3, unique=True),
)
def test_a_material_is_bound_to_situations_that_exist_once(known: list[str], named: list[str]) -> None:
    situations = tuple(NEW.model_copy(update={"id": f"s{at}", "key": key}) for at, key in enumerate(known))
    facts = having(with_material(PERMIT, PIPES, only_in=tuple(named)), situations=situations)

    found = codes(facts)

    assert ("cms.situation_twice" in found) == (len(set(known)) < len(known))
    assert ("cms.unknown_situation" in found) == (not set(named) <= set(known))


@given(st.sampled_from([LAND, APPROVAL, PIPES]), small, st.sampled_from(["", "WORKS", "TITLE", "PROOF"]))
def test_every_finding_can_be_said_in_both_languages(material: Material, days: int, kind: str) -> None:
    facts = having(with_material(PERMIT, material, defer_days=days, only_in=("x",)), result_kind=kind, who="")

    for language in ("en", "zh-hans"):
        with translation.override(language):
            words = [str(finding.words) for finding in findings(facts)]

        assert words
        assert not any("{" in each or "None" in each for each in words)


def test_a_finding_is_a_plain_value() -> None:
    (finding,) = findings(having(PERMIT, who=""))

    with translation.override("en"):
        assert tuple(map(str, astuple(finding))) == ("cms.who_missing", "who", "Say who may apply.")
