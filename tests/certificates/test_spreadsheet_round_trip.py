"""Whatever values a draft has, right or wrong: the template filled with them says the same when it is read."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from certificates import rules
from certificates.actions.create_bundle import Draft, known_values
from certificates.definition import Column, FieldDefinition, FieldKind, TypeDefinition
from certificates.facts import Value
from certificates.spreadsheet.template import template
from tests.certificates.spreadsheets import Desk, desk_for_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

AWKWARD = [
    "=1+1",
    "#N/A",
    "_x0041_",
    "_x000D_",
    "TRUE",
    "1e5",
    "00123",
    "'甲",
    "𠀀䶮·",
    "-0",
    "20220812",
    "甲；乙|丙",
    "  甲 ",
]
characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n")
texts = st.sampled_from(AWKWARD) | st.text(characters, max_size=30)
numbers = st.decimals(0, 10**9, places=2).map(str) | st.sampled_from(["23,910.50", "440", "0", "1.23456789", "9" * 17])
days = st.dates().map(str) | st.sampled_from(["2022年8月12日", "2022/8/12", "1899-12-31", "1900-01-01"])


def cells(column: Column) -> st.SearchStrategy[str]:
    if column.kind is FieldKind.DECIMAL:
        return numbers
    return st.sampled_from(["水田", "主厂房 一层", "1/2", ""]) | st.text(characters, max_size=8)


def entries(field: FieldDefinition) -> st.SearchStrategy[str]:
    """What somebody may type into a field: mostly what belongs there, sometimes anything."""
    match field.kind:
        case FieldKind.DECIMAL | FieldKind.INTEGER:
            usual = numbers
        case FieldKind.DATE:
            usual = days
        case FieldKind.CHOICE:
            usual = st.sampled_from(field.choices)
        case FieldKind.TABLE:
            rows = st.tuples(*(cells(column) for column in field.columns)).map("|".join)
            usual = st.lists(rows, max_size=3).map("\n".join)
        case _:
            usual = texts
    return usual | texts


def typed(definition: TypeDefinition) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional={field.key: entries(field) for field in definition.fields})


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    with django_db_blocker.unblock(), desk_for_a_module() as desk:
        yield desk


@pytest.mark.parametrize("code", ["SITE", "LAND", "WORKS", "RURAL", "ALLOC", "TITLE", "PROOF", "VERIFY"])
@settings(
    max_examples=15,
    phases=[Phase.generate],  # a workbook takes long enough to make a failure's shrinking take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_template_filled_with_values_is_read_back_equal(desk: Desk, code: str, data: st.DataObject) -> None:
    version, project = desk.versions[code], desk.project
    definition = version.definition
    part = " ".join(data.draw(st.text(st.characters(categories=["L", "Nd"]), max_size=12)).split())
    values = rules.normalise(definition, data.draw(typed(definition)))
    assume(rules.normalise(definition, values) == values)
    stated: dict[str, Value] = known_values(project, definition) | values
    expected = {key: value for key, value in stated.items() if value}

    reading = desk.read(template(project, [Draft(type_version=version, part=part, values=values)]))

    (draft,) = reading.drafts
    assert draft.part == part
    assert {key: value for key, value in draft.values.items() if value} == expected
    name = part or "第 3 行"
    said = rules.read(definition, expected, name=name, counties=project.office.counties)[1]
    assert Counter(each.message for each in reading.findings) == Counter(str(each) for each in said)
