"""Every way in on which records are found. Each yields what it answers one person, beside what the rules expect."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import RequestFactory

from bureau import calendar
from documents.number_keys import number_key
from search.actions.exports import write_export
from search.admin.home_panel import SavedSearchesPanel
from search.contract import Hit, Page, Query
from search.finding import find
from search.models import SavedSearch, SearchExport
from search.near_numbers import SHORTEST, near_numbers
from tests.search.walk.reading import Listed, listed_in_csv
from tests.search.walk.rules import UNLISTED, Person, Record, may_find
from tests.search.walk.world import COMMON, World, slipped, tail

MOST = 200  # more than there are records
SMALL_STEPS = {"nobody", "friend", "case_officer here"}
Names = Counter[str]


@dataclass(frozen=True)
class Answer:
    """What was found by what was asked: names of records, or counts."""

    asked: str
    found: Names
    expected: Names

    @property
    def difference(self) -> str:
        too_much, too_little = self.found - self.expected, self.expected - self.found
        return f"{self.asked}: must not be found {dict(too_much)}, was not found {dict(too_little)}"


Way = Callable[[World, Person], Iterator[Answer]]


def names(records: Iterable[Record]) -> Names:
    return Counter(map(str, records))


def hits(world: World, found: Iterable[Hit]) -> Names:
    known = {(each.kind, each.record_id): str(each) for each in world.records}
    return Counter(known.get((hit.kind, hit.record_id), f"{hit.kind} {hit.title}") for hit in found)


def listed(world: World, found: Iterable[Listed]) -> Names:
    return Counter(map(str, (each.record_of(world) or each for each in found)))


# Ways on which each person finds what this person may find


def asked(world: World, person: Person, text: str) -> Iterator[Answer]:
    """Hits, total and every count of a facet."""
    expected = world.found(person, text)
    page = find(Query(audience=frozenset(), text=text, size=MOST), person.user)
    yield Answer(text, hits(world, page.hits), names(expected))
    yield Answer(f"counts of {text}", counts(page), expected_counts(expected))
    yield Answer(f"values of {text}", values(page), Counter(expected_counts(expected).keys() - {"total"}))


def counts(page: Page) -> Names:
    facets = {f"{facet.name} {each.value}": each.count for facet in page.facets for each in facet.values}
    return Counter(facets, total=page.total)


def values(page: Page) -> Names:
    """Every value that is named, counted or not."""
    return Counter(f"{facet.name} {each.value}" for facet in page.facets for each in facet.values)


def expected_counts(records: list[Record]) -> Names:
    said = (f"{name} {value}" for each in records for name, value in each.chosen_by.items())
    return Counter([*said, *["total"] * len(records)])


def words(world: World, person: Person) -> Iterator[Answer]:
    for text in (COMMON, *world.own_words):
        yield from asked(world, person, text)


def whole_numbers(world: World, person: Person) -> Iterator[Answer]:
    for number in world.numbers:
        yield from asked(world, person, number)


def tails(world: World, person: Person) -> Iterator[Answer]:
    for number in world.numbers:
        yield from asked(world, person, tail(number))


def choices(world: World, person: Person) -> Iterator[Answer]:
    """A value of a facet, chosen by who may not know that it exists: how many have it, and what is named beside."""
    every = {pair for each in world.records for pair in each.chosen_by.items()}
    found = world.found(person, COMMON)
    named = Counter({f"{name} {value}" for each in found for name, value in each.chosen_by.items()})
    for name, value in sorted((name, value) for name, value in every if name in {"kind", "state"} or value in UNLISTED):
        query = replace(Query(audience=frozenset(), text=COMMON, size=1), **{name: (value,)})
        page = find(query, person.user)
        having = [each for each in found if each.chosen_by.get(name) == value]
        yield Answer(value, Counter(total=page.total), Counter(total=len(having)))
        yield Answer(f"beside {value}", values(page), named)


def did_you_mean(world: World, person: Person) -> Iterator[Answer]:
    for number in world.numbers:
        if len(number_key(number)) >= SHORTEST:
            seen = any(each.number == number and may_find(person, each) for each in world.records)
            found = Counter(near_numbers(slipped(number), person.user))
            yield Answer(slipped(number), found, Counter([number] if seen else []))


def cursor_pages(world: World, person: Person) -> Iterator[Answer]:
    """Page after page, and back again; in the smallest steps for some, for each step costs a whole search."""
    expected = names(world.found(person, COMMON))
    for size in (1, 2) if person.name in SMALL_STEPS else (9,):
        query = Query(audience=frozenset(), text=COMMON, size=size)
        pages = [find(query, person.user)]
        while pages[-1].next:
            pages.append(find(replace(query, cursor=pages[-1].next), person.user))
        back = [pages[-1]]
        while back[-1].previous:
            back.append(find(replace(query, cursor=back[-1].previous), person.user))
        for way, walked in (("forth", pages), ("back", back)):
            yield Answer(f"{way} by {size}", hits(world, (hit for page in walked for hit in page.hits)), expected)


def borrowed_cursors(world: World, person: Person) -> Iterator[Answer]:
    """Places in the list of somebody who sees everything: behind each stands only what ``person`` may find."""
    query = Query(audience=frozenset(), text=COMMON, size=2)
    lender = world.people["insider"]
    by_key = {(each.kind, each.record_id): each for each in world.records}
    whole = find(replace(query, size=MOST), lender.user)
    order = [by_key[hit.kind, hit.record_id] for hit in whole.hits]
    page, at = find(query, lender.user), 2
    while page.next:
        found = find(replace(query, size=MOST, cursor=page.next), person.user)
        expected = names(each for each in order[at:] if may_find(person, each))
        yield Answer(f"behind place {at}", hits(world, found.hits), expected)
        total = len(world.found(person, COMMON))
        yield Answer(f"total at place {at}", Counter(total=found.total), Counter(total=total))
        page, at = find(replace(query, cursor=page.next), lender.user), at + 2


def command(world: World, person: Person) -> Iterator[Answer]:
    """A closed account is refused as one that does not exist."""
    written = StringIO()
    who = ["--as", person.user.username] if person.user.pk else []
    try:
        call_command("search", "--json", COMMON, *who, stdout=written)
    except CommandError:
        yield Answer("refused", Counter(refused=1), Counter(refused=int(not person.is_open)))
        return
    answer, expected = json.loads(written.getvalue()), world.found(person, COMMON)
    known = {(each.kind, each.record_id): str(each) for each in world.records}
    found = Counter(known.get((hit["kind"], hit["id"]), hit["title"]) for hit in answer["hits"])
    yield Answer(COMMON, found, names(expected))
    yield Answer("total", Counter(total=answer["total"]), Counter(total=len(expected)))


def export(world: World, person: Person) -> Iterator[Answer]:
    """An account that was closed meanwhile gets what the public may see."""
    if person.user.pk:
        wanted = SearchExport.objects.create(
            asked_by=person.user, asked_at=calendar.now(), asked=f"q={COMMON}", form=SearchExport.Form.CSV
        )
        written, expected = write_export(wanted.pk), world.found(person, COMMON)
        yield Answer(COMMON, listed(world, listed_in_csv(bytes(written.content or b""))), names(expected))
        yield Answer("total", Counter(total=written.total), Counter(total=len(expected)))


def saved_search(world: World, person: Person) -> Iterator[Answer]:
    """The count on the home page of the admin."""
    if person.user.pk:
        SavedSearch.objects.create(owner=person.user, name="mine", asked=f"q={COMMON}", created_at=calendar.now())
        request = RequestFactory().get("/")
        request.user = person.user
        shown = SavedSearchesPanel(request).get_context_data()["searches"]
        expected = len(world.found(person, COMMON))
        yield Answer(COMMON, Counter({each["name"]: each["count"] for each in shown}), Counter(mine=expected))
