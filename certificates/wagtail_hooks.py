from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks

from bureau.policy import register_policy
from bureau.roles import Verb
from certificates.models import Attachment, Bundle, Certificate, CertificateType, Project

register_policy(
    Project,
    view=Verb.VIEW_RECORDS,
    add=Verb.ENTER_PROJECT,
    change=Verb.ENTER_PROJECT,
    prepare=Verb.PREPARE_BUNDLE,
    import_numbers=Verb.IMPORT_NUMBERS,
)
for model, path in {
    Bundle: "project__office",
    Certificate: "bundle__project__office",
    Attachment: "project__office",
}.items():
    # Everybody may view a listed certificate; its staff pages (read) are for the office that issued it.
    register_policy(
        model, path, view=Verb.VIEW_RECORDS, read=Verb.VIEW_RECORDS, add=Verb.PREPARE_BUNDLE, change=Verb.PREPARE_BUNDLE
    )
KINDS = Verb.MANAGE_KINDS
register_policy(CertificateType, None, view=KINDS, add=KINDS, change=KINDS)

from bureau.work_lists.home import WaitingMenuItem, sees_records  # noqa: E402
from certificates.admin.bundle_list import BundleListView  # noqa: E402
from certificates.admin.home_panel import WaitingBundlesPanel  # noqa: E402
from certificates.admin.urls import urlpatterns  # noqa: E402
from certificates.viewsets import KindViewSet, ProjectViewSet  # noqa: E402


@hooks.register("register_admin_viewset")
def projects_and_kinds() -> list[Any]:
    return [ProjectViewSet(), KindViewSet()]


@hooks.register("register_admin_urls")
def certificate_screens() -> list[URLPattern]:
    return urlpatterns()


@hooks.register("register_admin_menu_item")
def bundles_item() -> WaitingMenuItem:
    return WaitingMenuItem(BundleListView, order=200)


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    if sees_records(request):
        panels.append(WaitingBundlesPanel(request))
