"""The base of every staff screen over records: a viewset that shows and changes only what a person may."""

from typing import Any

from django.db.models import Field, QuerySet
from django.forms import Field as FormField
from django.utils.functional import classproperty
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views.snippets import SnippetViewSet

from bureau.choosers import OfficeSnippetChooserViewSet
from bureau.narrowing import GuardedViewSet, visible
from bureau.policy import policy_for

__all__ = ["NarrowedBulkAction", "OfficeModelViewSet", "OfficeSnippetViewSet"]


class OfficeModelViewSet(GuardedViewSet, ModelViewSet):
    """Declare ``model``, columns, filters and form fields; ``register_policy(model, …)`` must have been called before.

    Copying is off, because a copied record is rarely what anybody means.
    """

    copy_view_enabled = False
    add_to_reference_index = False

    def formfield_for_dbfield(self, db_field: Field[Any, Any], **kwargs: Any) -> FormField | None:
        """Wagtail's own fields and widgets (dates with a calendar), although ``form_fields`` names them one by one."""
        field: FormField | None = formfield_for_dbfield(db_field, **kwargs)
        return field


class OfficeSnippetViewSet(GuardedViewSet, SnippetViewSet):
    """The same for models with drafts, revisions and previews."""

    copy_view_enabled = False
    chooser_viewset_class = OfficeSnippetChooserViewSet


class NarrowedBulkAction:
    """Before any bulk action over our models: objects out of sight are not even named as refused."""

    request: Any
    model: Any

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        return visible(self.model.objects.all(), self.request.user).values_list("pk", flat=True)

    def get_actionable_objects(self) -> Any:
        objects, context = super().get_actionable_objects()  # type: ignore[misc]
        seen = set(self.get_all_objects_in_listing_query(None))
        context["items_with_no_access"] = [obj for obj in context["items_with_no_access"] if obj.pk in seen]
        return objects, context


class OfficeDeleteBulkAction(NarrowedBulkAction, DeleteBulkAction):
    """Takes the place of Wagtail's for snippets that have a policy of ours."""

    @classproperty
    def models(cls) -> list[Any]:  # noqa: N805  # a property of the class
        return [model for model in get_snippet_models() if policy_for(model) is not None]

    def check_perm(self, snippet: Any) -> bool:
        policy = policy_for(type(snippet))
        return policy is not None and all(
            policy.user_has_permission_for_instance(self.request.user, action, snippet) for action in ("view", "delete")
        )
