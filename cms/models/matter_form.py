from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from bureau.calendar import now
from cms.catalogue.bound import FIELDS as FIXED
from cms.models.fresh_form import FreshForm

PAST = _("This moment has passed. Leave it empty to publish at once, or choose a later one.")
LARGEST = 9_999  # days, trips, places in a list


class ScheduleForm:
    """Mixin for forms of what is published by a clock: a new moment of publication lies ahead."""

    cleaned_data: dict[str, Any]
    initial: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        moment = cleaned.get("go_live_at")
        if isinstance(moment, datetime) and moment <= now() and moment != self.initial.get("go_live_at"):
            self.add_error("go_live_at", PAST)  # type: ignore[attr-defined]
        return cleaned


class MatterForm(FreshForm, ScheduleForm, WagtailAdminModelForm):
    """A draft may be incomplete; what is sent or published must satisfy every rule, and each is said at its field.

    What the provincial catalogue fixes is no field of the form at all: whatever is posted, it cannot drift.
    """

    deferred = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.catalogue_entry_id:
            for name in FIXED:
                self.fields.pop(name, None)
        if (entries := self.fields.get("catalogue_entry")) is not None:  # a withdrawn one stays where it is already
            is_choice = Q(withdrawn_in=None) | Q(pk=self.instance.catalogue_entry_id)
            entries.queryset = entries.queryset.filter(is_choice)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):  # SQLite itself would take any number
                field.validators.append(MaxValueValidator(LARGEST))

    def defer_required_fields(self) -> None:
        """Wagtail calls it when a draft is saved."""
        self.deferred = True
        super().defer_required_fields()

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.deferred or self.errors or self.instance.is_translation:
            return
        for finding in self.instance.findings():
            self.add_error(finding.field if finding.field in self.fields else NON_FIELD_ERRORS, finding.words)
