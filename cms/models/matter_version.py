from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from bureau.triggers import Frozen, freeze
from cms.matters.facts import MatterFacts


class MatterVersion(models.Model):
    """What a matter stated from one publication to the next: cards carry its number, applications will pin it."""

    matter = models.ForeignKey("cms.Matter", models.PROTECT, related_name="versions", verbose_name=_("matter"))
    code = models.CharField(_("code"), max_length=8)
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"), help_text="cms.matters.facts.MatterFacts")
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("version of a matter")
        verbose_name_plural = _("versions of matters")
        ordering = ["matter", "-number"]
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="matter_version_once")]
        indexes = [models.Index(fields=["code", "number"], name="matter_version_by_code")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def facts(self) -> MatterFacts:
        """Read once in each process: rows never change."""
        return _facts(self, self.published_at)

    def keep(self, documents: Iterable[Document]) -> None:
        """Neither deleted nor replaced from now on. Wagtail's screens know it at once, without waiting for a worker."""
        for document in documents:
            ReferenceIndex.create_or_update_for_object(self.files.create(document=document))


class VersionFile(models.Model):
    """A file that a version offers to readers: it stays as it is as long as the version does, which is for ever."""

    version = models.ForeignKey(MatterVersion, models.PROTECT, related_name="files", verbose_name=_("version"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="in_versions", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")
        constraints = [models.UniqueConstraint(fields=["version", "document"], name="version_file_once")]

    def __str__(self) -> str:
        return str(self.version)


@lru_cache(maxsize=2048)
def _facts(version: MatterVersion, published_at: datetime) -> MatterFacts:
    """Versions are the same by their key; a list that knows them already need not read their content again."""
    return MatterFacts.model_validate(version.content)


freeze(Frozen(model="cms.MatterVersion", name="a published version never changes"))
freeze(Frozen(model="cms.VersionFile", name="the files of a version never change"))
