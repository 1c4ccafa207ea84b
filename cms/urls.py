"""Public addresses of this package."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from cms.sitemaps import SITEMAPS
from cms.views.card_files import card_pdf
from cms.views.cards import card, card_version, card_versions
from cms.views.components import ComponentsView
from cms.views.feeds import MatterChanges, NewNotices
from cms.views.figures import figures, reductions_csv
from cms.views.offices import offices
from cms.views.reader import choose_reading
from cms.views.service import healthz, robots

urlpatterns: list[URLPattern] = [
    path("reader/", choose_reading, name="choose_reading"),
    path("components/", ComponentsView.as_view(), name="components"),
    path("figures/", figures, name="figures"),
    path("figures/reductions.csv", reductions_csv, name="figures_csv"),
    path("offices/", offices, name="offices"),
    path("q/<str:code>/", card, name="card"),
    path("q/<str:code>", RedirectView.as_view(pattern_name="card", query_string=True)),  # as paper cards carry it
    path("q/<str:code>/versions/", card_versions, name="card_versions"),
    path("q/<str:code>/versions/<int:number>/", card_version, name="card_version"),
    path("q/<str:code>/<str:form>.pdf", card_pdf, name="card_pdf"),
    path("q/<str:code>/changes.xml", MatterChanges(), name="matter_feed"),
    path("changes.xml", MatterChanges(), name="feed"),
    path("notices.xml", NewNotices(), name="notice_feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("healthz", healthz, name="healthz"),
]
