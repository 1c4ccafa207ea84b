"""Identifiers as Django's form and model validators; what is wrong, then what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates import identifiers


def validate_project_code(value: str) -> None:
    if not identifiers.is_project_code(value):
        raise ValidationError(
            _("A project code looks like 2203-430900-04-01-618327. Copy it from the approval."), code="project_code"
        )


def validate_uscc(value: str) -> None:
    if not identifiers.is_uscc(value):
        raise ValidationError(
            _("The check digit of this unified social credit code is wrong. Compare its 18 characters."), code="uscc"
        )


def validate_parcel_code(value: str) -> None:
    if not identifiers.is_parcel_code(value):
        raise ValidationError(
            _("A parcel code has 19 characters, such as 430903001002GB00017. Compare it."), code="parcel_code"
        )
