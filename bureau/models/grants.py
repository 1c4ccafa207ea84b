"""The one query behind every permission: at which offices may a person do a verb."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, F, OuterRef, QuerySet

from bureau.calendar import today
from bureau.models.office import Office, OfficeGroupGrant, OfficeUserGrant
from bureau.models.post import Absence, Post
from bureau.models.user import Actor, User
from bureau.reading import is_reading, kept_while_reading
from bureau.roles import MATRIX, Role, Verb


def offices_where(user: Actor, verb: Verb) -> QuerySet[Office]:
    """The offices at which ``user`` may do ``verb``; meant as a subquery: ``filter(office__in=offices_where(...))``.

    By a grant to the person, by the group of a role, or as the stand-in of an absent colleague who may do it.
    """
    if not user.is_authenticated or not user.is_active:
        return Office.objects.none()
    if is_reading():
        return Office.objects.filter(pk__in=offices_by_verb(user).get(verb, ()))
    own, shared = _own(user, verb)
    return Office.objects.filter(pk__in=own.union(shared, _stood_in(user, verb).order_by().values("office")))


def offices_by_verb(user: Actor) -> Mapping[str, frozenset[int]]:
    """Keys of the offices for every verb: all that `offices_where` would say of ``user``, in two queries.

    A page asks forty times; while it is read, it asks the database once.
    """
    if not user.is_authenticated or not user.is_active:
        return {}
    return _offices_by_verb(user, today())


@kept_while_reading
def _offices_by_verb(user: User, day: date) -> Mapping[str, frozenset[int]]:
    found = defaultdict[str, set[int]](set)
    columns = "permission__codename", "content_object"
    of_this_app = {"permission__content_type__app_label": "bureau"}
    own = OfficeUserGrant.objects.filter(user=user, **of_this_app).values_list(*columns)
    groups = Group.objects.filter(user=user).values("pk")
    shared = OfficeGroupGrant.objects.filter(group__in=groups, **of_this_app).values_list(*columns)
    for verb, office in own.union(shared):
        found[verb].add(office)
    for role, office in _lent(posts_stood_in(user, day)).order_by().values_list("role", "office"):
        for verb in MATRIX[Role(role)]:
            found[verb].add(office)
    return {verb: frozenset(offices) for verb, offices in found.items()}


def offices_with_some_verb(user: Actor) -> frozenset[int]:
    """Keys of the offices at which ``user`` may do anything at all: what filters offer to choose from."""
    return frozenset().union(*offices_by_verb(user).values())


@kept_while_reading
def are_all_offices(keys: frozenset[int]) -> bool:
    return not Office.objects.exclude(pk__in=keys).exists()


def _own(user: User, verb: Verb) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Keys of the offices at which the verb is the person's own: by personal grants, and by the groups of roles."""
    grant = {"permission__codename": verb.value, "permission__content_type__app_label": "bureau"}
    groups = Group.objects.filter(user=user).values("pk")
    return (
        OfficeUserGrant.objects.filter(user=user, **grant).values("content_object"),
        OfficeGroupGrant.objects.filter(group__in=groups, **grant).values("content_object"),
    )


def _stood_in(user: User, verb: Verb) -> QuerySet[Post]:
    """Posts whose verb ``user`` has today for an absent holder; who is not allowed it lends nothing."""
    roles = [role.value for role, verbs in MATRIX.items() if verb in verbs]
    return _lent(posts_stood_in(user, today()).filter(role__in=roles))


def _lent(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Those whose holder has the post's role."""
    return posts.filter(holder__groups__role_group__role=F("role"), holder__groups__role_group__office=F("office"))


def posts_stood_in(user: User, day: date) -> QuerySet[Post]:
    """Posts for whose absent holder ``user`` acts on ``day``; a closed account lends nothing."""
    away = Absence.objects.filter(post=OuterRef("pk"), from_day__lte=day, to_day__gte=day)
    return Post.objects.filter(Exists(away), stand_in=user, holder__is_active=True)


def acting_post(user: User, verb: Verb, office: Office) -> Post | None:
    """The post through which ``user`` has the verb at ``office`` only as a stand-in; None when it is their own."""
    if any(grants.filter(content_object=office).exists() for grants in _own(user, verb)):
        return None
    return _stood_in(user, verb).filter(office=office).select_related("holder").first()


def granted_directly(
    user: Actor,
    verb: str,
    *,
    to_people: Any,
    to_groups: Any = None,
) -> QuerySet[Any, Any]:
    """Keys of the objects granted one by one, from guardian's direct tables: ``filter(pk__in=granted_directly(…))``.

    ``to_people`` and ``to_groups`` are models made from guardian's UserObjectPermissionBase and
    GroupObjectPermissionBase; ``verb`` is the codename of a permission of the objects' own model.
    """
    if not user.is_authenticated or not user.is_active:
        return to_people._default_manager.none().values("content_object")
    found = to_people._default_manager.filter(user=user, permission__codename=verb).values("content_object")
    if to_groups is None:
        return found
    groups = Group.objects.filter(user=user).values("pk")
    return found.union(
        to_groups._default_manager.filter(group__in=groups, permission__codename=verb).values("content_object")
    )
