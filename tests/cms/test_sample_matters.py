"""The ten matters of the sample are those of domain.md §4, in plain words and in two languages."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from wagtail import blocks as wagtail_blocks

from cms import blocks
from cms.matters.changes import changes
from cms.matters.facts import Material, MatterFacts, Source
from cms.matters.rules import findings
from cms.matters.words import TEXTS, in_words_of
from cms.models import Matter
from cms.sample.catalogue import code_of
from cms.sample.english import pairs

SAMPLE = Path(__file__).parents[2] / "cms" / "sample"
CODES = ["M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10"]
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
LINK = re.compile(r'<a href="([^"]*)">')
GUIDE = re.compile(r"/guides/([a-z0-9-]+)/\Z")
TAG = re.compile(r"<[^>]+>")

# links, materials, days, fee_yuan, trips: before and now
REDUCTIONS = {
    "M01": ((6, 4), (12, 8), (20, 5), (20, 0), (2, 0)),
    "M02": ((6, 4), (10, 6), (20, 5), (20, 0), (2, 0)),
    "M03": ((5, 3), (8, 5), (15, 3), (20, 0), (2, 1)),
    "M04": ((7, 4), (13, 8), (20, 5), (20, 0), (3, 1)),
    "M05": ((5, 4), (7, 5), (15, 5), (0, 0), (2, 1)),
    "M06": ((6, 4), (9, 6), (15, 5), (20, 0), (2, 1)),
    "M07": ((5, 3), (9, 6), (30, 3), (570, 550), (2, 1)),
    "M08": ((5, 3), (11, 7), (30, 5), (570, 550), (2, 1)),
    "M09": ((4, 3), (6, 4), (10, 1), (570, 550), (2, 0)),
    "M10": ((3, 2), (4, 2), (5, 0), (20, 0), (1, 0)),
}
TOTALS = {"links": (52, 34), "materials": (89, 57), "days": (180, 37), "fee_yuan": (1830, 1650), "trips": (20, 6)}
# statutory days; days of each step, + where it is done with the step before
LIMITS_AND_STEPS = {
    "M01": (20, "0 3 1 1"),
    "M02": (20, "0 3 1 1"),
    "M03": (20, "0 2 1 +0"),
    "M04": (20, "0 3 1 1"),
    "M05": (20, "0 3 1 1"),
    "M06": (20, "0 3 1 1"),
    "M07": (30, "0 2 1 +0"),
    "M08": (30, "0 4 1 +0"),
    "M09": (30, "0 0 1 +0"),
    "M10": (5, "0 0"),
}
MATERIALS = {
    "M01": "E A; C A; E S; E A; E A; E S; E I defer 5; O A",
    "M02": "E A; E S; E S; E I; E S; O A defer 3",
    "M03": "E A; E S; E S; E I; O A defer 3",
    "M04": "E A; E S defer 5; E S; O×2+E A; E I; E I defer 5; E S; O A defer 3",
    "M05": "E A; O A; E S; E A; E S defer 5",
    "M06": "E A; E S; E I; E A; E S; O A defer 3",
    "M07": "E A; E S; E S; E I; E S; O A",
    "M08": "E A; E S; E S; E S; E S; E I; E S",
    "M09": "E A; E S; E S; E A",
    "M10": "E A; E S",
}
TO_BRING = {"M01": 6, "M02": 3, "M03": 3, "M04": 5, "M05": 3, "M06": 4, "M07": 3, "M08": 2, "M09": 2, "M10": 1}
KINDS = ["SITE", "LAND", "LAND", "WORKS", "RURAL", "VERIFY", "TITLE", "TITLE", "PROOF", ""]
LINES = {
    "situations": blocks.SituationBlock,
    "materials": blocks.MaterialBlock,
    "steps": blocks.StepBlock,
    "basis": blocks.CitationBlock,
    "questions": blocks.QuestionBlock,
}


def content(code: str) -> Any:
    return json.loads((SAMPLE / "matters" / f"{code}.json").read_text())


def facts(code: str, language: str = "zh") -> MatterFacts:
    return MatterFacts.model_validate(content(code)[language])


def guides() -> Any:
    return json.loads((SAMPLE / "guides.json").read_text())


def versions() -> list[MatterFacts]:
    """Those of M04, oldest first."""
    matter = content("M04")
    patches = [each["changes"] for each in matter["history"]]
    return [MatterFacts.model_validate({**matter["zh"], **patch}) for patch in [*patches, {}]]


def texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif key in TEXTS and value:
        yield value


def ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (part for name, part in value.items() if name == "id")
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from ids(part)


def in_short(material: Material) -> str:
    """As domain.md writes it: O×2+E A defer 3."""
    paper = [
        f"{letter}×{count}" if count > 1 else letter
        for letter, count in (("O", material.originals), ("C", material.copies))
        if count
    ]
    form = "+".join([*paper, *(["E"] if material.electronic else [])])
    later = f" defer {material.defer_days}" if material.defer_days else ""
    return f"{form} {material.source}{later}"


# What domain.md says


@pytest.mark.parametrize("code", CODES)
def test_a_sample_matter_may_be_published(code: str) -> None:
    matter = facts(code)

    assert findings(matter) == ()
    assert (matter.code, matter.basic_catalogue_code) == (code, code_of(code))
    assert matter.is_sample


@pytest.mark.parametrize("code", CODES)
def test_each_cell_of_the_five_reductions_is_that_of_the_table(code: str) -> None:
    figures = facts(code).figures()

    assert tuple((int(before), int(now)) for before, now in figures.values()) == REDUCTIONS[code]


def test_the_five_reductions_add_up_to_the_totals() -> None:
    figures = [facts(code).figures() for code in CODES]

    sums = {name: tuple(sum(each[name][when] for each in figures) for when in (0, 1)) for name in TOTALS}

    assert sums == TOTALS


@pytest.mark.parametrize("code", CODES)
def test_limits_and_the_days_of_the_steps_are_those_of_the_catalogue(code: str) -> None:
    matter = facts(code)

    days = " ".join(f"{'+' if step.with_previous else ''}{step.days}" for step in matter.steps)

    assert (matter.statutory_days, days) == LIMITS_AND_STEPS[code]


@pytest.mark.parametrize("code", CODES)
def test_who_accepts_neither_reviews_nor_decides_nor_issues(code: str) -> None:
    roles = [step.role.value for step in facts(code).steps]

    assert roles in (
        ["window_clerk", "case_officer", "chief_approver", "issuer"],
        ["window_clerk", "chief_approver"],  # accept and answer: M10
    )


@pytest.mark.parametrize("code", CODES)
def test_form_source_and_delay_of_each_material_are_those_of_the_catalogue(code: str) -> None:
    assert "; ".join(in_short(material) for material in facts(code).materials) == MATERIALS[code]


@pytest.mark.parametrize("code", CODES)
def test_the_situation_shown_first_asks_for_as_many_papers_as_the_home_page_says(code: str) -> None:
    matter = facts(code)

    assert len(matter.to_bring(matter.default_situation)) == TO_BRING[code]
    assert len(matter.to_bring()) == TO_BRING[code]


def test_results_are_the_kinds_of_certificate_in_order() -> None:
    assert [facts(code).result_kind for code in CODES] == KINDS


def test_major_works_may_take_thirty_days_of_forty_five() -> None:
    major = facts("M04").major

    assert major is not None
    assert (major.statutory_days, major.promised_days) == (45, 30)
    assert [code for code in CODES if facts(code).major] == ["M04"]


def test_no_registration_lets_a_paper_come_later() -> None:
    registrations = [facts(code) for code in ("M07", "M08", "M09")]

    assert [material.name for matter in registrations for material in matter.materials if material.defer_days] == []


def test_four_of_ten_need_no_visit_and_all_are_fully_online() -> None:
    matters = [facts(code) for code in CODES]

    assert [matter.code for matter in matters if matter.needs_no_visit] == ["M01", "M02", "M09", "M10"]
    assert {matter.online_level.value for matter in matters} == {"full"}


@pytest.mark.parametrize("code", ["M04", "M07", "M08", "M09"])
def test_each_situation_narrows_the_list_and_says_that_it_is_a_sample(code: str) -> None:
    matter = facts(code)
    lists = {
        situation.key: [each.id for each in matter.materials if each.is_needed_in(situation.key)]
        for situation in matter.situations
    }

    assert len({tuple(materials) for materials in lists.values()}) == len(matter.situations) > 1
    assert "情形为样例。" in matter.note


def test_no_text_calls_our_certificate_an_official_one() -> None:
    said = [text for code in CODES for text in texts(content(code)["zh"]) if "电子证照" in text]

    assert said == []


def test_each_matter_names_a_post_that_answers() -> None:
    posts = {code: content(code)["post"] for code in CODES}

    assert [code for code, post in posts.items() if post == "land"] == ["M01", "M02", "M03"]
    assert [code for code, post in posts.items() if post == "planning"] == ["M04", "M05", "M06"]
    assert [code for code, post in posts.items() if post == "registration"] == ["M07", "M08", "M09", "M10"]


# Two languages


@pytest.mark.parametrize("code", CODES)
def test_the_english_words_fit_the_chinese_facts(code: str) -> None:
    assert in_words_of(facts(code), facts(code, "en")) == facts(code, "en")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_older_versions_read_in_english_too(number: int) -> None:
    older = in_words_of(versions()[number - 1], facts("M04", "en"))

    assert [text for text in texts(older.model_dump(mode="json")) if HAN.search(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_one_chinese_text_has_one_english_text_in_a_matter(code: str) -> None:
    matter = content(code)
    translations = defaultdict(set)

    for chinese, english in pairs(matter["zh"], matter["en"]):
        translations[chinese].add(english)

    assert len(translations) > 30
    assert {chinese: words for chinese, words in translations.items() if len(words) > 1} == {}


@pytest.mark.parametrize("code", CODES)
def test_ids_are_unique_uuids_and_the_same_in_both_languages(code: str) -> None:
    matter = content(code)
    chinese = list(ids(matter["zh"]))

    assert [str(UUID(each)) for each in chinese] == chinese
    assert len(set(chinese)) == len(chinese) > 10
    assert list(ids(matter["en"])) == chinese


def test_no_two_matters_share_an_id() -> None:
    known = [each for code in CODES for each in ids(content(code)["zh"])]

    assert len(set(known)) == len(known)


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated(code: str) -> None:
    chinese, english = (list(texts(content(code)[language])) for language in ("zh", "en"))

    assert len(chinese) == len(english) > 30
    assert [text for text in english if HAN.search(text)] == []
    assert [text for text, other in zip(english, chinese, strict=True) if text == other] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_texts_are_plain(language: str) -> None:
    pages = [text for guide in guides() for text in strings(guide[language])]
    said = [text for code in CODES for text in texts(content(code)[language])] + pages

    assert [text for text in said if re.search(r"  |[!！]|\s\Z|\A\s", text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_text_fits_the_field_that_editors_have_for_it(code: str, language: str) -> None:
    matter = facts(code, language).model_dump(mode="json")
    matter["major_name"] = (matter["major"] or {}).get("name", "")
    lengths = {field.name: getattr(field, "max_length", None) for field in Matter._meta.get_fields()}
    lines = [(part, LINES[name]) for name in LINES for part in matter[name]]

    too_long = [
        *(
            name
            for name, value in matter.items()
            if isinstance(value, str) and len(value) > (lengths.get(name) or 9999)
        ),
        *(part[name] for part, line in lines for name, length in limits(line).items() if len(part[name]) > length),
        *(part["text"] for part in matter["conditions"] if len(part["text"]) > 200),
    ]

    assert too_long == []


def limits(line: type[wagtail_blocks.StructBlock]) -> dict[str, int]:
    return {
        name: block.field.max_length
        for name, block in line().child_blocks.items()
        if isinstance(block, wagtail_blocks.CharBlock)
    }


# Versions of M04


def test_m04_was_published_four_times() -> None:
    days = [date.fromisoformat(each["on"]) for each in content("M04")["history"]]

    assert days == [date(2022, 7, 1), date(2022, 7, 15), date(2022, 8, 1)]
    assert [version.checked_on for version in versions()] == [*days, date(2022, 8, 10)]
    assert [findings(version) for version in versions()] == [(), (), (), ()]


def test_from_version_to_version_it_got_easier() -> None:
    first, second, third, fourth = versions()
    pipes, land = (
        next(each.id for each in fourth.materials if each.name == name) for name in ("管线综合图", "土地证明")
    )

    assert (material(first, pipes).defer_days, material(second, pipes).defer_days) == (None, 5)
    assert (second.trips, third.trips) == (2, 1)
    assert (material(third, land).copies, material(third, land).source) == (1, Source.APPLICANT)
    assert (material(fourth, land).copies, material(fourth, land).source) == (0, Source.SHARED)
    assert [len(version.to_bring("new")) for version in versions()] == [6, 6, 6, 5]
    assert all(changes(*pair) for pair in ((first, second), (second, third), (third, fourth)))


def material(version: MatterFacts, id: str) -> Material:
    return next(each for each in version.materials if each.id == id)


# Guides


def test_each_matter_has_a_guide_in_the_order_of_the_home_page_and_the_package_comes_last() -> None:
    order = ["M01", "M02", "M03", "M04", "M06", "M05", "M07", "M08", "M09", "M10"]

    *single, package = guides()

    assert [guide["matters"] for guide in single] == [[code] for code in order]
    assert (package["slug"], package["matters"]) == ("start-with-land", ["M02", "M03", "M04", "M07"])
    assert [list(package[language]["only_when"]) for language in ("zh", "en")] == [["M02", "M03"], ["M02", "M03"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_of_a_matter_carries_its_name_and_its_sentence(language: str) -> None:
    for guide in guides()[:-1]:
        matter = facts(guide["matters"][0], language)

        assert guide[language] == {"title": matter.name, "lead": matter.summary}


def test_the_english_guides_are_english() -> None:
    said = [text for guide in guides() for text in strings(guide["en"])]

    assert len(said) > 20
    assert [text for text in said if HAN.search(text)] == []


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    else:
        yield value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_lead_to_guides_of_the_sample(language: str) -> None:
    slugs = {guide["slug"] for guide in guides()}
    links = [link for code in CODES for text in texts(content(code)[language]) for link in LINK.findall(text)]

    found = [GUIDE.match(link) for link in links]

    assert len(links) > 8
    assert all(match and match[1] in slugs for match in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_are_paragraphs_and_nothing_else(language: str) -> None:
    answers = [question.answer for code in CODES for question in facts(code, language).questions]

    tags = {re.sub(r'^<a href="[^"]*">\Z', "<a>", tag) for answer in answers for tag in TAG.findall(answer)}

    assert len(answers) >= 30
    assert all(answer.startswith("<p>") and answer.endswith("</p>") for answer in answers)
    assert tags == {"<p>", "</p>", "<a>", "</a>"}
