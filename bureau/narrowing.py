"""Mixins that narrow Wagtail's generic views to what a person may see, and the guard before every view of a viewset.

Wagtail's views ask the policy only 'on some or all objects' and fetch objects in a dozen ways; so the guard checks the
object before the view runs, and lists, filters, choosers and form fields are narrowed here.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.coreutils import resolve_model_string

from bureau import denials
from bureau.access import Actor
from bureau.denials import Denial, denials_recorded, record_denial
from bureau.errors import NotAllowed
from bureau.models.grants import offices_with_some_verb
from bureau.models.office import Office
from bureau.office_of import office_of
from bureau.policy import OfficePolicy, offices_of, policy_for
from bureau.reading import kept_while_reading

# What each named address of a viewset does to its object; whatever is not named here needs 'change'.
ACTIONS = {
    **dict.fromkeys(["index", "index_results", "list", "list_results"], "any"),
    **dict.fromkeys(["choose", "choose_results", "chosen", "chosen_multiple"], "view"),
    **dict.fromkeys(["history", "history_results", "inspect", "revisions_view", "revisions_compare"], "view"),
    **dict.fromkeys(["workflow_history", "workflow_history_detail", "workflow_preview"], "view"),
    **dict.fromkeys(["add", "copy", "create", "preview_on_add"], "add"),
    "delete": "delete",
}
ANY = ("view", "add", "change", "delete")


def visible(queryset: QuerySet[Any], user: Actor) -> QuerySet[Any]:
    """``queryset`` without what ``user`` may not see; models without a policy of ours are left as they are."""
    policy = policy_for(queryset.model)
    if policy is None:
        return queryset
    if hasattr(queryset, "visible_to"):
        narrowed: QuerySet[Any] = queryset.visible_to(user)  # without asking for every key first
        return narrowed
    return queryset.filter(pk__in=policy.instances_user_has_permission_for(user, "view").order_by().values("pk"))


@kept_while_reading
def check_object(user: Actor, policy: OfficePolicy, action: str, pk: Any) -> Model:
    """The object, if ``user`` may do ``action`` with it. Out of sight means not found; what was tried is recorded."""
    try:
        obj = policy.model._default_manager.filter(pk=unquote(str(pk))).first()
    except (ValueError, TypeError) as unreadable:
        raise Http404 from unreadable
    if obj is None:
        raise Http404
    for wanted in dict.fromkeys(["view", action]):
        if not policy.user_has_permission_for_instance(user, wanted, obj):
            error = refusal(user, policy, wanted, obj)
            record_denial(error)
            if wanted == "view":
                raise Http404
            raise error
    found: Model = obj
    return found


def refusal(user: Actor, policy: OfficePolicy, action: str, obj: Model) -> NotAllowed:
    """NotAllowed with what the trail needs: the verb that was missing, and where."""
    verb = next(iter(policy.verbs.get(action, ()) or policy.verbs["view"]))
    error = NotAllowed(verb=verb.label)
    office = office_of(obj) or Office.objects.first()
    if obj.pk is not None and office is not None:
        denials.keep(error, Denial(user, verb, office, obj))
    return error


def guard(view: Callable[..., HttpResponseBase], policy: OfficePolicy, action: str) -> Callable[..., HttpResponseBase]:
    """Runs ``view`` only if the person may do ``action``, with the very object that the address names."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with denials_recorded():
            user = request.user
            wanted = ANY if action == "any" else (action,)
            if not policy.user_has_any_permission(user, wanted):
                raise PermissionDenied
            if "pk" in kwargs:
                check_object(user, policy, "view" if action in {"any", "add"} else action, kwargs["pk"])
            return view(request, *args, **kwargs)

    guarded.bureau_policy = policy  # type: ignore[attr-defined]  # the test that walks every address reads it
    return guarded


class NarrowedList:
    """For every listing: its rows, its export and the choices of its filters."""

    request: HttpRequest
    model: type[Model]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        if rows.model is not self.model:  # the history of an object lists entries of the trail
            return rows
        return visible(rows, self.request.user).select_related(*self.shown_relations())

    def shown_relations(self) -> list[str]:
        """Foreign keys among the columns: fetched with the rows, not once more for each."""
        names = {getattr(column, "name", column) for column in getattr(self, "list_display", [])}
        return [field.name for field in self.model._meta.fields if field.is_relation and field.name in names]

    @cached_property
    def filters(self) -> Any:
        filters = super().filters  # type: ignore[misc]
        if filters:
            narrow_fields(filters.form, self.request.user)
        return filters


class NarrowedForm:
    """For every form: its choices, and the office that the filled form names."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        policy = policy_for(form._meta.model) if hasattr(form, "_meta") else None
        narrow_fields(form, self.request.user, policy)
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        instance = getattr(form, "instance", None)
        policy = getattr(self, "permission_policy", None)
        action = getattr(self, "permission_required", None)
        if instance is not None and isinstance(policy, OfficePolicy) and action in {"add", "change"}:
            check_place(self.request.user, policy, action, instance)
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


def check_place(user: Actor, policy: OfficePolicy, action: str, instance: Model) -> None:
    """A filled form may not put a record into an office, or take one there, where the person may not do this."""
    if not policy.allows_at_its_office(user, action, instance):
        raise refusal(user, policy, action, instance)


def narrow_fields(form: forms.BaseForm, user: Actor, policy: OfficePolicy | None = None) -> None:
    """Leaves in each choice of records only what ``user`` may see, and of offices those where they may do this."""
    for field in form.fields.values():
        if not isinstance(field, ModelChoiceField) or field.queryset is None:
            continue
        if field.queryset.model is Office:
            field.queryset = field.queryset.filter(pk__in=_offices(user, policy))
        else:
            field.queryset = visible(field.queryset, user)
    for formset in getattr(form, "formsets", {}).values():
        for inner in [*formset.forms, formset.empty_form]:
            narrow_fields(inner, user, policy)


def _offices(user: Actor, policy: OfficePolicy | None) -> Iterable[int]:
    """Offices to choose from: in a record's form those of its add and change verbs, in a filter all with some verb."""
    if policy is None:
        return offices_with_some_verb(user)
    return {pk for action in ("add", "change") for verb in policy.verbs[action] for pk in offices_of(user, verb)}


class NarrowedChooser:
    """For the chooser's list."""

    request: HttpRequest
    model_class: type[Model]

    def get_object_list(self) -> QuerySet[Any]:
        return visible(super().get_object_list(), self.request.user)  # type: ignore[misc]


class NarrowedCreation:
    """For the form inside a chooser that makes a new record."""

    request: HttpRequest
    model_class: type[Model]

    def get_creation_form(self) -> Any:
        form = super().get_creation_form()  # type: ignore[misc]
        if form is None:  # a chooser that only chooses
            if self.request.method == "POST":
                raise Http404
            return None
        narrow_fields(form, self.request.user, policy_for(self.model_class))
        return form

    def save_form(self, form: Any) -> Any:
        policy = policy_for(self.model_class)
        if policy is not None:
            check_place(self.request.user, policy, "add", form.instance)
        return super().save_form(form)  # type: ignore[misc]


class NarrowedChosen:
    """For what was chosen: one, or many."""

    request: HttpRequest

    def get_object(self, pk: Any) -> Any:
        chosen = super().get_object(pk)  # type: ignore[misc]
        if not visible(type(chosen)._default_manager.filter(pk=chosen.pk), self.request.user).exists():
            raise Http404
        return chosen

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return visible(super().get_objects(pks), self.request.user)  # type: ignore[misc]


class GuardedViewSet:
    """For every viewset of ours: each view narrowed by its kind, each address behind the guard."""

    model: Any

    @cached_property
    def office_policy(self) -> OfficePolicy:
        model = resolve_model_string(self.model)
        policy = policy_for(model)
        if policy is None:
            raise ImproperlyConfigured(f"{model.__name__} needs bureau.policy.register_policy before its viewset.")
        return policy

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        view: Callable[..., HttpResponse] = super().construct_view(narrowed(view_class), **kwargs)  # type: ignore[misc]
        return view

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()  # type: ignore[misc]
        for pattern in patterns:
            pattern.callback = guard(pattern.callback, self.office_policy, ACTIONS.get(pattern.name or "", "change"))
        return patterns


def narrowed(view_class: type) -> type:
    """``view_class`` with the mixin that fits what it does."""
    mixins = [
        mixin
        for name, mixin in [
            ("get_base_queryset", NarrowedList),
            ("get_form", NarrowedForm),
            ("get_object_list", NarrowedChooser),
            ("get_creation_form", NarrowedCreation),
            ("get_chosen_response", NarrowedChosen),
        ]
        if hasattr(view_class, name) and not issubclass(view_class, mixin)
    ]
    if not mixins:
        return view_class
    return type(view_class.__name__, (*mixins, view_class), {"__module__": view_class.__module__})
