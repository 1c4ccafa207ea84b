"""Staff screens over what editors own, in the menu 办事."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import EditView

from bureau.columns import DayColumn
from bureau.models import Office
from bureau.viewsets import OfficeSnippetViewSet
from cms.four_eyes import is_author
from cms.matters.choices import TOPICS
from cms.models import Matter


class MatterEditView(EditView):
    """Whoever wrote part of the draft is not offered the button that would be refused."""

    def get_available_actions(self) -> list[str]:
        actions: list[str] = super().get_available_actions()
        if "publish" in actions and not self.object.is_translation and is_author(self.object, self.request.user):
            actions.remove("publish")
        return actions


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
