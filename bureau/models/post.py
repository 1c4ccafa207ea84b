from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.models.office import Office
from bureau.phones import check_desk_phone
from bureau.roles import Role


class RoleGroup(models.Model):
    """The group that holds one role at one office; its members are changed by grant_role and withdraw_role alone."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="role_group")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, models.CASCADE, related_name="role_groups", verbose_name=_("office"))

    class Meta:
        ordering = ["office", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "role"], name="role_group_once_in_office")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.office}"


class Post(models.Model):
    """A post (岗位) such as 制证岗 07: its holder (A岗) does the work, the stand-in (B岗) only while A is absent."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts", verbose_name=_("office"))
    code = models.CharField(_("code"), max_length=20, help_text=_("Short, such as 07."))
    name = models.CharField(
        _("name"), max_length=40, help_text=_("Such as 制证岗 07; people see it instead of a name.")
    )
    english_name = models.CharField(
        _("name in English"), max_length=80, blank=True, help_text=_("Empty: readers of English see the Chinese.")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[check_desk_phone],
        help_text=_("The desk's number, shown to the public with the post's name. Empty: the public does not see it."),
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts_held", verbose_name=_("holder (A)")
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts_stood_in",
        verbose_name=_("stand-in (B)"),
        help_text=_("Acts for the holder during a recorded absence."),
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["office", "code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="post_code_once_in_office"),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("holder")),
                name="post_holder_is_not_stand_in",
                violation_error_message=_("Choose two different people."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """Days on which a post's holder is away and its stand-in acts. Both days count."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="absences", verbose_name=_("post"))
    from_day = models.DateField(_("first day"))
    to_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=100)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-from_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.from_day:%Y-%m-%d}–{self.to_day:%Y-%m-%d}"

    def clean(self) -> None:
        if self.post_id and self.post.stand_in_id is None:
            raise ValidationError({"post": _("This post has no stand-in. Name one first.")}, code="no_stand_in")
