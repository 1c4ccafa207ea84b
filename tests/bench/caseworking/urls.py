"""The site's addresses, and those of the baseline."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from config.urls import urlpatterns as site
from tests.bench.caseworking.plain import PlainApplication, PlainCase, PlainCaseList, plain_progress

PLAIN = "/plain"
urlpatterns = [
    path("plain/admin/casework/cases/", require_admin_access(PlainCaseList.as_view())),
    path("plain/admin/casework/cases/<int:pk>/", require_admin_access(PlainCase.as_view())),
    path("plain/admin/casework/applications/<int:pk>/", require_admin_access(PlainApplication.as_view())),
    path("plain/progress/<str:number>/", plain_progress),
    *site,
]
