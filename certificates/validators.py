"""Identifiers as Django's form and model validators; what is wrong, then what to do."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates import identifiers

WRONG_PROJECT_CODE = _("A project code looks like 2203-430900-04-01-618327. Copy it from the approval.")
WRONG_USCC = _("The check digit of this unified social credit code is wrong. Compare its 18 characters.")
WRONG_PARCEL_CODE = _("A parcel code has 19 characters, such as 430903001002GB00017. Compare it.")
WRONG_UNIT_CODE = _("A unit code has 28 characters, such as 430903001002GB00017W00000000. Compare it.")


def _require(is_right: Callable[[str], bool], value: str, message: Any, code: str) -> None:
    if not is_right(value):
        raise ValidationError(message, code=code)


def validate_project_code(value: str) -> None:
    _require(identifiers.is_project_code, value, WRONG_PROJECT_CODE, "project_code")


def validate_uscc(value: str) -> None:
    _require(identifiers.is_uscc, value, WRONG_USCC, "uscc")


def validate_parcel_code(value: str) -> None:
    _require(identifiers.is_parcel_code, value, WRONG_PARCEL_CODE, "parcel_code")


def validate_unit_code(value: str) -> None:
    _require(identifiers.is_unit_code, value, WRONG_UNIT_CODE, "unit_code")
