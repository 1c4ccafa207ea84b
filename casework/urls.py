"""Public addresses of this package."""

from django.urls import URLPattern, path

from casework.public.tell_me import tell_me, tell_me_confirm, tell_me_stop
from casework.public.views import case, case_notice, track_case
from cms.cards.paper import CardForm

urlpatterns: list[URLPattern] = [
    path("progress/", track_case, name="track_case"),
    path("progress/<str:number>/", case, name="case"),
    path("progress/<str:number>/tell-me/", tell_me, name="tell_me"),
    path("progress/<str:number>/<str:public_id>.pdf", case_notice, name="case_notice"),
    path("progress/<str:number>/<str:public_id>/a4.pdf", case_notice, {"form": CardForm.A4}, name="case_card_sheet"),
    path("tell-me/<str:token>/", tell_me_confirm, name="tell_me_confirm"),
    path("tell-me/<str:token>/stop/", tell_me_stop, name="tell_me_stop"),
]
