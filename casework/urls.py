"""Public addresses of this package."""

from django.urls import URLPattern, path

from casework.public.filing import views as filing
from casework.public.papers import case_papers
from casework.public.tell_me import tell_me, tell_me_confirm, tell_me_stop
from casework.public.views import case, case_notice, track_case
from cms.cards.paper import CardForm

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
    path("progress/<str:number>/papers/", case_papers, name="case_papers"),
    path("progress/<str:number>/tell-me/", tell_me, name="tell_me"),
    path("progress/<str:number>/<str:public_id>.pdf", case_notice, name="case_notice"),
    path("progress/<str:number>/<str:public_id>/a4.pdf", case_notice, {"form": CardForm.A4}, name="case_card_sheet"),
    path("tell-me/<str:token>/", tell_me_confirm, name="tell_me_confirm"),
    path("tell-me/<str:token>/stop/", tell_me_stop, name="tell_me_stop"),
]
