"""The working calendar for administrators: a year drawn day by day, its overrides, and what the next year lacks."""

from datetime import date
from importlib.metadata import version
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.widgets.button import HeaderButton

from bureau import calendar_followers
from bureau.calendar import WorkCalendar, official_years, today
from bureau.calendar_year import SIGNS, Kind, Lack, lack_of, year_of, years_to_show
from bureau.entered_years import enter_year, take_back_year
from bureau.models.holiday import CalendarOverride, EnteredYear
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import StaffView

NOTICE_COMES_IN = 11  # the month in which the State Council usually publishes the days off of the next year
WEEKDAYS = [
    pgettext_lazy("narrow column", "Mo"),
    pgettext_lazy("narrow column", "Tu"),
    pgettext_lazy("narrow column", "We"),
    pgettext_lazy("narrow column", "Th"),
    pgettext_lazy("narrow column", "Fr"),
    pgettext_lazy("narrow column", "Sa"),
    pgettext_lazy("narrow column", "Su"),
]


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["year"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [(year, str(year)) for year in reversed(years)]
        chosen.error_messages["invalid_choice"] = _("Year: give one from %(first)s to %(last)s.") % {
            "first": years[0],
            "last": years[-1],
        }


class EnteredForm(forms.Form):
    source = forms.CharField(
        label=_("By which notice"),
        help_text=_("Number and date, once every day off and every day worked in exchange stands below."),
        max_length=200,
        required=False,
    )


def year_url(year: int) -> str:
    return f"{reverse('calendar:index')}?year={year}"


class BackToItsYear:
    """After a day was entered, changed or deleted, the page shows the year in which it lies."""

    object: CalendarOverride

    def get_success_url(self) -> str:
        return year_url(self.object.day.year)


class AddDayView(BackToItsYear, CreateView):
    pass


class ChangeDayView(BackToItsYear, EditView):
    pass


class DeleteDayView(BackToItsYear, DeleteView):
    pass


class CalendarView(StaffView):
    verb = Verb.MANAGE_CALENDAR
    template_name = results_template_name = "bureau/calendar.html"  # its viewset asks an index for both,
    any_permission_required = ["view"]  # and its menu item for this
    page_title = _("Working calendar")
    header_icon = "calendar"

    @cached_property
    def overrides(self) -> list[CalendarOverride]:
        return list(CalendarOverride.objects.order_by("day"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Enter a day"), url=reverse("calendar:add"), icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Says of a year that all its days are entered, or takes that back."""
        given = request.POST.get("year", "")
        year, do = int(given) if given.isdecimal() and len(given) == 4 else 0, request.POST.get("do")
        if do == "enter" and year:
            enter_year(year, source=request.POST.get("source", ""), actor=self.actor)
            messages.success(request, _("%(year)s is known to its end now.") % {"year": year})
        elif do == "take_back" and year:
            take_back_year(year, actor=self.actor)
            messages.success(request, _("Taken back: %(year)s is not known to its end.") % {"year": year})
        else:
            raise Http404
        return HttpResponseRedirect(year_url(year))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entered = list(EnteredYear.objects.all())
        calendar = WorkCalendar(
            {each.day: each.is_working for each in self.overrides}, frozenset(each.year for each in entered)
        )
        official, day = official_years(), today()
        years = years_to_show(calendar, official, day)
        form = YearForm(self.request.GET if "year" in self.request.GET else {"year": day.year}, years=years)
        number = form.cleaned_data["year"] if form.is_valid() else day.year
        year = year_of(number, calendar, day)
        return super().get_context_data(
            form=form,
            year=year,
            legend=[(each, SIGNS.get(each, "")) for each in Kind if year.count(each)],
            weekdays=WEEKDAYS,
            swapped=year.count(Kind.SWAPPED),
            holidays=year.count(Kind.HOLIDAY),
            overrides=[each for each in self.overrides if each.day.year == number],
            official=official,
            is_known=year.working_days is not None,
            entered=entered,
            entered_form=EnteredForm(),
            source=f"chinesecalendar {version('chinesecalendar')}",
            **next_year(calendar, day),
            **kwargs,
        )


def next_year(calendar: WorkCalendar, day: date) -> dict[str, Any]:
    """What the page and the panel say about the year after that of ``day``."""
    lack = lack_of(day.year + 1, calendar.numbered, day)
    return {
        "next_year": day.year + 1,
        "lack": lack,
        "undated": calendar_followers.undated() if lack else 0,
        "is_behind": calendar_followers.are_behind(),
        "notice_is_due": _notice_is_due(lack, day),
    }


def _notice_is_due(lack: Lack | None, day: date) -> bool:
    return lack is not None and (day.month >= NOTICE_COMES_IN or lack.year == day.year)


class NextYearPanel(Component):
    """On the administrator's home page from November on, as long as the next year is missing."""

    name = "next_year"
    template_name = "bureau/next_year.html"
    order = 20

    def __init__(self) -> None:
        self.said = next_year(CalendarOverride.calendar(), today())

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return self.said


def next_year_panels(request: HttpRequest) -> list[NextYearPanel]:
    if not offices_of(request.user, Verb.MANAGE_CALENDAR):
        return []
    panel = NextYearPanel()
    return [panel] if panel.said["notice_is_due"] else []
