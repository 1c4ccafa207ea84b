"""On the home page of the admin: what editors and publishers must look at, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from bureau.calendar import now, today
from bureau.policy import offices_of
from bureau.roles import Verb
from cms.models import GuideMatter, Matter, NoticePage
from cms.notices.facts import NoticeKind

SOON = timedelta(days=30)
STALE = timedelta(days=365)  # a text that nobody has checked for a year
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at."""

    what: str
    url: str
    why: str | Promise
    when: Any = None


def works_on_content(request: HttpRequest) -> bool:
    return any(offices_of(request.user, verb) for verb in (Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT))


class ContentPanel(Component):
    """What expires, what is scheduled, which guide shows an unpublished matter, what nobody checked or decided."""

    name = "content"
    template_name = "cms/admin/content_panel.html"
    order = 60

    def __init__(self, request: HttpRequest) -> None:
        self.matters = Matter.objects.sources().visible_to(request.user)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"groups": [group for group in self._groups() if group[1]]}

    def _groups(self) -> list[tuple[str | Promise, list[Line]]]:
        return [
            (_("Guides that name a matter nobody offers"), self._broken()),
            (_("Goes out or expires within 30 days"), self._timed()),
            (_("Notices that are over and tell no result"), self._undecided()),
            (_("Not checked for a year"), self._stale()),
            (_("Published, but no guide shows it"), self._alone()),
        ]

    def _broken(self) -> list[Line]:
        rows = GuideMatter.objects.filter(
            Q(matter__live=False) | Q(matter__current_version=None),
            page__live=True,
            page__locale__language_code="zh-hans",
            matter__in=self.matters,
        ).select_related("page", "matter")
        return [Line(row.page.title, _page_url(row.page_id), str(row.matter)) for row in rows[:SHOWN]]

    def _timed(self) -> list[Line]:
        pages = Page.objects.filter(locale__language_code="zh-hans")
        lines = [
            *(_timed(str(matter), _matter_url(matter), matter, moment) for matter, moment in _going(self.matters)),
            *(_timed(page.title, _page_url(page.pk), page, moment) for page, moment in _going(pages)),
        ]
        return sorted(lines, key=attrgetter("when"))[:SHOWN]

    def _undecided(self) -> list[Line]:
        over = NoticePage.objects.public().filter(kind=NoticeKind.PRE_DECISION, to_day__lt=today())
        rows = over.filter(result="", result_page=None).order_by("to_day").defer("body")
        return [Line(row.title, _page_url(row.pk), _("ended"), row.to_day) for row in rows[:SHOWN]]

    def _stale(self) -> list[Line]:
        old = Q(checked_on__lt=today() - STALE) | Q(checked_on=None)
        rows = self.matters.filter(old, live=True, is_sample=False).order_by(F("checked_on").asc(nulls_first=True))
        return [_checked(row) for row in rows[:SHOWN]]

    def _alone(self) -> list[Line]:
        rows = self.matters.filter(live=True).exclude(in_guides__page__live=True)
        return [Line(str(row), _matter_url(row), "") for row in rows[:SHOWN]]


def _going(rows: QuerySet[Any]) -> Iterator[tuple[Any, datetime | None]]:
    """What of ``rows`` goes out or expires soon, each with the moment that a publisher has set for its next draft."""
    kind, soon = ContentType.objects.get_for_model(rows.model), now() + SOON
    set_for = Revision.objects.filter(base_content_type=kind, approved_go_live_at__range=(now(), soon))
    moments = {int(key): moment for key, moment in set_for.values_list("object_id", "approved_go_live_at")}
    for row in rows.filter(Q(expire_at__lte=soon, live=True) | Q(pk__in=moments)):
        yield row, moments.get(row.pk)


def _checked(matter: Matter) -> Line:
    why = _("last checked") if matter.checked_on else _("never checked")
    return Line(str(matter), _matter_url(matter), why, matter.checked_on)


def _timed(what: str, url: str, row: Any, goes_out: datetime | None) -> Line:
    return Line(what, url, _("goes out"), goes_out) if goes_out else Line(what, url, _("expires"), row.expire_at)


def _page_url(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _matter_url(matter: Matter) -> str:
    return reverse("wagtailsnippets_cms_matter:edit", args=[matter.pk])
