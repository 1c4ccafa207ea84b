"""Whatever is written and asked: every engine gives what looking at each record gives, in the same order and pages."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.contract import NO_DAY, PUBLIC, Entry, Hit, Order, Page, Query, Tier, office_audience, project_audience
from search.engines import engine
from tests.search.conftest import put, remove
from tests.search.plain import Counts, Found, PlainSearch

pytestmark = pytest.mark.django_db
FULL_TEXT = [pytest.param("sqlite", marks=pytest.mark.sqlite), "elasticsearch"]
# The name of the engine stays the same while examples come and go; each begins without records.
patient = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

WORDS = st.text(alphabet="电厂样例区éAb1２0 、-（𠮷", max_size=10)
NUMBERS = st.builds("{}字第{}号".format, st.sampled_from("建地"), st.text(alphabet="0123", min_size=1, max_size=5))
QUERIES = st.one_of(WORDS, NUMBERS, st.text(alphabet="0123建第", max_size=4), st.text(max_size=6))
AUDIENCES = st.sampled_from(
    [PUBLIC, office_audience(3), office_audience(33), project_audience(7), project_audience(77)]
)
# The last four lie outside of the days that keys of SQLite tell apart (search.schema).
DAYS = [date(2022, 8, 12), date(2022, 8, 13), date(2023, 1, 1), NO_DAY, date(1850, 3, 4), date(2081, 1, 1), date.max]
CHOICES = st.lists(st.sampled_from(["LAND", "WORKS", "GRANT", "'"]), max_size=2).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            kind=draw(st.sampled_from(["certificate", "project"])),
            record_id=f"r{at}",
            sort_id=draw(st.integers(0, 3)) * 10 + at,
            number=draw(st.one_of(st.just(""), NUMBERS)),
            title=draw(WORDS),
            body=draw(WORDS),
            day=draw(st.sampled_from(DAYS)),
            office=draw(st.sampled_from(["1", "2", ""])),
            audience=frozenset(draw(st.sets(AUDIENCES, min_size=1))),
            type=draw(st.sampled_from(["LAND", "WORKS", ""])),
            state=draw(st.sampled_from(["issued", "superseded"])),
        )
        for at in range(draw(st.integers(0, 6)))
    )


def write_only(given: tuple[Entry, ...]) -> None:
    for kind in ("certificate", "project"):
        remove(kind, [f"r{at}" for at in range(6)])
    put(given)


def tiers(hits: tuple[Hit, ...]) -> Found:
    return [(hit.record_id, hit.tier) for hit in hits]


def counts(page: Page) -> Counts:
    return {facet.name: {each.value: each.count for each in facet.values} for facet in page.facets}


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@patient
@given(
    given=entries(),
    text=QUERIES,
    also=st.lists(WORDS, max_size=2).map(tuple),
    types=CHOICES,
    order=st.sampled_from(Order),
    audience=st.sets(AUDIENCES).map(frozenset),
)
def test_set_order_total_and_facets_are_those_of_the_plain_search(name, given, text, also, types, order, audience):
    write_only(given)
    query = Query(text=text, also=also, type=types, order=order, audience=audience, size=10)

    page, plain = engine(name).search(query), PlainSearch(given)

    assert tiers(page.hits) == plain.found(query)
    assert page.total == len(plain.found(query))
    assert counts(page) == plain.counts(query)


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@patient
@given(
    given=entries(), text=QUERIES.filter(str.strip), also=st.lists(WORDS, max_size=1).map(tuple), size=st.integers(1, 3)
)
def test_suggestions_are_the_first_that_the_plain_search_finds_by_number_or_title(name, given, text, also, size):
    write_only(given)
    query = Query(text=text, also=also, audience=frozenset({PUBLIC}), size=size)

    plain = [(record_id, tier) for record_id, tier in PlainSearch(given).found(query) if tier <= Tier.TITLE]

    assert tiers(engine(name).suggest(query)) == plain[:size]


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@patient
@given(given=entries(), text=QUERIES, order=st.sampled_from(Order), size=st.integers(1, 3))
def test_pages_forth_and_back_join_to_the_plain_list(name, given, text, order, size):
    write_only(given)
    query = Query(text=text, order=order, audience=frozenset({PUBLIC}), size=size)
    pages = [engine(name).search(query)]
    while cursor := pages[-1].next:
        pages.append(engine(name).search(replace(query, cursor=cursor)))

    back = [pages[-1]]
    while cursor := back[-1].previous:
        back.append(engine(name).search(replace(query, cursor=cursor)))

    assert [one for page in pages for one in tiers(page.hits)] == PlainSearch(given).found(query)
    assert [tiers(page.hits) for page in reversed(back)] == [tiers(page.hits) for page in pages]
