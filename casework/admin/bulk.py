"""What is done with several cases of the list at once: each by itself, and each says for itself why it was refused."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from bureau.calendar import now
from bureau.denials import record_denial
from bureau.errors import NotAllowed, Refused, Text
from bureau.models import Office, User
from bureau.people import people_with
from bureau.policy import offices_of
from bureau.roles import Verb
from casework.actions.review import assign_open_steps
from casework.admin.case_list import for_rows, matter_words
from casework.admin.case_table import FORMS, MEDIA_TYPES, table_of
from casework.admin.standing import with_whom
from casework.models import Case
from casework.steps import open_steps, verb_of


class CaseBulkAction(BulkAction):
    """A page that names the chosen cases and what will be done. Cases out of sight are not found."""

    models = [Case]
    template_name = "casework/admin/bulk.html"
    question: Text = ""
    button: Text = ""

    @property
    def actor(self) -> User:
        user: User = self.request.user
        return user

    @cached_property
    def chosen(self) -> list[Case]:
        """In the order of the list. 'all' of the listing is nothing that anybody looked at."""
        keys = [int(each) for each in self.request.GET.getlist("id") if each.isdecimal()]
        found = list(for_rows(Case.objects.visible_to(self.actor).filter(pk__in=keys)).order_by("due", "pk"))
        if not found:
            raise Http404
        return found

    def get_actionable_objects(self) -> tuple[list[Case], dict[str, Any]]:
        may = [case for case in self.chosen if self.check_perm(case)]
        return may, {"items_with_no_access": [case for case in self.chosen if case not in may]}

    def object_context(self, obj: Case) -> dict[str, Any]:
        return {"case": obj, "matter": matter_words(obj), "who": with_whom(obj)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"title": self.display_name, "question": self.question, "button": self.button}

    def prepare_action(self, objects: Sequence[Case], objects_without_access: Any) -> HttpResponse:
        """Before Wagtail's one transaction for all begins."""
        if not objects:
            raise Http404
        return self.act(objects)

    def act(self, cases: Sequence[Case]) -> HttpResponse:
        raise NotImplementedError


class StepsAction(CaseBulkAction):
    """Gives the open steps of the cases to somebody."""

    def receiver(self) -> User:
        raise NotImplementedError

    def act(self, cases: Sequence[Case]) -> HttpResponse:
        done, to = [], self.receiver()
        for case in cases:
            try:
                assign_open_steps(case.pk, to=to, actor=self.actor)
                done.append(case.number)
            except Refused as error:
                if isinstance(error, NotAllowed):
                    record_denial(error)
                messages.error(self.request, f"{case.number}：{error} {error.next_step}")
        if done:
            words = _("With %(person)s now: %(numbers)s.") % {"person": to, "numbers": _(", ").join(done)}
            messages.success(self.request, words)
        return HttpResponseRedirect(self.next_url)


class TakeSteps(StepsAction):
    action_type = "take_steps"
    display_name = gettext_lazy("Take over")
    aria_label = gettext_lazy("Take the open steps of the chosen cases over")
    action_priority = 10
    question = gettext_lazy("The open steps of these cases that your post does will be with you.")
    button = gettext_lazy("I take them")

    def check_perm(self, obj: Case) -> bool:
        return any(obj.office_id in offices_of(self.actor, verb_of(step)) for step in open_steps(obj))

    def receiver(self) -> User:
        return self.actor


class ReceiverForm(forms.Form):
    person = forms.ModelChoiceField(label=gettext_lazy("Colleague"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = User.objects.filter(pk__in=[each.pk for each in people]).order_by("pk")


class AssignSteps(StepsAction):
    """By whoever decides cases at their office."""

    action_type = "assign_steps"
    display_name = gettext_lazy("Assign")
    aria_label = gettext_lazy("Assign the open steps of the chosen cases to a colleague")
    action_priority = 20
    question = gettext_lazy("The open steps of these cases that the colleague may do will be with them.")
    button = gettext_lazy("Assign")
    form_class = ReceiverForm

    def check_perm(self, obj: Case) -> bool:
        return obj.office_id in offices_of(self.actor, Verb.DECIDE_CASE)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        offices = Office.objects.filter(pk__in=offices_of(self.actor, Verb.DECIDE_CASE))
        verbs = (Verb.REVIEW_CASE, Verb.DECIDE_CASE)
        return kwargs | {"people": [each for office in offices for verb in verbs for each in people_with(verb, office)]}

    def receiver(self) -> User:
        person: User = self.cleaned_form.cleaned_data["person"]
        return person


class FileForm(forms.Form):
    form = forms.ChoiceField(label=gettext_lazy("As"), choices=list(FORMS.items()), widget=forms.RadioSelect)


class ExportCases(CaseBulkAction):
    action_type = "export"
    display_name = gettext_lazy("Export")
    aria_label = gettext_lazy("Export the chosen cases as a table")
    action_priority = 30
    question = gettext_lazy("These cases as a table, as they stand now.")
    button = gettext_lazy("Download")
    form_class = FileForm
    initial = {"form": "xlsx"}

    def act(self, cases: Sequence[Case]) -> HttpResponse:
        form = self.cleaned_form.cleaned_data["form"]
        response = HttpResponse(table_of(cases, form), content_type=MEDIA_TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="cases-{now():%Y%m%d-%H%M}.{form}"'
        response["Cache-Control"] = "no-store"
        return response
