"""What an edition changes: nothing is left out, and taking it makes the catalogue what the file says."""

from collections.abc import Iterable
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cms.catalogue.bound import deviations, held
from cms.catalogue.consequences import BoundMatter, consequences, digest
from cms.catalogue.differences import Differences, differences
from cms.catalogue.report import OurMatter, report
from cms.catalogue.rows import Row
from cms.matters.facts import Basis, MatterFacts, Step, StepRole
from tests.cms.catalogues import MORTGAGE, ROWS, SITE, WORKS, with_changes

rows = st.builds(
    Row,
    code=st.sampled_from([f"0001159{n:02}000" for n in range(8)]),
    name=st.sampled_from(["甲", "乙", "丙"]),
    kind=st.sampled_from(["行政许可", "公共服务"]),
    basis=st.sampled_from(["《法》第一条", "《法》第二条\n《条例》第三条"]),
    statutory_days=st.integers(0, 3),
    charges_fee=st.booleans(),
)
catalogues = st.lists(rows, max_size=8, unique_by=lambda row: row.code)
Catalogue = dict[str, Row]


def matter(row: Row, **changes: object) -> MatterFacts:
    """A matter that says exactly what the row fixes, and promises 5 days."""
    facts = MatterFacts(
        code="M04",
        name="",
        basic_catalogue_code=row.code,
        statutory_days=0,
        promised_days=5,
        fee_yuan=Decimal(550) if row.charges_fee else Decimal(0),
        steps=(Step(id="1", name="审查", role=StepRole.CASE_OFFICER, days=5),),
    )
    return held(facts, row).model_copy(update=changes)


def applied(current: Iterable[Row], withdrawn: Iterable[Row], found: Differences) -> tuple[Catalogue, Catalogue]:
    """What is in force and what is withdrawn after the differences."""
    here, gone = {each.code: each for each in current}, {each.code: each for each in withdrawn}
    for row in found.withdrawn:
        gone[row.code] = here.pop(row.code)
    for change in found.restored:
        del gone[change.code]
    here |= {row.code: row for row in found.new} | found.rewritten
    return here, gone


# Differences


@given(catalogues, catalogues, catalogues)
def test_applying_the_differences_makes_the_catalogue_what_the_file_says(
    current: list[Row], once: list[Row], file: list[Row]
) -> None:
    codes = {row.code for row in current}
    withdrawn = [row for row in once if row.code not in codes]

    here, gone = applied(current, withdrawn, differences(current, withdrawn, file))

    assert here == {row.code: row for row in file}
    assert not here.keys() & gone.keys()
    assert codes | {row.code for row in withdrawn} <= here.keys() | gone.keys()


@given(catalogues, catalogues)
def test_the_same_file_a_second_time_differs_in_nothing(current: list[Row], file: list[Row]) -> None:
    here, gone = applied(current, [], differences(current, [], file))

    again = differences(here.values(), gone.values(), file)

    assert again.total == 0
    assert again.unchanged == len(file)


@given(catalogues, catalogues)
def test_every_entry_stands_in_exactly_one_group(current: list[Row], file: list[Row]) -> None:
    found = differences(current, [], file)

    assert found.total + found.unchanged == len({row.code for row in [*current, *file]})


@given(catalogues, catalogues)
def test_the_order_of_the_file_does_not_matter(current: list[Row], file: list[Row]) -> None:
    assert differences(current, [], file) == differences(reversed(current), [], reversed(file))


def test_each_difference_is_named_in_its_group() -> None:
    shorter = with_changes(WORKS, statutory_days=15, charges_fee=True)
    rural = with_changes(WORKS, code="000115905000", name="乡村建设规划许可")
    once = with_changes(MORTGAGE, code="000115906000", name="建设工程规划核实")

    found = differences([SITE, WORKS, MORTGAGE], [once], [SITE, shorter, rural, once])

    assert found.new == (rural,)
    assert [change.code for change in found.changed] == [WORKS.code]
    assert [(each.field, each.before, each.after) for each in found.changed[0].fields] == [
        ("statutory_days", "20", "15"),
        ("charges_fee", "否", "是"),
    ]
    assert [change.code for change in found.restored] == [once.code]
    assert found.withdrawn == (MORTGAGE,)
    assert found.unchanged == 1


# What it means for matters


def consequence_of(change: Row, facts: MatterFacts):  # type: ignore[no-untyped-def]
    found = differences(ROWS, [], [change if row.code == change.code else row for row in ROWS])
    return consequences(found, [BoundMatter(4, facts)])


def test_a_matter_of_a_changed_entry_gets_the_new_values() -> None:
    change = with_changes(WORKS, name="建设工程规划许可证核发", statutory_days=10)

    (said,) = consequence_of(change, matter(WORKS))

    assert not said.withdrawn
    assert [(each.field, each.before, each.after) for each in said.changes] == [
        ("name", "建设工程规划许可", "建设工程规划许可证核发"),
        ("statutory_days", "20", "10"),
    ]
    assert said.problems == ()


def test_a_promise_that_becomes_longer_than_the_law_is_named_beforehand() -> None:
    (said,) = consequence_of(with_changes(WORKS, statutory_days=3), matter(WORKS))

    assert [each.code for each in said.problems] == ["cms.promise_over_law"]


def test_a_fee_that_the_catalogue_strikes_becomes_nothing_and_one_that_it_brings_must_be_entered() -> None:
    (struck,) = consequence_of(with_changes(MORTGAGE, charges_fee=False), matter(MORTGAGE))
    (brought,) = consequence_of(with_changes(WORKS, charges_fee=True), matter(WORKS))

    assert [(each.field, each.before, each.after) for each in struck.changes] == [("fee_yuan", "550", "0")]
    assert brought.changes == ()
    assert [each.code for each in brought.problems] == ["cms.catalogue_fee_yuan"]


def test_a_matter_whose_entry_goes_is_named_and_not_rewritten() -> None:
    (said,) = consequences(differences(ROWS, [], [SITE, MORTGAGE]), [BoundMatter(4, matter(WORKS))])

    assert said.withdrawn
    assert said.changes == ()


def test_a_change_of_the_kind_alone_means_nothing_for_matters() -> None:
    assert consequence_of(with_changes(WORKS, kind="行政确认"), matter(WORKS)) == ()


def test_matters_of_other_entries_and_without_one_are_left_alone() -> None:
    change = with_changes(WORKS, statutory_days=10)
    found = differences(ROWS, [], [SITE, change, MORTGAGE])
    others = [BoundMatter(1, matter(SITE)), BoundMatter(2, matter(SITE, basic_catalogue_code=""))]

    assert consequences(found, others) == ()


def test_the_fingerprint_changes_with_the_edition_the_rows_and_the_matters() -> None:
    change = with_changes(WORKS, statutory_days=10)
    found = differences(ROWS, [], [SITE, change, MORTGAGE])
    said = consequences(found, [BoundMatter(4, matter(WORKS))])
    other = differences(ROWS, [], [SITE, with_changes(change, kind="行政确认"), MORTGAGE])

    shown = digest(1, found, said)

    assert digest(1, found, said) == shown
    assert len({shown, digest(2, found, said), digest(1, other, said), digest(1, found, ())}) == 4


# What deviates


def test_a_matter_held_to_its_entry_deviates_in_nothing() -> None:
    for row in ROWS:
        assert deviations(matter(row), row) == ()


@given(rows, rows)
def test_holding_twice_is_holding_once(first: Row, second: Row) -> None:
    facts = held(matter(first), second)

    assert held(facts, second) == facts


def test_every_fixed_field_that_differs_is_found() -> None:
    facts = matter(
        WORKS,
        name="建房许可",
        statutory_days=30,
        basis=(Basis(id="1", law="《民法典》", articles="第二条"),),
        fee_yuan=Decimal(20),
    )

    assert [each.field for each in deviations(facts, WORKS)] == ["name", "statutory_days", "basis", "fee_yuan"]
    assert [each.field for each in deviations(matter(MORTGAGE, fee_yuan=Decimal(0)), MORTGAGE)] == ["fee_yuan"]


def test_blanks_between_law_and_article_are_no_deviation_but_another_order_is() -> None:
    first, second = (
        Basis(id="1", law="《城乡规划法》 ", articles=" 第三十六条"),
        Basis(id="2", law="《土地管理法实施条例》", articles="第二十四条"),
    )

    assert deviations(matter(SITE, basis=(first, second)), SITE) == ()
    assert [each.field for each in deviations(matter(SITE, basis=(second, first)), SITE)] == ["basis"]


# The report


def test_the_report_puts_each_matter_where_it_belongs() -> None:
    agrees = OurMatter(1, matter(SITE), published=True, entry=SITE)
    deviates = OurMatter(2, matter(WORKS, name="建房许可"), published=True, entry=WORKS)
    gone = OurMatter(3, matter(MORTGAGE, name="另一个名称"), published=True, entry=MORTGAGE, withdrawn_in="2023年版")
    unbound = OurMatter(4, matter(SITE, basic_catalogue_code=""), published=False, entry=None)
    rural = with_changes(WORKS, code="000115905000", name="乡村建设规划许可")

    found = report([SITE, WORKS, rural], [agrees, deviates, gone, unbound])

    assert [each.matter for each in found.deviating] == [deviates]
    assert found.withdrawn == (gone,)
    assert found.unbound == (unbound,)
    assert found.missing == (rural,)
    assert found.total == 4
    assert len(list(found.lines())) == 4


def test_a_draft_that_deviates_is_nothing_for_the_report_since_nobody_reads_it() -> None:
    draft = OurMatter(2, matter(WORKS, name="建房许可"), published=False, entry=WORKS)

    assert report([WORKS], [draft]).total == 0
