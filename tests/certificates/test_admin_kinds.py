"""A bureau adds and changes kinds of certificates in the browser, without a line of code."""

import pytest
from django.urls import reverse

from certificates.admin.kinds import ColumnsInput
from certificates.models import CertificateType
from tests.certificates.admin_kit import Desk
from tests.kit import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def fields(*rows: dict[str, object]) -> dict[str, object]:
    data: dict[str, object] = {
        "fields-TOTAL_FORMS": len(rows),
        "fields-INITIAL_FORMS": 0,
        "fields-MIN_NUM_FORMS": 1,
        "fields-MAX_NUM_FORMS": 1000,
    }
    for place, row in enumerate(rows):
        given = {
            "kind": "text",
            "visibility": "P",
            "max_length": 100,
            "decimals": 2,
            "ORDER": place + 1,
            "required": "on",
            "printed": "on",
            **row,
        }
        data |= {f"fields-{place}-{name}": value for name, value in given.items()}
    return data


def well(**changes: object) -> dict[str, object]:
    return {
        "code": "WELL",
        "name": "取水井规划许可证",
        "short_name": "取水井",
        "layout": "permit",
        "publicity": "listed",
        "minting": "own",
        "number_pattern": r"井字第\d{15}号",
        "number_form": "井字第{region}{year}{sequence:05}号",
        "number_year_of": "issued_on",
        "sentence": "经审核，本取水井符合规划要求，颁发此证。",
        "duties": "没有本证不得打井。",
        "holder_field": "owner",
        "subject_field": "place",
        "valid_years": 0,
        **fields(
            {"key": "owner", "label": "取水单位"},
            {"key": "place", "label": "井的位置"},
            {"key": "logs", "label": "钻孔", "kind": "table", "columns": "depth|深度|decimal|m\nsoil|土层"},
        ),
        **changes,
    }


def test_a_new_kind_is_published_and_can_be_chosen_at_once(bureau: Bureau) -> None:
    admin = Desk(bureau.person("admin"))

    page = admin.send("kind:add", data=well(**{"action-publish": "1"}))

    kind = CertificateType.objects.get(code="WELL")
    assert "第 1 版发布了" in page.text
    assert kind.current is not None
    table = kind.current.definition.by_key["logs"]
    assert [(each.key, each.label, each.unit) for each in table.columns] == [
        ("depth", "深度", "m"),
        ("soil", "土层", ""),
    ]
    bureau.draft_bundle()
    assert "取水井规划许可证" in Desk(bureau.person("officer")).open("bundle_new").text


def test_saving_alone_publishes_nothing(bureau: Bureau) -> None:
    Desk(bureau.person("admin")).send("kind:add", data=well())

    kind = CertificateType.objects.get(code="WELL")
    assert kind.current is None
    assert "取水井" not in Desk(bureau.person("officer")).open("bundle_new").text


def test_the_empty_paper_of_a_kind_can_be_looked_at(bureau: Bureau) -> None:
    kind = CertificateType.objects.get(code="WORKS")

    page = Desk(bureau.person("admin")).open("kind_preview", kind.pk)

    assert (page.status, page.content[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("name", ["officer", "chief", "issuer", "clerk", "auditor"])
def test_kinds_are_for_administrators(bureau: Bureau, name: str) -> None:
    person = Desk(bureau.person(name))
    kind = CertificateType.objects.get(code="WORKS")

    answers = [person.open("kind:index"), person.open("kind:edit", kind.pk), person.open("kind_preview", kind.pk)]

    assert {page.location for page in answers} <= {reverse("wagtailadmin_home"), ""}
    assert all(page.status in {302, 404} for page in answers)


def test_columns_are_typed_in_lines() -> None:
    columns = ColumnsInput()

    stored = columns.value_from_datadict({"columns": "depth|深度|decimal|m\n\nsoil｜土层"}, {}, "columns")

    assert columns.format_value(stored) == "depth|深度|decimal|m\nsoil|土层"
    assert columns.format_value("不是 JSON") == "不是 JSON"
