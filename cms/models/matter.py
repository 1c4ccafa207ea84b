from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import registry as log_registry
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from bureau import calendar
from bureau.models import Office, Post, ServiceWindow, User
from bureau.models.grants import offices_where
from bureau.models.user import Actor
from bureau.roles import Verb
from cms import blocks, previews
from cms.catalogue import deviations, hold
from cms.errors import MatterNotReady
from cms.four_eyes import PublishedByAnother
from cms.matters import rules
from cms.matters.choices import ONLINE_LEVELS, TOPICS
from cms.matters.facts import MatterFacts, OnlineLevel, Topic
from cms.matters.rules import Finding
from cms.models.catalogue import CatalogueEntry
from cms.models.matter_facts import documents_of, facts_of
from cms.models.matter_form import MatterForm
from cms.models.matter_panels import matter_panels
from cms.models.matter_version import MatterVersion
from cms.signals import matter_published

CODE = RegexValidator(r"^[A-Z][A-Z0-9]{1,7}\Z", _("Use two to eight capitals and digits, such as M04."))
# fmt: off
WORDS = (
    "name", "summary", "who", "conditions", "note", "situations", "materials", "steps", "major_name", "fee_note",
    "fee_basis", "trips_note", "result_name", "result_note", "basis", "questions", "slogan", "keeper",
)
SAME_IN_EVERY_LANGUAGE = (
    "office", "code", "topic", "order", "catalogue_entry", "implementation_code", "on_application", "forms",
    "statutory_days", "extension_days", "promised_days", "major_statutory_days", "major_promised_days", "fee_yuan",
    "trips", "online_level", "online_url", "post", "result_kind", "before_links", "before_materials", "before_days",
    "before_fee_yuan", "before_trips", "checked_on", "is_sample",
)
# fmt: on


class MatterQuerySet(models.QuerySet["Matter"]):
    def sources(self) -> "MatterQuerySet":
        """The matters themselves, without their translations."""
        return self.filter(locale__language_code="zh-hans")

    def offered(self) -> "MatterQuerySet":
        """What the public finds: published, and not withdrawn."""
        return self.sources().filter(live=True).exclude(current_version=None)

    def visible_to(self, user: Actor) -> "MatterQuerySet":
        """For staff screens: whoever drafts or publishes at the matter's office."""
        drafts, publishes = (offices_where(user, verb) for verb in (Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT))
        return self.filter(Q(office__in=drafts) | Q(office__in=publishes))


def _days(label: Any, **options: Any) -> Any:
    return models.PositiveSmallIntegerField(label, **options)


class Matter(
    PublishedByAnother,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """One service that the bureau performs (事项): the one record behind guide, notice card, counter and clock.

    Editors draft it; publishing by another person makes an immutable MatterVersion, which readers see and applications
    pin. A translation holds texts only: what it shows of numbers is the version's (cms.matters.words).
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    code = models.CharField(
        _("code"),
        max_length=8,
        validators=[CODE],
        help_text=_("Short, such as M04; printed on cards and in their QR codes."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("The legal name in full, such as 建设工程规划许可."))
    summary = models.CharField(
        _("in one sentence"),
        max_length=160,
        blank=True,
        help_text=_("When people need it, such as 开工前要先拿到这本证; it stands under the name."),
    )
    topic = models.CharField(
        _("topic"),
        max_length=10,
        choices=TOPICS,
        default=Topic.OTHER.value,
        help_text=_("The heading under which the home page and the list of guides show it."),
    )
    order = models.PositiveSmallIntegerField(
        _("place in its topic"), default=100, help_text=_("Small numbers come first.")
    )
    catalogue_entry = models.ForeignKey(
        CatalogueEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("entry of the provincial catalogue"),
        help_text=_("It then fixes name, legal basis, statutory days and whether there is a fee."),
    )
    implementation_code = models.CharField(
        _("implementation code"),
        max_length=40,
        blank=True,
        help_text=_("Copied from the implementation list, such as 430900-S-M04-01; empty if there is none."),
    )

    who = models.CharField(
        _("who may apply"),
        max_length=200,
        blank=True,
        help_text=_("As people would say it, such as 在城镇里建房的单位或个人."),
    )
    conditions = StreamField(
        blocks.ConditionsBlock(),
        verbose_name=_("conditions"),
        blank=True,
        help_text=_("What must already be so, one condition a line, such as 已经取得土地."),
    )
    note = RichTextField(
        _("note"), blank=True, features=blocks.SHORT_RICH_TEXT, help_text=_("Where else to go, and in which case.")
    )
    on_application = models.BooleanField(
        _("on application"), default=True, help_text=_("Else it comes with another decision (带方案出让).")
    )

    situations = StreamField(
        blocks.SituationsBlock(),
        verbose_name=_("situations"),
        blank=True,
        help_text=_("Only where the list of materials differs. The first one is shown first."),
    )
    materials = StreamField(
        blocks.MaterialsBlock(),
        verbose_name=_("materials"),
        blank=True,
        help_text=_("The whole list, one paper a line; also what we fetch ourselves."),
    )
    forms = StreamField(
        blocks.FormsBlock(),
        verbose_name=_("forms to download"),
        blank=True,
        help_text=_("Empty forms, one a line; readers find them under the list of materials."),
    )

    steps = StreamField(
        blocks.StepsBlock(),
        verbose_name=_("steps"),
        blank=True,
        help_text=_("Their days must add up to the promised days."),
    )
    statutory_days = _days(_("statutory days"), default=20, help_text=_("Working days that the law allows."))
    extension_days = _days(_("approved extension"), default=0, help_text=_("Working days; usually none."))
    promised_days = _days(_("promised days"), default=20, help_text=_("Working days; 0 means on the spot."))
    major_name = models.CharField(
        _("major cases"), max_length=40, blank=True, help_text=_("Such as 重特大项目; empty where there are none.")
    )
    major_statutory_days = _days(
        _("statutory days of major cases"),
        null=True,
        blank=True,
        help_text=_("Working days that the law allows in these cases."),
    )
    major_promised_days = _days(
        _("promised days of major cases"),
        null=True,
        blank=True,
        help_text=_("Working days. Fill in both numbers of days, or neither."),
    )

    fee_yuan = models.DecimalField(
        _("fee in yuan"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text=_("For one case; 0: no fee. Where it differs, the usual fee here and the others in the note."),
    )
    fee_note = models.CharField(
        _("note on the fee"),
        max_length=120,
        blank=True,
        help_text=_("Who pays something else, such as 住宅每件 80 元."),
    )
    fee_basis = models.CharField(
        _("basis of the fee"),
        max_length=120,
        blank=True,
        help_text=_(
            "Document and article, such as 《行政许可法》第五十八条. Where there is a fee it must not be empty."
        ),
    )
    trips = models.PositiveSmallIntegerField(_("trips"), default=0, help_text=_("0: nobody has to come."))
    trips_note = models.CharField(_("note on trips"), max_length=60, blank=True, help_text=_("Such as 交纸质方案."))
    online_level = models.CharField(
        _("online"),
        max_length=10,
        choices=ONLINE_LEVELS,
        default=OnlineLevel.FULL.value,
        help_text=_("Guide, card and public figures say it. Trips, such as to hand in paper, are counted apart."),
    )
    online_url = models.URLField(
        _("address to apply at"),
        blank=True,
        help_text=_("Opens behind “Apply online”. Copy it whole, with https://; empty: our own pages take it."),
    )
    windows = ParentalManyToManyField(
        ServiceWindow,
        blank=True,
        related_name="+",
        verbose_name=_("windows"),
        help_text=_("Where papers are handed in. The window for “not done at the first visit” comes by itself."),
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("post that answers questions"),
        help_text=_("A post, not a person; its phone is kept with the post."),
    )

    result_name = models.CharField(
        _("what the applicant gets"), max_length=60, blank=True, help_text=_("In full, such as 建设工程规划许可证.")
    )
    result_kind = models.CharField(
        _("kind of certificate"), max_length=16, blank=True, help_text=_("Its code, such as WORKS; empty if none.")
    )
    result_note = models.CharField(
        _("note on the result"),
        max_length=120,
        blank=True,
        help_text=_("How it reaches people, such as 电子证书；要纸质证，免费寄给您."),
    )
    basis = StreamField(
        blocks.BasisBlock(),
        verbose_name=_("legal basis"),
        blank=True,
        help_text=_("One law a line, the most important first."),
    )
    questions = StreamField(
        blocks.QuestionsBlock(),
        verbose_name=_("questions and answers"),
        blank=True,
        help_text=_("What people really ask at the window and the guide does not say yet."),
    )

    before_links = models.PositiveSmallIntegerField(
        _("links"), null=True, blank=True, help_text=_("What was done together counts once.")
    )
    before_materials = models.PositiveSmallIntegerField(
        _("materials"), null=True, blank=True, help_text=_("All papers of that time, also those that we fetch now.")
    )
    before_days = _days(_("working days"), null=True, blank=True, help_text=_("From acceptance to the result."))
    before_fee_yuan = models.DecimalField(
        _("fee in yuan"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("For one case, postage included."),
    )
    before_trips = models.PositiveSmallIntegerField(
        _("trips"), null=True, blank=True, help_text=_("For one case, with the one to collect the result.")
    )

    slogan = models.CharField(_("slogan"), max_length=40, blank=True, help_text=_("The only free line of the card."))
    keeper = models.CharField(_("kept by"), max_length=40, blank=True, help_text=_("A unit, such as 规划许可科."))
    checked_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_("When it was last compared with law and practice. Readers see it; after a year we remind you."),
    )
    is_sample = models.BooleanField(default=False, editable=False)
    current_version = models.ForeignKey(
        MatterVersion, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = MatterQuerySet.as_manager()
    base_form_class = MatterForm
    edit_handler = matter_panels()
    translatable_fields = [
        *(TranslatableField(name) for name in WORDS),
        *(SynchronizedField(name, overridable=False) for name in SAME_IN_EVERY_LANGUAGE),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "locale"],
                name="matter_code_once",
                violation_error_message=_("Another matter has this code."),
            ),
            models.CheckConstraint(
                condition=Q(promised_days__lte=F("statutory_days") + F("extension_days")) | Q(live=False),
                name="matter_promise_within_the_law",
                violation_error_message=_("The promise is longer than the law allows. Shorten it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        super().clean()
        hold(self)

    def facts(self) -> MatterFacts:
        """What this draft states."""
        return facts_of(self)

    def findings(self) -> tuple[Finding, ...]:
        """Every reason why this draft may not be published yet."""
        facts = self.facts()
        fixed = deviations(facts, self.catalogue_entry) if self.catalogue_entry else ()
        return (*rules.findings(facts), *fixed)

    def with_content_json(self, content: dict[str, Any]) -> "Matter":
        """A revision as an object; which version is current is a fact of today, not of the revision."""
        matter: Matter = super().with_content_json(content)
        matter.current_version = self.current_version
        return matter

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Raises MatterNotReady, NotAllowed or OwnDraft."""
        if not self.is_translation and (wrong := revision.as_object().findings()):
            raise MatterNotReady(matter=self, findings=" ".join(str(finding.words) for finding in wrong))
        super().publish(revision, user=user, **options)

    def after_publishing(self, revision: Revision, user: User | None) -> None:
        """The instant of publication: if the facts differ from the version in force, they become the next one."""
        if self.is_translation:
            return
        matter = Matter.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=self.pk)
        if not matter.live or matter.live_revision_id != revision.pk:  # scheduled for later
            return
        content = matter.facts().model_dump(mode="json")
        current = matter.current_version
        if current is None or current.content != content:
            version = MatterVersion.objects.create(
                matter=matter,
                code=matter.code,
                number=current.number + 1 if current else 1,
                content=content,
                published_at=calendar.now(),
                published_by=user or _who_scheduled(self, revision),
            )
            version.keep(documents_of(matter))
            Matter.objects.filter(pk=matter.pk).update(current_version=version)
            self.current_version = version
            matter_published.send(Matter, matter=self)

    # Previews

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return previews.MATTER_MODES

    @property
    def default_preview_size(self) -> str:
        return "desktop"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.preview_matter(self, request, mode_name)


def _who_scheduled(matter: Matter, revision: Revision) -> User | None:
    """Who decided that the clock publishes; None for what comes with the system."""
    logs = log_registry.get_logs_for_instance(matter).filter(action="wagtail.publish.schedule", revision=revision)
    last = logs.select_related("user").order_by("-timestamp").first()
    return last.user if last else revision.user
