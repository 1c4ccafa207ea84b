"""Where a book of numbers begins: set by an administrator before its first number is taken, never afterwards."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bureau import audit
from bureau.access import require
from bureau.errors import Refused
from bureau.models import Office, User
from bureau.roles import Verb
from documents.models import NumberBook
from documents.numbering import open_series

audit.label("documents.begin_book", _("First number of a book set"))


class BookInUse(Refused):
    code = "documents.book_in_use"
    message = _("Numbers of %(book)s were taken already; where it begins is fixed.")
    next_step = _("Look at its numbers; single ones can be void with a reason.")


class FirstNumberWrong(Refused):
    code = "documents.first_number_wrong"
    message = _("A book begins at 1 or above.")
    next_step = _("Write the number after the last one that was given elsewhere.")


def begin_book(office: Office, code: str, title: str, year: int, first: int, *, actor: User) -> NumberBook:
    """Opens the book of a year, or moves the beginning of an unused one. Raises BookInUse, FirstNumberWrong."""
    require(actor, Verb.MANAGE_SERIES, office)
    if first < 1:
        raise FirstNumberWrong()
    with transaction.atomic():
        series = open_series(office, code, title)
        NumberBook.objects.get_or_create(series=series, year=year)
        book = NumberBook.objects.select_for_update().get(series=series, year=year)
        if book.entries.exists():
            raise BookInUse(book=book)
        book.first = book.next = first
        book.save(update_fields=["first", "next"])
        audit.record(book, "documents.begin_book", actor=actor, office=office, data={"first": first})
    return book
