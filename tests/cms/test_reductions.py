"""The five reductions of many matters, added up."""

from decimal import Decimal

from cms.matters.facts import Before, Material, MatterFacts, OnlineLevel, Source, Step, StepRole
from cms.matters.reductions import Figure, Share, add_up, figures_of
from tests.cms.matters import TABLE, matter

BARE = MatterFacts(code="M77", name="新事项", statutory_days=20, promised_days=5)


def totals_of(matters: list[MatterFacts]) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    return {each.name: (each.before, each.now, each.cut) for each in add_up(matters).totals}


def test_the_ten_matters_of_the_sample_add_up_to_the_totals_of_the_bureau() -> None:
    assert totals_of([matter(code) for code in TABLE]) == {
        "links": (52, 34, 18),
        "materials": (89, 57, 32),
        "days": (180, 37, 143),
        "fee_yuan": (1830, 1650, 180),
        "trips": (20, 6, 14),
    }


def test_four_of_the_ten_need_no_visit_and_all_are_online() -> None:
    reductions = add_up(matter(code) for code in TABLE)

    assert reductions.matters == reductions.compared == 10
    assert (reductions.no_visit.part, reductions.no_visit.percent) == (4, 40)
    assert (reductions.fully_online.part, reductions.fully_online.percent) == (10, 100)


def test_a_step_done_with_the_one_before_is_no_link_of_its_own() -> None:
    steps = [
        Step(id=str(at), name="环节", role=StepRole.CASE_OFFICER, days=1, with_previous=at == 2) for at in range(3)
    ]
    facts = matter("M04").model_copy(update={"steps": tuple(steps)})

    assert figures_of(facts)[0] == Figure("links", Decimal(7), Decimal(2))


def test_shared_materials_count_as_the_catalogue_counts_them() -> None:
    shared = Material(id="s", name="共享", source=Source.SHARED)
    facts = matter("M09").model_copy(update={"materials": (shared, shared)})

    assert figures_of(facts)[1].now == 2


def test_a_matter_without_figures_of_before_is_counted_but_not_added_up() -> None:
    reductions = add_up([matter("M09"), BARE])

    assert (reductions.matters, reductions.compared) == (2, 1)
    assert {each.name: each.now for each in reductions.totals}["days"] == 1
    assert reductions.no_visit == Share(2, 2)


def test_what_has_become_more_is_a_negative_cut() -> None:
    facts = matter("M10").model_copy(
        update={"before": Before(links=1, materials=2, days=0, fee_yuan=Decimal(0), trips=0)}
    )

    assert totals_of([facts])["links"] == (1, 2, -1)


def test_an_online_service_in_part_is_not_online_from_beginning_to_end() -> None:
    part = matter("M10").model_copy(update={"online_level": OnlineLevel.PARTIAL})

    assert add_up([part, matter("M09")]).fully_online == Share(1, 2)


def test_nothing_adds_up_to_nothing() -> None:
    reductions = add_up([])

    assert reductions.totals == ()
    assert reductions.no_visit.percent == 0


def test_half_of_one_percent_is_rounded_up() -> None:
    assert [Share(1, 8).percent, Share(1, 3).percent, Share(2, 3).percent] == [13, 33, 67]
