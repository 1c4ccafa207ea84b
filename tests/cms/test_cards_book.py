"""All cards in one PDF: who may ask, how it goes on, what it holds, and what happens when a worker dies."""

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from bureau import calendar
from bureau.errors import NotAllowed
from bureau.models import Office, User, WorkerSign
from bureau.roles import Role
from cms.actions import make_card_book as action
from cms.actions.make_card_book import NobodyMakesBooks, ask_card_book, is_broken_off, make_card_book, make_in_worker
from cms.cards.paper import CardForm
from cms.models import CardBook, CardFile, HomePage
from documents import store
from documents.rendering.errors import FontsMissing
from tests.cms.matter_kit import person, published
from tests.kit import worker_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("standing_site")]
State = CardBook.State
CODES = ("M04", "M09", "M10")


@pytest.fixture
def worker(db: None) -> WorkerSign:
    return worker_at_work()


@pytest.fixture
def matters(home: HomePage, office: Office, editor: User, publisher: User) -> None:
    for code in CODES:
        published(office, editor, publisher, code=code)


def command(name: str, content: bytes, *options: str, last: str = "-") -> str:
    done = subprocess.run([name, *options, last], input=content, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


# Who, and how it begins


@pytest.mark.parametrize("who", ["editor", "publisher"])
def test_who_drafts_or_publishes_may_ask(who: str, worker: WorkerSign, request: pytest.FixtureRequest) -> None:
    book = ask_card_book(request.getfixturevalue(who))

    assert (book.state, book.form, book.asked_by.username) == (State.WAITING, "a5", who)


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.AUDITOR])
def test_nobody_else_may(role: Role, office: Office, administrator: User, worker: WorkerSign) -> None:
    other = person("other", role, office)

    with pytest.raises(NotAllowed):
        ask_card_book(other)

    assert not CardBook.objects.exists()


def test_without_a_worker_nothing_is_promised(editor: User) -> None:
    with pytest.raises(NobodyMakesBooks):
        ask_card_book(editor)

    assert not CardBook.objects.exists()


def test_the_job_is_handed_over_once_the_book_is_saved(
    editor: User,
    worker: WorkerSign,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]],
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        book = ask_card_book(editor)

    assert len(callbacks) == 1
    job = DBTaskResult.objects.get()
    assert (job.queue_name, job.args_kwargs["args"]) == ("default", [book.pk])


def test_who_asks_while_it_is_being_made_gets_the_same_book(editor: User, publisher: User, worker: WorkerSign) -> None:
    first = ask_card_book(editor)

    assert ask_card_book(publisher) == first
    assert ask_card_book(publisher, CardForm.A4) != first


# The work


def test_the_worker_makes_every_card_and_joins_them_with_bookmarks_and_tags(
    matters: None, editor: User, worker: WorkerSign
) -> None:
    book = ask_card_book(editor)

    assert make_in_worker.func(book.pk) == "ready"

    book.refresh_from_db()
    assert (book.done, book.total, book.problem) == (3, 3, "")
    assert book.file is not None
    content = store.read(book.file)
    info = command("pdfinfo", content)
    assert "Pages:           6" in info
    assert "Tagged:          yes" in info
    structure = command("pdfinfo", content, "-struct-text")
    assert structure.count("H1 (block)") == 3
    assert structure.count("Figure") == 3
    assert structure.count("Document\n") == 1
    text = command("pdftotext", content, "-", last="-").replace("\n", "")
    for name in ("建设工程规划许可", "抵押权首次登记", "不动产登记资料查询"):
        assert name in text
        assert name in structure.replace("\n", "")


def test_headings_of_cells_are_told_apart_throughout_the_book(matters: None, editor: User, worker: WorkerSign) -> None:
    book = make_card_book(ask_card_book(editor).pk)

    assert book.file is not None
    structure = command("pdfinfo", store.read(book.file), "-struct")
    ids = [line.split("<")[1].split(">")[0] for line in structure.splitlines() if "TH <" in line]
    assert len(ids) > 20
    assert len(set(ids)) == len(ids)


def test_progress_is_counted_card_by_card(
    matters: None, editor: User, worker: WorkerSign, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    make = action.card_pdf

    def watched(*args: object) -> object:
        seen.append(CardBook.objects.values_list("state", "done", "total").get())
        return make(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(action, "card_pdf", watched)

    make_card_book(ask_card_book(editor).pk)

    assert seen == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]


def test_a_second_book_reads_the_cards_from_the_store(
    matters: None, editor: User, worker: WorkerSign, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_card_book(ask_card_book(editor).pk)
    monkeypatch.setattr("cms.cards.files.render_pdf", None)

    second = make_card_book(ask_card_book(editor).pk)

    assert second != first
    assert second.file == first.file
    assert CardFile.objects.count() == 3


def test_a_job_that_comes_twice_makes_one_book(
    matters: None, editor: User, worker: WorkerSign, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_card_book(ask_card_book(editor).pk)
    monkeypatch.setattr(action, "joined", None)

    assert make_card_book(book.pk).state == State.READY


def test_what_goes_wrong_is_said_on_the_book(
    matters: None, editor: User, worker: WorkerSign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise FontsMissing(file="YizhengSans-Regular.otf")

    monkeypatch.setattr(action, "card_pdf", fail)

    book = make_card_book(ask_card_book(editor).pk)

    assert book.state == State.FAILED
    assert "cut_fonts" in book.problem


def test_without_matters_there_is_nothing_to_print(home: HomePage, editor: User, worker: WorkerSign) -> None:
    book = make_card_book(ask_card_book(editor).pk)

    assert book.state == State.FAILED
    assert book.problem


def test_a_book_whose_worker_was_killed_can_be_asked_for_anew(matters: None, editor: User, worker: WorkerSign) -> None:
    dead = ask_card_book(editor)
    CardBook.objects.update(state=State.RUNNING, done=1, total=3, asked_at=calendar.now() - timedelta(minutes=11))
    dead.refresh_from_db()
    assert is_broken_off(dead)

    new = ask_card_book(editor)

    assert new != dead
    assert make_card_book(new.pk).state == State.READY
    dead.refresh_from_db()
    assert dead.state == State.FAILED
    assert dead.file is None


def test_a_slow_worker_whose_book_was_given_up_stops(
    matters: None, editor: User, worker: WorkerSign, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = ask_card_book(editor)
    make, made = action.card_pdf, []

    def given_up(*args: object) -> object:
        made.append(args)
        CardBook.objects.update(state=State.FAILED)
        return make(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(action, "card_pdf", given_up)

    assert make_card_book(book.pk).state == State.FAILED
    assert len(made) == 1


# The screens


def test_the_list_offers_every_current_card_and_the_posters(matters: None, client: Client, editor: User) -> None:
    client.force_login(editor)

    page = client.get(reverse("cards")).content.decode()

    for code in CODES:
        for form in ("a5", "a4", "poster"):
            assert reverse("card_pdf", kwargs={"code": code, "form": form}) in page
    assert reverse("cards_wall") in page


def test_a_role_without_content_is_turned_away(client: Client, office: Office, administrator: User) -> None:
    client.force_login(person("clerk", Role.WINDOW_CLERK, office))

    assert client.get(reverse("cards")).status_code in (302, 403)
    assert client.get(reverse("cards_wall")).status_code in (302, 403)


def test_the_menu_shows_cards_to_those_who_work_on_them(client: Client, editor: User, office: Office) -> None:
    client.force_login(editor)
    assert reverse("cards") in client.get(reverse("wagtailadmin_home")).content.decode()

    client.force_login(person("clerk", Role.WINDOW_CLERK, office))
    assert f'"{reverse("cards")}"' not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_poster_of_all_matters_is_a_pdf(matters: None, client: Client, publisher: User) -> None:
    client.force_login(publisher)

    response = client.get(reverse("cards_wall"))

    assert response.content.startswith(b"%PDF")


def test_the_button_leads_to_progress_that_works_without_script(
    matters: None, client: Client, editor: User, worker: WorkerSign
) -> None:
    client.force_login(editor)

    response = client.post(reverse("cards"), {"form": "a5"})

    book = CardBook.objects.get()
    assert response["Location"] == reverse("card_book", args=[book.pk])
    page = client.get(response["Location"]).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert f'data-progress="{reverse("card_book_progress", args=[book.pk])}"' in page


def test_the_fragment_says_when_it_is_over(matters: None, client: Client, editor: User, worker: WorkerSign) -> None:
    client.force_login(editor)
    book = ask_card_book(editor)
    address = reverse("card_book_progress", args=[book.pk])
    assert client.get(address)["X-Progress"] == "on"

    make_card_book(book.pk)

    response = client.get(address)
    assert response["X-Progress"] == "over"
    assert reverse("card_book_file", args=[book.pk]) in response.content.decode()
    file = client.get(reverse("card_book_file", args=[book.pk]))
    assert file.content.startswith(b"%PDF")


def test_without_a_worker_the_button_is_not_offered_and_asking_says_why(
    matters: None, client: Client, editor: User
) -> None:
    client.force_login(editor)
    assert 'value="a5"' not in client.get(reverse("cards")).content.decode()

    response = client.post(reverse("cards"), {"form": "a5"}, follow=True)

    assert str(NobodyMakesBooks.message) in response.content.decode()
    assert not CardBook.objects.exists()


def test_a_book_that_is_not_ready_has_no_file(client: Client, editor: User, worker: WorkerSign) -> None:
    client.force_login(editor)
    book = ask_card_book(editor)

    assert client.get(reverse("card_book_file", args=[book.pk])).status_code == 404
