from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau.calendar import WorkCalendar
from bureau.reading import kept_while_reading


class CalendarOverride(models.Model):
    """One day that differs from the published holiday notice, for the whole house; it wins over the notice."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("working day"), default=False, help_text=_("Ticked: we work on this day. Not ticked: we are closed.")
    )
    reason = models.CharField(_("reason"), max_length=100)
    source = models.CharField(_("source"), max_length=200, help_text=_("Number and date of the notice that says so."))

    class Meta:
        verbose_name = _("calendar override")
        verbose_name_plural = _("calendar overrides")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @classmethod
    @kept_while_reading
    def calendar(cls) -> WorkCalendar:
        """The working calendar of the house as it is now."""
        entered = frozenset(EnteredYear.objects.values_list("year", flat=True))
        return WorkCalendar(dict(cls.objects.values_list("day", "is_working")), entered, settings.COUNTER_CLOSES)


class EnteredYear(models.Model):
    """A year whose notice stands in the overrides to its end, entered before the holiday data knew it."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=200, help_text=_("Number and date of the notice that says so."))

    class Meta:
        verbose_name = _("year entered here")
        verbose_name_plural = _("years entered here")
        ordering = ["year"]
        constraints = [models.CheckConstraint(condition=~models.Q(source=""), name="entered_year_names_its_source")]

    def __str__(self) -> str:
        return str(self.year)
