"""The ways in that are addresses: the public site, which shows everybody the same, and the screens of staff."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from documents.number_keys import number_key
from search.home import SHOWN
from search.near_numbers import SHORTEST
from tests.search.walk import reading
from tests.search.walk.reading import Listed
from tests.search.walk.rules import Person, Record, may_find
from tests.search.walk.ways import Answer, listed, names
from tests.search.walk.world import COMMON, World, slipped, tail

SIGN_IN, ADMIN = "wagtailadmin_login", "wagtailadmin_home"


def browser(person: Person) -> Client:
    client = Client()
    if person.user.pk:
        client.force_login(person.user)
    return client


def _text(client: Client, url: str, **given: str) -> str:
    response = client.get(url, given)
    assert response.status_code == 200, f"{url} {response.status_code}"
    return response.content.decode()


def staff_page(world: World, person: Person) -> Iterator[Answer]:
    """All pages of the list. Who sees no more than the public, or has no way into the admin, is turned away."""
    client, expected = browser(person), world.found(person, COMMON)
    response = client.get(reverse("staff_search"), {"q": COMMON})
    if response.status_code == 302:
        assert urlsplit(response["Location"]).path in {reverse(SIGN_IN), reverse(ADMIN)}
        let_in = person.is_beyond_the_public and person.enters_the_admin
        yield Answer("turned away", Counter(turned_away=1), Counter(turned_away=int(not let_in)))
        return
    yield Answer(COMMON, _walked(world, client, response.content.decode(), reading.STAFF_HIT), names(expected))


def _walked(world: World, client: Client, html: str, hit: str) -> Counter[str]:
    found = reading.listed_in_page(html, hit)
    while url := reading.next_page(html):
        html = _text(client, url)
        found += reading.listed_in_page(html, hit)
    return listed(world, found)


def public_page(world: World, person: Person) -> Iterator[Answer]:
    client, url = browser(person), reverse("search")
    html = _text(client, url, q=COMMON)
    yield Answer(COMMON, _walked(world, client, html, reading.PUBLIC_HIT), names(everybody_finds(world, COMMON)))


def public_page_by_each(world: World, person: Person) -> Iterator[Answer]:
    """By number and by what is hidden; and by a slip, which the page answers with what may have been meant."""
    client, url = browser(person), reverse("search")
    for text in hidden_texts(world):
        html = _text(client, url, q=text)
        yield Answer(text, _walked(world, client, html, reading.PUBLIC_HIT), names(everybody_finds(world, text)))
    for number in world.numbers:
        if len(number_key(number)) >= SHORTEST:
            nobody = world.people["nobody"]
            seen = any(each.number == number and may_find(nobody, each) for each in world.records)
            found = reading.guesses(_text(client, url, q=slipped(number)))
            yield Answer(slipped(number), Counter(found), Counter([number] if seen else []))


def suggestions(world: World, person: Person) -> Iterator[Answer]:
    """By number or by title alone."""
    client, url = browser(person), reverse("search_suggest")
    for text in (*world.own_words, *world.numbers, *map(tail, world.numbers)):
        rows = client.get(url, {"q": text}).json()
        found = Counter(f"{row['kind']} {row['text']}" for row in rows)
        expected = [each for each in everybody_finds(world, text) if _suggests(each, text)]
        yield Answer(text, found, Counter(_suggested(each, text) for each in expected))


def _suggests(record: Record, text: str) -> bool:
    return text in record.title or (bool(record.number) and text in {record.number, tail(record.number)})


def _suggested(record: Record, text: str) -> str:
    return f"{reading.labels_of(record)[0]} {record.title if text in record.title else record.number}"


def tables(world: World, person: Person) -> Iterator[Answer]:
    client = browser(person)
    for text in (COMMON, *hidden_texts(world)):
        expected = everybody_finds(world, text)
        table = client.get(reverse("search_table", args=["json"]), {"q": text}).json()
        rows = (Listed(row["title"], row["kind"]) for row in table["rows"])
        yield Answer(f"json {text}", listed(world, rows), names(expected))
        yield Answer(f"json total {text}", Counter(total=table["total"]), Counter(total=len(expected)))
        content = client.get(reverse("search_table", args=["csv"]), {"q": text}).content
        yield Answer(f"csv {text}", listed(world, reading.listed_in_csv(content)), names(expected))


def feed(world: World, person: Person) -> Iterator[Answer]:
    """What has a day."""
    client = browser(person)
    for text in (COMMON, *hidden_texts(world)):
        found = listed(world, reading.listed_in_feed(_text(client, reverse("search_feed"), q=text)))
        yield Answer(text, found, names(each for each in everybody_finds(world, text) if "year" in each.facets))


def home_page(world: World, person: Person) -> Iterator[Answer]:
    """The newest permits, and of certificates nothing else."""
    html = _text(browser(person), "/")
    permits = [each for each in everybody_finds(world, COMMON) if each.kind == "certificate"]
    newest = sorted(permits, key=lambda each: each.day, reverse=True)[:SHOWN]
    shown = [each for each in world.records if each.kind == "certificate" and (each.trace or each.title) in html]
    yield Answer("/", names(shown), names(newest))


def sitemap(world: World, person: Person) -> Iterator[Answer]:
    """Pages and cards that everybody finds; certificates are found by people, not by robots."""
    urls = reading.addresses(_text(browser(person), reverse("sitemap")))
    last_parts = {urlsplit(url).path.strip("/").rpartition("/")[2] for url in urls}
    shown = [each for each in world.records if each.trace and each.trace in last_parts]
    expected = [each for each in everybody_finds(world, COMMON) if each.kind in {"card", "guide", "notice", "page"}]
    yield Answer("sitemap", names(shown), names(expected))


def changes_of_matters(world: World, person: Person) -> Iterator[Answer]:
    xml = _text(browser(person), reverse("feed"))
    shown = [each for each in world.records if each.kind == "card" and each.title in xml]
    yield Answer("changes", names(shown), names(each for each in everybody_finds(world, COMMON) if each.kind == "card"))


def everybody_finds(world: World, text: str) -> list[Record]:
    return world.found(world.people["nobody"], text)


def hidden_texts(world: World) -> list[str]:
    """Everything that would find a title, number and tail included."""
    hidden = [each for each in world.records if each.state.startswith("unlisted")]
    return sorted({text for each in hidden for text in each.found_by} - {COMMON})
