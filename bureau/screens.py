"""The bureau's own staff screens, all in the menu 机关: offices, windows, posts, absences, calendar, trail, mail."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.log_actions import registry as actions

from bureau.calendar_page import AddDayView, CalendarView, ChangeDayView, DeleteDayView
from bureau.models.audit import AuditEntry
from bureau.models.holiday import CalendarOverride
from bureau.models.office import Office
from bureau.models.outgoing_mail import OutgoingMail
from bureau.models.post import Absence, Post
from bureau.models.service_window import ServiceWindow
from bureau.models.user import User
from bureau.people_views import PeopleViewSet
from bureau.viewsets import OfficeModelViewSet


class OfficeViewSet(OfficeModelViewSet):
    model = Office
    icon = "home"
    list_display = ["name", "code", "region_code", "phone"]
    form_fields = [
        "name",
        "short_name",
        "uscc",
        "region_code",
        "counties",
        "title_prefix",
        "title_place",
        "supervision_number_from",
        "preparer_may_issue",
        "solo_instant",
        "verify_shows_facts",
        "scheduled_as",
        "address",
        "phone",
        "hours",
    ]


class PostViewSet(OfficeModelViewSet):
    model = Post
    icon = "group"
    list_display = [
        "name",
        "code",
        Column("get_role_display", label=_("role")),
        "phone",
        "holder",
        "stand_in",
        "office",
    ]
    list_filter = ["office", "role"]
    form_fields = ["office", "code", "name", "english_name", "role", "phone", "holder", "stand_in"]


class AbsenceViewSet(OfficeModelViewSet):
    model = Absence
    icon = "date"
    list_display = ["post", "from_day", "to_day", "reason"]
    list_filter = ["post"]
    form_fields = ["post", "from_day", "to_day", "reason"]


class ServiceWindowViewSet(OfficeModelViewSet):
    """Windows and, in the same form, their hours. Taken out of use, never deleted: versions of matters name them."""

    model = ServiceWindow
    icon = "desktop"
    list_display = [
        "name",
        Column("get_kind_display", label=_("kind")),
        "place",
        "phone",
        StatusTagColumn(
            "is_active",
            label=_("in use"),
            accessor=lambda window: _("in use") if window.is_active else _("no longer used"),
            primary=lambda window: window.is_active,
        ),
        "office",
    ]
    list_filter = ["office", "kind", "is_active"]
    search_fields = ["name", "place"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("office"), FieldPanel("kind")]),
                FieldRowPanel([FieldPanel("name"), FieldPanel("english_name")]),
                FieldRowPanel([FieldPanel("order"), FieldPanel("is_active")]),
            ],
            heading=_("Service window"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("english_place")]),
                FieldRowPanel([FieldPanel("address"), FieldPanel("english_address")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("map_url")]),
            ],
            heading=_("Where it is"),
        ),
        InlinePanel(
            "periods",
            heading=_("Opening hours"),
            label=_("Hours"),
            help_text=_("One row for the morning, one for the afternoon. Rows may touch or overlap."),
            panels=[
                FieldPanel("days"),
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes"), FieldPanel("is_extended")]),
            ],
        ),
    ]


class CalendarOverrideViewSet(OfficeModelViewSet):
    """Overrides are listed on the page of the calendar, below the year that they change."""

    model = CalendarOverride
    icon = "calendar"
    menu_label = _("Working calendar")
    index_view_class = CalendarView
    add_view_class = AddDayView
    edit_view_class = ChangeDayView
    delete_view_class = DeleteDayView
    form_fields = ["day", "is_working", "reason", "source"]


def exact_time(entry: AuditEntry) -> str:
    """To the second: in a trail 'just now' says too little."""
    return f"{timezone.localtime(entry.timestamp):%Y-%m-%d %H:%M:%S}"


class AuditFilterSet(WagtailFilterSet):
    """Who, what, where, when."""

    action = django_filters.ChoiceFilter(label=_("action"), choices=lambda: sorted(actions.get_choices()))
    user = django_filters.ModelChoiceFilter(label=_("person"), queryset=User.objects.all())
    office = django_filters.ModelChoiceFilter(label=_("office"), queryset=Office.objects.all())
    timestamp = django_filters.DateFromToRangeFilter(label=_("day"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["action", "user", "office", "timestamp"]


class AuditViewSet(OfficeModelViewSet):
    """Read and exported, never written: no verb adds, changes or deletes an entry."""

    model = AuditEntry
    name = "audit"
    icon = "history"
    inspect_view_enabled = True
    form_fields: list[str] = []
    filterset_class = AuditFilterSet
    search_fields = ["label", "object_id", "action"]
    list_display = [
        "seq",
        Column("timestamp", label=_("time"), sort_key="timestamp", accessor=exact_time),
        Column("user", label=_("person"), accessor="user_display_name"),
        Column("message", label=_("action")),
        Column("comment", label=_("on behalf")),
        Column("label", label=_("object")),
        Column("office", label=_("office")),
    ]
    list_export = [
        "seq",
        "timestamp",
        "user_display_name",
        "action",
        "label",
        "object_type",
        "object_id",
        "office",
        "data",
        "previous_hash",
        "hash",
    ]
    inspect_view_fields = [
        "seq",
        "timestamp",
        "user_display_name",
        "action",
        "label",
        "object_type",
        "object_id",
        "office",
        "data",
        "previous_hash",
        "hash",
    ]


class OutgoingMailViewSet(OfficeModelViewSet):
    model = OutgoingMail
    icon = "mail"
    inspect_view_enabled = True
    form_fields: list[str] = []
    list_filter = ["office", "sent_at"]
    list_display = [
        "subject",
        Column("recipient", label=_("recipient"), accessor=lambda letter: letter.recipient or _("an applicant")),
        "created_at",
        "sent_at",
        "tries",
        "error",
    ]
    inspect_view_fields = ["subject", "recipient", "body", "created_at", "sent_at", "tries", "next_try_at", "error"]


class BureauGroup(ModelViewSetGroup):
    menu_label = _("Bureau")
    menu_icon = "home"
    menu_order = 900
    items = (
        PeopleViewSet("people"),
        PostViewSet("posts"),
        AbsenceViewSet("absences"),
        ServiceWindowViewSet("windows"),
        CalendarOverrideViewSet("calendar"),
        AuditViewSet("audit"),
        OutgoingMailViewSet("mail"),
        OfficeViewSet("offices"),
    )
