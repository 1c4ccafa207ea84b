"""Publishing what another person wrote: the rule for every page, matter and whatever else editors draft.

Wagtail publishes from many places (a button, a workflow, the schedule, old revisions); all of them call ``publish`` on
the object, so the rule stands there. Being a superuser opens nothing.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from bureau.access import may, offices_where, require
from bureau.errors import Refused
from bureau.models import Office, User
from bureau.office_of import office_of, office_path
from bureau.roles import Verb
from cms.written import written

# What a revision also holds that nobody wrote as content.
# fmt: off
BOOKKEEPING = frozenset({
    "pk", "id", "live", "live_revision", "latest_revision", "has_unpublished_changes", "first_published_at",
    "last_published_at", "latest_revision_created_at", "expired", "go_live_at", "expire_at", "locked", "locked_at",
    "locked_by", "owner", "url_path", "path", "depth", "numchild", "draft_title", "current_version",
    "wagtail_admin_comments",
})
# fmt: on
_set_up: ContextVar[bool] = ContextVar("set_up", default=False)


class OwnDraft(Refused):
    code = "cms.own_draft"
    message = _("You wrote part of this draft yourself. It is saved, but not published.")
    next_step = _("Ask another publisher, or send it for publication.")


@contextmanager
def words_that_come_with_the_system() -> Iterator[None]:
    """Within the block one action writes and publishes: setting up a site, where nobody has a role on pages yet."""
    token = _set_up.set(True)
    try:
        yield
    finally:
        _set_up.reset(token)


def authors(obj: Any, revision: Revision) -> set[int]:
    """Keys of the people whose changes ``revision`` would publish: all since the last publication."""
    wrote: set[int] = set()
    before: Any = None
    since = obj.live_revision_id
    for each in obj.revisions.filter(pk__gte=since or 0, pk__lte=revision.pk).order_by("pk").iterator():
        content = {name: written(value) for name, value in each.content.items() if name not in BOOKKEEPING}
        if each.pk != since and content != before and each.user_id is not None:
            wrote.add(each.user_id)
        before = content
    return wrote


def is_author(obj: Any, user: User) -> bool:
    """Whether ``user`` wrote part of what is waiting for publication."""
    revision = obj.get_latest_revision()
    return revision is not None and user.pk in authors(obj, revision)


def may_review(obj: Any, user: User) -> bool:
    """Whether ``user`` publishes at the office that answers for the text."""
    office = office_for(obj)
    return office is not None and may(user, Verb.PUBLISH_CONTENT, office)


def may_publish(obj: Any, user: User) -> bool:
    return may_review(obj, user) and not is_author(obj, user)


def office_for(obj: models.Model) -> Office | None:
    """The office that answers for the text; a page is the office's whose site it belongs to."""
    return office_of(obj) or Office.objects.order_by("pk").first()


def reviewed_by(user: User, model: type[models.Model], keys: Collection[str]) -> set[str]:
    """Those of ``keys`` that `may_review` holds for, in two queries."""
    offices = offices_where(user, Verb.PUBLISH_CONTENT)
    path = office_path(model)
    if path is None:
        first = Office.objects.order_by("pk").values("pk")[:1]
        return set(keys) if offices.filter(pk__in=first).exists() else set()
    found = model._base_manager.filter(pk__in=keys, **{f"{path}__in": offices})
    return {str(pk) for pk in found.values_list("pk", flat=True)}


def check_publisher(obj: Any, revision: Revision, user: User | None) -> None:
    """Raises NotAllowed or OwnDraft. Without a person only what a publisher has scheduled goes out."""
    if user is None:
        if revision.approved_go_live_at is None:
            raise OwnDraft()
        return
    office = office_for(obj)
    if office is not None:
        require(user, Verb.PUBLISH_CONTENT, office, obj)
    if user.pk in authors(obj, revision):
        raise OwnDraft()


class PublishedByAnother:
    """Mixin before DraftStateMixin or Page."""

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Raises NotAllowed (no publisher) or OwnDraft; the draft stays as it is.

        The translation editor publishes in nobody's name, once ``translations.another_translator`` has let it pass.
        """
        if not _set_up.get() and not (self.is_translation and user is None):
            check_publisher(self, revision, user)
        with transaction.atomic():
            super().publish(revision, user=user, **options)  # type: ignore[misc]
            self.after_publishing(revision, user)

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: User | None = None, log_action: Any = True
    ) -> None:
        office = office_for(self)  # type: ignore[arg-type]
        if user is not None and office is not None:
            require(user, Verb.PUBLISH_CONTENT, office, self)  # type: ignore[arg-type]
        super().unpublish(set_expired, commit, user, log_action)  # type: ignore[misc]

    def after_publishing(self, revision: Revision, user: User | None) -> None:
        """What else becomes true at the instant of publication, in its transaction."""

    @property
    def is_translation(self) -> bool:
        """Translations go out through the translation editor, which hooks.another_translator guards."""
        return self.locale_id is not None and self.locale.language_code != "zh-hans"  # type: ignore[attr-defined]
