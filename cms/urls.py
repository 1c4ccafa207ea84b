"""Public addresses of this package."""

from django.urls import URLPattern, path

from cms.views.components import ComponentsView
from cms.views.reader import choose_reading
from cms.views.service import healthz, robots

urlpatterns: list[URLPattern] = [
    path("reader/", choose_reading, name="choose_reading"),
    path("components/", ComponentsView.as_view(), name="components"),
    path("robots.txt", robots, name="robots"),
    path("healthz", healthz, name="healthz"),
]
