from typing import Any, cast

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms import blocks, reading
from cms.models.matter import Matter
from cms.models.public_page import PublicPage
from cms.public_matters import SOURCE


class GuideIndexPage(PublicPage):
    """办事指南: every matter that the public can find, and the packages, by what people want to do."""

    intro = models.CharField(
        _("intro"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the title; search engines show it, too."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    max_count_per_parent = 1
    template = "cms/guide_index_page.html"

    class Meta:
        verbose_name = _("list of guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.guide_index()}


class GuidePage(PublicPage):
    """办事指南: one matter as residents read it, or a package of several (一件事一次办)."""

    lead = models.CharField(
        _("lead"), max_length=200, blank=True, help_text=_("One sentence. Empty: that of the matter.")
    )
    body = StreamField(
        blocks.BodyBlock(),
        verbose_name=_("explanation"),
        blank=True,
        help_text=_("What the matters themselves do not say, such as how a package works."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel(
            "guide_matters",
            heading=_("Matters"),
            label=_("matter"),
            min_num=1,
            help_text=_("One, or several that are applied for together. Their facts come from the matters."),
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["cms.GuideIndexPage"]
    subpage_types: list[str] = []
    template = "cms/guide_page.html"
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("guide_matters"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """A guide has changed when it was published, or one of its matters."""
        newest = reading.newest_of_guides().get(self.pk)
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [{**each, "lastmod": max(filter(None, [each["lastmod"], newest]), default=None)} for each in urls]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.guide(self, request.GET.getlist("s"), draft=getattr(request, "is_preview", False))}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().serve(request, *args, **kwargs)
        shown = response.context_data["guide"]
        if shown is not None and not shown.is_translated and (chinese := self._source()):
            request.shown_in = SOURCE  # type: ignore[attr-defined]  # as HomePage.route does for a page in Chinese only
            return chinese.serve(request, *args, **kwargs)
        if response.context_data["guide"] is None:  # every matter was withdrawn: the page says so and leads on
            response.template_name = "cms/guide_withdrawn.html"
        return cast(HttpResponse, response)

    def _source(self) -> "GuidePage | None":
        others = GuidePage.objects.live().filter(translation_key=self.translation_key).exclude(pk=self.pk)
        found: GuidePage | None = others.filter(locale__language_code=SOURCE).first()
        return found


class GuideMatter(TranslatableMixin, Orderable):
    """One matter of a guide; in a package perhaps only in some situation, such as 划拨."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="guide_matters")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="in_guides", verbose_name=_("matter"))
    only_when = models.CharField(_("only when"), max_length=20, blank=True, help_text=_("Such as 划拨; empty: always."))

    panels = [FieldPanel("matter"), FieldPanel("only_when")]
    translatable_fields = [SynchronizedField("matter", overridable=False), TranslatableField("only_when")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("matter of a guide")  # where a matter is used, editors read it
        verbose_name_plural = _("matters of a guide")
        constraints = [models.UniqueConstraint(fields=["page", "matter"], name="matter_once_in_a_guide")]

    def __str__(self) -> str:
        return str(self.matter)


class TextPage(PublicPage):
    """An ordinary page: how to complain, privacy, accessibility. With “show in menus” the footer links to it."""

    intro = models.CharField(
        _("intro"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the title; search engines show it, too."),
    )
    body = StreamField(blocks.BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    template = "cms/text_page.html"

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
