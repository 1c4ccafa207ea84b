"""The button: hands an approved bundle to a worker. The page that shows the progress may be closed."""

from functools import partial

from django.db import transaction
from django_tasks import task

from bureau.errors import YizhengError
from bureau.models import User
from bureau.worker import worker_is_alive
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.locking import locked_bundle
from certificates.errors import IssueUnderway, LeaseLost, NoWorker
from certificates.four_eyes import require_may_issue
from certificates.models import Bundle
from certificates.sealing import spread

State = Bundle.State


def ask_issue(bundle_id: int, *, actor: User) -> Bundle:
    """Enqueues the issue, or its continuation. Raises NoWorker, NotAllowed, IssueUnderway, StateRefused."""
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor, State.APPROVED, State.ISSUING)
        require_may_issue(bundle, actor)
        if not worker_is_alive():
            raise NoWorker()
        if bundle.is_being_issued:
            raise IssueUnderway(reference=bundle.reference)
        if bundle.state == State.APPROVED:
            bundle.issue_asked_by = actor
            bundle.issue_problem = ""
            bundle.save(update_fields=["issue_asked_by", "issue_problem"])
        transaction.on_commit(partial(issue_in_worker.enqueue, bundle.pk, actor.pk))
    return bundle


@task(backend="jobs", queue_name="issuing")
def issue_in_worker(bundle_id: int, actor_id: int) -> str:
    """Runs in a worker. A refusal is shown on the bundle's page; the task itself then ends well."""
    try:
        return issue_bundle(bundle_id, actor=User.objects.get(pk=actor_id), sealer=spread).state
    except (IssueUnderway, LeaseLost) as error:
        return error.code  # somebody else is at it; the page shows their progress
    except YizhengError as error:
        Bundle.objects.filter(pk=bundle_id, state__in=[State.APPROVED, State.ISSUING]).update(
            issue_problem=f"{error} {error.next_step}"[:500]
        )
        return error.code
