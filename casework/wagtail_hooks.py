from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from bureau.policy import offices_of, register_policy
from bureau.roles import Verb
from casework.models import Application, Case, MaterialFile, Notice, SealedFile

SEEN = (Verb.VIEW_RECORDS, Verb.RECEIVE_APPLICATION)
register_policy(
    Application,
    view=SEEN,
    add=Verb.RECEIVE_APPLICATION,
    state=(Verb.REVIEW_CASE, Verb.RECEIVE_APPLICATION),  # what its certificates will say
)
register_policy(Case, view=SEEN, read=Verb.VIEW_RECORDS)  # its page tells what the house thinks
register_policy(Notice, "application__office", view=SEEN)
register_policy(SealedFile, "application__office", view=Verb.VIEW_RECORDS)
register_policy(MaterialFile, "material__application__office", view=SEEN)

from bureau.work_lists.home import WaitingMenuItem, sees_records  # noqa: E402
from casework.admin.bulk import AssignSteps, ExportCases, TakeSteps  # noqa: E402
from casework.admin.case_list import CaseListView  # noqa: E402
from casework.admin.home_panel import WaitingCasesPanel  # noqa: E402
from casework.admin.told_panel import ToldAgainPanel  # noqa: E402
from casework.admin.urls import urlpatterns  # noqa: E402


@hooks.register("register_admin_urls")
def casework_screens() -> list[URLPattern]:
    return urlpatterns()


@hooks.register("register_admin_menu_item")
def cases_item() -> WaitingMenuItem:
    return WaitingMenuItem(CaseListView, order=190)


@hooks.register("construct_homepage_panels")
def waiting_cases_panel(request: HttpRequest, panels: list[Any]) -> None:
    if sees_records(request):
        panels.append(WaitingCasesPanel(request))


@hooks.register("construct_homepage_panels")
def told_again_panel(request: HttpRequest, panels: list[Any]) -> None:
    if offices_of(request.user, Verb.READ_AUDIT):
        panels.append(ToldAgainPanel(request))


for action in (TakeSteps, AssignSteps, ExportCases):
    hooks.register("register_bulk_action", action)


@hooks.register("insert_global_admin_css")
def standing_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("casework/admin/casework.css"))
