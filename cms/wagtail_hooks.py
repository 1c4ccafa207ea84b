from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

import cms.admin.comparing  # noqa: F401  # registers itself
from bureau.policy import register_policy
from bureau.roles import Verb
from cms.admin import sending
from cms.models import CatalogueEntry, Matter
from cms.notices.files import check_document
from cms.translations import UpdateDrafts, another_translator

DRAFT, PUBLISH = Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT
register_policy(
    Matter,
    view=(DRAFT, PUBLISH),
    add=DRAFT,
    change=(DRAFT, PUBLISH),
    delete=PUBLISH,
    publish=PUBLISH,
    lock=PUBLISH,
    unlock=PUBLISH,
)
register_policy(CatalogueEntry, None, view=(DRAFT, PUBLISH))

from cms.admin.card_screens import CardsMenuItem, card_urls  # noqa: E402
from cms.admin.catalogue_list import CatalogueViewSet  # noqa: E402
from cms.admin.catalogue_screens import catalogue_urls  # noqa: E402
from cms.admin.content_panel import ContentPanel, works_on_content  # noqa: E402
from cms.admin.figures_panel import FiguresPanel  # noqa: E402
from cms.viewsets import MatterViewSet, keep_what_was_published, no_button_that_would_be_refused  # noqa: E402


class MattersGroup(SnippetViewSetGroup):
    menu_label = _("Matters")
    menu_icon = "form"
    menu_order = 150
    items = (MatterViewSet, CatalogueViewSet("catalogue"))


register_snippet(MattersGroup)


@hooks.register("register_admin_urls")
def content_screens() -> list[URLPattern]:
    return [*catalogue_urls(), *card_urls()]


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize, which has the same address
def translation_screens() -> list[URLPattern]:
    return [path("localize/update/<int:translation_source_id>/", UpdateDrafts.as_view())]


@hooks.register("register_admin_menu_item")
def cards_item() -> CardsMenuItem:
    return CardsMenuItem()


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Any]) -> None:
    if works_on_content(request):
        panels.append(ContentPanel(request))
    panels.append(FiguresPanel())


hooks.register("insert_editor_js", sending.script)
hooks.register("before_edit_page", sending.refuse_actions_by_itself)
hooks.register("before_edit_snippet", sending.refuse_actions_by_itself)
hooks.register("before_serve_document", check_document)
hooks.register("construct_snippet_action_menu", no_button_that_would_be_refused)
hooks.register("before_delete_snippet", keep_what_was_published)
hooks.register("before_edit_page", another_translator, order=-1)
hooks.register("before_edit_snippet", another_translator, order=-1)
