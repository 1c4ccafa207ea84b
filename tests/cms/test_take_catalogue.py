"""Taking an edition: all of its differences or none, drafts for bound matters, and nothing for who was too late."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from bureau import audit
from bureau.errors import NotAllowed
from bureau.models import AuditEntry, Office, User
from cms.actions.draft_matter import draft_matter
from cms.actions.publish_matter import publish_matter
from cms.actions.take_catalogue import compare_catalogue, take_catalogue
from cms.admin.catalogue_report import current_report
from cms.catalogue import deviations, errors
from cms.catalogue.rows import Row
from cms.catalogue.sheets import catalogue_sheet
from cms.errors import MatterNotReady
from cms.four_eyes import OwnDraft
from cms.matters.facts import MatterFacts
from cms.models import CatalogueEdition, CatalogueEntry, Matter
from cms.sample import catalogue as sample_catalogue
from documents import store
from documents.models import StoredFile
from tests.cms.catalogue_kit import Bureau, draft, law_and_articles
from tests.cms.catalogues import MORTGAGE, ROWS, SITE, WORKS, with_cell, with_changes

pytestmark = pytest.mark.django_db

MATTERS = Path(sample_catalogue.__file__).parent / "matters"
SHORTER = with_changes(WORKS, statutory_days=10, basis="《城乡规划法》第四十条\n《行政许可法》第四十二条")


@pytest.fixture
def bureau(office: Office, administrator: User) -> Bureau:
    return Bureau(office, administrator)


def in_force() -> set[str]:
    return set(CatalogueEntry.objects.filter(withdrawn_in=None).values_list("code", flat=True))


# The catalogue


def test_the_first_edition_makes_every_row_an_entry(bureau: Bureau) -> None:
    edition = bureau.take()

    assert [entry.row for entry in CatalogueEntry.objects.order_by("code")] == list(ROWS)
    assert (edition.number, edition.entries_count, edition.taken_by) == (1, 3, bureau.publisher)


def test_a_later_edition_changes_adds_and_withdraws_but_deletes_nothing(bureau: Bureau) -> None:
    first = bureau.take()
    rural = with_changes(WORKS, code="000115905000", name="乡村建设规划许可")

    second = bureau.take(SITE, SHORTER, rural, name="2023年版")

    assert in_force() == {SITE.code, WORKS.code, rural.code}
    entries = {entry.code: entry for entry in CatalogueEntry.objects.all()}
    assert entries[WORKS.code].row == SHORTER
    assert {code: entry.edition for code, entry in entries.items()} == {
        SITE.code: first,
        WORKS.code: second,
        rural.code: second,
        MORTGAGE.code: first,
    }
    assert entries[MORTGAGE.code].withdrawn_in == second


def test_a_withdrawn_entry_may_come_back_changed(bureau: Bureau) -> None:
    bureau.take()
    bureau.take(SITE, WORKS, name="2023年版")

    bureau.take(SITE, WORKS, with_changes(MORTGAGE, statutory_days=10), name="2024年版")

    entry = CatalogueEntry.objects.get(code=MORTGAGE.code)
    assert (entry.withdrawn_in, entry.statutory_days) == (None, 10)


def test_the_file_is_kept_as_it_was_and_the_trail_says_who_took_what(bureau: Bureau) -> None:
    content = catalogue_sheet(ROWS)

    edition = take_catalogue(
        content,
        name="2022年版",
        file_name="目录.xlsx",
        shown=compare_catalogue(content).digest,
        actor=bureau.publisher,
    )

    assert store.read(StoredFile.objects.get(sha256=edition.sha256)) == content
    entry = AuditEntry.objects.get(action="cms.take_catalogue")
    assert (entry.user, entry.office) == (bureau.publisher, bureau.office)
    assert {name: entry.data[name] for name in ("number", "new", "changed", "withdrawn", "drafts")} == {
        "number": 1,
        "new": 3,
        "changed": 0,
        "withdrawn": 0,
        "drafts": 0,
    }
    assert audit.first_broken_entry() is None


def test_an_edition_and_the_code_of_an_entry_never_change(bureau: Bureau) -> None:
    edition = bureau.take()

    for change in (
        lambda: CatalogueEdition.objects.filter(pk=edition.pk).update(name="另一版"),
        lambda: CatalogueEntry.objects.filter(code=SITE.code).update(code="000115999000"),
        lambda: CatalogueEntry.objects.filter(code=SITE.code)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Who and when


def test_an_editor_looks_but_does_not_take(bureau: Bureau) -> None:
    content = catalogue_sheet(ROWS)
    shown = compare_catalogue(content).digest

    with pytest.raises(NotAllowed):
        take_catalogue(content, name="2022年版", file_name="a.xlsx", shown=shown, actor=bureau.editor)

    assert not CatalogueEdition.objects.exists()


def test_of_two_who_looked_at_the_same_time_the_second_is_told_to_look_again(bureau: Bureau) -> None:
    bureau.take()
    content = catalogue_sheet([SITE, SHORTER, MORTGAGE])
    shown = compare_catalogue(content).digest
    bureau.take(SITE, WORKS, name="另一个人的")

    with pytest.raises(errors.StaleCatalogue):
        take_catalogue(content, name="2023年版", file_name="a.xlsx", shown=shown, actor=bureau.other_publisher)

    assert in_force() == {SITE.code, WORKS.code}
    assert not CatalogueEdition.objects.filter(name="2023年版").exists()


def test_a_matter_that_was_bound_meanwhile_was_not_shown_either(bureau: Bureau) -> None:
    bureau.take()
    content = catalogue_sheet([SITE, SHORTER, MORTGAGE])
    shown = compare_catalogue(content).digest
    bureau.matter("M04", WORKS)

    with pytest.raises(errors.StaleCatalogue):
        take_catalogue(content, name="2023年版", file_name="a.xlsx", shown=shown, actor=bureau.publisher)


def test_taking_twice_by_a_double_click_takes_once(bureau: Bureau) -> None:
    content = catalogue_sheet(ROWS)
    given = {"name": "2022年版", "file_name": "a.xlsx", "shown": compare_catalogue(content).digest}
    take_catalogue(content, **given, actor=bureau.publisher)

    with pytest.raises(errors.StaleCatalogue):
        take_catalogue(content, **given, actor=bureau.publisher)

    assert CatalogueEdition.objects.count() == 1


@pytest.mark.parametrize(("name", "error"), [("", errors.NameMissing), (" \n", errors.NameMissing)])
def test_an_edition_needs_a_name(bureau: Bureau, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        bureau.take(name=name)


def test_the_name_of_an_earlier_edition_is_refused(bureau: Bureau) -> None:
    bureau.take()

    with pytest.raises(errors.NameUsed):
        bureau.take(SITE, name="2022年版")

    assert in_force() == {row.code for row in ROWS}


@pytest.mark.parametrize("value", ["0001159", "000115904000"], ids=["malformed", "doubled"])
def test_a_file_with_a_wrong_code_is_not_taken(bureau: Bureau, value: str) -> None:
    with pytest.raises(errors.CellsWrong):
        take_catalogue(with_cell("A2", value), name="2022年版", file_name="a.xlsx", shown="", actor=bureau.publisher)

    assert not CatalogueEntry.objects.exists()


# Matters that are bound to it


def test_a_bound_matter_states_what_the_entry_fixes_whatever_was_written(bureau: Bureau) -> None:
    bureau.take()

    matter = bureau.matter("M04", WORKS, statutory_days=99)

    assert (matter.name, matter.statutory_days) == (WORKS.name, 20)
    assert law_and_articles(matter) == [("《城乡规划法》", "第四十条")]
    assert not current_report(bureau.editor).deviating


def test_an_entry_without_a_fee_allows_none(bureau: Bureau) -> None:
    bureau.take()

    assert bureau.matter("M04", WORKS, fee_yuan=20).fee_yuan == 0


def test_a_bound_matter_gets_a_draft_that_another_person_publishes(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)

    bureau.take(SITE, SHORTER, MORTGAGE, name="2023年版")

    assert (draft(matter).statutory_days, draft(matter).name) == (10, WORKS.name)
    assert law_and_articles(draft(matter)) == [("《城乡规划法》", "第四十条"), ("《行政许可法》", "第四十二条")]
    matter = Matter.objects.get(pk=matter.pk)
    assert (matter.statutory_days, matter.has_unpublished_changes) == (20, True)
    with pytest.raises(OwnDraft):
        publish_matter(matter, actor=bureau.publisher)
    assert publish_matter(matter, actor=bureau.other_publisher).statutory_days == 10


def test_citations_that_stay_keep_their_id_and_address(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)
    kept = draft(matter)
    kept.basis[0].value["url"] = "https://flk.example.gov.cn/cg"
    draft_matter(kept, actor=bureau.editor)
    before = draft(matter).basis[0]

    bureau.take(SITE, SHORTER, MORTGAGE, name="2023年版")

    first, second = draft(matter).basis
    assert (first.id, first.value["url"]) == (before.id, "https://flk.example.gov.cn/cg")
    assert second.id != first.id


def test_what_an_editor_was_writing_stays_in_the_new_draft(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)
    written = draft(matter)
    written.summary = "开工前要先拿到这本证。"
    draft_matter(written, actor=bureau.editor)

    bureau.take(SITE, SHORTER, MORTGAGE, name="2023年版")

    assert draft(matter).summary == "开工前要先拿到这本证。"


def test_a_promise_beyond_the_new_limit_becomes_a_draft_that_cannot_be_published(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)

    bureau.take(SITE, with_changes(WORKS, statutory_days=3), MORTGAGE, name="2023年版")

    assert draft(matter).statutory_days == 3
    with pytest.raises(MatterNotReady):
        publish_matter(Matter.objects.get(pk=matter.pk), actor=bureau.other_publisher)


def test_an_old_draft_cannot_bring_back_what_the_catalogue_changed(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M04", WORKS)
    written = draft(matter)
    written.summary = "开工前要先拿到这本证。"
    revision = draft_matter(written, actor=bureau.editor)
    bureau.take(SITE, SHORTER, MORTGAGE, name="2023年版")

    with pytest.raises(MatterNotReady):
        revision.publish(user=bureau.other_publisher)


def test_matters_for_which_nothing_changes_get_no_draft(bureau: Bureau) -> None:
    bureau.take()
    site, works = bureau.matter("M01", SITE), bureau.matter("M04", WORKS)

    bureau.take(SITE, SHORTER, with_changes(MORTGAGE, kind="其他行政权力"), name="2023年版")

    assert not Matter.objects.get(pk=site.pk).has_unpublished_changes
    assert Matter.objects.get(pk=works.pk).has_unpublished_changes


def test_a_matter_without_an_entry_is_never_touched(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M99", None, name="样例事项")

    bureau.take(SITE, name="2023年版")

    assert draft(matter).name == "样例事项"
    assert law_and_articles(draft(matter)) == [("《民法典》", "第二条")]


# The report


def test_the_report_follows_an_edition_until_the_drafts_are_published(bureau: Bureau) -> None:
    bureau.take()
    works = bureau.matter("M04", WORKS)
    mortgage = bureau.matter("M09", MORTGAGE)
    free = bureau.matter("M99", None, name="样例事项")
    bureau.take(SITE, SHORTER, name="2023年版")

    found = current_report(bureau.editor)
    publish_matter(Matter.objects.get(pk=works.pk), actor=bureau.other_publisher)
    after = current_report(bureau.editor)

    assert [each.matter.key for each in found.deviating] == [works.pk]
    assert [finding.field for finding in found.deviating[0].findings] == ["statutory_days", "basis"]
    assert [(each.key, each.withdrawn_in) for each in found.withdrawn] == [(mortgage.pk, "2023年版")]
    assert [each.key for each in found.unbound] == [free.pk]
    assert found.missing == (SITE,)
    assert after.deviating == ()


def test_a_matter_that_was_withdrawn_itself_is_no_concern_any_more(bureau: Bureau) -> None:
    bureau.take()
    matter = bureau.matter("M09", MORTGAGE)
    bureau.take(SITE, WORKS, name="2023年版")
    matter.unpublish(user=bureau.publisher)

    assert current_report(bureau.editor).withdrawn == ()


# The sample


@pytest.mark.parametrize("row", sample_catalogue.rows(), ids=lambda row: row.name)
def test_the_matters_of_the_sample_say_what_its_catalogue_fixes(row: Row) -> None:
    number = row.code.removeprefix("0001159")[:2]
    given = json.loads((MATTERS / f"M{number}.json").read_text(encoding="utf-8"))
    facts = MatterFacts.model_validate(given["zh"])

    assert facts.basic_catalogue_code == row.code
    assert deviations(facts, row) == ()


def test_the_catalogue_of_the_sample_can_be_taken_and_has_a_row_for_each_of_the_ten(bureau: Bureau) -> None:
    comparison = compare_catalogue(sample_catalogue.sheet())

    assert len(comparison.differences.new) == 10
    assert sample_catalogue.rows() == list(comparison.differences.new)
