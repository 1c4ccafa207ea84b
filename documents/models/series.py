from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.models import Office
from bureau.triggers import Frozen, Transitions, freeze


class NumberSeries(models.Model):
    """What an office, or with none the whole system, numbers by itself (编号): one counter a year, a book each."""

    office = models.ForeignKey(Office, models.PROTECT, null=True, verbose_name=_("office"))
    code = models.CharField(_("code"), max_length=20, help_text=_("The kind of paper, such as WORKS."))
    title = models.CharField(_("title"), max_length=100)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ["office", "code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="office_has_one_series_of_a_kind"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(office__isnull=True), name="system_has_one_series_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NumberBook(models.Model):
    """The numbers of one series in one year (编号簿). Every number from `first` up to `next` is in the ledger.

    What is numbered anew each day has a book a day; its ``year`` is then the day as eight digits.
    """

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="books", verbose_name=_("series"))
    year = models.PositiveIntegerField(_("year"))
    first = models.PositiveBigIntegerField(
        _("first number"), default=1, help_text=_("Where this system began; smaller ones were given elsewhere.")
    )
    next = models.PositiveBigIntegerField(_("next number"), default=1)

    class Meta:
        verbose_name = _("number book")
        verbose_name_plural = _("number books")
        ordering = ["series", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="series_has_one_book_a_year"),
            models.CheckConstraint(condition=Q(next__gte=models.F("first")), name="book_counts_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class LedgerEntry(models.Model):
    """One number (编号台账): reserved, then issued or void; never deleted, never reused.

    Own numbers have their `book` and `value`; numbers that the national system minted have neither.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", _("reserved")
        ISSUED = "issued", _("issued")
        VOID = "void", _("void")

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name=_("office"))
    code = models.CharField(_("kind"), max_length=20)
    book = models.ForeignKey(NumberBook, models.PROTECT, null=True, related_name="entries", verbose_name=_("book"))
    value = models.PositiveBigIntegerField(_("value"), null=True)
    text = models.CharField(_("number"), max_length=64)
    key = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RESERVED)
    taken_for = models.CharField(_("taken for"), max_length=120)  # for people; the certificate points here
    taken_at = models.DateTimeField(_("taken at"))
    void_reason = models.CharField(_("why void"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        ordering = ["book", "value", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "value"], name="ledger_number_used_once"),
            models.UniqueConstraint(fields=["code", "key"], name="ledger_text_used_once"),
            models.CheckConstraint(
                condition=Q(book__isnull=True, value__isnull=True) | Q(book__isnull=False, value__isnull=False),
                name="ledger_own_number_has_book_and_value",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""),
                name="ledger_void_gives_reason",
                violation_error_code="documents.void_reason_missing",
                violation_error_message=_("Say why this number is void."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_imported(self) -> bool:
        return self.book_id is None


freeze(
    Frozen(
        model="documents.LedgerEntry",
        name="a number in the ledger never changes",
        free=["state", "taken_for"],
        set_once=["void_reason"],
    )
)
freeze(
    Transitions(
        model="documents.LedgerEntry",
        name="a number is reserved, then issued or void",
        column="state",
        allowed={"reserved": ["issued", "void"]},
    )
)
freeze(
    Frozen(
        model="documents.NumberBook",
        name="a number book keeps its series and year",
        columns=["series", "year"],
    )
)
freeze(
    Frozen(
        model="documents.NumberBook",
        name="a number book in use keeps its first number",
        columns=["first"],
        when='OLD."next" > OLD."first"',
        deletable=True,
    )
)
freeze(
    Frozen(
        model="documents.NumberBook",
        name="a number book never counts back",
        columns=["next"],
        unless='NEW."next" > OLD."next" OR OLD."next" = OLD."first"',
        deletable=True,
    )
)
