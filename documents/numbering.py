"""The ledger's only writer: reserves, issues and voids numbers. Call it inside a transaction."""

from collections.abc import Callable, Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.errors import Refused
from bureau.models import Office
from documents.models import LedgerEntry, NumberBook, NumberSeries
from documents.number_keys import number_key


class NumberTaken(Refused):
    code = "documents.number_taken"
    message = _("Number %(number)s was given before.")
    next_step = _("Look it up in the number book and correct the number.")


class NumberMalformed(Refused):
    code = "documents.number_malformed"
    message = _("Number %(number)s does not have the form of its kind.")
    next_step = _("Correct the number; its form stands beside the field.")


def open_series(office: Office | None, code: str, title: str) -> NumberSeries:
    series, _made = NumberSeries.objects.get_or_create(office=office, code=code, defaults={"title": title})
    return series


def reserve(
    series: NumberSeries, year: int, *, taken_for: Sequence[str], write: Callable[[int], str]
) -> list[LedgerEntry]:
    """Takes the next ``len(taken_for)`` numbers of the year; ``write`` spells a value as it is printed."""
    NumberBook.objects.get_or_create(series=series, year=year)
    book = NumberBook.objects.select_for_update().get(series=series, year=year)
    moment = calendar.now()
    entries = []
    for value, purpose in enumerate(taken_for, start=book.next):
        text = write(value)
        entries.append(
            LedgerEntry(
                office_id=series.office_id,
                code=series.code,
                book=book,
                value=value,
                text=text,
                key=number_key(text),
                taken_for=purpose,
                taken_at=moment,
            )
        )
    book.next += len(entries)
    book.save(update_fields=["next"])
    return LedgerEntry.objects.bulk_create(entries)


def import_number(office: Office, code: str, text: str, *, taken_for: str) -> LedgerEntry:
    """Records a number that the national supervision system minted. Raises NumberTaken when it is known already."""
    try:
        with transaction.atomic():
            return LedgerEntry.objects.create(
                office=office, code=code, text=text, key=number_key(text), taken_for=taken_for, taken_at=calendar.now()
            )
    except IntegrityError as error:
        raise NumberTaken(number=text) from error


def mark_issued(entries: Iterable[LedgerEntry]) -> None:
    LedgerEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(state=LedgerEntry.State.ISSUED)


def void(entries: Iterable[LedgerEntry], reason: str) -> None:
    """Burns reserved numbers; the reason stays beside each."""
    LedgerEntry.objects.filter(pk__in=[entry.pk for entry in entries], state=LedgerEntry.State.RESERVED).update(
        state=LedgerEntry.State.VOID, void_reason=reason
    )


def first_wrong_book() -> str | None:
    """The first book whose ledger has a gap or a number outside its range, in words; None when all are whole."""
    for book in NumberBook.objects.select_related("series").order_by("pk"):
        values = list(book.entries.order_by("value").values_list("value", flat=True))
        if values != list(range(book.first, book.next)):
            expected = set(range(book.first, book.next)) ^ {value for value in values if value is not None}
            return f"number book {book}: {min(expected)} is missing or out of range"
    return None
