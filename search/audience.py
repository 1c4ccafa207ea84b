"""Who is asking, as the tokens that records carry. Expanded at query time: a changed grant needs no new index."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from bureau.access import Actor, offices_where
from bureau.models import Office
from bureau.roles import Verb
from certificates.models import ProjectUserGrant
from search.contract import CONTENT, PUBLIC, content_audience, office_audience, project_audience

WRITERS = (Verb.DRAFT_CONTENT, Verb.PUBLISH_CONTENT)


def tokens_of(viewer: Actor) -> frozenset[str]:
    """Everyone sees what is public; an account also records and drafts of its offices, and projects opened to it."""
    if not viewer.is_authenticated or not viewer.is_active:
        return frozenset({PUBLIC})
    offices = offices_where(viewer, Verb.VIEW_RECORDS).values_list("pk", flat=True)
    opened = ProjectUserGrant.objects.filter(user_id=viewer.pk, permission__codename="view_project")
    projects = opened.values_list("content_object_id", flat=True)
    records = {PUBLIC, *map(office_audience, offices), *map(project_audience, projects)}
    content = set(map(content_audience, writes_at(viewer).values_list("pk", flat=True)))
    return frozenset(records | content | ({CONTENT} if content else set()))


def writes_at(viewer: Actor) -> QuerySet[Office]:
    """The offices at which ``viewer`` drafts or publishes."""
    by_verb = (Q(pk__in=offices_where(viewer, verb)) for verb in WRITERS)
    return Office.objects.filter(reduce(or_, by_verb))
