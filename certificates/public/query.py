"""The self-service query of registered titles (不动产登记信息自助查询), and the papers that keep an answer.

It is the check by number and code in another dress: the same look-up, the same words and the same count of tries. Who
types a permit's number with its right code has shown that they hold it, and gets the check's answer about it; with a
wrong code it is as unknown as any other number.
"""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from bureau.errors import YizhengError
from bureau.limits import over_limit
from certificates.actions.save_query_result import SavedResult, save_query_result
from certificates.errors import ResultsUsedUp, TicketExpired
from certificates.public.answering import SOON, answering, away, secret_address, too_many
from certificates.public.answers import answer_context, result_context
from certificates.public.forms import TitleNumberForm
from certificates.public.limits import CHECKS, SAVES
from certificates.verification.by_number import check_number
from certificates.verification.by_result import check_result
from certificates.verification.outcome import Answer, Outcome
from certificates.verification.rows import is_title

logger = logging.getLogger(__name__)
LARGEST_FORM = 64 * 1024  # bytes; number and code, or a ticket


@csrf_exempt  # only here: the part that reads the body is protected, once it is known to be short
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def registration_query(request: HttpRequest) -> HttpResponse:
    """Number and check code come by POST, so that neither is in an address."""
    if request.method != "POST":
        response = _form_page(request, TitleNumberForm())
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    if over_limit(request, CHECKS):
        return too_many(request, again=reverse("registration_query"))
    _refuse_long(request)
    return _query(request)


@csrf_protect
def _query(request: HttpRequest) -> HttpResponse:
    form = TitleNumberForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    outcome = check_number(form.cleaned_data["number"], form.cleaned_data["code"])
    if outcome.answer is Answer.UNCHECKED:
        return away()
    of_permit = outcome.certificate is not None and not is_title(outcome.certificate)
    context = answer_context(outcome) | {"number_form": form, "query": not of_permit}
    return render(request, "certificates/public/answer.html", context)


def _form_page(request: HttpRequest, form: TitleNumberForm) -> HttpResponse:
    return render(request, "certificates/public/query.html", {"form": form})


@csrf_exempt  # the ticket proves where the request comes from; pages with a secret address could send no referrer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def save_result(request: HttpRequest) -> HttpResponse:
    """Hands out the paper at once. A reader who opens the address itself has lost their answer on the way."""
    if request.method != "POST":
        return redirect("registration_query")
    if over_limit(request, SAVES):
        title = _("Too many results saved in a short time")
        return _not_saved(request, 429, title, _("You can save the next one in ten minutes."), after=SAVES.seconds)
    _refuse_long(request)
    try:
        saved = save_query_result(ticket=request.POST.get("ticket", ""))
    except TicketExpired as refusal:
        return _not_saved(request, 403, str(refusal), str(refusal.next_step))
    except ResultsUsedUp as refusal:
        return _not_saved(request, 429, str(refusal), str(refusal.next_step))
    except YizhengError as error:  # its words are for the office: they name keys and folders
        logger.exception("A query result could not be made: %s", error.code)
        title = _("The PDF could not be made now")
        line = _("This says nothing about the certificate. Try again in a few minutes.")
        return _not_saved(request, 503, title, line, after=SOON)
    return _file(saved)


@csrf_exempt  # it is only read; a refusal by another method must not log the address either
@secret_address
@never_cache
@answering
def query_result(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Where the QR code of a result's paper leads: whether we issued it, what it said, and whether that still holds."""
    if over_limit(request, CHECKS):
        return too_many(request, again=reverse("check"))
    return result_page(request, check_result(public_id, code))


def result_page(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    if outcome.answer is Answer.UNCHECKED:
        return away()
    return render(request, "certificates/public/result.html", result_context(outcome))


def _refuse_long(request: HttpRequest) -> None:
    """Before anything reads the body: without this a file of any size would be taken in."""
    size = str(request.META.get("CONTENT_LENGTH") or "")
    if size.isdecimal() and int(size) > LARGEST_FORM:
        raise RequestDataTooBig("a form of this page is short")


def _file(saved: SavedResult) -> HttpResponse:
    name = " ".join([_("Query result"), saved.result.number]) + ".pdf"
    response = HttpResponse(saved.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _not_saved(request: HttpRequest, status: int, title: str, line: str, *, after: int = 0) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "line": line}
    response = render(request, "certificates/public/not_saved.html", context, status=status)
    if after:
        response.headers["Retry-After"] = str(after)
    return response
