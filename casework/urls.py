"""Public addresses of this package."""

from django.urls import URLPattern, path

from casework.public.filing import views as filing
from casework.public.views import case, case_notice, track_case

urlpatterns: list[URLPattern] = [
    path("apply/", filing.apply, name="apply"),
    path("apply/project/", filing.apply_project, name="apply_project"),
    path("apply/materials/", filing.apply_materials, name="apply_materials"),
    path("apply/check/", filing.apply_check, name="apply_check"),
    path("apply/saved/", filing.apply_saved, name="apply_saved"),
    path("apply/continue/", filing.apply_continue, name="apply_continue"),
    path("apply/done/", filing.apply_done, name="apply_done"),
    path("progress/", track_case, name="track_case"),
    path("progress/<str:number>/", case, name="case"),
    path("progress/<str:number>/<str:public_id>.pdf", case_notice, name="case_notice"),
]
