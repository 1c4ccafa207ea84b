"""Public addresses of this package."""

from django.urls import URLPattern, path

from certificates.public.query import query_result, registration_query, save_result
from certificates.public.views import certificate_page, check, check_by_qr

urlpatterns: list[URLPattern] = [
    path("permits/<slug:public_id>/", certificate_page, name="certificate_page"),
    path("check/", check, name="check"),
    path("query/", registration_query, name="registration_query"),
    path("query/save/", save_result, name="save_result"),
    path("r/<str:public_id>/<str:code>/", query_result, name="query_result"),
    path("v/<str:public_id>/<str:code>/", check_by_qr, name="check_by_qr"),
]
