"""Everything that a public page may show bumps the content version when it changes, in the transaction of the change.

By the rows that are written rather than by Wagtail's page signals, which miss moves, settings, images and redirects.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.models import ContentVersion

APPS = frozenset({"cms", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects", "wagtail_localize"})
# Written without any public page saying something else.
# fmt: off
SILENT = frozenset({
    "cms.contentversion", "cms.cardfile", "cms.cardbook", "cms.catalogueedition",
    "wagtailcore.revision", "wagtailcore.referenceindex", "wagtailcore.pagelogentry", "wagtailcore.modellogentry",
    "wagtailcore.task", "wagtailcore.taskstate", "wagtailcore.workflow", "wagtailcore.workflowstate",
    "wagtailcore.workflowtask", "wagtailcore.workflowpage", "wagtailcore.workflowcontenttype",
    "wagtailcore.comment", "wagtailcore.commentreply", "wagtailcore.pagesubscription",
    "wagtailcore.uploadedfile", "wagtailcore.groupcollectionpermission", "wagtailcore.grouppagepermission",
    "wagtailcore.grouppermission", "wagtailcore.editingsession",
    "wagtailimages.rendition",  # follows from its image
})
# fmt: on
HOUSE = (
    "bureau.office",
    "bureau.servicewindow",
    "bureau.openingperiod",
    "bureau.post",
    "bureau.calendaroverride",
    "bureau.enteredyear",
)  # fmt: skip


def shown(model: type[Model]) -> bool:
    """Whether a row of ``model`` may stand behind a public page."""
    label = model._meta.label_lower
    return label in HOUSE or (model._meta.app_label in APPS and label not in SILENT)


def bump(sender: type[Model], **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        ContentVersion.bump()


def bump_links(sender: type[Model], action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        ContentVersion.bump()


def watch() -> None:
    """Called once all models are known."""
    for model in apps.get_models(include_auto_created=True):
        if shown(model):
            uid = f"cms.content.{model._meta.label_lower}"
            if model._meta.auto_created:
                m2m_changed.connect(bump_links, sender=model, dispatch_uid=uid)
                continue
            post_save.connect(bump, sender=model, dispatch_uid=uid)
            post_delete.connect(bump, sender=model, dispatch_uid=uid)
