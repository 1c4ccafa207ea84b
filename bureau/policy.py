"""The policy that Wagtail's screens ask about our models: verbs at offices, nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from bureau.calendar import today
from bureau.models.grants import offices_by_verb, offices_where
from bureau.models.office import Office
from bureau.models.user import Actor, User
from bureau.office_of import belongs_to_office, office_of
from bureau.people import people_with
from bureau.roles import Verb

Verbs: TypeAlias = Verb | tuple[Verb, ...] | None


class OfficePolicy(BasePermissionPolicy):
    """Who may view, add, change, delete objects of one model: whoever has the verb at the object's office.

    ``office_path`` leads from the model to its office (``"project__office"``; ``"pk"`` for offices themselves); None
    says that the model belongs to the whole house: the verb at any office is enough. An action without a verb is
    nobody's. What can be seen is ``Model.objects.visible_to(user)`` where the model has it, so that lists in the admin
    and everywhere else agree. Being a superuser opens nothing.
    """

    def __init__(
        self,
        model: type[Model],
        office_path: str | None = "office",
        *,
        view: Verbs,
        add: Verbs = None,
        change: Verbs = None,
        delete: Verbs = None,
        **more: Verbs,
    ) -> None:
        super().__init__(model)
        self.office_path = office_path
        given = {"view": view, "add": add, "change": change, "delete": delete, **more}
        self.verbs: dict[str, tuple[Verb, ...]] = {
            action: (verbs,) if isinstance(verbs, Verb) else tuple(verbs or ()) for action, verbs in given.items()
        }
        if office_path is not None:
            belongs_to_office(model, office_path)

    # What a person may do at all

    def user_has_permission(self, user: Actor, action: str) -> bool:
        return any(offices_of(user, verb) for verb in self.verbs.get(action, ()))

    def user_has_any_permission(self, user: Actor, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    # What a person may do with one object

    def user_has_permission_for_instance(self, user: Actor, action: str, instance: Model) -> bool:
        if instance.pk is None:
            return self.allows_at_its_office(user, action, instance)
        if action == "view" or self.office_path is None:
            return bool(self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists())
        return self.allows_at_its_office(user, action, instance)

    def allows_at_its_office(self, user: Actor, action: str, instance: Model) -> bool:
        """Asks for the office that the object names now: a form that moves it away must be allowed there too."""
        if self.office_path is None:
            return self.user_has_permission(user, action)
        office = office_of(instance)
        return office is not None and any(office.pk in offices_of(user, verb) for verb in self.verbs.get(action, ()))

    # Which objects

    def instances_user_has_any_permission_for(self, user: Actor, actions: Iterable[str]) -> QuerySet[Any]:
        found = Q(pk__in=[])
        for action in actions:
            found |= Q(pk__in=self.instances_user_has_permission_for(user, action).values("pk"))
        objects: QuerySet[Any] = self.model._default_manager.filter(found)
        return objects

    def instances_user_has_permission_for(self, user: Actor, action: str) -> QuerySet[Any]:
        manager: Any = self.model._default_manager
        if action == "view" and hasattr(manager, "visible_to"):
            visible: QuerySet[Any] = manager.visible_to(user)
            return visible
        verbs = self.verbs.get(action, ())
        if self.office_path is None:
            all_or_none: QuerySet[Any] = manager.all() if self.user_has_permission(user, action) else manager.none()
            return all_or_none
        at = Q(pk__in=[])
        for verb in verbs:
            at |= Q(**{f"{self.office_path}__in": offices_where(user, verb)})
        objects: QuerySet[Any] = manager.filter(at)
        return objects

    # Who

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        verbs = {verb for action in actions for verb in self.verbs.get(action, ())}
        people = [
            person.pk for office in Office.objects.all() for verb in verbs for person in people_with(verb, office)
        ]
        return User.objects.filter(pk__in=people)


def offices_of(user: Actor, verb: Verb) -> frozenset[int]:
    """Keys of the offices, kept on the user object for one page: lists ask it for every row.

    Only screens use it, to decide what to show. Actions ask ``require``, which always reads the database.
    """
    kept: dict[date, Mapping[str, frozenset[int]]] = user.__dict__.setdefault("_offices_of", {})
    day = today()
    if day not in kept:
        kept[day] = offices_by_verb(user)
    return kept[day].get(verb, frozenset())


def may_here(user: Actor, verb: Verb, office: Office) -> bool:
    """What `access.may` says, of what is kept for one page. Only screens ask it."""
    return office.pk in offices_of(user, verb)


def policy_for(model: type[Model]) -> OfficePolicy | None:
    """Our policy for ``model``; None when it has none of ours (pages, images, Django's own)."""
    policy = policy_registry.get_by_type(model, fallback=False)
    return policy if isinstance(policy, OfficePolicy) else None


def register_policy(
    model: type[Model], office_path: str | None = "office", *, view: Verbs, add: Verbs = None, **verbs: Verbs
) -> OfficePolicy:
    """Called at the top of a package's wagtail_hooks.py, before anything asks."""
    policy = OfficePolicy(model, office_path, view=view, add=add, **verbs)
    register_permission_policy(model, policy)
    return policy
