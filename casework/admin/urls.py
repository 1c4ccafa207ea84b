"""Addresses of the staff screens of this package; all below /admin/casework/."""

from django.db.models import Model
from django.urls import URLPattern

from bureau.guarded_paths import Screen, guarded_paths
from bureau.work_lists.kept import list_paths
from casework.admin.application_page import ApplicationView
from casework.admin.case_list import CaseListView
from casework.admin.case_page import CaseView
from casework.admin.facts_page import FactsView
from casework.admin.files import MandateView, MaterialFileView, PledgeView
from casework.admin.notices import CardSheetView, NoticeFileView
from casework.admin.receive_page import ReceiveView
from casework.admin.sealed_file import ContentsView, SealedFileView
from casework.models import Application, Case, MaterialFile, Notice, SealedFile

PREFIX = "casework/"
SCREENS: dict[type[Model], list[Screen]] = {
    Case: [("cases/<int:pk>/", "case_staff", CaseView, "read")],
    Application: [
        ("receive/", "receive", ReceiveView, "add"),
        ("applications/<int:pk>/", "application", ApplicationView, "view"),
        ("applications/<int:pk>/facts/", "application_facts", FactsView, "state"),
        ("applications/<int:pk>/mandate/", "mandate", MandateView, "view"),
        ("applications/<int:pk>/pledges/<int:material>/", "pledge", PledgeView, "view"),
    ],
    Notice: [
        ("notices/<int:pk>/", "notice_file", NoticeFileView, "view"),
        ("notices/<int:pk>/a4/", "card_sheet", CardSheetView, "view"),
    ],
    SealedFile: [
        ("sealed/<int:pk>/", "sealed_file", SealedFileView, "view"),
        ("sealed/<int:pk>/contents/", "sealed_contents", ContentsView, "view"),
    ],
    MaterialFile: [("files/<int:pk>/", "material_file", MaterialFileView, "view")],
}


def urlpatterns() -> list[URLPattern]:
    return [*list_paths(PREFIX, "cases/", CaseListView), *guarded_paths(PREFIX, SCREENS)]
