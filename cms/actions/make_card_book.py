"""All notice cards as one PDF: asked for on a staff screen, made by a worker, card by card."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from bureau import calendar
from bureau.errors import NotAllowed, Unavailable, YizhengError
from bureau.models import User
from bureau.models.grants import offices_where
from bureau.roles import Verb
from bureau.worker import worker_is_alive
from cms.cards.files import card_pdf
from cms.cards.joining import Part, joined
from cms.cards.paper import CardForm
from cms.models.card_file import CardBook
from cms.public_matters import PublicMatter, public_matters
from documents import store

LONGEST = timedelta(minutes=10)  # a thousand cards take five; what is older was begun by a worker that has gone
MAKERS = (Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT)
State = CardBook.State


class NobodyMakesBooks(Unavailable):
    code = "cms.no_worker"
    message = gettext_lazy("Nothing is running that could make the file now.")
    next_step = gettext_lazy("Ask the operator to start it, then try again.")


def may_make_card_book(actor: User) -> bool:
    """Cards belong to the whole house: whoever drafts or publishes at some office."""
    return any(offices_where(actor, verb).exists() for verb in MAKERS)


def ask_card_book(actor: User, form: CardForm = CardForm.A5) -> CardBook:
    """Hands the work to a worker. The book that is being made already is the answer to whoever asks meanwhile.

    Raises NotAllowed, NobodyMakesBooks.
    """
    if not may_make_card_book(actor):
        raise NotAllowed(verb=Verb.DRAFT_CONTENT.label)
    if not worker_is_alive():
        raise NobodyMakesBooks()
    with transaction.atomic():
        CardBook.objects.filter(_unfinished(), asked_at__lt=_too_old()).update(
            state=State.FAILED, problem=_("It was broken off. Ask for it again.")
        )
        underway = CardBook.objects.filter(_unfinished(), form=form.value).first()
        if underway is not None:
            return underway
        book = CardBook.objects.create(asked_by=actor, asked_at=calendar.now(), form=form.value)
        transaction.on_commit(partial(make_in_worker.enqueue, book.pk))
    return book


def is_broken_off(book: CardBook) -> bool:
    """Its worker must have gone; it can be asked for again."""
    return book.state in (State.WAITING, State.RUNNING) and book.asked_at < _too_old()


def _unfinished() -> Q:
    return Q(state__in=[State.WAITING, State.RUNNING])


def _too_old() -> datetime:
    return calendar.now() - LONGEST


@task(backend="jobs", queue_name="default")
def make_in_worker(book_id: int) -> str:
    """Runs in a worker. What goes wrong is shown on the book's page; the task itself then ends well."""
    return make_card_book(book_id).state


def make_card_book(book_id: int) -> CardBook:
    """Makes every card that is not in the store yet, then joins them all. Safe to call again: a book is made once."""
    begun = CardBook.objects.filter(pk=book_id, state=State.WAITING).update(state=State.RUNNING)
    book = CardBook.objects.get(pk=book_id)
    if not begun:
        return book
    try:
        with override(settings.LANGUAGE_CODE):
            _make(book, public_matters(settings.LANGUAGE_CODE))
    except YizhengError as error:
        _still(book).update(state=State.FAILED, problem=f"{error} {error.next_step}")
    book.refresh_from_db()
    return book


def _make(book: CardBook, matters: Sequence[PublicMatter]) -> None:
    if not matters:
        _still(book).update(state=State.FAILED, problem=_("No matter is published yet."))
        return
    _still(book).update(total=len(matters))
    parts = []
    for done, matter in enumerate(matters, start=1):
        file = card_pdf(matter, CardForm(book.form), settings.LANGUAGE_CODE)
        parts.append(Part(f"{matter.code} {matter.facts.name}", store.read(file)))
        if not _still(book).update(done=done):
            return  # given up meanwhile as broken off
    content = joined(parts, title=_("All notice cards"))
    sha256 = store.write(content)
    with transaction.atomic():
        file = store.record(sha256, size=len(content), media_type="application/pdf")
        _still(book).update(state=State.READY, file=file)


def _still(book: CardBook) -> QuerySet[CardBook]:
    """The book, as long as it is ours to make."""
    return CardBook.objects.filter(pk=book.pk, state=State.RUNNING)
