"""People and their roles: an administrator's page of people by roles, one row a person."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from bureau import audit, people
from bureau.access import require
from bureau.models.office import Office
from bureau.models.post import RoleGroup
from bureau.models.user import User
from bureau.policy import offices_of
from bureau.roles import Role, Verb
from bureau.views import StaffView

audit.label("bureau.create_account", _("Account made"), _("Account was made"))
audit.label("bureau.set_password", _("Password set"), _("Password was set by an administrator"))


class PasswordField(forms.CharField):
    """A first password, told to the person by word of mouth."""

    def __init__(self) -> None:
        super().__init__(
            label=_("first password"),
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            help_text=_("At least 10 characters. The person changes it after signing in."),
        )


class AccountForm(forms.ModelForm[User]):
    password = PasswordField()

    class Meta:
        model = User
        fields = ["username", "last_name", "first_name", "email"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.instance)
        return password

    def save(self, commit: bool = True) -> User:
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class PeopleView(StaffView):
    """Reads and sets who has which role at one office."""

    verb = Verb.MANAGE_ACCOUNTS
    template_name = "bureau/people.html"
    page_title = _("People and roles")
    header_icon = "user"

    @cached_property
    def office(self) -> Office:
        """The office that the address or the form names; else the first that the person administers."""
        wanted = self.request.POST.get("office") or self.request.GET.get("office") or str(self.offices[0].pk)
        office = get_object_or_404(Office, pk=wanted if wanted.isdecimal() else 0)
        require(self.actor, self.verb, office)
        return office

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held: dict[int, set[str]] = {}
        for role, user in RoleGroup.objects.filter(office=self.office).values_list("role", "group__user"):
            held.setdefault(user, set()).add(role)
        rows = [
            {
                "person": person,
                "roles": [{"role": role, "has": role in held.get(person.pk, set())} for role in Role],
            }
            for person in User.objects.order_by("-is_active", "username")
        ]
        return {
            **super().get_context_data(**kwargs),
            "office": self.office,
            "offices": self.offices,
            "roles": list(Role),
            "rows": rows,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """One row: the boxes that are ticked are the roles that the person shall have here."""
        person = get_object_or_404(User, pk=request.POST.get("person"))
        wanted = set(request.POST.getlist("role"))
        with transaction.atomic():
            for role in Role:
                change = people.grant_role if role in wanted else people.withdraw_role
                change(person, role, self.office, actor=self.actor)
        messages.success(request, _("Saved: %(person)s.") % {"person": person})
        return HttpResponseRedirect(self.back_url())


class AccountAddView(StaffView):
    verb = Verb.MANAGE_ACCOUNTS
    template_name = "bureau/account_add.html"
    page_title = _("New account")
    header_icon = "user"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": AccountForm(), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            person = form.save()
            audit.record(person, "bureau.create_account", actor=self.actor, office=self.offices[0])
        messages.success(request, _("Account %(person)s was made. Give it its roles now.") % {"person": person})
        return HttpResponseRedirect(reverse("people:index"))


class AccountStateView(StaffView):
    """Closes or opens an account, or sets a new first password."""

    verb = Verb.MANAGE_ACCOUNTS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk)
        if request.POST.get("do") == "close":
            people.close_account(person, actor=self.actor)
            messages.success(request, _("%(person)s can no longer sign in.") % {"person": person})
        elif request.POST.get("do") == "open":
            people.open_account(person, actor=self.actor)
            messages.success(request, _("%(person)s can sign in again.") % {"person": person})
        return HttpResponseRedirect(self.back_url())

    def back_url(self) -> str:
        return reverse("people:index")


class PeopleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(offices_of(request.user, Verb.MANAGE_ACCOUNTS))


class PeopleViewSet(ViewSet):
    """Not a list of records, so its views are our own; each checks the verb itself."""

    menu_label = _("People and roles")
    icon = "user"
    menu_item_class = PeopleMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(PeopleView), name="index"),
            path("new/", self.construct_view(AccountAddView), name="add"),
            path("<int:pk>/state/", self.construct_view(AccountStateView), name="state"),
        ]
