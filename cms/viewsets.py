"""Staff screens over what editors own, in the menu 办事."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import EditView

from bureau.columns import DayColumn
from bureau.models import Office, User
from bureau.viewsets import OfficeSnippetViewSet
from cms.errors import VersionsKept
from cms.four_eyes import is_author
from cms.matters.choices import TOPICS
from cms.models import Matter, VersionFile


class MatterEditView(EditView):
    """Whoever wrote part of the draft is not offered the button that would be refused."""

    def get_available_actions(self) -> list[str]:
        actions: list[str] = super().get_available_actions()
        if "publish" in actions and is_own_draft(self.object, self.request.user):
            actions.remove("publish")
        return actions


def is_own_draft(matter: Matter, user: User) -> bool:
    return not matter.is_translation and is_author(matter, user)


def no_button_that_would_be_refused(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """The same for the menu under the form, where Wagtail asks for the permission alone."""
    if context["model"] is not Matter:
        return
    matter = context.get("instance")
    if context["view"] == "create" or (matter is not None and is_own_draft(matter, request.user)):
        items[:] = [item for item in items if item.name != "action-publish"]


def keep_what_was_published(request: HttpRequest, matters: Iterable[Any]) -> HttpResponse | None:
    """Before Wagtail's screens that delete, one or many: the database would refuse without a word."""
    for matter in matters:
        if isinstance(matter, Matter) and matter.versions.exists():
            error = VersionsKept(matter=matter)
            usage = messages.button(
                reverse("wagtailsnippets_cms_matter:usage", args=[matter.pk]), _("Where it is used")
            )
            messages.error(request, f"{error} {error.next_step}", buttons=[usage])
            return redirect("wagtailsnippets_cms_matter:edit", matter.pk)
    return None


class VersionFileURLFinder(ModelAdminURLFinder):
    """Where a file is used: from the version that offers it to the screen of its matter."""

    def construct_edit_url(self, instance: VersionFile) -> str:
        return reverse("wagtailsnippets_cms_matter:edit", args=[instance.version.matter_id])


register_admin_url_finder(VersionFile, VersionFileURLFinder)


class MatterFilterSet(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(label=_("topic"), choices=TOPICS)
    live = django_filters.BooleanFilter(label=_("published"))
    office = django_filters.ModelChoiceFilter(label=_("office"), queryset=Office.objects.all())

    class Meta:
        model = Matter
        fields = ["topic", "live", "office"]


def version_words(matter: Matter) -> str:
    return str(matter.current_version.number) if matter.current_version else ""


class MatterViewSet(OfficeSnippetViewSet):
    model = Matter
    icon = "form"
    menu_label = _("Matters")
    edit_view_class = MatterEditView
    list_display = [
        "name",
        "code",
        Column("locale", label=_("language"), accessor="locale.get_display_name"),
        Column("get_topic_display", label=_("topic"), sort_key="topic"),
        LiveStatusTagColumn(),
        Column("current_version", label=_("version"), accessor=version_words),
        DayColumn("checked_on", label=_("last checked on"), sort_key="checked_on"),
    ]
    filterset_class = MatterFilterSet
    search_fields = ["name", "code"]
    inspect_view_enabled = False
    list_per_page = 50

    def get_queryset(self, request: Any) -> Any:
        return Matter.objects.select_related("current_version", "locale")
