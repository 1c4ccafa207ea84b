"""The one query behind every permission: at which offices may a person do a verb."""

from django.contrib.auth.models import Group
from django.db.models import F, QuerySet

from bureau.calendar import today
from bureau.models.office import Office, OfficeGroupGrant, OfficeUserGrant
from bureau.models.post import Post
from bureau.models.user import Actor
from bureau.roles import MATRIX, Verb


def offices_where(user: Actor, verb: Verb) -> QuerySet[Office]:
    """The offices at which ``user`` may do ``verb``; meant as a subquery: ``filter(office__in=offices_where(...))``.

    By a grant to the person, by the group of a role, or as the stand-in of an absent colleague who may do it.
    """
    if not user.is_authenticated or not user.is_active:
        return Office.objects.none()
    grant = {"permission__codename": verb.value, "permission__content_type__app_label": "bureau"}
    own = OfficeUserGrant.objects.filter(user=user, **grant).values("content_object")
    shared = OfficeGroupGrant.objects.filter(group__in=Group.objects.filter(user=user).values("pk"), **grant).values(
        "content_object"
    )
    stood_in = posts_stood_in(user).filter(
        role__in=[role.value for role, verbs in MATRIX.items() if verb in verbs],
        holder__groups__officegroupgrant__permission__codename=verb.value,
        holder__groups__officegroupgrant__content_object=F("office"),
    )
    return Office.objects.filter(pk__in=own.union(shared, stood_in.values("office")))


def posts_stood_in(user: Actor) -> QuerySet[Post]:
    """Posts for whose absent holder ``user`` acts today; a holder whose account is closed lends nothing."""
    day = today()
    return Post.objects.filter(
        stand_in=user.pk, holder__is_active=True, absences__from_day__lte=day, absences__to_day__gte=day
    )
