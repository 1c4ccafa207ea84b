"""What others tell us that forbids registration (争议、查封): entered with its source, lifted with the reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit
from bureau.access import require
from bureau.calendar import now, today
from bureau.models import User
from bureau.roles import Verb
from casework.errors import ApplicationInvalid, CaseNotFound, NothingToDo
from casework.models import Restriction
from casework.reading import written
from certificates.models import Project


def restrict(
    project: Project, kind: Restriction.Kind, *, source: str, since: date, actor: User, unit_code: str = ""
) -> Restriction:
    require(actor, Verb.REVIEW_CASE, project.office)
    if since > today():
        raise ApplicationInvalid(problem=_("Since: this day has not come yet."))
    if not source.strip():
        raise ApplicationInvalid(problem=_("Told by: say who told us, with the number of the paper."))
    with transaction.atomic():
        restriction = Restriction.objects.create(
            project=project, kind=kind, unit_code=unit_code, source=source.strip(), since=since, entered_by=actor
        )
        audit.record(
            project,
            "casework.restrict",
            actor=actor,
            office=project.office,
            verb=Verb.REVIEW_CASE,
            data={"kind": kind.value},
        )
    return restriction


def lift(restriction_id: int, *, because: str, actor: User) -> Restriction:
    """Raises NothingToDo when it was lifted before."""
    with transaction.atomic():
        visible = Project.objects.visible_to(actor).values("pk")
        found = Restriction.objects.select_for_update(of=("self",)).filter(pk=restriction_id, project__in=visible)
        restriction = found.select_related("project__office").first()
        if restriction is None:
            raise CaseNotFound(number=restriction_id)
        require(actor, Verb.REVIEW_CASE, restriction.project.office)
        if restriction.lifted_at:
            raise NothingToDo(number=restriction)
        restriction.lifted_at, restriction.lifted_by, restriction.lifted_because = now(), actor, written(because)
        restriction.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        audit.record(
            restriction.project,
            "casework.lift",
            actor=actor,
            office=restriction.project.office,
            verb=Verb.REVIEW_CASE,
        )
    return restriction
