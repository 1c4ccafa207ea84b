from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import get_language
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PagePermissionTester, PageViewRestriction

from bureau.models import User
from cms import page_cache
from cms.four_eyes import PublishedByAnother, may_publish
from cms.head import head
from cms.models.fresh_form import FreshForm
from cms.models.matter_form import ScheduleForm


class PublicPageForm(FreshForm, ScheduleForm, WagtailAdminPageForm):
    """Every page of ours is scheduled alike, and none is saved over what another person just saved."""


class AnotherPersonPublishes(PagePermissionTester):
    """Whoever wrote part of the draft is not offered the button that would be refused."""

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and may_publish(self.page.specific_deferred, self.user)


class PublicPage(PublishedByAnother, Page):
    """Every page of the site: published by another person, cached whole, never behind a password."""

    base_form_class = PublicPageForm
    private_page_options: list[str] = []  # a cached page is everybody's
    promote_panels = Page.promote_panels
    settings_panels = Page.settings_panels

    class Meta:
        abstract = True

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return AnotherPersonPublishes(user, self)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None, so that no page asks for them: two queries each time that a page is built."""
        return PageViewRestriction.objects.none()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(getattr(request, "shown_in", get_language())):  # base.html renders it in that, too
            response: TemplateResponse = super().serve(request, *args, **kwargs)
        context = response.context_data or {}
        return page_cache.keep(response, context.get("holds_until"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = self.search_description or getattr(self, "intro", "")
        return {**context, "head": head(self.get_url() or "/", self.seo_title or self.title, words)}
