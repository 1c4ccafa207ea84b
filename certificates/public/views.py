"""The public pages of certificates: a permit anyone may read, and the check of one that somebody holds."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from bureau import calendar
from bureau.limits import over_limit
from certificates import disclosure
from certificates.models import Certificate
from certificates.public.answering import answering, away, secret_address, too_many
from certificates.public.answers import HASH_LINE, answer_context, page_of, telephone_address
from certificates.public.forms import FileForm, NumberForm, too_large
from certificates.public.limits import CHECKS
from certificates.public.query import result_page
from certificates.public.uploads import LARGEST_BODY, BoundedUpload
from certificates.verification.by_file import check_file, check_sha256
from certificates.verification.by_number import check_number, check_public_id
from certificates.verification.outcome import Answer, Outcome, answer_for
from certificates.verification.records import replacement_of
from certificates.verification.rows import fact_rows, status_words

CHECK_PAGE = "certificates/public/check.html"


@require_safe
@answering
def certificate_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What anyone may read. Titles, drafts and what never was look alike: not found."""
    rows = Certificate.objects.listed().select_related("type_version", "bundle__project__office", "supersedes")
    certificate = rows.filter(public_id=public_id).order_by().first()
    shown = disclosure.for_everyone(certificate) if certificate else None
    if certificate is None or shown is None:
        raise Http404
    answer = answer_for(certificate, calendar.now())
    status = status_words(certificate, answer)
    newer = replacement_of(certificate) if answer is Answer.SUPERSEDED else None
    older = certificate.supersedes
    outcome = Outcome(answer=answer, checked_at=calendar.now(), certificate=certificate)
    context = {
        "title": shown.value(certificate.definition.subject_field) or shown.type_name,
        "state": answer.value,
        "status": status,
        "since": outcome.since,
        "facts": fact_rows(shown, certificate, status, printed_only=False),
        "tables": shown.tables,
        "newer": newer,
        "newer_url": page_of(newer) if newer else "",
        "older": older,
        "older_url": page_of(older) if older and older.publicity == certificate.publicity else "",
        "office": certificate.bundle.project.office,
        "office_phone": telephone_address(certificate.bundle.project.office.phone),
    }
    return render(request, "certificates/public/certificate.html", context)


@csrf_exempt  # only here: the part that reads the body is protected, after the upload handler was set
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def check(request: HttpRequest) -> HttpResponse:
    """The check page. Numbers, codes and files come by POST, so that none of them is in an address."""
    if request.method != "POST":
        return _form_page(request)
    if over_limit(request, CHECKS):
        return too_many(request, again=reverse("check"))
    size = str(request.META.get("CONTENT_LENGTH") or "")
    if size.isdecimal() and int(size) > LARGEST_BODY:
        return _form_page(request, file_form=_refused(too_large(int(size))), status=413)
    request.upload_handlers = [BoundedUpload(request)]
    return _check(request)


@csrf_protect
def _check(request: HttpRequest) -> HttpResponse:
    return _by_file(request) if request.POST.get("way") == "file" else _by_number(request)


def _by_number(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _form_page(request, number_form=form)
    outcome = check_number(form.cleaned_data["number"], form.cleaned_data["code"])
    return _answer_page(request, outcome, number_form=form)


def _by_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, file_form=form)
    if (file := form.cleaned_data["file"]) is not None:
        return _answer_page(request, check_file(file.file))
    outcome = check_sha256(form.cleaned_data["sha256"])
    if outcome.answer is Answer.UNKNOWN:
        return _answer_page(request, outcome, line=HASH_LINE, upload_form=FileForm())
    return _answer_page(request, outcome)


@csrf_exempt  # it is only read; a refusal by another method must not log the address either
@secret_address
@never_cache
@answering
def check_by_qr(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Where the QR code on the paper leads: the answer at once."""
    if over_limit(request, CHECKS):
        return too_many(request, again=reverse("check"))
    return _answer_page(request, check_public_id(public_id, code))


def _form_page(
    request: HttpRequest,
    *,
    number_form: NumberForm | None = None,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with errors is called ``form`` too: the base template announces it in the title."""
    context = {
        "form": number_form or file_form,
        "number_form": number_form or NumberForm(),
        "file_form": file_form or FileForm(),
    }
    return render(request, CHECK_PAGE, context, status=status)


def _answer_page(request: HttpRequest, outcome: Outcome, **more: Any) -> HttpResponse:
    if outcome.answer is Answer.UNCHECKED:
        return away()
    if outcome.result is not None:
        return result_page(request, outcome)
    if outcome.letter is not None:
        context = {"letter": outcome.letter, "checked_at": outcome.checked_at}
        return render(request, "certificates/public/letter.html", context)
    return render(request, "certificates/public/answer.html", answer_context(outcome) | more)


def _refused(error: ValidationError) -> FileForm:
    """A form whose file nobody read, with what is wrong about it."""
    form = FileForm({"sha256": "0" * 64})
    form.full_clean()
    form.add_error("file", error)
    return form
