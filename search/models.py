"""One row for each record that can be found. Look-ups by number read it on any database; SQLite's FTS5 indexes it."""

from collections.abc import Iterable

from django.db import models

from documents.number_keys import number_key
from search.analysis import MAX_NUMBER, index_tokens, number_digits
from search.contract import Entry


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
            year=str(entry.day.year),
            district=entry.district,
            state=entry.state,
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
