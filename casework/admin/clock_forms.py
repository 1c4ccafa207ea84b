"""What the forms about the clock of a case ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.models import User
from casework.admin.offer import Reason


class StopForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Why the clock stops"))
    limit = forms.IntegerField(
        label=gettext_lazy("At most"),
        help_text=gettext_lazy("Working days; empty: as usual for this reason."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy(
            "The applicant reads it. Papers and designs: all points, one a line; what is missing is listed by itself."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    why_again = forms.CharField(
        label=gettext_lazy("Only for a second notice: why the first did not name it"), max_length=200, required=False
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = kinds


class GoOnForm(Reason):
    """``ends_in_writing``: of its rule."""

    def __init__(self, *args: Any, ends_in_writing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ends_in_writing:
            self.fields["reason"].label = _("The opinion, the record, or what was revised")


class ExtendForm(Reason):
    days = forms.IntegerField(label=gettext_lazy("Days more"))
    field_order = ("days", "reason")


class HearingForm(Reason):
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    meets_at = forms.DateTimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("The applicant is told at least seven working days before."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    host = forms.ModelChoiceField(
        label=gettext_lazy("Held by"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Nobody who reviews the case. The letter names them."),
        empty_label=gettext_lazy("whoever calls it"),
        required=False,
    )
    field_order = ("place", "meets_at", "host", "reason")

    def __init__(self, *args: Any, hosts: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["host"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = hosts


class TakeBackForm(Reason):
    event = forms.TypedChoiceField(label=gettext_lazy("Entry"), coerce=int)
    happened_at = forms.DateTimeField(
        label=gettext_lazy("When it really happened"),
        help_text=gettext_lazy("Empty: it did not happen."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
    )
    field_order = ("event", "happened_at", "reason")

    def __init__(self, *args: Any, entries: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["event"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = entries
