from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.access import Actor
from bureau.triggers import Frozen, freeze
from casework.models.application import Application
from casework.models.case import Case
from documents.models import LedgerEntry, StoredFile


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Actor) -> Self:
        return self.filter(application__in=Application.objects.visible_to(user).values("pk"))


class Notice(models.Model):
    """A numbered, signed letter to the applicant (通知书): written with the event that it tells, each says all at once.

    ``content`` is what it says (casework.notices.words.Content) and never changes; the signed file is made once, when
    somebody first needs it. Served at the window, by mail, or online by being opened.

    A card (一次性告知卡, 个人版) says of one case what is missing (casework.notices.cards). As the short form of a
    ``letter`` it counts as the correction notice, without one it does not. It has two files: A5, and ``sheet`` as A4.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt of papers")
        ACCEPTED = "accepted", _("notice of acceptance")
        REFUSED = "refused", _("notice of non-acceptance")
        MORE = "more", _("notice of what is missing")
        CORRECTION = "correction", _("notice to supply papers")
        REVISION = "revision", _("notice to revise")
        SPECIAL = "special", _("notice of a special procedure")
        HEARING = "hearing", _("notice of a hearing")
        EXTENSION = "extension", _("notice of an extension")
        DECISION = "decision", _("written decision")
        CHANGED = "changed", _("notice of a corrected entry")
        CARD = "card", _("notice card of this case")

    class Way(models.TextChoices):
        WINDOW = "window", _("at the window")
        POST = "post", _("by post")
        ONLINE = "online", pgettext_lazy("how a letter was served", "online")

    application = models.ForeignKey(Application, models.PROTECT, related_name="notices", verbose_name=_("application"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="notices", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="notice", verbose_name=_("number"))
    public_id = models.CharField(max_length=16, unique=True, editable=False)
    content = models.JSONField(_("content"))
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    letter = models.ForeignKey("self", models.PROTECT, null=True, related_name="cards", verbose_name=_("short form of"))
    sheet = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file as A4"))
    served_at = models.DateTimeField(_("served at"), null=True)
    served_how = models.CharField(_("served"), max_length=8, choices=Way, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("served by")
    )
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("signed receipt"))
    tracking = models.CharField(_("number of the letter"), max_length=40, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_at__isnull=True, served_how="")
                | (
                    Q(served_at__isnull=False)
                    & (
                        Q(served_how="online")
                        | Q(served_how="window", proof__isnull=False, served_by__isnull=False)
                        | (Q(served_how="post", served_by__isnull=False) & ~Q(tracking=""))
                    )
                ),
                name="notice_served_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(kind="card", case__isnull=False)
                | (~Q(kind="card") & Q(letter__isnull=True, sheet__isnull=True)),
                name="notice_card_is_of_one_case",
            ),
        ]

    def __str__(self) -> str:
        return self.entry.text


freeze(
    Frozen(
        model="casework.Notice",
        name="a notice never changes, and is served once",
        set_once=["file", "sheet", "served_at", "served_how", "served_by", "proof", "tracking"],
    )
)
