from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.reader import MODE_COOKIE, MODES, THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 60 * 60


@never_cache
@require_safe
def choose_reading(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice in a cookie and return to where they were.

    A link, not a form: it works without script, and pages stay free of CSRF tokens, so that they can be cached whole.
    A stranger who makes someone follow it can only enlarge their letters.
    """
    wanted = request.GET.get("next", "/")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if safe else "/")
    for name, cookie, allowed in (
        ("mode", MODE_COOKIE, MODES),
        ("theme", THEME_COOKIE, THEMES),
        ("language", settings.LANGUAGE_COOKIE_NAME, [code for code, name in settings.LANGUAGES]),
    ):
        value = request.GET.get(name, "")
        if value in allowed:
            response.set_cookie(
                cookie, value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
            )
    return response
