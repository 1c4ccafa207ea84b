"""Searches that a person keeps."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.errors import Refused
from bureau.models import User
from search.models import SavedSearch

MOST = 20  # of one person: each is counted whenever the home page is read
LONGEST_NAME = 60
LONGEST_ASKED = 2000


class NameMissing(Refused):
    code = "search.name_missing"
    message = _("The search has no name yet.")
    next_step = _("Give it a name of up to 60 characters, so that you find it again.")


class TooManySaved(Refused):
    code = "search.too_many_saved"
    message = _("You keep %(most)d searches already.")
    next_step = _("Remove one that you no longer need.")


class SearchTooLong(Refused):
    code = "search.too_long"
    message = _("This search is too long to be kept.")
    next_step = _("Choose fewer filters or shorten the text.")


def save_search(actor: User, name: str, asked: str) -> SavedSearch:
    """Under a name that is taken the new search takes the place of the old one.

    Raises NameMissing, SearchTooLong, TooManySaved.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NameMissing
    if len(asked) > LONGEST_ASKED:
        raise SearchTooLong
    with transaction.atomic():
        kept = SavedSearch.objects.select_for_update().filter(owner=actor)
        if kept.exclude(name=name).count() >= MOST:
            raise TooManySaved(most=MOST)
        saved, _made = SavedSearch.objects.update_or_create(
            owner=actor, name=name, defaults={"asked": asked, "created_at": calendar.now()}
        )
    return saved


def forget_search(actor: User, pk: int) -> None:
    """One's own; what is not there is gone already."""
    SavedSearch.objects.filter(owner=actor, pk=pk).delete()
