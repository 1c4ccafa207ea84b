"""The notice card on a phone, opened by QR from paper: always the present one, and what changed since the paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import reading
from cms.guides.shown_guide import ShownCard
from cms.head import government_service, head
from cms.page_cache import keep
from cms.public_matters import SOURCE, PublicMatter, public_matter, public_matters
from cms.reader import in_chinese
from cms.site_facts import site_facts


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    public = public_matter(code)
    if public is None:
        return unknown(request, code)
    if not public.translated:
        with in_chinese(request):
            return card(request, code)
    shown = reading.card(public, request.GET.getlist("s"), _number(request.GET.get("v", "")))
    return _page(request, "cms/card.html", public, shown)


@require_safe
def card_versions(request: HttpRequest, code: str) -> HttpResponse:
    public = _found(code)
    if not public.translated:
        with in_chinese(request):
            return card_versions(request, code)
    context = {
        "versions": reading.versions(public),
        "head": _head(public, reverse("card_versions", args=[public.code])),
        "crumbs": [{"label": public.facts.name, "url": public.card_url}],
        "here": _("All versions"),
    }
    return keep(TemplateResponse(request, "cms/card_versions.html", context))


@require_safe
def card_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An older version, in Chinese, for nobody translated it; the present one is the card itself."""
    public = _found(code)
    if number == public.number:
        return card(request, code)
    if number > public.number:
        raise Http404
    if get_language() != SOURCE:
        with in_chinese(request):
            return card_version(request, code, number)
    shown = reading.old_version(public, number, request.GET.getlist("s"))
    if shown is None:
        raise Http404
    return _page(request, "cms/card_version.html", public, shown)


def unknown(request: HttpRequest, code: str) -> HttpResponse:
    """A code that never was, or a matter that is no longer offered: the cards that there are."""
    context = {"code": code[:12].upper(), "matters": public_matters()}
    return render(request, "cms/card_unknown.html", context, status=404)


def _found(code: str) -> PublicMatter:
    public = public_matter(code)
    if public is None:
        raise Http404
    return public


def _page(request: HttpRequest, template: str, public: PublicMatter, shown: ShownCard) -> HttpResponse:
    response = TemplateResponse(request, template, {"card": shown, "head": _head(public, public.card_url)})
    return keep(response, shown.holds_until)


def _head(public: PublicMatter, path: str) -> Any:
    facts = public.facts
    return head(
        path,
        facts.name,
        facts.summary,
        feed=reverse("matter_feed", args=[public.code]),
        data=government_service([public], path, facts.name, site_facts()),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
