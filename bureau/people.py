"""Roles of people: given and taken here alone, by an administrator of the office, and written into the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from bureau import audit
from bureau.access import offices_where, require
from bureau.calendar import today
from bureau.errors import Refused
from bureau.models.grants import posts_stood_in
from bureau.models.office import Office, OfficeGroupGrant
from bureau.models.post import Post, RoleGroup
from bureau.models.user import User
from bureau.roles import MATRIX, Role, Verb

audit.label("bureau.grant_role", _("Role given"), _("Role was given"))
audit.label("bureau.withdraw_role", _("Role withdrawn"), _("Role was withdrawn"))
audit.label("bureau.close_account", _("Account closed"), _("Account was closed"))
audit.label("bureau.open_account", _("Account opened"), _("Account was opened again"))

PAGE_PERMISSIONS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.PUBLISHER: ("change_page", "publish_page", "lock_page", "unlock_page"),
}
# Of other people's screens that ask Django itself; what may truly go out is decided by the verbs.
SCREEN_PERMISSIONS = {
    Role.EDITOR: ("access_admin", "submit_translation", "add_redirect", "change_redirect"),
    Role.PUBLISHER: ("access_admin", "submit_translation", "publish_matter", "delete_redirect", "change_redirect"),
}
SCREEN_APPS = ("wagtailadmin", "wagtail_localize", "wagtailredirects", "cms")
MEDIA_PERMISSIONS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
CASE_ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.EDITOR, Role.PUBLISHER}


class LastAdministrator(Refused, PermissionDenied):
    code = "bureau.last_administrator"
    message = _("%(office)s would have no administrator left.")
    next_step = _("Make someone else administrator first.")


class HasAdministrator(Refused):
    code = "bureau.has_administrator"
    message = _("%(office)s already has an administrator.")
    next_step = _("Ask them for the role.")


class RolesExclude(Refused):
    code = "bureau.roles_exclude"
    message = _("%(person)s cannot be administrator and %(role)s of one office at once.")
    next_step = _("Withdraw the other role first, or choose someone else.")


class RolesOnlyByAction(Refused, PermissionDenied):
    code = "bureau.roles_only_by_action"
    message = _("Roles are not given here.")
    next_step = _("Open “People and roles” and give the role there.")


@dataclass(frozen=True, slots=True)
class ActingRole:
    """A role that a stand-in has for an absent colleague."""

    role: Role
    office: Office
    post: Post

    @property
    def holder(self) -> User:
        return self.post.holder


@transaction.atomic
def set_up_roles(office: Office) -> None:
    """Makes the group of every role at ``office`` and gives it the matrix's verbs. Again and again without doubles."""
    for role in Role:
        found = RoleGroup.objects.filter(office=office, role=role).select_related("group").first()
        group = found.group if found else Group.objects.create(name=f"{role.value}@{office.code}")
        if found is None:
            RoleGroup.objects.create(group=group, role=role, office=office)
        elif group.name != f"{role.value}@{office.code}":
            group.name = f"{role.value}@{office.code}"
            group.save(update_fields=["name"])
        _give_verbs(group, role, office)
        _give_wagtail(group, role)


def give_new_verbs() -> None:
    """To the roles of every office, what the matrix gives them since they were set up."""
    for held in RoleGroup.objects.select_related("group", "office"):
        _give_verbs(held.group, Role(held.role), held.office)


def _give_verbs(group: Group, role: Role, office: Office) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="bureau", content_type__model="office", codename__in=[v.value for v in MATRIX[role]]
    )
    OfficeGroupGrant.objects.filter(group=group, content_object=office).exclude(permission__in=wanted).delete()
    for permission in wanted:
        OfficeGroupGrant.objects.get_or_create(group=group, content_object=office, permission=permission)


def _give_wagtail(group: Group, role: Role) -> None:
    """Every role may enter the admin; editors and publishers work on pages, images and documents there."""
    screens = SCREEN_PERMISSIONS.get(role, ("access_admin",))
    group.permissions.set(Permission.objects.filter(content_type__app_label__in=SCREEN_APPS, codename__in=screens))
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    codenames = PAGE_PERMISSIONS.get(role, ())
    if root is not None:
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    if codenames and collection is not None:
        for permission in Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=MEDIA_PERMISSIONS
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


@transaction.atomic
def appoint_first_administrator(user: User, office: Office) -> None:
    """For setting up: only while the office has no administrator is there nobody to ask."""
    set_up_roles(office)
    if administrators(office):
        raise HasAdministrator(office=office)
    _join(user, Role.ADMINISTRATOR, office, actor=None)


@transaction.atomic
def grant_role(user: User, role: Role, office: Office, *, actor: User) -> None:
    """Gives a role at an office. Giving it again changes nothing."""
    require(actor, Verb.MANAGE_ACCOUNTS, office, user)
    set_up_roles_if_missing(office)
    if not RoleGroup.objects.filter(office=office, role=role, group__user=user).exists():
        _join(user, role, office, actor=actor)


def _join(user: User, role: Role, office: Office, *, actor: User | None) -> None:
    _refuse_excluded(user, role, office)
    with _membership_may_change():
        user.groups.add(RoleGroup.objects.get(office=office, role=role).group_id)
    audit.record(user, "bureau.grant_role", actor=actor, data={"role": role.value}, office=office)


def _refuse_excluded(user: User, role: Role, office: Office) -> None:
    """An administrator does no case verb and reads no closed field (domain.md §7), also not by a second role."""
    held = {at.role for at in RoleGroup.objects.filter(office=office, group__user=user)}
    if role == Role.ADMINISTRATOR and (clash := held & CASE_ROLES):
        raise RolesExclude(person=user, role=Role(min(clash)).label)
    if role in CASE_ROLES and Role.ADMINISTRATOR in held:
        raise RolesExclude(person=user, role=role.label)


@transaction.atomic
def withdraw_role(user: User, role: Role, office: Office, *, actor: User) -> None:
    """Takes a role away; the last administrator of an office stays."""
    require(actor, Verb.MANAGE_ACCOUNTS, office, user)
    held = RoleGroup.objects.filter(office=office, role=role, group__user=user).first()
    if held is None:
        return
    if role == Role.ADMINISTRATOR:
        refuse_if_last_administrator(user, office)
    with _membership_may_change():
        user.groups.remove(held.group_id)
    audit.record(user, "bureau.withdraw_role", actor=actor, data={"role": role.value}, office=office)


@transaction.atomic
def close_account(user: User, *, actor: User) -> None:
    """The person can no longer sign in; what they did keeps their name. Roles stay written for a return."""
    _require_over(user, actor)
    for office in _administered_by(user):
        refuse_if_last_administrator(user, office)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(user, "bureau.close_account", actor=actor)


@transaction.atomic
def open_account(user: User, *, actor: User) -> None:
    _require_over(user, actor)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(user, "bureau.open_account", actor=actor)


def _require_over(user: User, actor: User) -> None:
    """The actor must be administrator wherever the person has a role; anywhere, if the person has none."""
    offices = list(Office.objects.filter(role_groups__group__user=user).distinct())
    for office in offices or list(offices_where(actor, Verb.MANAGE_ACCOUNTS)[:1]) or list(Office.objects.all()[:1]):
        require(actor, Verb.MANAGE_ACCOUNTS, office, user)


def administrators(office: Office) -> list[User]:
    """Those who can sign in now."""
    return list(
        User.objects.filter(
            is_active=True, groups__role_group__office=office, groups__role_group__role=Role.ADMINISTRATOR
        )
    )


def _administered_by(user: User) -> list[Office]:
    return list(Office.objects.filter(role_groups__role=Role.ADMINISTRATOR, role_groups__group__user=user))


def refuse_if_last_administrator(user: User, office: Office) -> None:
    # The group row is locked, so that two administrators cannot remove each other at once.
    Group.objects.select_for_update().filter(role_group__office=office, role_group__role=Role.ADMINISTRATOR).first()
    if administrators(office) == [user]:
        raise LastAdministrator(office=office)


def set_up_roles_if_missing(office: Office) -> None:
    if RoleGroup.objects.filter(office=office).count() < len(Role):
        set_up_roles(office)


def roles_of(user: User) -> list[tuple[Role, Office]]:
    """The person's own roles."""
    held = RoleGroup.objects.filter(group__user=user).select_related("office")
    return [(Role(at.role), at.office) for at in held]


def acting_roles(user: User, day: date | None = None) -> list[ActingRole]:
    """Roles that the person has on ``day`` because they stand in for someone who is recorded as absent."""
    posts = posts_stood_in(user, day or today()).select_related("holder", "office")
    return [ActingRole(Role(post.role), post.office, post) for post in posts if _holds(post)]


def _holds(post: Post) -> bool:
    return RoleGroup.objects.filter(office=post.office, role=post.role, group__user=post.holder).exists()


def people_with(verb: Verb, office: Office) -> list[User]:
    """Whose turn it can be: everybody with a role that has the verb, and the stand-ins of those absent today."""
    roles = [role.value for role, verbs in MATRIX.items() if verb in verbs]
    own = User.objects.filter(
        is_active=True, groups__role_group__office=office, groups__role_group__role__in=roles
    ).distinct()
    posts = Post.objects.filter(office=office, role__in=roles).exclude(stand_in=None).select_related("stand_in")
    standing_in = [post.stand_in for post in posts if post.stand_in and _is_away(post) and _holds(post)]
    return list(dict.fromkeys([*own, *(person for person in standing_in if person.is_active)]))


def _is_away(post: Post) -> bool:
    return post.absences.filter(from_day__lte=today(), to_day__gte=today()).exists()


_open: ContextVar[bool] = ContextVar("membership_may_change", default=False)


@contextmanager
def _membership_may_change() -> Iterator[None]:
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def guard_membership(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """m2m_changed of User.groups: Wagtail's own account screens cannot give or take a role past the actions."""
    if _open.get() or action not in {"pre_add", "pre_remove", "pre_clear"}:
        return
    if reverse:
        touched = RoleGroup.objects.filter(group=instance)
    else:
        touched = RoleGroup.objects.filter(group__user=instance)
        touched = RoleGroup.objects.filter(group__in=pk_set) if pk_set is not None else touched
    if touched.exists():
        raise RolesOnlyByAction()


def guard_last_administrator(sender: Any, instance: User, **kwargs: Any) -> None:
    """pre_delete of an account."""
    for office in _administered_by(instance):
        refuse_if_last_administrator(instance, office)
