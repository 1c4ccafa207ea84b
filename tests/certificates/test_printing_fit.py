"""What fits the first page, and what is said to be printed smaller or on the annex."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.definition import FieldKind, Layout, TypeDefinition
from certificates.facts import make_facts
from certificates.printing import How, certificate_html, fits
from certificates.printing.fit import broken_label, fit_page, lines_of, orphaned
from tests.certificates.printing_kinds import (
    ADDRESS,
    CHECK_CODE,
    ISSUER,
    LAND,
    PROOF,
    SITE,
    TITLE,
    WORKS,
    facts_of,
    field,
    kind,
)


@pytest.mark.parametrize("definition", [WORKS, LAND, SITE, TITLE, PROOF], ids=lambda each: each.code)
def test_the_sample_project_fits_in_full_size(definition: TypeDefinition) -> None:
    assert fits(facts_of(definition), definition) == ()


def test_rows_of_a_short_permit_have_15_mm_and_those_of_a_title_11() -> None:
    assert fit_page(facts_of(WORKS), WORKS).row_height == 15
    assert fit_page(facts_of(TITLE), TITLE).row_height == 11


def test_three_lines_are_set_smaller() -> None:
    found = fits(facts_of(WORKS, location="长" * 60), WORKS)

    assert [(each.key, each.how) for each in found] == [("location", How.SMALLER)]


def test_a_thousand_characters_go_to_the_annex() -> None:
    found = fits(facts_of(WORKS, location="长" * 1000), WORKS)

    assert [(each.key, each.label, each.how) for each in found] == [("location", "建设位置", How.ANNEX)]


def test_when_several_long_values_do_not_fit_together_the_longest_leaves_first() -> None:
    found = fits(facts_of(WORKS, location="长" * 200, works_name="名" * 190, scale="大" * 100), WORKS)

    assert {each.key: each.how for each in found}["location"] is How.ANNEX
    assert {each.key: each.how for each in found}["scale"] is How.SMALLER


def test_remarks_of_a_title_have_a_page_and_those_of_a_proof_an_annex() -> None:
    assert fits(facts_of(TITLE, remarks="记" * 4000), TITLE) == ()
    assert [each.how for each in fits(facts_of(PROOF, remarks="记" * 4000), PROOF)] == [How.ANNEX]


def test_more_fields_than_a_page_holds_go_on_in_the_annex_and_none_is_lost() -> None:
    definition = kind("MANY", "很多项目的许可证", tuple(field(f"f{n}", f"第{n}项") for n in range(60)))
    facts = make_facts(
        definition,
        {f"f{n}": f"值{n}值" for n in range(60)},
        number="益自然资划〔2022〕12号",
        project_code="",
        issuer=ISSUER,
        issuer_uscc="",
        issued_on=date(2022, 8, 12),
    )
    html = certificate_html(facts, definition, check_code=CHECK_CODE, address=ADDRESS, sample=True, draft=False)

    assert len(fit_page(facts, definition).continued) > 30
    assert all(html.count(f">值{n}值<") == 1 for n in range(60))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("长" * 26, 1),
        ("长" * 27, 2),
        ("一\n二\n三", 3),
        ("0" * 100, 3),
    ],
)
def test_lines_are_counted_as_they_will_break(text: str, lines: int) -> None:
    assert lines_of(text, 12, 113.5) == lines


def test_a_last_line_of_one_character_is_avoided() -> None:
    assert orphaned("长" * 27, 12, 113.5)
    assert not orphaned("长" * 30, 12, 113.5)
    assert not orphaned("长" * 20, 12, 113.5)


def test_a_label_of_two_lines_breaks_before_its_bracket() -> None:
    assert broken_label("拟用地面积（含各地类明细）") == "拟用地面积\n（含各地类明细）"
    assert broken_label("权利人（申请人）") == "权利人（申请人）"


def test_fields_that_are_not_printed_take_no_room() -> None:
    hidden = replace(WORKS, fields=(*WORKS.fields, field("note", "说明", FieldKind.TEXT, printed=False)))

    assert fits(facts_of(hidden, note="长" * 3000), hidden) == ()


def test_every_layout_leaves_room_for_qr_code_and_seal() -> None:
    for definition in (WORKS, TITLE, PROOF):
        facts = facts_of(definition, location="长" * 220, other="他" * 220)
        fit = fit_page(facts, definition)
        assert fit.style.top + len(fit.lines) * fit.row_height < 227
        assert definition.layout in Layout
