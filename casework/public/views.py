"""Tracking a case (查进度): who knows its number and the end of the applicant's phone reads it, on this device only.

The number is in the address, the phone is not. A wrong number and a wrong phone get the same answer.
"""

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau import personal
from bureau.limits import Limit, over_limit
from casework.actions.serve import note_opened
from casework.models import Application, Case, Notice
from casework.notices.paper import PDF, file_of
from casework.progress import progress_of
from casework.public.forms import TrackForm
from casework.public.opened import is_open, open_here
from certificates.codes import same_hash
from documents import store

TRIES = Limit("track", most=10, seconds=60)  # four digits: a machine would need a day for one number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track_case(request: HttpRequest) -> HttpResponse:
    """The form. A receipt's QR code brings the number along."""
    if request.method != "POST":
        return _form(request, TrackForm(initial={"number": request.GET.get("number", "")[:20]}))
    if over_limit(request, TRIES):
        response = render(request, "casework/public/too_many.html", status=429)
        response.headers["Retry-After"] = str(TRIES.seconds)
        return response
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    application = _found(form.cleaned_data["number"], form.cleaned_data["tail"])
    if application is None:
        return _form(request, form, unknown=True)
    open_here(request, application)
    return redirect("case", number=form.cleaned_data["number"])


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    found = Case.objects.filter(number=number).select_related("application__project", "application__office", "version")
    shown = found.prefetch_related("events", "steps", "application__materials").first()
    if shown is None or not is_open(request, shown.application):
        return redirect(f"{reverse('track_case')}?number={number}")
    siblings = shown.application.cases.exclude(pk=shown.pk).select_related("version").order_by("pk")
    letters = shown.application.notices.filter(Q(case=None) | Q(case=shown)).select_related("entry").order_by("pk")
    context = {"progress": progress_of(shown), "case": shown, "siblings": siblings, "letters": letters}
    response = render(request, "casework/public/case.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def case_notice(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """The signed letter. Who opens it has it served, if it was not before."""
    found = Notice.objects.filter(public_id=public_id, application__cases__number=number).select_related(
        "application__office", "application__project", "entry", "case", "file"
    )
    notice = found.first()
    if notice is None or not is_open(request, notice.application):
        return redirect(f"{reverse('track_case')}?number={number}")
    stored = file_of(notice)
    note_opened(notice)
    response = FileResponse(store.open_file(stored), content_type=PDF, filename=f"{notice.entry.text}.pdf")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, form: TrackForm, *, unknown: bool = False) -> HttpResponse:
    response = render(request, "casework/public/track.html", {"form": form, "unknown": unknown})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _found(number: str, tail: str) -> Application | None:
    """One hash is compared whether the number exists or not, so that time tells nothing."""
    application = Application.objects.filter(cases__number=number).first()
    given = personal.phone_hash(tail, of=application.public_id if application else number)
    kept = application.phone_hash if application else ""
    return application if same_hash(given, kept) else None
