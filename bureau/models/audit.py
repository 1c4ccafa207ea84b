"""The audit trail (审计记录): Wagtail's log entries, append-only and chained by hashes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet

from bureau.calendar import now
from bureau.models.grants import offices_where
from bureau.models.office import Office
from bureau.models.user import Actor
from bureau.office_of import office_of
from bureau.roles import Verb
from bureau.triggers import Frozen, freeze

START = "0" * 64  # what the first entry names as its predecessor


def canonical(value: Any) -> bytes:
    """The one spelling of ``value`` as JSON: what hashes are taken over."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(data: dict[str, Any] | None) -> dict[str, Any]:
    """``data`` as any database gives it back; floats become text, because jsonb spells them in its own way."""
    kept: dict[str, Any] = json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder), parse_float=str)
    return kept


class AuditEntryQuerySet(LogEntryQuerySet):
    def visible_to(self, user: Actor) -> "AuditEntryQuerySet":
        """Entries of the offices whose trail ``user`` may read; those of no office only for who reads some trail."""
        offices = offices_where(user, Verb.READ_AUDIT)
        seen: AuditEntryQuerySet = self.filter(
            models.Q(office__in=offices) | models.Q(office=None) & models.Exists(offices)
        )
        return seen


class AuditEntryManager(BaseLogEntryManager.from_queryset(AuditEntryQuerySet)):  # type: ignore[misc]
    """Writes entries at the end of the chain; Wagtail's own log calls end here too."""

    def get_queryset(self) -> AuditEntryQuerySet:
        return AuditEntryQuerySet(self.model, using=self._db)

    def log_action(self, instance: models.Model, action: str, **kwargs: Any) -> "AuditEntry":
        kwargs.setdefault("timestamp", now())
        kwargs.setdefault("office", office_of(instance))
        kwargs["data"] = plain(kwargs.get("data"))
        kwargs["object_id"] = str(instance.pk)
        kwargs["object_type"] = instance._meta.label_lower
        entry: AuditEntry = super().log_action(instance, action, **kwargs)
        return entry

    def create(self, **values: Any) -> "AuditEntry":
        """Chains the entry: the head row stays locked until the transaction ends, so the chain cannot fork."""
        with transaction.atomic():
            head, _made = AuditHead.objects.select_for_update().get_or_create(pk=AuditHead.ONLY)
            entry: AuditEntry = self.model(**values, seq=head.seq + 1, previous_hash=head.hash)
            entry.hash = entry.computed_hash()
            entry.save(force_insert=True)
            AuditHead.objects.filter(pk=AuditHead.ONLY).update(seq=entry.seq, hash=entry.hash)
        return entry

    def viewable_by_user(self, user: Actor) -> AuditEntryQuerySet:
        """For Wagtail's site history; unlike Wagtail's own, being a superuser opens nothing."""
        return self.get_queryset().visible_to(user)

    def for_instance(self, instance: models.Model) -> AuditEntryQuerySet:
        kind = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        found: AuditEntryQuerySet = self.get_queryset().filter(content_type=kind, object_id=str(instance.pk))
        return found


class AuditEntry(BaseLogEntry):
    """One thing that somebody did to one object. Triggers refuse any change; each entry holds the hash before it."""

    seq = models.PositiveBigIntegerField(_("number"), unique=True, editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    object_id = models.CharField(max_length=255, db_index=True)
    object_type = models.CharField(max_length=100, help_text="app.model, as it was called when the entry was written")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )

    objects = AuditEntryManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-seq"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        indexes = [models.Index(fields=["content_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_type} {self.object_id}"

    def computed_hash(self) -> str:
        """SHA-256 over everything the entry states and its predecessor's hash."""
        statement = {
            "seq": self.seq,
            "previous": self.previous_hash,
            "action": self.action,
            "at": self.timestamp.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.user_id,
            "object": [self.object_type, self.object_id],
            "label": self.label,
            "office": self.office_id,
            "data": self.data,
            "uuid": str(self.uuid) if self.uuid else None,
            "flags": [self.content_changed, self.deleted, self.revision_id],
        }
        return hashlib.sha256(canonical(statement)).hexdigest()


class AuditHead(models.Model):
    """The end of the chain: locked while an entry is added, and the witness that none was cut off."""

    ONLY = 1

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:8]}"


def chain() -> Iterator[AuditEntry]:
    """Every entry, oldest first, without loading all at once."""
    yield from AuditEntry.objects.order_by("seq").iterator(chunk_size=500)


freeze(Frozen(model="bureau.AuditEntry", name="audit_entry_never_changes"))
