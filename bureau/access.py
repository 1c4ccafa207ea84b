"""Who may do what, where: verbs granted at offices (django-guardian's direct tables), asked in one place.

Being a superuser grants none of it; `user.has_perm` is never asked for a verb.
"""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import QuerySet

from bureau.errors import NotAllowed
from bureau.models import Office, OfficeGroupGrant, OfficeUserGrant, User
from bureau.roles import Verb

Actor: TypeAlias = User | AnonymousUser


def offices_where(user: Actor, verb: Verb) -> QuerySet[Office]:
    """The offices at which ``user`` may do ``verb``; meant as a subquery: ``filter(office__in=offices_where(...))``."""
    if not user.is_authenticated or not user.is_active:
        return Office.objects.none()
    grant = {"permission__codename": verb.value, "permission__content_type__app_label": "bureau"}
    own = OfficeUserGrant.objects.filter(user=user, **grant).values("content_object")
    shared = OfficeGroupGrant.objects.filter(
        group__in=Group.objects.filter(user=user).values("pk"), **grant
    ).values("content_object")
    return Office.objects.filter(pk__in=own.union(shared))


def may(user: Actor, verb: Verb, office: Office) -> bool:
    return offices_where(user, verb).filter(pk=office.pk).exists()


def require(user: Actor, verb: Verb, office: Office) -> None:
    """Raises NotAllowed unless ``user`` may do ``verb`` at ``office``."""
    if not may(user, verb, office):
        raise NotAllowed(verb=verb.label)
