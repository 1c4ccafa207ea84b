"""Two editors at once: nothing is saved over a draft that its writer has not seen.

Wagtail's own check holds for what its script saves by itself; a button saves over anything. Here the second editor is
refused once, reads who was faster and what differs, and keeps all that was typed. Saving again then means: mine.
"""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import connection
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import Revision

from bureau.errors import Refused
from cms.written import written

# Names of inputs: three of Wagtail's, and ours for the newer draft that the editor was told of.
LOADED = "loaded_revision_id"
LOADED_AT = "loaded_revision_created_at"
OVERWRITTEN = "overwrite_revision_id"
SEEN = "seen_revision"
TOLD = 6  # fields whose two values are said
LONGEST = 60  # characters of a value that is said
SAYABLE = (forms.TextInput, forms.Textarea, forms.NumberInput)

WORDS = _(
    "Not saved: %(who)s changed this at %(when)s. What you typed is still here. To keep yours, save again; to take "
    "theirs, open this screen anew."
)
DIFFERS = _("%(field)s: theirs “%(theirs)s”, yours “%(yours)s”")
DIFFERS_LONG = _("%(field)s: theirs and yours differ")


class ChangedMeanwhile(Refused, PermissionDenied):
    """Between looking and saving. As a PermissionDenied Wagtail's edit screens show it above what was typed."""

    code = "cms.changed_meanwhile"
    message = _("Not saved: another person has changed this at the same moment.")
    next_step = _("Save again and compare.")


class FreshForm:
    """Mixin for forms of what has drafts."""

    data: Any
    fields: dict[str, Any]
    instance: Any
    for_user: Any
    is_deferred_validation: bool

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        newer = self._newer_draft()
        if newer is not None:
            self._ask(newer)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Raises ChangedMeanwhile; the lock makes the second of two savings see the first."""
        if self.instance.pk and connection.in_atomic_block:
            rows = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
            latest = rows.values_list("latest_revision_id", flat=True).first()
            is_newer = self.data.get(LOADED) and latest != self.instance.latest_revision_id
            if is_newer and not Revision.objects.filter(pk=latest, user=self.for_user).exists():
                raise ChangedMeanwhile()
        return super().save(commit=commit)  # type: ignore[misc]

    def _newer_draft(self) -> Revision | None:
        """The newest draft, if it is neither what this form was opened with nor what its editor saved or was told.

        A draft of the same editor is what the script saved while the button was pressed: the form does not know it yet.
        """
        latest: Revision | None = self.instance.latest_revision if self.instance.pk else None
        if latest is None or latest.user_id == self.for_user.pk or self.data.get(SEEN) == _mark(latest):
            return None
        if own := self.data.get(OVERWRITTEN):
            return None if own == str(latest.pk) else latest
        loaded = self.data.get(LOADED)
        if not loaded or (loaded == str(latest.pk) and self.data.get(LOADED_AT) == latest.created_at.isoformat()):
            return None
        return latest

    def _ask(self, newer: Revision) -> None:
        moment = date_format(localtime(newer.created_at), "SHORT_DATETIME_FORMAT")
        asked = ValidationError(
            WORDS, code="changed_meanwhile", params={"who": user_display_name(newer.user) or "?", "when": moment}
        )
        self.add_error(NON_FIELD_ERRORS, [asked, *self._differences(newer)])  # type: ignore[attr-defined]
        # What is saved by script stays refused until the editor has chosen: the moment goes on being the old one.
        self._hide(LOADED_AT, self.data.get(LOADED_AT, ""))
        self._hide(SEEN, _mark(newer))

    def _differences(self, newer: Revision) -> list[ValidationError]:
        theirs = type(self)(instance=newer.as_object(), for_user=self.for_user)  # type: ignore[call-arg]
        found = []
        for name, field in self.fields.items():
            bound = self[name]  # type: ignore[index]
            initial = theirs[name].initial if name in theirs.fields else None  # type: ignore[index]
            if field.has_changed(initial, bound.data) and _plain(field, initial) != _plain(field, bound.data):
                found.append(_difference(bound, initial))
        return found[:TOLD]

    def _hide(self, name: str, value: str) -> None:
        self.data = self.data.copy()
        self.data[name] = value
        field = self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.is_deferred_validation:  # Wagtail takes the mark off every field afterwards
            field.is_deferred_validation = True  # type: ignore[attr-defined]


def _mark(revision: Revision) -> str:
    return f"{revision.pk} {revision.created_at.isoformat()}"


def _difference(bound: Any, theirs: Any) -> ValidationError:
    values = {"field": str(bound.label), "theirs": _short(theirs), "yours": _short(bound.data)}
    return ValidationError(DIFFERS if isinstance(bound.field.widget, SAYABLE) else DIFFERS_LONG, params=values)


def _plain(field: Any, value: Any) -> Any:
    block = getattr(field, "block", None)
    return written(block.get_prep_value(value) if block is not None else value)


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
