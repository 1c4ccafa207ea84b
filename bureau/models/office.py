from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from stdnum.cn import uscc

from bureau.roles import VERB_PERMISSIONS

SIX_DIGITS = RegexValidator(r"^[1-9][0-9]{5}\Z", _("Give six digits, such as 430900."), code="region_code")


def check_uscc(value: str) -> None:
    if not uscc.is_valid(value) or value != uscc.compact(value):
        raise ValidationError(_("This is no unified social credit code of 18 characters."), code="uscc")


def check_counties(value: object) -> None:
    if not isinstance(value, list):
        raise ValidationError(_("Give a list of county codes."), code="counties")
    for code in value:
        SIX_DIGITS(code)


class Office(models.Model):
    """A body that issues certificates (发证机关), with what the law and its own rules fix for it."""

    name = models.CharField(_("name"), max_length=64, unique=True, help_text=_("In full, as on its seal."))
    short_name = models.CharField(
        _("short name"), max_length=32, help_text=_("Numbers of decisions begin with it, such as 益自然资.")
    )
    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Short, for files and addresses."))
    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        validators=[check_uscc],
        help_text=_("18 digits and capitals without spaces."),
    )
    region_code = models.CharField(
        _("region code"),
        max_length=6,
        validators=[SIX_DIGITS],
        help_text=_("Six digits that its numbers begin with."),
    )
    counties = models.JSONField(
        _("county codes"),
        default=list,
        blank=True,
        validators=[check_counties],
        help_text=_('County codes that its unit codes may begin with, such as ["430902", "430903"].'),
    )
    title_prefix = models.CharField(
        _("prefix of title numbers"),
        max_length=1,
        default="湘",
        help_text=_("One character, the province, such as 湘."),
    )
    title_place = models.CharField(
        _("place in title numbers"),
        max_length=20,
        default="益阳市",
        help_text=_("Stands before 不动产权第…号, such as 益阳市."),
    )
    supervision_number_from = models.DateField(
        _("supervision numbers from"),
        null=True,
        blank=True,
        default=date(2024, 7, 1),
        help_text=_(
            "From this issue day on, permits carry the 19 characters of the national system, which are imported. "
            "Empty: the office keeps its own 15 digits."
        ),
    )
    preparer_may_issue = models.BooleanField(
        _("preparer may issue"), default=False, help_text=_("The preparer may also issue what another person approved.")
    )
    solo_instant = models.BooleanField(
        _("one person for instant matters"),
        default=False,
        help_text=_(
            "Who reviewed a matter that is decided on the spot may also decide it. Never for any other matter."
        ),
    )
    verify_shows_facts = models.BooleanField(
        _("check page shows a title's facts"),
        default=False,
        help_text=_("Else it shows kind, number, office, day and status."),
    )
    scheduled_as = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account for scheduled work"),
        help_text=_("In its name a command issues bundles while nobody is signed in."),
    )
    address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        help_text=_("Street and number. Windows without an address of their own use it."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        help_text=_("For questions, on every page. Windows without a phone of their own use it."),
    )
    hours = models.CharField(
        _("opening hours"),
        max_length=100,
        blank=True,
        help_text=_("At the foot of every page, such as 周一至周五 9:00–12:00. Each window has hours of its own."),
    )
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["pk"]
        permissions = VERB_PERMISSIONS  # a verb is always granted at an office, through the two tables below

    def __str__(self) -> str:
        return self.name

    def imports_numbers(self, day: date) -> bool:
        """Whether permits issued on ``day`` carry numbers that the national system minted."""
        return self.supervision_number_from is not None and day >= self.supervision_number_from


class OfficeUserGrant(UserObjectPermissionBase):
    """One verb at one office, given to one person (guardian's direct tables: 25 times as fast as its generic one)."""

    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)


class OfficeGroupGrant(GroupObjectPermissionBase):
    """One verb at one office, given to a role's group."""

    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)
