"""A matter in words: the five facts, the list of materials, the steps. In English; the rest is translation."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from cms.matters.facts import File, Material, MatterFacts, OnlineLevel, Source, StepRole
from cms.matters.joint import joint_reductions, joint_strip, needed
from cms.matters.shown import (
    Figure,
    bring_words,
    facts_strip,
    fee_words,
    file_words,
    form_words,
    limit_lines,
    material_rows,
    online_words,
    reductions,
    shared_row,
    situation_of,
    source_words,
    step_rows,
)
from tests.cms.guides import having
from tests.cms.matter_facts import ACCEPT, APPROVAL, DECIDE, DESIGN, FORM, ISSUE, LAND, PERMIT, PIPES, REVIEW


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(facts: MatterFacts, situation: str | None = None) -> dict[str, tuple[str, str]]:
    return {figure.key: (figure.value, figure.note) for figure in facts_strip(facts, situation)}


# The five facts


def test_the_five_facts_stand_in_their_order() -> None:
    assert facts_strip(PERMIT, "new") == (
        Figure("days", "How long", "5 working days", "by law at most 20"),
        Figure("fee", "Fee", "20 yuan", "只收邮寄费"),
        Figure("materials", "To hand in", "4 documents", "we fetch 1 more"),
        Figure("trips", "Visits", "1 visit", "交纸质方案"),
        Figure("result", "You receive", "建设工程规划许可证", "要纸质证，免费寄给您"),
    )


def test_what_is_decided_at_once_says_so() -> None:
    assert told(having(PERMIT, promised_days=0))["days"] == ("on the spot", "by law at most 20 working days")


def test_no_fee_no_visit_and_nothing_to_bring_are_said_in_words() -> None:
    free = having(PERMIT, fee_yuan=Decimal(0), trips=0, materials=(APPROVAL,))

    words = told(free)

    assert (words["fee"][0], words["trips"][0], words["materials"][0]) == ("no fee", "no visit", "nothing")


def test_a_missing_fact_is_never_a_blank() -> None:
    draft = MatterFacts(code="M99", name="草稿", statutory_days=0, promised_days=0)

    words = told(draft)

    assert [words[key] for key in ("days", "materials", "result")] == [("see the text", "")] * 3


def test_the_situation_decides_how_many_papers() -> None:
    only_extensions = having(PERMIT, materials=(*PERMIT.materials[:-1], PIPES.model_copy(update={"only_in": ("new",)})))

    assert told(only_extensions, "new")["materials"][0] == "5 documents"
    assert told(only_extensions, "extension")["materials"][0] == "4 documents"


def test_a_situation_that_the_matter_does_not_know_is_the_first_one() -> None:
    assert situation_of(PERMIT, ("extension", "elsewhere")) == "extension"
    assert situation_of(PERMIT, ("elsewhere",)) == "new"
    assert situation_of(having(PERMIT, situations=()), ("new",)) is None


@pytest.mark.parametrize(
    ("yuan", "words"), [(Decimal(0), "no fee"), (Decimal("550.00"), "550 yuan"), (Decimal("0.50"), "0.5 yuan")]
)
def test_a_fee_has_no_digit_that_says_nothing(yuan: Decimal, words: str) -> None:
    assert fee_words(yuan) == words


def test_counts_agree_with_their_nouns() -> None:
    assert [bring_words(count) for count in (0, 1, 5)] == [
        "Nothing to hand in",
        "1 document to hand in",
        "5 documents to hand in",
    ]


def test_how_much_goes_online_is_said_in_words() -> None:
    assert [online_words(level) for level in OnlineLevel] == ["at the window", "partly online", "every step online"]


# Materials


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        ({"electronic": True}, "electronic"),
        ({"originals": 1}, "paper original"),
        ({"copies": 1}, "copy"),
        ({"originals": 2, "electronic": True}, "2 paper originals + electronic"),
        ({"originals": 1, "copies": 3}, "paper original + 3 copies"),
        ({}, "—"),
    ],
)
def test_the_form_says_paper_and_file(forms: dict[str, int], words: str) -> None:
    assert form_words(Material(id="m", name="材料", **forms)) == words  # type: ignore[arg-type]  # as pydantic coerces


def test_the_source_says_who_makes_it() -> None:
    assert source_words(LAND) == "you"
    assert source_words(DESIGN) == "设计单位"
    assert source_words(APPROVAL) == "not from you"
    assert source_words(Material(id="m", name="图", source=Source.ADVISER)) == "surveyor or designer"


def test_rows_hold_what_is_handed_in_and_one_line_the_rest() -> None:
    rows = material_rows(PERMIT, "new")

    assert [row.name for row in rows] == ["建设工程规划许可申请表", "设计方案", "管线综合图", "土地证明"]
    assert [row.tag for row in rows] == ["", "", "may follow within 3 days", ""]
    assert (rows[0].sample_url, rows[0].sample_words) == ("/documents/sample/", "Sample (PDF, 82 KB)")
    shared = shared_row(PERMIT, "new")
    assert shared
    assert (shared.names, shared.count) == ("核准文件", "1 document, we fetch it ourselves.")


def test_where_nothing_is_fetched_there_is_no_such_line() -> None:
    assert shared_row(having(PERMIT, materials=(FORM,)), "new") is None


def test_a_large_file_is_told_in_megabytes() -> None:
    assert file_words(File(id="f", name="图", url="/f/", kind="PDF", size=2_340_000)) == "图 (PDF, 2.3 MB)"


# Several matters


def test_what_two_matters_ask_for_is_handed_in_once_as_the_stricter_wants() -> None:
    strict = PIPES.model_copy(update={"id": "other", "copies": 2, "defer_days": 1, "only_in": ()})
    other = having(PERMIT, code="M02", materials=(strict,))

    found = needed([(PERMIT, "new"), (other, None)])

    pipes = [each for each in found if each.material.name == "管线综合图"]
    assert len(pipes) == 1
    assert pipes[0].codes == ("M04", "M02")
    assert (pipes[0].material.copies, pipes[0].material.defer_days) == (2, 1)


def test_what_may_not_come_later_for_one_matter_may_not_for_both() -> None:
    at_once = PIPES.model_copy(update={"defer_days": None})

    found = needed(
        [(having(PERMIT, materials=(PIPES,)), None), (having(PERMIT, code="M02", materials=(at_once,)), None)]
    )

    assert found[0].material.defer_days is None


def test_what_the_office_fetches_for_one_matter_nobody_brings_for_the_other() -> None:
    brought = APPROVAL.model_copy(update={"source": Source.APPLICANT})

    found = needed(
        [(having(PERMIT, materials=(brought,)), None), (having(PERMIT, code="M02", materials=(APPROVAL,)), None)]
    )

    assert [each.material.is_shared for each in found] == [True]


def test_two_papers_of_one_name_in_one_matter_stay_two() -> None:
    twice = having(PERMIT, materials=(LAND, LAND.model_copy(update={"id": "again"})))

    assert len(needed([(twice, None), (having(twice, code="M02"), None)])) == 2


def test_a_package_takes_as_long_as_its_slowest_and_costs_the_sum() -> None:
    other = having(
        PERMIT, code="M07", promised_days=3, fee_yuan=Decimal(550), fee_note="", trips=2, result_name="不动产权证书"
    )

    strip = joint_strip([PERMIT, other], needed([(PERMIT, "new"), (other, "new")]))

    assert [(figure.value, figure.note) for figure in strip] == [
        ("5 working days", "2 matters, side by side"),
        ("570 yuan", "只收邮寄费"),
        ("4 documents", "we fetch 1 more"),
        ("2 visits", ""),
        ("2 results", "建设工程规划许可证, 不动产权证书"),
    ]


# Steps


def test_the_way_begins_with_handing_in_and_the_clock_with_acceptance() -> None:
    rows = step_rows(PERMIT)

    assert [(row.name, row.words, row.before_clock) for row in rows] == [
        ("Hand in", "", False),
        ("受理", "on the spot", True),
        ("审查", "3 days", False),
        ("决定, 发证", "2 days", False),
    ]
    assert [row.who for row in rows] == ["online or at the window", "window", "case officer", "chief approver, issuer"]
    assert [row.may_pause for row in rows] == [False, False, True, False]


def test_a_step_without_days_is_done_the_same_day_or_on_the_spot() -> None:
    quick = having(PERMIT, steps=(ACCEPT, REVIEW.model_copy(update={"days": 0}), DECIDE), promised_days=1)
    instant = having(PERMIT, steps=(ACCEPT, REVIEW.model_copy(update={"days": 0})), promised_days=0)

    assert [row.words for row in step_rows(quick)] == ["", "on the spot", "the same day", "1 day"]
    assert [row.words for row in step_rows(instant)] == ["", "on the spot", "on the spot"]


def test_who_hands_in_by_a_step_of_their_own_hands_in_once() -> None:
    own = ACCEPT.model_copy(update={"name": "网上提交", "role": StepRole.APPLICANT})

    rows = step_rows(having(PERMIT, steps=(own, ACCEPT, DECIDE)))

    assert [(row.name, row.before_clock) for row in rows] == [("网上提交", False), ("受理", True), ("决定", False)]


def test_what_does_not_go_online_begins_at_the_window() -> None:
    assert step_rows(having(PERMIT, online_level=OnlineLevel.NONE))[0].who == "at the window"


def test_notes_of_steps_done_together_stand_together() -> None:
    together = having(
        PERMIT, steps=(ACCEPT, DECIDE.model_copy(update={"note": "a"}), ISSUE.model_copy(update={"note": "b"}))
    )

    assert step_rows(together)[-1].note == "a; b"


def test_a_draft_without_steps_has_no_way() -> None:
    assert step_rows(having(PERMIT, steps=())) == ()


def test_the_page_says_once_that_days_are_working_days_and_what_else_there_is() -> None:
    assert limit_lines(PERMIT) == (
        "All days are working days; the day of acceptance does not count.",
        "重大项目: 30 working days, by law at most 45.",
        "The law allows 10 more working days once, if the head of the office approves it; you are told why.",
    )
    assert limit_lines(having(PERMIT, promised_days=0, major=None, extension_days=0)) == ()


# Before and now


def test_the_five_reductions_stand_before_and_now() -> None:
    assert [(each.label, each.before, each.now, each.differs) for each in reductions(PERMIT)] == [
        ("Steps", "7", "3", True),
        ("Papers", "13", "5", True),
        ("Time", "20", "5", True),
        ("Fees", "20", "20", False),
        ("Trips", "3", "1", True),
    ]


def test_a_package_compares_one_after_another_with_all_together() -> None:
    other = having(PERMIT, code="M02", promised_days=3, fee_yuan=Decimal(550), trips=2)

    rows = joint_reductions([PERMIT, other])

    assert [(each.label, each.before, each.now) for each in rows] == [
        ("Steps", "14", "6"),
        ("Papers", "26", "5"),
        ("Time", "40", "5"),
        ("Fees", "40", "570"),
        ("Trips", "6", "2"),
    ]
    assert joint_reductions([PERMIT, having(other, before=None)]) == ()


def test_who_does_not_say_how_it_was_shows_nothing() -> None:
    assert reductions(having(PERMIT, before=None)) == ()
