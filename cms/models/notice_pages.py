from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.images.models import Image
from wagtail.models import Orderable, Page, PageManager, PageQuerySet, Revision, TranslatableMixin
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from bureau.calendar import today
from bureau.models import User
from cms import blocks
from cms.errors import NoticeNotReady
from cms.head import head
from cms.matters.rules import Finding
from cms.models.public_page import PublicPage, PublicPageForm
from cms.notices import drawings, reading
from cms.notices.facts import NoticeFacts, NoticeKind, Period, findings
from cms.public_matters import SOURCE

BACKWARDS = _("The last day lies before the first one.")


class NoticeIndexPage(PublicPage):
    """公示公告: every notice, first those that people can still object to."""

    intro = models.CharField(
        _("intro"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the title; search engines show it, too."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NoticePage"]
    max_count_per_parent = 1
    template = "cms/notice_index_page.html"

    class Meta:
        verbose_name = _("list of notices")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        url = self.get_url() or "/"
        listed = reading.notice_list(request.GET, url)
        return {
            **context,
            **listed,
            "head": head(url, self.seo_title or self.title, self.intro, feed=listed["feed_url"]),
        }


class NoticeForm(PublicPageForm):
    """A draft may be incomplete; what is sent or published satisfies every rule, and each is said at its field."""

    deferred = False

    def defer_required_fields(self) -> None:
        """Wagtail calls it when a draft is saved."""
        self.deferred = True
        super().defer_required_fields()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", BACKWARDS)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.deferred or self.errors or self.instance.is_translation:
            return
        for finding in self.instance.findings():
            self.add_error(finding.field, finding.words)


class NoticeQuerySet(PageQuerySet):
    def public(self) -> Self:
        """What readers find: the published Chinese notices, of which others are translations."""
        return self.live().filter(locale__language_code=SOURCE)

    def open_on(self, day: Any) -> Self:
        return self.filter(kind=NoticeKind.PRE_DECISION, from_day__lte=day, to_day__gte=day)

    def in_order(self, day: Any) -> Self:
        """First what is not over on ``day``, soonest end first; then the newest."""
        lasts = Q(kind=NoticeKind.PRE_DECISION, to_day__gte=day)
        return self.annotate(
            is_over=Case(When(lasts, then=0), default=1), ends=Case(When(lasts, then=F("to_day")))
        ).order_by("is_over", "ends", "-published_on", "-pk")


class NoticePage(PublicPage):
    """One public notice: 批前公示 that people can object to, 批后公布, or 通知公告. Never the names of who objected."""

    base_form_class = NoticeForm

    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=NoticeKind,
        default=NoticeKind.PRE_DECISION,
        help_text=_("Before a decision: people can object, within a period. Of a decision, announcement: they read."),
    )
    intro = models.CharField(
        _("intro"),
        max_length=200,
        blank=True,
        help_text=_("What is planned or decided, in one sentence; lists and search engines show it, too."),
    )
    published_on = models.DateField(
        _("published on"), default=today, help_text=_("The day that stands on the notice; lists are sorted by it.")
    )
    project = models.CharField(_("project"), max_length=200, blank=True, help_text=_("As in the application."))
    organisation = models.CharField(
        _("who applies"),
        max_length=200,
        blank=True,
        help_text=_("Organisations in full; of a private person the surname alone, such as 张**."),
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Such as 样例镇样例村; no corner coordinates.")
    )
    body = StreamField(blocks.BodyBlock(), verbose_name=_("text"), blank=True)
    drawing = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drawing"),
        help_text=_("Such as the site plan. With the end of the period it leaves the site by itself."),
    )
    drawing_words = models.CharField(
        _("what the drawing shows"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the drawing, which is also read to whoever cannot see it."),
    )
    from_day = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("People can object from this day on.")
    )
    to_day = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The whole of this day still counts. Readers see the days left."),
    )
    how_to_object = models.TextField(
        _("how to object"),
        max_length=500,
        blank=True,
        help_text=_("In writing, by phone, at a window; what to say. Names of those who objected are never published."),
    )
    where_to_object = models.CharField(
        _("where"),
        max_length=200,
        blank=True,
        help_text=_("Address, post and phone. Empty: address and phone of the office."),
    )
    result = models.TextField(
        _("result"),
        max_length=1000,
        blank=True,
        help_text=_("What became of it, and of the objections without names. Shown once the period is over."),
    )
    result_page = models.ForeignKey(
        "cms.NoticePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice of the decision"),
        help_text=_("Where the decision was published; this notice then links to it."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("intro"),
        FieldPanel("published_on"),
        MultiFieldPanel(
            [FieldPanel("project"), FieldPanel("organisation"), FieldPanel("place")], heading=_("What it is about")
        ),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("drawing"), FieldPanel("drawing_words")], heading=_("Drawing")),
        InlinePanel("files", heading=_("Files"), label=_("file")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("from_day"), FieldPanel("to_day")]),
                FieldPanel("how_to_object"),
                FieldPanel("where_to_object"),
            ],
            heading=_("Objections, for a notice before a decision"),
        ),
        MultiFieldPanel(
            [FieldPanel("result"), PageChooserPanel("result_page", "cms.NoticePage")],
            heading=_("Result, for a notice before a decision"),
        ),
    ]
    parent_page_types = ["cms.NoticeIndexPage"]
    subpage_types: list[str] = []
    template = "cms/notice_page.html"
    objects = PageManager.from_queryset(NoticeQuerySet)()
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("kind", overridable=False),
        TranslatableField("intro"),
        SynchronizedField("published_on", overridable=False),
        TranslatableField("project"),
        TranslatableField("organisation"),
        TranslatableField("place"),
        TranslatableField("body"),
        SynchronizedField("drawing", overridable=False),
        TranslatableField("drawing_words"),
        SynchronizedField("from_day", overridable=False),
        SynchronizedField("to_day", overridable=False),
        TranslatableField("how_to_object"),
        TranslatableField("where_to_object"),
        TranslatableField("result"),
        SynchronizedField("result_page", overridable=False),
        SynchronizedField("files", overridable=False),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_day=None) | Q(to_day=None) | Q(to_day__gte=F("from_day")),
                name="notice_ends_no_earlier_than_it_begins",
                violation_error_message=BACKWARDS,
            )
        ]

    @property
    def period(self) -> Period | None:
        """When people may object; None where they may not, and of a draft without its days."""
        if self.kind != NoticeKind.PRE_DECISION or self.from_day is None or self.to_day is None:
            return None
        return Period(self.from_day, self.to_day)

    @property
    def plain_words(self) -> str:
        """All that can be found in it by its words. Not its result, which is shown once the period is over."""
        text = NoticePage.body.field.get_searchable_content(self.body)
        said = [
            self.title,
            self.intro,
            self.project,
            self.organisation,
            self.place,
            *map(strip_tags, text),
        ]
        return "\n".join(filter(None, said))

    def findings(self) -> list[Finding]:
        return list(
            findings(
                NoticeFacts(
                    kind=self.kind,
                    from_day=self.from_day,
                    to_day=self.to_day,
                    how_to_object=self.how_to_object,
                    has_drawing=self.drawing_id is not None,
                    drawing_words=self.drawing_words,
                    result_kind=self.result_page.kind if self.result_page else None,
                )
            )
        )

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Raises NoticeNotReady, NotAllowed or OwnDraft."""
        if not self.is_translation and (wrong := revision.as_object().findings()):
            raise NoticeNotReady(notice=self, findings=" ".join(str(finding.words) for finding in wrong))
        super().publish(revision, user=user, **options)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.notice(self, draft=getattr(request, "is_preview", False))}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Its drawing lies under it."""
        if len(path_components) == 1 and path_components[0] in drawings.SIZES and self.live:
            return RouteResult(self, kwargs={"drawing": path_components[0]})
        found: RouteResult = super().route(request, path_components)
        return found

    def serve(self, request: HttpRequest, *args: Any, drawing: str = "", **kwargs: Any) -> HttpResponse:
        if not drawing:
            return super().serve(request, *args, **kwargs)
        notice = reading.source_of(self)
        if notice.drawing is None or not reading.shows_drawings(notice):
            raise Http404
        return drawings.serve(request, notice.drawing, drawing)


class NoticeFile(TranslatableMixin, Orderable):
    """A file of a notice: more drawings, a list of what was decided."""

    page = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="in_notices", verbose_name=_("file"), help_text=_("Best as PDF.")
    )

    panels = [FieldPanel("document")]
    translatable_fields = [SynchronizedField("document", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("file of a notice")
        verbose_name_plural = _("files of notices")
        constraints = [models.UniqueConstraint(fields=["page", "document"], name="file_once_in_a_notice")]

    def __str__(self) -> str:
        return str(self.document)
