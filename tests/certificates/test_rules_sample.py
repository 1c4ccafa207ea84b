"""The sample bundle passes every rule, and each rule can be registered once."""

import pytest
from django.utils import translation

from certificates.findings import Severity
from certificates.rules import CHECKS, join
from tests.certificates.sample_snapshot import COAL, SAMPLE, findings, granted, must, numbered, with_values


def test_the_sample_bundle_has_nothing_to_mend() -> None:
    assert [str(each) for each in findings(SAMPLE)] == []


def test_the_sample_bundle_with_its_numbers_has_nothing_to_mend() -> None:
    assert [str(each) for each in findings(numbered())] == []


def test_the_sample_on_granted_land_has_nothing_to_mend() -> None:
    assert [str(each) for each in findings(granted())] == []


def test_the_registry_receives_every_rule_once() -> None:
    registry: dict[str, object] = {}

    join(registry.__setitem__)

    assert sorted(registry) == [
        "B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B13", "B15", "field",
    ]  # fmt: skip
    assert registry == CHECKS


def test_a_finding_speaks_chinese_and_names_field_numbers_and_remedy() -> None:
    wrong = with_values(SAMPLE, COAL, area_total="24530.50")

    with translation.override("zh-hans"):
        texts = [str(each) for each in findings(wrong)]

    assert must(wrong) == [("B06", COAL, "area_total")]
    assert texts == ["煤场：总面积应等于地上加地下，23,910.50 + 440.00 = 24,350.50，现在填的是 24,530.50。"]


def test_a_long_scale_is_only_a_reminder() -> None:
    long = with_values(SAMPLE, COAL, scale="煤" * 71)

    with translation.override("zh-hans"):
        (found,) = findings(long)

    assert found.severity is Severity.REMINDER
    assert str(found) == "煤场：建设规模有 71 个字，超过 64 个字会印成小一号。可以发，也可以缩短。"


@pytest.mark.parametrize("rule", sorted(CHECKS))
def test_an_empty_draft_upsets_no_rule(rule: str) -> None:
    empty = SAMPLE
    for view in SAMPLE.certificates:
        empty = with_values(empty, view.pk, **dict.fromkeys(view.values, ""))

    found = findings(empty, rule)

    assert all(str(each) for each in found)
    assert rule in {"field", "B10"} or found == []


@pytest.mark.parametrize("rule", sorted(CHECKS))
def test_senseless_values_upset_no_rule(rule: str) -> None:
    for junk in ("NaN", "1e999", "-1", "9" * 400, ["x"], [{"x": "y"}], [], "0001-01-01", "9999-12-31"):
        snapshot = SAMPLE
        for view in SAMPLE.certificates:
            snapshot = with_values(snapshot, view.pk, **dict.fromkeys(view.definition.by_key, junk))

        assert all(str(each) for each in findings(snapshot, rule))
