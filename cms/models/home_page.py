from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.home_sections import sections_for
from cms.models.public_page import PublicPage


class HomePage(PublicPage):
    """The first page: one question, one search box, the tools, and what other packages show there."""

    intro = models.CharField(_("intro"), max_length=200, blank=True, help_text=_("One sentence under the question."))
    common = StreamField(
        [("page", blocks.PageChooserBlock(label=_("page"), page_type="cms.GuidePage"))],
        verbose_name=_("often used"),
        blank=True,
        max_num=4,
        help_text=_("Up to four guides, linked under the search box."),
    )
    plan_river = models.CharField(
        _("river on the plan"), max_length=4, blank=True, help_text=_("At most 4 characters, such as 资江.")
    )
    plan_place = models.CharField(
        _("place on the plan"), max_length=20, blank=True, help_text=_("In the line under the plan, such as 样例镇.")
    )
    plan_parcel = models.CharField(
        _("parcel on the plan"),
        max_length=12,
        blank=True,
        help_text=_("On the plan and in the line under it, such as GB00017."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("common"),
        MultiFieldPanel(
            [FieldPanel("plan_river"), FieldPanel("plan_place"), FieldPanel("plan_parcel")],
            heading=_("Words on the parcel plan, which is a drawing and no map"),
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "cms/home_page.html"
    subpage_types = ["cms.GuideIndexPage", "cms.NoticeIndexPage", "cms.TextPage"]
    max_count_per_parent = len(("zh-hans", "en"))  # one a language

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A page that nobody has translated is shown in Chinese, at the same address; the page says so."""
        try:
            found: RouteResult = super().route(request, path_components)
        except Http404:
            source = self.get_translations().filter(locale__language_code="zh-hans").first()
            if source is None:
                raise
            found = source.specific.route(request, path_components)
            translated = found.page.get_translations().live().filter(locale=self.locale_id).first()
            if translated is not None:  # its address lags behind that of the Chinese page
                return RouteResult(translated.specific, found.args, found.kwargs)
            request.shown_in = "zh-hans"  # type: ignore[attr-defined]  # base.html says so
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["common"] = self._common()
        sections = sections_for(request)
        ends = [section["holds_until"] for _template, section in sections if section.get("holds_until")]
        context["holds_until"] = min(ends, default=None)
        context["sections"] = [
            render_to_string(template, dict(section), request=request) for template, section in sections
        ]
        return context

    def _common(self) -> list[Page]:
        """Chosen once, in Chinese; readers of English get the English guide where there is one."""
        chosen = (
            self.common
            or HomePage.objects.get(locale__language_code="zh-hans", translation_key=self.translation_key).common
        )
        pages = [block.value for block in chosen if block.value and block.value.live]
        if get_language() == settings.LANGUAGE_CODE:
            return pages
        keys = [page.translation_key for page in pages]
        words = Page.objects.live().filter(locale=self.locale_id, translation_key__in=keys)
        translated = {page.translation_key: page for page in words}
        return [translated.get(page.translation_key, page) for page in pages]
