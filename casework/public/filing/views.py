"""Applying online (网上申请): matters, project and contact, materials, one look at all of it, sent.

Works without script. What is typed lies in the draft from the first page on, encrypted; no address names it. Saving it
gives a code. Every page leads to the one before it that lacks something.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureau.errors import Refused
from casework.actions import draft_filing
from casework.actions.file_application import agrees, file_application
from casework.errors import DraftGone, NeedsChanged, ProjectDisagrees, TooManyFiles
from casework.filing import Wish
from casework.models import Application, Filing, Notice
from casework.public.filing.forms import ApplicantForm, ContinueForm, MaterialsForm, MattersForm, field_name
from casework.public.filing.page import BEGINNINGS, CONTINUATIONS, PAGES, filing_page
from casework.public.filing.reading import (
    OpenFiling,
    matters_online,
    named_in,
    offered,
    open_filing_here,
    present,
    read,
)
from casework.public.opened import is_open, open_here
from casework.public.uploads import takes_files

CONTINUE_PAGE = "casework/public/apply/continue.html"
SENT = "filed"  # of the session: the application that was sent last


@filing_page(BEGINNINGS)
def apply(request: HttpRequest) -> HttpResponse:
    """Which matters. ``?m=M04&m=M02`` are chosen already, as a guide asks; without, those of the present draft."""
    codes = request.GET.getlist("m")
    filing = None if codes else present(request)
    if request.method != "POST":
        wishes = draft_filing.typed_in(filing).wishes if filing else tuple(Wish(code) for code in codes)
        return _matters_page(request, MattersForm(matters=offered(), wishes=wishes), filing)
    form, named = MattersForm(request.POST, matters=offered()), named_in(request)
    if form.is_valid():
        try:
            if named:
                draft_filing.choose(named, form.wishes())
            else:
                open_filing_here(request, draft_filing.begin(form.wishes()))
            return redirect("apply_project")
        except DraftGone:
            raise
        except Refused as error:
            form.add_error(None, error.in_full())
    return _matters_page(request, form, present(request) if named else None)


@filing_page(PAGES)
def apply_project(request: HttpRequest) -> HttpResponse:
    """The project and whom we can ask."""
    filing = _present(request)
    typed = read(filing).typed  # only as long as its matters are to be had
    if request.method != "POST":
        return _applicant_page(request, ApplicantForm(initial=typed.fields), filing)
    is_saved = request.POST.get("do") == "save"
    form = ApplicantForm(request.POST, partly=is_saved)
    if not form.is_valid():
        return _applicant_page(request, form, filing)
    draft_filing.fill_in(filing.public_id, form.cleaned_data)
    if is_saved:
        return _saved(request, filing)
    if not agrees(filing.office, form.cleaned_data):
        form.add_error("applicant", ProjectDisagrees().in_full())
        return _applicant_page(request, form, filing)
    return redirect("apply_materials")


@filing_page(PAGES)
@takes_files
def apply_materials(request: HttpRequest) -> HttpResponse:
    """The files of each material; what could be taken stays, also where another could not."""
    filing = _present(request)
    shown = read(filing)
    if not _is_complete(shown):
        return redirect("apply_project")
    if request.method != "POST":
        return _materials_page(request, MaterialsForm(materials=shown.materials), shown)
    form = MaterialsForm(request.POST, materials=shown.materials)
    uploads = {each.key: request.FILES.getlist(field_name(each.key)) for each in shown.materials}
    try:
        for key, errors in draft_filing.add_files(filing.public_id, uploads).items():
            for error in errors:
                form.add_error(field_name(key), error.in_full())
    except (TooManyFiles, NeedsChanged) as error:
        form.add_error(None, error.in_full())
    removed = request.POST.get("remove", "")
    for file in (each for material in shown.materials for each in material.files if str(each.pk) == removed):
        draft_filing.remove_file(filing.public_id, file.pk)
    if form.errors or removed:
        return _materials_page(request, form, read(_present(request)))
    return _saved(request, filing) if request.POST.get("do") == "save" else redirect("apply_check")


@filing_page(PAGES)
def apply_check(request: HttpRequest) -> HttpResponse:
    """All of it once more; sending makes the application. Who presses twice gets the same one."""
    if request.method == "POST" and request.POST.get("do") != "save":
        return _send(request)
    filing = _present(request)
    shown = read(filing)
    if request.method == "POST":
        return _saved(request, filing)
    return _check_page(request, shown) if _is_complete(shown) else redirect("apply_project")


def _send(request: HttpRequest) -> HttpResponse:
    try:
        application = file_application(named_in(request), versions=request.POST.get("versions", ""))
    except DraftGone:
        raise
    except Refused as error:
        return _check_page(request, read(_present(request)), refusal=error)
    open_here(request, application)
    request.session[SENT] = application.public_id
    return redirect("apply_done")


@filing_page(PAGES)
def apply_saved(request: HttpRequest) -> HttpResponse:
    """Another code for who lost the first one while the draft is open here."""
    if request.method != "POST":
        return redirect("apply_project")
    return _saved(request, _present(request), new_code=True)


@filing_page(CONTINUATIONS)
def apply_continue(request: HttpRequest) -> HttpResponse:
    """By code and end of the phone, both by POST. A wrong code and a wrong phone get the same answer."""
    if request.method != "POST":
        return render(request, CONTINUE_PAGE, {"form": ContinueForm()})
    form = ContinueForm(request.POST)
    if not form.is_valid():
        return render(request, CONTINUE_PAGE, {"form": form})
    filing = draft_filing.opened_by(form.cleaned_data["code"], form.cleaned_data["tail"])
    if filing is None:
        return render(request, CONTINUE_PAGE, {"form": form, "unknown": True})
    open_filing_here(request, filing)
    return redirect("apply_project")


@never_cache
@require_safe
def apply_done(request: HttpRequest) -> HttpResponse:
    """Number, last day for an answer, and the receipt, for as long as the application is open on this device."""
    found = Application.objects.filter(public_id=request.session.get(SENT, "")).select_related("project")
    application = found.first()
    if application is None or not is_open(request, application):
        return redirect("track_case")
    cases = list(application.cases.select_related("version").order_by("pk"))
    receipt = application.notices.filter(kind=Notice.Kind.RECEIPT).select_related("entry").order_by("pk").first()
    days = [each.due for each in cases if each.due]
    context = {"application": application, "cases": cases, "receipt": receipt, "day": max(days, default=None)}
    response = render(request, "casework/public/apply/done.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# Pages


def _present(request: HttpRequest) -> Filing:
    """The draft that a form names, else the present one. Raises DraftGone."""
    is_open_here = request.method != "POST" or named_in(request)
    filing = present(request) if is_open_here else None
    if filing is None:
        raise DraftGone()
    return filing


def _is_complete(shown: OpenFiling) -> bool:
    return ApplicantForm(shown.typed.fields).is_valid()


def _matters_page(request: HttpRequest, form: MattersForm, filing: Filing | None) -> HttpResponse:
    rows = {each.matter.code: each for each in form.rows()}
    offices = [(office, [rows[each.code] for each in matters]) for office, matters in matters_online().items()]
    context = {"form": form, "offices": offices, "filing": filing, "any_open": any(r.is_open for r in rows.values())}
    return render(request, "casework/public/apply/matters.html", context)


def _applicant_page(request: HttpRequest, form: ApplicantForm, filing: Filing) -> HttpResponse:
    return render(request, "casework/public/apply/project.html", {"form": form, "filing": filing})


def _materials_page(request: HttpRequest, form: MaterialsForm, shown: OpenFiling) -> HttpResponse:
    rows = [(each, form[field_name(each.key)]) for each in shown.materials]
    context = {"form": form, "rows": rows, "shown": shown, "filing": shown.filing}
    return render(request, "casework/public/apply/materials.html", context)


def _check_page(request: HttpRequest, shown: OpenFiling, *, refusal: Refused | None = None) -> HttpResponse:
    form = ApplicantForm(initial=shown.typed.fields)
    context = {"shown": shown, "filing": shown.filing, "about": form, "refusal": refusal}
    return render(request, "casework/public/apply/check.html", context)


def _saved(request: HttpRequest, filing: Filing, *, new_code: bool = False) -> HttpResponse:
    """Answered at once: the code is in no address and in no session, and cannot be told again."""
    filing, code = draft_filing.save(filing.public_id, new_code=new_code)
    return render(request, "casework/public/apply/saved.html", {"filing": filing, "code": code})
