"""Changes by mail: asking for them on the page of a case, and the two pages to which letters lead.

A token stands in their addresses, so that these are logged by nobody of ours; it is also what permits the post, which a
mail program sends by itself when somebody ends the letters there (RFC 8058).
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bureau.limits import Limit, over_limit
from casework.actions.subscribe import confirm, find, subscribe, unsubscribe
from casework.errors import SubscriptionsFull
from casework.public.forms import TellMeForm
from casework.public.views import case_page, offers_mail, opened_case, to_the_form, too_many
from certificates.public.answering import secret_address

ASKED = Limit("tell_me", most=5, seconds=60)
FOLLOWED = Limit("tell_me_link", most=30, seconds=60)

by_token = partial(secret_address, methods=("GET", "HEAD", "POST"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell_me(request: HttpRequest, number: str) -> HttpResponse:
    if request.method != "POST":  # such as a change of language after an error
        return redirect("case", number=number)
    shown = opened_case(request, number)
    if shown is None or not offers_mail(shown):
        return to_the_form(number)
    if over_limit(request, ASKED):
        return too_many(request, ASKED)
    form = TellMeForm(request.POST)
    if not form.is_valid():
        return case_page(request, shown, form)
    try:
        subscribe(shown, form.cleaned_data["email"], language=get_language() or "zh-hans")
    except SubscriptionsFull as refusal:
        form.add_error("email", f"{refusal} {refusal.next_step}")
        return case_page(request, shown, form)
    return _answer(request, "sent", number=number)


@csrf_exempt
@by_token
@never_cache
def tell_me_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the first letter leads. Looking confirms nothing: mail filters follow every link."""
    if over_limit(request, FOLLOWED):
        return too_many(request, FOLLOWED)
    if request.method == "POST":
        return _answer(request, "on" if confirm(token) else "gone")
    found = find(token)
    if found is None:
        return _answer(request, "gone")
    return _answer(request, "on" if found.confirmed_at else "ask")


@csrf_exempt
@by_token
@never_cache
def tell_me_stop(request: HttpRequest, token: str) -> HttpResponse:
    if over_limit(request, FOLLOWED):
        return too_many(request, FOLLOWED)
    if request.method == "POST":
        unsubscribe(token)
        return _answer(request, "off")
    return _answer(request, "stop" if find(token) else "gone")


def _answer(request: HttpRequest, state: str, *, number: str = "") -> HttpResponse:
    context = {"state": state, "number": number}
    status = 404 if state == "gone" else 200
    response = render(request, "casework/public/tell_me.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
