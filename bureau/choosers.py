"""Choosers that offer only what a person may see."""

from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from bureau.narrowing import GuardedViewSet


class OfficeChooserViewSet(GuardedViewSet, ChooserViewSet):  # type: ignore[misc]  # untyped package
    """For ``OfficeModelViewSet`` records that other forms choose."""


class OfficeSnippetChooserViewSet(GuardedViewSet, SnippetChooserViewSet):  # type: ignore[misc]
    """The one that an ``OfficeSnippetViewSet`` makes by itself."""
