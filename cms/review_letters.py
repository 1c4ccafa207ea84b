"""Wagtail's letter about a draft that was sent for publication, to those who may publish it."""

from typing import Any

from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from bureau.models import User
from bureau.people import people_with
from bureau.roles import Verb
from cms.four_eyes import authors, office_for

WAGTAILS = "group_approval_task_submitted_email_notification"  # its dispatch_uid: ours takes its place


class ReviewLetter(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail writes to groups that were named once; who publishes depends on the office that answers for the text."""

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> set[User]:
        obj = task_state.workflow_state.content_object
        office = office_for(obj)
        if office is None:
            return set()
        wrote = authors(obj, task_state.revision)
        return {person for person in people_with(Verb.PUBLISH_CONTENT, office) if person.pk not in wrote}


_letter = ReviewLetter()


def join() -> None:
    task_submitted.disconnect(sender=TaskState, dispatch_uid=WAGTAILS)
    task_submitted.connect(_letter, sender=TaskState, dispatch_uid=WAGTAILS)
