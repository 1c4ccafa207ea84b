from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PagePermissionTester

from bureau.models import User
from cms import page_cache
from cms.four_eyes import PublishedByAnother, may_publish
from cms.head import head
from cms.models.matter_form import ScheduleForm


class PublicPageForm(ScheduleForm, WagtailAdminPageForm):
    """Every page of ours is scheduled alike."""


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

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        context = response.context_data or {}
        return page_cache.keep(response, context.get("holds_until"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words = self.search_description or getattr(self, "intro", "")
        return {**context, "head": head(self.get_url() or "/", self.seo_title or self.title, words)}
