"""The base of staff screens that are more than a generic view: the admin's look, one object, clear refusals."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bureau.access import Actor
from bureau.denials import denials_recorded, record_denial
from bureau.errors import NotAllowed, YizhengError
from bureau.models.office import Office
from bureau.models.user import User
from bureau.narrowing import check_object
from bureau.policy import OfficePolicy, offices_of, policy_for
from bureau.roles import Verb


class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who have ``verb`` at some office; ``offices`` are those where they have it.

    ``post`` calls actions and may let their errors through: the person reads message and next step, and is back at
    ``back_url``; what was denied goes into the trail.
    """

    verb: Verb

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with denials_recorded():
            self.check(request.user)
            try:
                return super().dispatch(request, *args, **kwargs)
            except YizhengError as error:
                if request.method != "POST":
                    raise
                return self.say(error)

    def check(self, user: Actor) -> None:
        if not offices_of(user, self.verb):
            raise NotAllowed(verb=self.verb.label)

    @property
    def actor(self) -> User:
        """The person at the screen; anonymous visitors never come this far."""
        user = self.request.user
        assert isinstance(user, User)
        return user

    @property
    def offices(self) -> list[Office]:
        return list(Office.objects.filter(pk__in=offices_of(self.actor, self.verb)))

    def say(self, error: YizhengError) -> HttpResponse:
        if isinstance(error, NotAllowed):
            record_denial(error)
        messages.error(self.request, f"{error} {error.next_step}")
        return HttpResponseRedirect(self.back_url())

    def back_url(self) -> str:
        return self.request.get_full_path()


class RecordView(StaffView):
    """A screen over one object of ``model`` (key ``pk`` in the address): ``self.object``, checked by its policy.

    ``action`` is what the screen does to it in the policy's words; a post may ask for more by its action's own check.
    """

    model: Any
    action = "view"
    verb = Verb.VIEW_RECORDS

    def check(self, user: Actor) -> None:
        policy = policy_for(self.model)
        assert isinstance(policy, OfficePolicy), f"{self.model.__name__} has no policy"
        if not policy.user_has_permission(user, self.action):
            raise NotAllowed(verb=policy.verbs["view"][0].label)
        self.object = check_object(user, policy, self.action, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"object": self.object, **super().get_context_data(**kwargs)}
