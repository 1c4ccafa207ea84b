"""Public addresses of this package."""

from django.urls import URLPattern, path

from casework.public.views import case, track_case

urlpatterns: list[URLPattern] = [
    path("progress/", track_case, name="track_case"),
    path("progress/<str:number>/", case, name="case"),
]
