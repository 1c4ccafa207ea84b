"""One thing that a person may do with a case now: what its form asks for and which action it calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

Data = dict[str, Any]


class NoFields(forms.Form):
    pass


class Reason(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """``do`` names it in what the form sends; ``first``: it is the step that the case waits for."""

    do: str
    title: str
    button: str
    run: Callable[[Data], object]
    form: type[forms.Form] = NoFields
    options: dict[str, Any] = field(default_factory=dict)
    done: str = ""
    first: bool = False
    serious: bool = False

    def bound(self, data: Any = None) -> forms.Form:
        return self.form(data, prefix=self.do, **self.options)
