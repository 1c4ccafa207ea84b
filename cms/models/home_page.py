from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.home_sections import sections_for


class HomePage(Page):
    """The first page: one question, one search box, the tools, and what other packages show there."""

    intro = models.CharField(_("intro"), max_length=200, blank=True, help_text=_("One sentence under the question."))
    plan_river = models.CharField(_("river on the plan"), max_length=4, blank=True)
    plan_place = models.CharField(_("place on the plan"), max_length=20, blank=True)
    plan_parcel = models.CharField(_("parcel on the plan"), max_length=12, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("plan_river"), FieldPanel("plan_place"), FieldPanel("plan_parcel")],
            heading=_("Words on the parcel plan, which is a drawing and no map"),
        ),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "cms/home_page.html"
    max_count_per_parent = len(("zh-hans", "en"))  # one a language

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["sections"] = [
            render_to_string(template, dict(section), request=request) for template, section in sections_for(request)
        ]
        return context
