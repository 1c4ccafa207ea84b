"""Sending papers for a case (网上补交), from the page where its applicant follows it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bureau.errors import Refused
from bureau.limits import Limit, over_limit
from casework.actions.supply import supply
from casework.models import Case
from casework.progress import progress_of
from casework.public.forms import PapersForm
from casework.public.uploads import takes_files
from casework.public.views import opened_case, to_the_form, too_many
from casework.supplying import Wanted, wanted_now

SENT = Limit("case_papers", most=20, seconds=600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # here nothing is changed yet: what reads the body is protected (takes_files)
def case_papers(request: HttpRequest, number: str) -> HttpResponse:
    """Who may not send is turned away before a byte of the files is read."""
    shown = opened_case(request, number)
    if shown is None:
        return to_the_form(number)
    if request.method == "POST" and over_limit(request, SENT):
        return too_many(request, SENT, "casework/public/apply/too_many.html")
    return _papers(request, shown)


@takes_files
def _papers(request: HttpRequest, shown: Case) -> HttpResponse:
    """What could be taken stays, also where another file could not."""
    number = shown.number
    wanted = [each for each in wanted_now(shown) if each.comes_online]
    form = PapersForm(request.POST if request.method == "POST" else None, wanted=wanted)
    if request.method != "POST":
        return _page(request, shown, form, wanted) if wanted else redirect("case", number=number)
    uploads = {each.material.pk: request.FILES.getlist(form.name_of(each)) for each in wanted}
    try:
        taken, refused = supply(number, uploads)
    except Refused as error:
        form.add_error(None, error.in_full())
        return _page(request, shown, form, wanted)
    if taken:
        words = ngettext("We have %(n)s file. Thank you.", "We have %(n)s files. Thank you.", taken)
        messages.success(request, words % {"n": taken})
    if not refused:
        return redirect("case", number=number)
    for each in wanted:
        for reason in refused.get(each.material.pk, ()):
            form.add_error(form.name_of(each), reason.in_full())
    return _page(request, shown, form, wanted)


def _page(request: HttpRequest, shown: Case, form: PapersForm, wanted: list[Wanted]) -> HttpResponse:
    rows = [(each, form[form.name_of(each)]) for each in wanted]
    context = {
        "case": shown,
        "progress": progress_of(shown),
        "form": form,
        "owed": [row for row in rows if row[0].is_owed],
        "others": [row for row in rows if not row[0].is_owed],
    }
    response = render(request, "casework/public/papers.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
