"""Staff screens that are Wagtail's own lists and forms: projects and kinds. The others are in certificates/admin."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.history import HistoryView

from bureau.columns import DayColumn
from bureau.viewsets import OfficeModelViewSet
from certificates.admin.filters import ProjectFilterSet
from certificates.admin.kinds import ColumnsInput, KindAddView, KindEditView
from certificates.admin.projects import ProjectAddView, ProjectEditView, ProjectView
from certificates.models import CertificateType, Project


class ReadHistoryView(HistoryView):
    """For everybody who sees the record."""

    any_permission_required = ["view", "add", "change", "delete"]


class ProjectHistoryView(ReadHistoryView):
    def get_edit_url(self, instance: Project) -> str:
        """Back to the project's page, also for those who may not change it."""
        return reverse("project:inspect", args=[instance.pk])


class ProjectListView(IndexView):
    """The title leads to the project's page, also for those who may change it."""

    any_permission_required = ["view", "add", "change", "delete"]

    def get_base_queryset(self) -> QuerySet[Project]:
        found: QuerySet[Project] = super().get_base_queryset()
        return found.select_related("office").annotate(bundle_count=Count("bundles"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Project"),
                get_url=lambda each: reverse("project:inspect", args=[each.pk]),
                sort_key="name",
            ),
            Column("project_code", label=_("Project code"), sort_key="project_code"),
            Column("applicant", label=_("Applicant"), sort_key="applicant"),
            Column("office", label=_("Office"), accessor="office.short_name"),
            NumberColumn("bundle_count", label=_("Bundles"), sort_key="bundle_count"),
            DayColumn("created_at", label=_("Entered"), sort_key="created_at"),
        ]


class ProjectViewSet(OfficeModelViewSet):
    model = Project
    name = "project"
    url_prefix = "certificates/projects"
    icon = "folder-open-inverse"
    menu_label = _("Projects")
    menu_order = 210
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = ProjectListView
    add_view_class = ProjectAddView
    edit_view_class = ProjectEditView
    inspect_view_class = ProjectView
    history_view_class = ProjectHistoryView
    filterset_class = ProjectFilterSet
    search_fields = ["name", "project_code", "applicant", "location"]
    exclude_form_fields = ["boundary"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Projects are never deleted: certificates and the trail point at them."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [each for each in patterns if each.name != "delete"]


FIELD_PANELS = [
    FieldRowPanel([FieldPanel("key"), FieldPanel("label"), FieldPanel("kind")]),
    FieldRowPanel([FieldPanel("required"), FieldPanel("printed"), FieldPanel("shared"), FieldPanel("may_name_person")]),
    FieldRowPanel([FieldPanel("visibility"), FieldPanel("max_length"), FieldPanel("rule")]),
    FieldRowPanel([FieldPanel("decimals"), FieldPanel("unit"), FieldPanel("print_unit")]),
    FieldPanel("choices"),
    FieldPanel("columns", widget=ColumnsInput(attrs={"rows": 3}), help_text=_("One a line: key|label|type|unit.")),
    FieldPanel("help"),
]


class KindViewSet(OfficeModelViewSet):
    model = CertificateType
    name = "kind"
    url_prefix = "certificates/kinds"
    icon = "doc-full"
    menu_label = _("Kinds of certificates")
    menu_order = 230
    add_to_admin_menu = True
    add_view_class = KindAddView
    edit_view_class = KindEditView
    history_view_class = ReadHistoryView
    list_display = [
        "name",
        "code",
        "short_name",
        Column("get_publicity_display", label=_("publicity")),
        Column("version", label=_("version"), accessor=lambda each: each.current.version if each.current else "—"),
        StatusTagColumn(
            "retired",
            label=_("State"),
            accessor=lambda each: _("no longer used") if each.retired else _("in use"),
            primary=lambda each: not each.retired,
        ),
    ]
    search_fields = ["name", "code"]
    panels = [
        HelpPanel(content=_("Saving changes nothing for certificates. Publish a version when it is right.")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("name"), FieldPanel("short_name")]),
                FieldRowPanel([FieldPanel("layout"), FieldPanel("publicity"), FieldPanel("valid_years")]),
                FieldRowPanel([FieldPanel("prints_project_code"), FieldPanel("retired")]),
            ],
            heading=_("Kind"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("minting"),
                FieldPanel("number_pattern"),
                FieldRowPanel([FieldPanel("number_form"), FieldPanel("number_imported_form")]),
                FieldPanel("number_year_of"),
            ],
            heading=_("Numbers"),
        ),
        MultiFieldPanel([FieldPanel("sentence"), FieldPanel("duties")], heading=_("Printed words")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("holder_field"), FieldPanel("subject_field"), FieldPanel("size_field")])],
            heading=_("What lists show"),
        ),
        InlinePanel("fields", heading=_("Fields in printing order"), label=_("Field"), panels=FIELD_PANELS, min_num=1),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        return {**given, "queryset": CertificateType.objects.select_related("current")}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Kinds are retired, not deleted: published versions point at them."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [each for each in patterns if each.name != "delete"]
