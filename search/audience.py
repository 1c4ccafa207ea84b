"""Who is asking, as the tokens that records carry. Expanded at query time: a changed grant needs no new index."""

from bureau.access import Actor, offices_where
from bureau.roles import Verb
from certificates.models import ProjectUserGrant
from search.contract import PUBLIC, office_audience, project_audience


def tokens_of(viewer: Actor) -> frozenset[str]:
    """Everyone sees what is public; an account also the records of its offices and of projects opened to it."""
    if not viewer.is_authenticated or not viewer.is_active:
        return frozenset({PUBLIC})
    offices = offices_where(viewer, Verb.VIEW_RECORDS).values_list("pk", flat=True)
    opened = ProjectUserGrant.objects.filter(user_id=viewer.pk, permission__codename="view_project")
    projects = opened.values_list("content_object_id", flat=True)
    return frozenset({PUBLIC, *map(office_audience, offices), *map(project_audience, projects)})
