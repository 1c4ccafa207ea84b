"""What the layers below announce or write, followed by the index in the same transaction: if this fails, that fails."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from bureau.models import Office, Post, ServiceWindow
from casework.models import Case
from casework.signals import case_changed
from certificates.models import Bundle, Certificate, Project
from certificates.signals import bundle_issued, certificate_ended, project_changed
from cms.models import (
    GuideIndexPage,
    GuideMatter,
    GuidePage,
    HomePage,
    Matter,
    NoticeIndexPage,
    NoticePage,
    TextPage,
)
from cms.public_matters import SOURCE
from cms.signals import matter_published
from search import index
from search.kinds import CARDS, CASES, CERTIFICATES, DRAFTS, GUIDES, MATTERS, NOTICES, OFFICES, PROJECTS, TEXTS


@receiver(bundle_issued, dispatch_uid="search.bundle_issued")
def index_bundle(*, bundle: Bundle, **kwargs: Any) -> None:
    issued = bundle.certificates.select_related("bundle__project", "type_version")
    index.put(map(CERTIFICATES.entry, issued))


@receiver(certificate_ended, dispatch_uid="search.certificate_ended")
def index_ended(*, certificate: Certificate, **kwargs: Any) -> None:
    index.put([CERTIFICATES.entry(certificate)])


@receiver(project_changed, dispatch_uid="search.project_changed")
def index_project(*, project: Project, **kwargs: Any) -> None:
    index.put([PROJECTS.entry(project)])


@receiver(case_changed, dispatch_uid="search.case_changed")
def index_case(*, case: Case, **kwargs: Any) -> None:
    index.put([CASES.entry(case)])


def _page_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page, or its English: found with the Chinese one."""
    if raw:
        return
    sources = type(instance).objects.filter(translation_key=instance.translation_key, locale__language_code=SOURCE)
    keys = {str(instance.pk), *map(str, sources.values_list("pk", flat=True))}
    index.sync(DRAFTS, keys)
    for kind in (GUIDES, NOTICES, TEXTS):
        if isinstance(instance, kind.model):
            index.sync(kind, keys)


def _matter_changed(instance: Matter, raw: bool = False, **kwargs: Any) -> None:
    """A matter, or its English: cards and guides say what it says."""
    if raw:
        return
    same = Matter.objects.sources().filter(translation_key=instance.translation_key)
    keys = {str(instance.pk), *map(str, same.values_list("pk", flat=True))}
    index.sync(MATTERS, keys)
    index.sync(CARDS, keys)
    guides = GuideMatter.objects.filter(matter__translation_key=instance.translation_key)
    index.sync(GUIDES, map(str, guides.values_list("page", flat=True)))


@receiver(matter_published, dispatch_uid="search.matter_published")
def index_matter(*, matter: Matter, **kwargs: Any) -> None:
    _matter_changed(matter)


def _guide_changed(instance: GuideMatter, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        index.sync(GUIDES, [str(instance.page_id)])


def _window_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    same_office = ServiceWindow.objects.filter(office=_office_of(instance))
    own = [str(instance.pk)] if isinstance(instance, ServiceWindow) else []
    index.sync(OFFICES, [*own, *map(str, same_office.values_list("pk", flat=True))])


def _office_of(instance: Any) -> int:
    key: int = instance.pk if isinstance(instance, Office) else instance.office_id
    return key


FOLLOWED = {
    _page_changed: (GuideIndexPage, GuidePage, HomePage, NoticeIndexPage, NoticePage, TextPage),
    _matter_changed: (Matter,),
    _guide_changed: (GuideMatter,),
    _window_changed: (Office, ServiceWindow, Post),
}


def follow() -> None:
    """Called once all models are known."""
    for follows, models in FOLLOWED.items():
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(follows, sender=model, dispatch_uid=f"search.{model._meta.label_lower}.{id(signal)}")
