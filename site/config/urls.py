"""Every address of the site, in one list."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views.pictures import picture

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),  # forms to download
    path("", include("certificates.urls")),
    path("", include("casework.urls")),
    path("", include("search.urls")),
    path("", include("cms.urls")),
    path(f"{settings.MEDIA_URL.lstrip('/')}<str:folder>/<str:name>", picture),
    path("", include(wagtail_urls)),
]

handler404 = "cms.views.service.not_found"
handler500 = "cms.views.service.server_error"
