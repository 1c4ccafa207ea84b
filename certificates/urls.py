"""Public addresses of this package."""

from django.urls import URLPattern, path

from certificates.public.views import certificate_page, check, check_by_qr

urlpatterns: list[URLPattern] = [
    path("permits/<slug:public_id>/", certificate_page, name="certificate_page"),
    path("check/", check, name="check"),
    path("v/<str:public_id>/<str:code>/", check_by_qr, name="check_by_qr"),
]
