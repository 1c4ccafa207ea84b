"""Public addresses of this package."""

from django.urls import URLPattern, path

from search.views import search

urlpatterns: list[URLPattern] = [path("search/", search, name="search")]
