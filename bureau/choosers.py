"""Choosers that offer only what a person may see."""

from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from bureau.narrowing import GuardedViewSet


class OfficeChooserViewSet(GuardedViewSet, ChooserViewSet):
    """For ``OfficeModelViewSet`` records that other forms choose."""


class OfficeSnippetChooserViewSet(GuardedViewSet, SnippetChooserViewSet):
    """The one that an ``OfficeSnippetViewSet`` makes by itself."""
