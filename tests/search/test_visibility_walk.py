"""Every kind of record × its state × who asks × the way in, beside the plain table of tests/search/walk/rules.py.

All that differs is listed at once: who, by which way, asked what, found what. A new kind, state, role, address or
module that asks search fails the first tests here until the table or the ways know it.
"""

import ast
import functools
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from bureau.roles import Role
from certificates.kinds import shipped_kinds
from certificates.models import Certificate, ProjectUserGrant
from cms.sitemaps import SITEMAPS
from search import audience, urls
from search.admin.screens import search_urls
from search.contract import Query
from search.finding import find
from search.kinds import BY_NAME
from search.models import SearchRecord
from search.near_numbers import near_numbers
from tests.search.walk import pages, ways
from tests.search.walk.making import make_world
from tests.search.walk.records import NUMBERS
from tests.search.walk.rules import BOTH, LISTED, RULES, UNLISTED, Person
from tests.search.walk.ways import Answer, Way, hits
from tests.search.walk.world import COMMON, World, tail

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
FULL_TEXT = [pytest.param("sqlite", marks=pytest.mark.sqlite), "elasticsearch"]
OWN_WAYS = [
    ways.words, ways.whole_numbers, ways.tails, ways.choices, ways.cursor_pages, ways.command, ways.export,
    ways.saved_search, pages.staff_page,
]  # fmt: skip
PUBLIC_WAYS = [pages.public_page, pages.public_page_by_each, pages.suggestions, pages.tables, pages.feed]
WITHOUT_ENGINE = [pages.home_page, pages.sitemap, pages.changes_of_matters]
SIGNED_OUT_AND_IN = ("nobody", "insider")  # public ways read no account; the insider sees more than anybody
WALKED = {"search", "search_suggest", "search_feed", "search_table", "staff_search", "search_export_file"}
SHOW_NO_RECORD = {"search_save", "search_forget", "search_exports", "search_export", "search_export_progress"}
# Modules that ask search or read its rows for somebody, each with the ways that walk it.
ASKS = {
    "search.views": PUBLIC_WAYS,
    "search.feeds": [pages.feed],
    "search.tables": [pages.tables],
    "search.listing": [pages.public_page_by_each],
    "search.home": [pages.home_page],
    "search.near_numbers": [ways.did_you_mean],
    "search.admin.screens": [pages.staff_page],
    "search.admin.home_panel": [ways.saved_search],
    "search.actions.exports": [ways.export],
    "search.management.commands.search": [ways.command],
}
ASKING = {
    "search.finding": {"find", "find_whole", "suggest", "visible"},
    "search.engines": {"engine"},
    "search.engines.database": {"newest"},
    "search.near_numbers": {"near_numbers"},
    "search.models": {"SearchRecord"},
}
# They answer those above, or keep the rows and the index right.
BELOW = {
    "search.finding", "search.engines", "search.engines.database", "search.engines.fts5", "search.elastic.engine",
    "search.index", "search.rebuilding", "search.elastic.bulk", "search.elastic.compare", "search.elastic.documents",
    "search.elastic.indexes", "search.elastic.outbox",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once; what a test changes in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def grants_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's grants change while we walk, so each person's are read once instead of thousands of times."""
    known = functools.cache(audience.tokens_of)
    for module in ("search.finding", "search.near_numbers"):
        monkeypatch.setattr(f"{module}.tokens_of", known)


@pytest.fixture
def one_long_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens of staff are costly, and that pages join to the whole list is walked by itself."""
    monkeypatch.setattr("search.address.PAGE_SIZE", 60)


def differences(world: World, way: Way, people: list[Person]) -> list[str]:
    return [
        f"{person.name}, {way.__name__}, {answer.difference}"
        for person in people
        for answer in way(world, person)
        if answer.found != answer.expected
    ]


def leaks(world: World, way: Way, people: list[Person]) -> list[str]:
    """Names of records alone: counts may be wrong where the index is."""
    records = {str(each) for each in world.records} | set(world.numbers)
    return [
        f"{person.name}, {way.__name__}, {answer.asked}: {too_much}"
        for person in people
        for answer in way(world, person)
        if (too_much := (answer.found - answer.expected).keys() & records)
    ]


# The table and the ways are whole


def test_the_table_knows_every_kind_state_and_role(world: World) -> None:
    made = {(each.kind, each.state) for each in world.records}
    held = {role for person in world.people.values() for role in person.roles}

    assert {kind for kind, _state in RULES} == set(BY_NAME)
    assert made == set(RULES)
    assert LISTED | UNLISTED == set(shipped_kinds()) == set(NUMBERS)
    assert {state for kind, state in RULES if kind == "certificate"} == {
        f"{listed} {state.value}" for listed in ("listed", "unlisted") for state in Certificate.State
    }
    assert held == {(role, place) for role in Role for place in BOTH}


def test_every_address_of_search_is_walked() -> None:
    named = {pattern.name for pattern in (*urls.urlpatterns, *search_urls())}

    assert named == WALKED | SHOW_NO_RECORD
    assert set(SITEMAPS) == {"pages", "cards", "lists"}


def test_every_module_that_asks_search_is_walked() -> None:
    walked = {*OWN_WAYS, *PUBLIC_WAYS, *WITHOUT_ENGINE, ways.did_you_mean, ways.borrowed_cursors}

    assert asking_modules() - BELOW == set(ASKS)
    assert {way for found in ASKS.values() for way in found} <= walked


def asking_modules() -> set[str]:
    packages = ("bureau", "documents", "cms", "certificates", "search", "site")
    found = set()
    for path in (path for package in packages for path in (ROOT / package).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        imports = ast.walk(ast.parse(text)) if "search" in text else ()
        if any(isinstance(each, ast.ImportFrom) and _asks(each) for each in imports):
            found.add(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return found


def _asks(node: ast.ImportFrom) -> bool:
    return bool({each.name for each in node.names} & ASKING.get(str(node.module), set()))


# The walk


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@pytest.mark.parametrize("way", OWN_WAYS, ids=lambda way: way.__name__)
def test_each_person_finds_what_the_table_says(
    name: str, world: World, way: Way, grants_stay: None, one_long_page: None
) -> None:
    everybody = list(world.people.values())

    wrong = differences(world, way, one_of_each(world, everybody) if name == "elasticsearch" else everybody)

    assert not wrong, "\n".join(wrong)


def one_of_each(world: World, people: list[Person]) -> list[Person]:
    """The first of those who may find the same: who somebody is, no engine knows, and was walked on SQLite."""
    return list({tuple(map(str, world.found(each, COMMON))): each for each in reversed(people)}.values())


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@pytest.mark.parametrize("way", PUBLIC_WAYS, ids=lambda way: way.__name__)
def test_the_public_site_shows_everybody_the_same(name: str, world: World, way: Way) -> None:
    wrong = differences(world, way, [world.people[each] for each in SIGNED_OUT_AND_IN])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("way", WITHOUT_ENGINE, ids=lambda way: way.__name__)
def test_what_asks_no_engine_shows_everybody_the_same(world: World, way: Way) -> None:
    wrong = differences(world, way, [world.people[each] for each in SIGNED_OUT_AND_IN])

    assert not wrong, "\n".join(wrong)


def test_a_slip_of_the_finger_leads_to_no_number_that_may_not_be_found(world: World, grants_stay: None) -> None:
    wrong = differences(world, ways.did_you_mean, list(world.people.values()))

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
def test_a_place_in_the_list_of_who_sees_more_shows_no_more(name: str, world: World, grants_stay: None) -> None:
    people = [world.people[each] for each in ("nobody", "former friend", "editor there")]

    wrong = differences(world, ways.borrowed_cursors, people)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
def test_a_place_from_before_the_grant_was_withdrawn_shows_nothing_of_the_project(name: str, world: World) -> None:
    friend, query = world.people["friend"], Query(audience=frozenset(), text=COMMON, size=1)
    before = find(query, friend.user)
    ProjectUserGrant.objects.filter(user=friend.user).delete()

    after = find(Query(audience=frozenset(), text=COMMON, size=ways.MOST, cursor=before.next), friend.user)

    public = {str(each) for each in world.found(world.people["nobody"], COMMON)}
    assert after.total == len(public) == before.total - 2
    assert set(hits(world, after.hits)) <= public


# The policy decides again when records are read


@pytest.mark.sqlite
def test_an_index_that_calls_everything_public_shows_nobody_more(world: World, grants_stay: None) -> None:
    SearchRecord.objects.update(audience=" public ")
    nobody = world.people["nobody"]
    assert find(Query(audience=frozenset(), text=COMMON), nobody.user).total > len(world.found(nobody, COMMON))

    wrong = leaks(world, common_word, list(world.people.values()))
    wrong += leaks(world, ways.did_you_mean, [world.people[each] for each in ("nobody", "superuser", "friend")])
    for way in (*PUBLIC_WAYS, *WITHOUT_ENGINE):
        wrong += leaks(world, way, [nobody])

    assert not wrong, "\n".join(wrong)


def common_word(world: World, person: Person) -> Iterator[Answer]:
    yield from ways.asked(world, person, COMMON)


# A title answers nothing, not even by how much work it makes


def title_texts(world: World) -> dict[str, tuple[str, str]]:
    """What finds a title for its office, or nearly its number, each beside the same for one that does not exist."""
    title = next(each for each in world.records if each.state == "unlisted issued" and each.facets["type"] == "TITLE")
    word, absent = title.title[-2:], NUMBERS["TITLE"].format("989898")
    return {
        "number": (title.number, absent),
        "digits": (tail(title.number), tail(absent)),
        "holder": (f"益阳{word}样例公司", "益阳龙凤样例公司"),
        "place": (title.title, title.title.replace(word, "龙凤")),
        "slip": (ways.slipped(title.number), absent),
    }


ASKED = ["search", "search_suggest", "search_feed", "search_table"]


@pytest.mark.parametrize("name", FULL_TEXT, indirect=True)
@pytest.mark.parametrize("address", ASKED)
def test_a_title_makes_as_much_work_as_none(name: str, world: World, address: str) -> None:
    url = reverse(address, args=["json"] if address == "search_table" else [])

    def ask(text: str) -> str:
        answer = unquote_plus(unquote_plus(Client().get(url, {"q": text}).content.decode()))
        return re.sub(r"<updated>.*?</updated>", "", answer.replace(text, ""))  # an empty feed is as new as its reading

    ask("what pages remember is read now")
    for what, (there, absent) in title_texts(world).items():
        assert work(partial(ask, there)) == work(partial(ask, absent)), what


def test_a_slip_near_a_title_makes_as_much_work_as_one_near_nothing(world: World) -> None:
    title = next(each for each in world.records if each.state == "unlisted issued")

    near = work(partial(near_numbers, ways.slipped(title.number), AnonymousUser()))
    far = work(partial(near_numbers, title.number.replace(tail(title.number), "989898"), AnonymousUser()))

    assert near == far
    assert near[1] == []


def work(ask: Callable[[], object]) -> tuple[list[str], object]:
    """The queries without what they look for, and the answer."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return [shape(each["sql"]) for each in queries], answer


def shape(sql: str) -> str:
    """No texts, no numbers; a list of values is one value, for how many spellings there are depends on the digits."""
    bare = re.sub(r"\b\d+\b", "?", re.sub(r"'(?:[^']|'')*'", "?", sql))
    return re.sub(r"\?(?:, \?)+", "?", bare)
