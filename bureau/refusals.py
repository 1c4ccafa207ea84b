"""A rule that says no inside one of Wagtail's own screens: the person reads why and what to do, and is back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from bureau.denials import record_denial
from bureau.errors import NotAllowed, YizhengError


class RefusalMiddleware:
    """For posts in the admin; our own screens (bureau.views.StaffView) have answered before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @cached_property
    def admin(self) -> str:
        return reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, YizhengError) or request.method != "POST":
            return None
        if not request.path.startswith(self.admin):
            return None
        if isinstance(exception, NotAllowed):
            record_denial(exception)
        messages.error(request, f"{exception} {exception.next_step}")
        return HttpResponseRedirect(self._back(request))

    def _back(self, request: HttpRequest) -> str:
        came_from = request.headers.get("Referer", "")
        safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
        return came_from if safe else self.admin
