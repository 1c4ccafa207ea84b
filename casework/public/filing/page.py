"""What all pages of applying online share: never kept, never found, counted when something is sent."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bureau.errors import Refused
from bureau.limits import Limit, over_limit
from casework.errors import DraftGone
from casework.public.views import too_many

View = Callable[[HttpRequest], HttpResponse]
BEGINNINGS = Limit("apply", most=20, seconds=600)
PAGES = Limit("apply_pages", most=120, seconds=600)
CONTINUATIONS = Limit("apply_continue", most=10, seconds=60)


def filing_page(limit: Limit) -> Callable[[View], View]:
    """Counts before the view reads what was sent, and says what was refused."""

    def shared(view: View) -> View:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            if request.method == "POST" and over_limit(request, limit):
                response = too_many(request, limit, "casework/public/apply/too_many.html")
            else:
                response = _answer(view, request)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answered

    return shared


def _answer(view: View, request: HttpRequest) -> HttpResponse:
    try:
        return view(request)
    except DraftGone as error:
        return render(request, "casework/public/apply/gone.html", {"error": error}, status=410)
    except Refused as error:  # a matter is not to be had any more: back to the choice
        messages.warning(request, error.in_full())
        return redirect("apply")
