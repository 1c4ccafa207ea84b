"""Phone numbers that the public reads belong to desks, never to people. Pure."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_WRITTEN = re.compile(r"[+(]?[0-9][0-9 ()\-]*\Z")
_MOBILE = re.compile(r"(?:86)?1[3-9][0-9]{9}\Z")
SHORTEST = 5  # service numbers such as 12345


def check_desk_phone(value: str) -> None:
    """Refuses what cannot be dialled, and mobile numbers: they are somebody's own (domain.md §6)."""
    digits = re.sub(r"\D", "", value)
    if not _WRITTEN.match(value) or len(digits) < SHORTEST:
        raise ValidationError(
            _("Write the phone with digits, spaces and hyphens, such as 0737-000 0001."), code="phone"
        )
    if _MOBILE.match(digits):
        raise ValidationError(_("This is a mobile number. Give the number of the desk."), code="phone_of_person")
