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
from bureau.limits import Limit, guessed_too_often, note_wrong_guess, over_limit
from bureau.mail import mail_is_set_up
from casework.actions.serve import note_opened
from casework.models import Application, Case, Notice
from casework.notices.paper import PDF, file_of
from casework.outlook import links_of, result_of
from casework.progress import progress_of
from casework.public.forms import TellMeForm, TrackForm
from casework.public.opened import is_open, open_here, was_open
from certificates.codes import same_hash
from cms.cards.paper import CardForm
from documents import store

TRIES = Limit("track", most=10, seconds=60)
GUESSES = Limit("track_case", most=30, seconds=3600)  # wrong ones about one number, from anywhere


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track_case(request: HttpRequest) -> HttpResponse:
    """The form. A receipt's QR code brings the number along."""
    if request.method != "POST":
        return _form(request, TrackForm(initial={"number": request.GET.get("number", "")[:20]}))
    if over_limit(request, TRIES):
        return too_many(request, TRIES)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    number = form.cleaned_data["number"]
    if guessed_too_often(GUESSES, number) and not _knows(request, number):
        return too_many(request, GUESSES)
    application = _found(number, form.cleaned_data["tail"])
    if application is None:
        note_wrong_guess(GUESSES, number)
        return _form(request, form, unknown=True)
    open_here(request, application)
    return redirect("case", number=number)


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    shown = opened_case(request, number)
    return to_the_form(number) if shown is None else case_page(request, shown, TellMeForm())


def opened_case(request: HttpRequest, number: str) -> Case | None:
    """None when there is no such case, or this device was not shown to know it."""
    found = Case.objects.filter(number=number).select_related(
        "application__project", "application__office", "application__hand_over", "version", "certificate__type_version"
    )
    shown = found.prefetch_related("events", "steps", "application__materials", "application__cases__version").first()
    return shown if shown and is_open(request, shown.application) else None


def offers_mail(shown: Case) -> bool:
    """Changes are told as long as there may be some, and mail goes out at all."""
    under_way = {Case.State.RECEIVED, Case.State.ACCEPTED}
    return mail_is_set_up() and any(each.state in under_way for each in shown.application.cases.all())


def case_page(request: HttpRequest, shown: Case, form: TellMeForm) -> HttpResponse:
    """``form`` asks for an address to which changes are told."""
    cases = sorted(shown.application.cases.all(), key=lambda each: each.pk)
    letters = shown.application.notices.filter(Q(case=None) | Q(case=shown)).select_related("entry").order_by("pk")
    context = {
        "progress": progress_of(shown),
        "links": links_of(shown),
        "result": result_of(shown),
        "case": shown,
        "siblings": [each for each in cases if each != shown],
        "letters": letters,
        "form": form,
        "offers_mail": offers_mail(shown),
    }
    response = render(request, "casework/public/case.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def to_the_form(number: str) -> HttpResponse:
    return redirect(f"{reverse('track_case')}?number={number}")


def too_many(request: HttpRequest, limit: Limit, template: str = "casework/public/too_many.html") -> HttpResponse:
    response = render(request, template, {"minutes": max(limit.seconds // 60, 1)}, status=429)
    response.headers["Retry-After"] = str(limit.seconds)
    return response


@never_cache
@require_safe
def case_notice(request: HttpRequest, number: str, public_id: str, form: CardForm = CardForm.A5) -> HttpResponseBase:
    """The signed letter, or a card in the ``form`` that is asked for. Who opens it has it served, if it was not."""
    found = Notice.objects.filter(public_id=public_id, application__cases__number=number).select_related(
        "application__office", "application__project", "entry", "case", "file", "sheet", "letter__entry"
    )
    notice = found.first()
    if notice is None or not is_open(request, notice.application):
        return to_the_form(number)
    stored = file_of(notice, form)
    if request.method == "GET":  # a HEAD delivers nothing
        note_opened(notice)
    response = FileResponse(store.open_file(stored), content_type=PDF, filename=f"{notice.entry.text}.pdf")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, form: TrackForm, *, unknown: bool = False) -> HttpResponse:
    response = render(request, "casework/public/track.html", {"form": form, "unknown": unknown})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _knows(request: HttpRequest, number: str) -> bool:
    """A device on which the case was opened before is not locked out by others who guess."""
    application = Application.objects.filter(cases__number=number).first()
    return application is not None and was_open(request, application)


def _found(number: str, tail: str) -> Application | None:
    """One hash is compared whether the number exists or not, so that time tells nothing."""
    application = Application.objects.filter(cases__number=number).first()
    given = personal.phone_hash(tail, of=application.public_id if application else number)
    kept = application.phone_hash if application else ""
    return application if same_hash(given, kept) else None
