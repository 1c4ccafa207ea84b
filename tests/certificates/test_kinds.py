"""The shipped kinds hold what domain.md §2 says of them."""

import json
import re
from pathlib import Path

import pytest

from certificates import kinds
from certificates.definition import FieldKind, Minting, Publicity, TypeDefinition, Visibility
from certificates.kinds import CODES, shipped_kinds

# Keys in the order of print, as domain.md §2.2 lists them; those that are not printed come after the bar.
FIELDS = {
    "SITE": "project_name project_code applicant basis location area area_by_class planned_scale attachments | "
    "holder_uscc",
    "LAND": "land_user project_name approving_authority approval_number location land_area land_use scale acquisition "
    "attachments | area_total parcels holder_uscc",
    "WORKS": "builder works_name location scale attachments | "
    "area_above area_below area_total buildings land_permit_number parcels holder_uscc",
    "RURAL": "builder works_name location scale attachments land_area | "
    "area_above area_below area_total buildings homestead_area floors eaves_height holder_uscc",
    "ALLOC": "supervision_number approving_authority approval_number land_user project_name location parcels area "
    "land_use conditions delivery_on start_on completion_on fee | holder_uscc",
    "GRANT": "supervision_number grantor grantee parcel_number location area land_use term_years term price "
    "plot_ratio_min plot_ratio_max building_density_min building_density_max green_ratio_min green_ratio_max "
    "delivery_on start_on completion_on | attachments holder_uscc",
    "TITLE": "right_holder co_ownership location unit_code right_type right_nature land_use area building_area term "
    "other remarks | registered_on attachments shares holder_uscc",
    "PROOF": "matter right_holder obligor location unit_code other remarks |",
    "VERIFY": "builder works_name location scale permitted_area measured_area works_permit measured_on surveyor | "
    "holder_uscc",
    "BUILD": "builder works_name location scale contract_price duration survey_unit design_unit contractor "
    "supervising_unit persons_in_charge | source_system attachments",
}
EXAMPLES = {
    "SITE": ["用字第430000202200012号", "选字第430000202200012号"],
    "LAND": ["地字第430900202200037号", "地字第3301092025YG0075544号"],
    "WORKS": ["建字第430900202200086号", "建字第4403032025GG0002535号"],
    "RURAL": ["乡字第430903202200015号"],
    "ALLOC": ["益自然资划〔2022〕12号"],
    "GRANT": ["益土合字〔2022〕031号"],
    "TITLE": ["湘(2022)益阳市不动产权第0018231号", "皖(2022)合肥市不动产权第10182310号"],
    "PROOF": ["湘(2022)益阳市不动产证明第0009120号"],
    "VERIFY": ["核字第430900202300021号"],
    "BUILD": ["430903202208300101"],
}


@pytest.mark.parametrize("code", CODES)
def test_a_kind_survives_being_written_and_read(code: str) -> None:
    kind = shipped_kinds()[code]

    assert TypeDefinition.from_json(json.loads(kind.canonical_json())) == kind
    assert TypeDefinition.from_json(kind.as_json()) == kind


@pytest.mark.parametrize("code", CODES)
def test_a_kind_has_its_fields_in_the_order_of_print(code: str) -> None:
    printed, _bar, hidden = FIELDS[code].partition("|")
    fields = shipped_kinds()[code].fields

    assert [each.key for each in fields if each.printed] == printed.split()
    assert [each.key for each in fields if not each.printed] == hidden.split()


@pytest.mark.parametrize("code", CODES)
def test_a_kind_knows_its_numbers(code: str) -> None:
    numbers = shipped_kinds()[code].numbers

    assert all(numbers.matches(example) for example in EXAMPLES[code])
    assert not numbers.matches(EXAMPLES[code][0] + "1")
    assert not numbers.matches("建工第12号")


def test_own_numbers_are_written_in_the_form_that_is_recognised() -> None:
    known = {"region": "430900", "year": 2022, "province": "湘", "place": "益阳市", "short": "益自然资", "sequence": 37}

    written = {
        code: kind.numbers.form.format_map(known)
        for code, kind in shipped_kinds().items()
        if kind.numbers.minting is not Minting.EXTERNAL
    }

    assert all(shipped_kinds()[code].numbers.matches(number) for code, number in written.items())
    assert written["WORKS"] == "建字第430900202200037号"
    assert written["TITLE"] == "湘(2022)益阳市不动产权第0000037号"
    assert written["ALLOC"] == "益自然资划〔2022〕37号"


def test_imported_numbers_are_written_in_the_form_that_is_recognised() -> None:
    form = shipped_kinds()["LAND"].numbers.imported_form

    assert form.format(number="3301092025YG0075544") == "地字第3301092025YG0075544号"
    assert {code for code, kind in shipped_kinds().items() if kind.numbers.minting is Minting.NATIONAL_FROM} == {
        "SITE",
        "LAND",
        "WORKS",
        "RURAL",
    }


def test_contracts_and_building_permits_come_from_elsewhere() -> None:
    outside = {code for code, kind in shipped_kinds().items() if kind.numbers.minting is Minting.EXTERNAL}

    assert outside == {"GRANT", "BUILD"}


@pytest.mark.parametrize("code", ["TITLE", "PROOF"])
def test_no_fact_of_a_title_or_proof_is_public(code: str) -> None:
    kind = shipped_kinds()[code]

    assert kind.publicity is Publicity.VERIFY_ONLY
    assert not [each.key for each in kind.fields if each.visibility is Visibility.PUBLIC]


def test_what_may_never_leave_the_case_is_closed() -> None:
    closed = {
        code: {each.key for each in kind.fields if each.visibility is Visibility.CLOSED}
        for code, kind in shipped_kinds().items()
    }

    assert {code: keys for code, keys in closed.items() if keys} == {
        "RURAL": {"homestead_area", "floors", "eaves_height"},
        "ALLOC": {"fee"},
        "GRANT": {"attachments"},
        "TITLE": {"co_ownership", "other", "remarks", "attachments", "shares", "holder_uscc"},
        "PROOF": {"obligor", "other", "remarks"},
        "BUILD": {"persons_in_charge"},
    }


@pytest.mark.parametrize("code", CODES)
def test_holder_subject_and_size_are_fields_of_the_kind(code: str) -> None:
    kind = shipped_kinds()[code]

    named = {kind.holder_field, kind.subject_field, kind.size_field} - {""}

    assert named <= set(kind.by_key)
    assert kind.holder_field
    assert kind.subject_field


@pytest.mark.parametrize("code", CODES)
def test_a_kind_can_be_kept_in_the_tables_that_administrators_edit(code: str) -> None:
    kind = shipped_kinds()[code]

    assert len({each.key for each in kind.fields}) == len(kind.fields)
    assert all(re.fullmatch("[a-z_]{2,40}", each.key) for each in kind.fields)
    assert all(0 < len(each.label) <= 40 and len(each.help) <= 200 for each in kind.fields)
    assert all(each.columns for each in kind.fields if each.kind is FieldKind.TABLE)
    assert all(each.choices for each in kind.fields if each.kind is FieldKind.CHOICE)
    assert len(kind.short_name) <= 12


def test_only_the_site_opinion_prints_the_project_code_and_ends_after_three_years() -> None:
    assert [code for code, kind in shipped_kinds().items() if kind.prints_project_code] == ["SITE"]
    assert {code: kind.valid_years for code, kind in shipped_kinds().items() if kind.valid_years} == {"SITE": 3}


def test_every_file_in_the_folder_is_shipped() -> None:
    assert {path.stem for path in Path(kinds.__file__).parent.glob("*.json")} == set(CODES)
