"""Public addresses of this package."""

from django.urls import URLPattern, path, re_path

from search.feeds import SearchFeed
from search.views import download, search, suggestions

urlpatterns: list[URLPattern] = [
    path("search/", search, name="search"),
    path("search/suggest/", suggestions, name="search_suggest"),
    path("search/feed/", SearchFeed(), name="search_feed"),
    re_path(r"^search/table\.(?P<form>csv|json)$", download, name="search_table"),
]
