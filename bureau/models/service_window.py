from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from bureau.models.office import Office
from bureau.opening import Days, Period, clock
from bureau.phones import check_desk_phone

ONLY_HTTPS = URLValidator(schemes=["https"], message=_("Give an address that begins with https://."), code="not_https")


class ServiceWindow(ClusterableModel):
    """A window that residents go to (窗口): where it is, when it is open, where it answers. Never whose desk it is."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("general: takes any matter, hands out results")
        CONSULTING = "consulting", _("consulting: answers questions")
        UNRESOLVED = "unresolved", _("not done at the first visit: checks and coordinates")

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=40, help_text=_("Such as 综合窗口, as on the sign in the hall."))
    english_name = models.CharField(
        _("name in English"), max_length=80, blank=True, help_text=_("Empty: readers of English see the Chinese.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.GENERAL,
        help_text=_("“Not done at the first visit” comes by itself in every guide and on every card."),
    )
    place = models.CharField(
        _("place"), max_length=80, help_text=_("Building, floor and window, such as 政务服务中心 2 楼 8 号.")
    )
    english_place = models.CharField(
        _("place in English"), max_length=120, blank=True, help_text=_("Empty: readers of English see the Chinese.")
    )
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("Street and number. Empty: the office's address.")
    )
    english_address = models.CharField(
        _("address in English"), max_length=200, blank=True, help_text=_("Empty: readers of English see the Chinese.")
    )
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[check_desk_phone],
        help_text=_("The window's number, not a person's. Empty: the office's phone."),
    )
    map_url = models.URLField(
        _("address on a map"),
        max_length=500,
        blank=True,
        validators=[ONLY_HTTPS],
        help_text=_("Opens when a reader presses “Directions”. Copy it from the map; it begins with https://."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Small numbers come first."))
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Without the tick, readers no longer see this window.")
    )

    class Meta:
        verbose_name = _("service window")
        verbose_name_plural = _("service windows")
        ordering = ["office", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="window_name_once_in_office")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        others = ServiceWindow.objects.filter(office=self.office_id, name=self.name).exclude(pk=self.pk)
        if self.office_id and others.exists():
            raise ValidationError({"name": _("This office has a window of this name already.")}, code="name_taken")


class OpeningPeriod(models.Model):
    """One row of a window's hours. Rows of a day may touch or overlap; together they are its hours."""

    window = ParentalKey(
        ServiceWindow, on_delete=models.CASCADE, related_name="periods", verbose_name=_("service window")
    )
    days = models.CharField(
        _("days"),
        max_length=12,
        choices=Days,
        default=Days.WORKING_DAYS,
        help_text=_(
            "Working days follow the official calendar: closed on holidays, open on weekends worked in exchange. "
            "A weekday is every such day that is no holiday."
        ),
    )
    opens = models.TimeField(_("opens"), help_text=_("Such as 9:00."))
    closes = models.TimeField(_("closes"), help_text=_("Such as 12:00; for the afternoon add another row."))
    is_extended = models.BooleanField(
        _("extended hours"), default=False, help_text=_("Outside the usual hours (延时服务); readers see it said.")
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="period_closes_after_it_opens",
                violation_error_message=_("“Closes” must be later than “opens”."),
            ),
            models.CheckConstraint(condition=Q(days__in=Days.values), name="period_names_known_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_days_display()} {clock(self.opens)}–{clock(self.closes)}"

    def clean(self) -> None:
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError(
                {
                    "closes": ValidationError(
                        _("“Closes” must be later than “opens”: %(closes)s is not after %(opens)s."),
                        code="closes_too_early",
                        params={"opens": clock(self.opens), "closes": clock(self.closes)},
                    )
                }
            )

    def period(self) -> Period:
        return Period(self.days, self.opens, self.closes, self.is_extended)
