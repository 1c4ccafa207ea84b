"""The screens on which editors keep synonyms."""

from django.utils.translation import gettext_lazy as _

from bureau.viewsets import OfficeModelViewSet
from search.models import Synonym


class SynonymViewSet(OfficeModelViewSet):
    """They count from the next search on; records need not be indexed anew."""

    model = Synonym
    icon = "search"
    menu_label = _("Synonyms of search")
    menu_order = 156
    add_to_admin_menu = True
    list_display = ["words", "means"]
    search_fields = ["words", "means"]
    form_fields = ["words", "means"]
