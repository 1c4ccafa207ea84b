"""Filters of lists that a person keeps: named, renamed, forgotten. Each is its owner's alone."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.errors import Refused
from bureau.models import SavedFilter, User
from bureau.models.saved_filter import MOST

LONGEST_NAME, LONGEST = 40, 1000  # characters


class FilterNameMissing(Refused):
    code = "bureau.filter_name_missing"
    message = _("The filter has no name yet.")
    next_step = _("Give it a name of up to 40 characters.")


class FilterNameTaken(Refused):
    code = "bureau.filter_name_taken"
    message = _("Another filter of yours is called %(name)s.")
    next_step = _("Give this one another name.")


class NothingFiltered(Refused):
    code = "bureau.nothing_filtered"
    message = _("Nothing is filtered or searched for now.")
    next_step = _("Choose a filter first, then give it a name.")


class FilterTooLong(Refused):
    code = "bureau.filter_too_long"
    message = _("This filter is too long to be kept.")
    next_step = _("Choose fewer filters or shorten the text.")


class TooManyFilters(Refused):
    code = "bureau.too_many_filters"
    message = _("You keep %(most)d filters of this list already.")
    next_step = _("Remove one that you no longer need.")


class FilterGone(Refused):
    code = "bureau.filter_gone"
    message = _("This filter is not there any more.")
    next_step = _("Nothing needs to be done.")


def keep_filter(actor: User, of: str, name: str, asked: str) -> SavedFilter:
    """Keeps ``asked`` of the list ``of``; under a name that is taken it takes the place of what was there.

    Raises FilterNameMissing, NothingFiltered, FilterTooLong, TooManyFilters.
    """
    name = _named(name)
    if not asked:
        raise NothingFiltered
    if len(asked) > LONGEST:
        raise FilterTooLong
    with transaction.atomic():
        kept = _locked(actor, of)
        saved = kept.get(name) or SavedFilter(owner=actor, of=of, name=name, place=_free_place(kept))
        saved.asked, saved.created_at = asked, calendar.now()
        saved.save()
    return saved


def rename_filter(actor: User, pk: int, name: str) -> SavedFilter:
    """Raises FilterNameMissing, FilterNameTaken, FilterGone."""
    name = _named(name)
    with transaction.atomic():
        saved = _own(actor, pk)
        kept = _locked(actor, saved.of)
        if kept.get(name, saved) != saved:
            raise FilterNameTaken(name=name)
        saved.name = name
        saved.save(update_fields=["name"])
    return saved


def forget_filter(actor: User, pk: int) -> None:
    """One's own; what is not there is gone already."""
    SavedFilter.objects.filter(owner=actor, pk=pk).delete()


def _own(actor: User, pk: int) -> SavedFilter:
    try:
        return SavedFilter.objects.get(owner=actor, pk=pk)
    except SavedFilter.DoesNotExist as error:
        raise FilterGone from error


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise FilterNameMissing
    return name


def _locked(actor: User, of: str) -> dict[str, SavedFilter]:
    """What they keep of a list, by name. Whoever saves two at once waits: the person's row is locked."""
    User.objects.select_for_update().get(pk=actor.pk)
    return {each.name: each for each in SavedFilter.objects.filter(owner=actor, of=of)}


def _free_place(kept: dict[str, SavedFilter]) -> int:
    taken = {each.place for each in kept.values()}
    free = next((place for place in range(1, MOST + 1) if place not in taken), None)
    if free is None:
        raise TooManyFilters(most=MOST)
    return free
