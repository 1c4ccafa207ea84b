"""What search can answer instead of a page of results."""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, Unavailable


class SearchUnavailable(Unavailable):
    """The engine does not answer. Never to be read as 'nothing found'."""

    code = "search.unavailable"
    message = _("We could not search just now.")
    next_step = _("This does not mean that there is nothing. Try again in a few minutes.")


class IndexMissing(SearchUnavailable):
    """Nobody made an index in the cluster, or somebody deleted it, or a version with another mapping made it."""

    code = "search.index_missing"
    message = _("There is no search index that this version can read.")
    next_step = _("Make the index anew with rebuild_search.")


class NothingToGoBackTo(Refused):
    """No earlier index is kept."""

    code = "search.nothing_to_go_back_to"
    message = _("There is no earlier index.")
    next_step = _("Make the index anew with rebuild_search.")


class BadCursor(Refused):
    """A place in a list of results that is forged, or belongs to another query."""

    code = "search.bad_cursor"
    message = _("This place in the list no longer exists.")
    next_step = _("Start from the first page.")
