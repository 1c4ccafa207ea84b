"""What one person does not do twice in a case (invariant 5, domain.md §7)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from bureau.access import may
from bureau.models import User
from bureau.roles import Verb
from casework.clock import Kind
from casework.errors import ApplicationInvalid, Separated
from casework.models import Case, CaseEvent, CaseStep
from certificates.models import Bundle


def people_who_decided(bundle: Bundle) -> set[int]:
    """Keys of the people who decided a case behind ``bundle``: none of them issues it."""
    decided = Case.objects.filter(certificate__bundle=bundle).exclude(decided_by=None)
    return set(decided.values_list("decided_by", flat=True))


def require_decided_by_another(case: Case, bundle: Bundle) -> None:
    """Raises Separated where who issued ``bundle`` decided ``case``, which is to stand behind it."""
    if bundle.issued_by_id and bundle.issued_by_id == case.decided_by_id:
        raise Separated(
            why=_("Case %(number)s was decided by who issued this bundle, so it cannot stand behind it.")
            % {"number": case.number}
        )


def require_may_decide(case: Case, actor: User) -> None:
    """Raises Separated for who reviewed the case.

    Of an instant matter one person may do both where the office says so (domain.md C1). Who issues comes later: a
    bundle is issued only when all cases behind it are decided (B12).
    """
    if case.is_instant and case.application.office.solo_instant:
        return
    if case.was_reviewed_by(actor):
        raise Separated(why=_("You reviewed case %(number)s, so another person decides it.") % {"number": case.number})


def require_second_officer(step: CaseStep, actor: User) -> None:
    """行政许可法 第三十四条: two officers check on the spot. Raises Separated for who entered the first finding."""
    if step.first_by_id == actor.pk:
        raise Separated(
            why=_("%(person)s has entered the first finding of %(step)s, so another officer enters the second.")
            % {"person": actor, "step": step}
        )


def require_host(case: Case, host: User) -> None:
    """Somebody who works on cases of its office. Raises ApplicationInvalid. Who reviews it is told apart elsewhere."""
    office = case.application.office
    if not any(may(host, verb, office) for verb in (Verb.REVIEW_CASE, Verb.DECIDE_CASE)):
        raise ApplicationInvalid(
            problem=_("Held by: %(person)s does not work on cases here. Choose somebody else.") % {"person": host}
        )


def require_outside_of_hearings(case: Case, reviewer: User) -> None:
    """行政许可法 第四十八条: who holds, calls or ends a hearing of the case does not review it. Raises Separated."""
    of_hearing = Q(kind=Kind.HEARING) | Q(about__kind=Kind.HEARING)
    held = case.events.filter(of_hearing, Q(by=reviewer) | Q(host=reviewer)).exclude(what=CaseEvent.What.TAKEN_BACK)
    if held.exists():
        raise Separated(
            why=_("%(person)s holds a hearing of case %(number)s, so another person reviews it.")
            % {"person": reviewer, "number": case.number}
        )
