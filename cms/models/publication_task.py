from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from bureau.models import User
from cms.four_eyes import OwnDraft, is_author


class PublicationTask(AbstractGroupApprovalTask):
    """发布审核: a publisher approves or returns what another person drafted. Being a superuser opens nothing."""

    class Meta:
        verbose_name = _("review before publication")

    @classmethod
    def get_description(cls) -> Any:
        return _("A publisher who did not write the draft approves or returns it.")

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return bool(self._user_in_groups(user))

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not self._user_in_groups(user)

    def get_actions(self, obj: Any, user: User) -> list[Any]:
        if not self._user_in_groups(user):
            return []
        wanted = {"reject"} if is_author(obj, user) else {"reject", "approve"}
        return [action for action in super().get_actions(obj, user) if action[0] in wanted]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> Any:
        if action_name == "approve" and is_author(task_state.workflow_state.content_object, user):
            raise OwnDraft()
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        if self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()
