"""One row for each record that can be found. Look-ups by number read it on any database; SQLite's FTS5 indexes it."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.number_keys import number_key
from search.analysis import MAX_NUMBER, index_tokens, normalise, number_digits, terms
from search.contract import NO_DAY, Entry


class SearchRecord(models.Model):
    """What one record contributes to search, written in the transaction that changes the record (search.index)."""

    kind = models.CharField(max_length=16)
    record_id = models.CharField(max_length=64)
    sort_id = models.BigIntegerField()
    number = models.CharField(max_length=MAX_NUMBER + 40)
    number_key = models.CharField(max_length=MAX_NUMBER, db_index=True)
    number_digits = models.CharField(max_length=MAX_NUMBER, db_index=True)  # the key from its first digit on
    number_tail = models.CharField(max_length=MAX_NUMBER, db_index=True)  # the key from its end
    title = models.TextField()
    day = models.DateField()
    type = models.CharField(max_length=32)
    year = models.CharField(max_length=4)
    district = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    office = models.CharField(max_length=20)  # key of the office
    audience = models.TextField()  # tokens between spaces, one at each end: ' office:3 public '
    payload = models.JSONField(default=dict)
    # Wide columns last: SQLite reads what stands before them without their pages.
    title_tokens = models.TextField()
    body_tokens = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_record_once")]
        indexes = [models.Index(fields=["-day", "sort_id", "kind"], name="search_record_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"

    @classmethod
    def of(cls, entry: Entry) -> "SearchRecord":
        key = number_key(entry.number)[:MAX_NUMBER]
        return cls(
            kind=entry.kind,
            record_id=entry.record_id,
            sort_id=entry.sort_id,
            number=entry.number[: MAX_NUMBER + 40],
            number_key=key,
            number_digits=number_digits(key),
            number_tail=key[::-1],
            title=entry.title,
            title_tokens=index_tokens(entry.title),
            body_tokens=index_tokens(entry.body),
            day=entry.day,
            type=entry.type,
            year=str(entry.day.year) if entry.day > NO_DAY else "",
            district=entry.district,
            state=entry.state,
            office=entry.office,
            audience=audience_column(entry.audience),
            payload=dict(entry.payload),
        )


def audience_column(audience: Iterable[str]) -> str:
    return f" {' '.join(sorted(audience))} "


COPIED = 1  # the version with which rows are copied into a new index


class SearchIndex(models.Model):
    """An index in the cluster that holds every record: the one in use, the one before it, or one being filled.

    All of them get every change, so that any may be read at any time.
    """

    name = models.CharField(max_length=80, unique=True)
    copied_to = models.BigIntegerField(default=0)  # the key of the last row that was copied
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class OutboxEntry(models.Model):
    """One change that the cluster has not confirmed: the record's row as it is when it is sent, or its removal.

    Written in the transaction of the change, after the row, whose lock keeps keys in the order of commits. The key is
    the change's version (`version`), so that an older change that arrives late is refused by the cluster.
    """

    kind = models.CharField(max_length=16)
    record_id = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)  # what the cluster said, without the record's words

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"

    @property
    def version(self) -> int:
        """Above that of copies."""
        return COPIED + self.pk


class Synonym(models.Model):
    """What people say for what records call otherwise: 房产证 for 不动产权证书. Applied when somebody searches."""

    words = models.CharField(
        _("what people say"), max_length=40, help_text=_("One word, such as 房产证. No spaces, no punctuation.")
    )
    means = models.CharField(
        _("what we call it"),
        max_length=60,
        help_text=_("As it stands in guides and certificates, such as 不动产权证书."),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["words", "means"],
                name="synonym_once",
                violation_error_message=_("This synonym is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.means}"

    def clean(self) -> None:
        """One run of Han characters or one word, or nothing could be put in its place without doubt."""
        if len(terms(self.words)) != 1:
            raise ValidationError({"words": _("Give one word without spaces and punctuation.")}, code="not_one_word")
        if not terms(self.means):
            raise ValidationError({"means": _("Give words that records can hold.")}, code="no_words")
        if normalise(self.words) == normalise(self.means):
            raise ValidationError({"means": _("Both are the same. Give another word.")}, code="same")


class SavedSearch(models.Model):
    """A search that a person keeps, to see at once how many records it finds now."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    asked = models.CharField(max_length=2000)  # what stands behind ? in the address of the search
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name


class SearchExport(models.Model):
    """All that a search finds for one person, written by a worker as a table, kept for a day."""

    class Form(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel (XLSX)")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    asked = models.CharField(max_length=2000)
    form = models.CharField(_("form"), max_length=4, choices=Form)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(content__isnull=False), name="search_export_ready_has_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.asked_at:%Y-%m-%d %H:%M}"
