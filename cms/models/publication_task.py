from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from bureau.access import offices_where
from bureau.models import User
from bureau.roles import Verb
from cms.four_eyes import OwnDraft, is_author, may_review, reviewed_by


class PublicationTask(AbstractGroupApprovalTask):
    """发布审核: a publisher approves or returns what another person drafted. Being a superuser opens nothing."""

    class Meta:
        verbose_name = _("review before publication")

    @classmethod
    def get_description(cls) -> Any:
        return _("A publisher who did not write the draft approves or returns it.")

    def _user_in_groups(self, user: User) -> bool:
        """Wagtail's own answer knows neither stand-ins nor other offices; its groups are only shown."""
        return offices_where(user, Verb.PUBLISH_CONTENT).exists()

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return may_review(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not may_review(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        return may_review(obj, user)

    def get_actions(self, obj: Any, user: User) -> list[Any]:
        if not may_review(obj, user):
            return []
        wanted = {"reject"} if is_author(obj, user) else {"reject", "approve"}
        return [action for action in super().get_actions(obj, user) if action[0] in wanted]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        if action_name == "approve" and is_author(task_state.workflow_state.content_object, user):
            raise OwnDraft()
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        by_kind: dict[ContentType, dict[str, int]] = defaultdict(dict)
        for state in waiting.select_related("workflow_state"):
            of = state.workflow_state
            by_kind[ContentType.objects.get_for_id(of.base_content_type_id)][of.object_id] = state.pk
        seen = [
            states[key]
            for kind, states in by_kind.items()
            if (model := kind.model_class()) is not None
            for key in reviewed_by(user, model, states)
        ]
        return self.task_states.filter(pk__in=seen)
