"""The sweeper: carries on bundles whose worker died, once their lease has run out."""

from datetime import timedelta

from bureau import calendar
from bureau.scheduled import scheduled
from certificates.actions.ask_issue import issue_in_worker
from certificates.models import Bundle


@scheduled(every=timedelta(minutes=1))
def sweep_leases() -> int:
    """Hands every bundle that is being issued by nobody to a worker, once; returns how many.

    A bundle that stopped for a reason that is shown on its page waits for a person instead.
    """
    left = Bundle.objects.filter(
        state=Bundle.State.ISSUING, lease_until__lte=calendar.now(), issue_problem="", issue_asked_by__isnull=False
    )
    asked = 0
    for bundle in left:
        # The lease moves on by the queue's patience, so that the next sweep does not hand it over again.
        moved = Bundle.objects.filter(pk=bundle.pk, lease_until=bundle.lease_until).update(
            lease_until=calendar.now() + timedelta(minutes=2), lease_owner=""
        )
        if moved and bundle.issue_asked_by_id:
            issue_in_worker.enqueue(bundle.pk, bundle.issue_asked_by_id)
            asked += 1
    return asked
