"""Taking an application in at the window (收件): project, matters, contact; the list of materials follows from them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from bureau.access import offices_where
from bureau.errors import Refused
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import StaffView
from casework.actions.receive import MOST_MATTERS, Asked, Contact, receive_application
from casework.filing import parts_of
from certificates.models import Project
from cms.models import Matter


class ContactForm(forms.Form):
    """The window chooses among the projects of its office; a helper names one by its code and brings the mandate."""

    project = forms.ModelChoiceField(Project.objects.none(), label=gettext_lazy("Project"))
    project_code = forms.CharField(label=gettext_lazy("Project code"), max_length=40)
    mandate = forms.FileField(
        label=gettext_lazy("Mandate"),
        help_text=gettext_lazy("What the applicant signed, scanned: PDF, PNG or JPEG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    name = forms.CharField(label=gettext_lazy("Contact"), max_length=60)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30)
    email = forms.EmailField(label=gettext_lazy("Mail"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where results are posted to, if they are."),
        max_length=200,
        required=False,
    )
    promised_days = forms.IntegerField(
        label=gettext_lazy("Promised sooner"),
        help_text=gettext_lazy("Working days; empty: as each matter promises."),
        min_value=0,
        required=False,
    )
    promise_reason = forms.CharField(label=gettext_lazy("Why sooner"), max_length=200, required=False)

    def __init__(self, *args: Any, projects: QuerySet[Project], helps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        for name in ["project"] if helps else ["project_code", "mandate"]:
            del self.fields[name]
        if not helps:
            chosen = self.fields["project"]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = projects

    def clean_project_code(self) -> str:
        code: str = self.cleaned_data["project_code"].strip()
        self.cleaned_data["project"] = self.projects.filter(project_code=code).first()
        if self.cleaned_data["project"] is None:
            raise ValidationError(_("No project has this code. Compare it, or ask the window to enter the project."))
        return code


class MatterForm(forms.Form):
    """One row: how often this matter is applied for, in which situation, for which parts."""

    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=MOST_MATTERS, required=False)
    situation = forms.ChoiceField(label=gettext_lazy("Situation"), required=False)
    is_major = forms.BooleanField(label=gettext_lazy("Major case"), required=False)
    parts = forms.CharField(
        label=gettext_lazy("Parts"),
        help_text=gettext_lazy("Short names with 、 between them; each is a case."),
        max_length=400,
        required=False,
    )

    def __init__(self, data: Any, *, matter: Matter) -> None:
        super().__init__(data, prefix=f"matter-{matter.pk}")
        assert matter.current_version is not None
        self.matter, facts = matter, matter.current_version.facts
        situation = self.fields["situation"]
        assert isinstance(situation, forms.ChoiceField)
        situation.choices = [(each.key, each.name) for each in facts.situations]
        if not facts.situations:
            del self.fields["situation"]
        if facts.major is None:
            del self.fields["is_major"]

    def asked(self) -> list[Asked]:
        data = self.cleaned_data
        parts = list(parts_of(data["parts"]))
        parts += [""] * ((data["count"] or 0) - len(parts))
        return [
            Asked(self.matter, situation=data.get("situation", ""), is_major=data.get("is_major", False), part=part)
            for part in parts
        ]


class ReceiveView(StaffView):
    verb = Verb.RECEIVE_APPLICATION
    template_name = "casework/admin/receive.html"
    header_icon = "tasks"

    def get_page_title(self) -> str:
        return _("Take an application in")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("cases"), "label": _("Cases")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self._contact_form())
        kwargs.setdefault("matters", self._matter_forms())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, matters = self._contact_form(request.POST, request.FILES), self._matter_forms(request.POST)
        wrong = [each for each in matters if not each.is_valid()]
        if form.is_valid() and not wrong:
            data = form.cleaned_data
            try:
                application = receive_application(
                    data["project"],
                    [one for each in matters for one in each.asked()],
                    contact=Contact(data["name"], data["phone"], data["email"], data["address"]),
                    promised_days=data["promised_days"],
                    promise_reason=data["promise_reason"],
                    mandate=data["mandate"].read() if data.get("mandate") else b"",
                    actor=self.actor,
                )
            except Refused as error:
                form.add_error(None, f"{error} {error.next_step}")
            else:
                messages.success(
                    request, _("Taken in. Now tick what came with it; that gives the receipt, also where nothing came.")
                )
                return HttpResponseRedirect(reverse("application", args=[application.pk]))
        return self.render_to_response(self.get_context_data(form=form, matters=matters), status=422)

    def _contact_form(self, *sent: Any) -> ContactForm:
        helps = not offices_of(self.actor, Verb.ANSWER_APPLICATION)
        offices = offices_where(self.actor, self.verb if helps else Verb.ANSWER_APPLICATION)
        projects = Project.objects.filter(office__in=offices).order_by("-pk")
        initial = {"project": self.request.GET.get("project")}
        return ContactForm(*sent, initial=initial, projects=projects, helps=helps)

    def _matter_forms(self, data: Any = None) -> list[MatterForm]:
        offices = offices_where(self.actor, self.verb)
        offered = Matter.objects.offered().filter(office__in=offices).select_related("current_version")
        return [MatterForm(data, matter=each) for each in offered.order_by("code")]
