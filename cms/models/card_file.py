from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile


class CardFile(models.Model):
    """A printed card that was made once and is kept: found by the digest of everything it says but the print date."""

    class Form(models.TextChoices):
        A5 = "a5", _("A5, two sides")
        A4 = "a4", _("A4, one side")
        POSTER = "poster", _("poster for the hall")
        WALL = "wall", _("poster of all matters")

    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(_("code"), max_length=8, blank=True)
    number = models.PositiveIntegerField(_("version"), null=True)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices)
    language = models.CharField(_("language"), max_length=8)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("printed card")
        verbose_name_plural = _("printed cards")

    def __str__(self) -> str:
        return f"{self.code} {self.form}"


class CardBook(models.Model):
    """All cards in one PDF, made by a worker one card after the other."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    form = models.CharField(_("form"), max_length=8, choices=CardFile.Form.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("book of cards")
        verbose_name_plural = _("books of cards")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="card_book_counts_to_its_total"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False), name="card_book_ready_has_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.asked_at:%Y-%m-%d %H:%M}"
