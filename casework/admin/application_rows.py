"""The cases on the page of an application, and what else is under way for its project: all on one page (并联审批)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from bureau.access import Actor
from bureau.calendar import today
from bureau.roles import Role
from casework.admin.standing import Standing, standing_of, with_standing, with_whom
from casework.due import work_days
from casework.models import Application, Case, CaseStep

MOST_ELSEWHERE = 50  # cases


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the table; ``reviews``: steps of review that are done, with what was found."""

    case: Case
    standing: Standing
    who: str
    reviews: list[CaseStep]
    can_decide: bool
    is_late: bool


def with_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """``cases`` with what `rows_of` reads, however many there are."""
    return with_standing(cases).prefetch_related("steps__assigned_to", "steps__done_by", "steps__first_by")


def rows_of(cases: Iterable[Case], *, decides: bool = False) -> Iterator[Row]:
    """``decides``: for who decides cases at their office."""
    days = work_days()
    for case in cases:
        review = [step for step in case.steps.all() if step.role == Role.CASE_OFFICER]
        is_ready = case.state == Case.State.ACCEPTED and all(step.done_at for step in review) and not case.stands_still
        yield Row(
            case=case,
            standing=standing_of(case, days),
            who=with_whom(case),
            reviews=[step for step in review if step.done_at],
            can_decide=decides and is_ready,
            is_late=case.due is not None and case.due < today(),
        )


def elsewhere(application: Application, reader: Actor) -> Iterator[Row]:
    """What other applications of its project have under way, as far as ``reader`` sees it."""
    found = Case.objects.unfinished().visible_to(reader).filter(application__project=application.project_id)
    found = found.exclude(application=application.pk).order_by("application", "pk")
    yield from rows_of(with_rows(found)[:MOST_ELSEWHERE])
