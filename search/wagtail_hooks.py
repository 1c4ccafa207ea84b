from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.viewsets.model import ModelViewSet

from bureau.policy import register_policy
from search.audience import WRITERS
from search.models import Synonym

register_policy(Synonym, None, view=WRITERS, add=WRITERS, change=WRITERS, delete=WRITERS)

from search.admin.home_panel import SavedSearchesPanel  # noqa: E402
from search.admin.screens import (  # noqa: E402
    RecordsSearchArea,
    search_urls,
    sees_more_than_the_public,
)
from search.admin.sending import SendingMenuItem, sending_urls  # noqa: E402
from search.admin.synonyms import SynonymViewSet  # noqa: E402


@hooks.register("register_admin_viewset")
def synonyms() -> ModelViewSet:
    return SynonymViewSet("synonyms")


@hooks.register("register_admin_urls")
def search_screens() -> list[URLPattern]:
    return [*search_urls(), *sending_urls()]


@hooks.register("register_admin_search_area")
def search_area() -> SearchArea:
    return RecordsSearchArea()


@hooks.register("construct_search")
def one_search(request: HttpRequest, areas: list[SearchArea]) -> None:
    """Wagtail's own finds no Chinese, and of all that there is only pages."""
    if sees_more_than_the_public(request.user):
        areas[:] = [each for each in areas if isinstance(each, RecordsSearchArea)]


@hooks.register("register_admin_menu_item")
def sending_item() -> SendingMenuItem:
    return SendingMenuItem()


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, panels: list[Any]) -> None:
    if sees_more_than_the_public(request.user):
        panels.append(SavedSearchesPanel(request))
