"""Notice cards on staff screens: what there is to print, the posters, all cards in one PDF with its progress."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from bureau.access import Actor
from bureau.errors import NotAllowed
from bureau.policy import offices_of
from bureau.roles import Verb
from bureau.views import StaffView
from bureau.worker import worker_is_alive
from cms.actions.make_card_book import MAKERS, ask_card_book, is_broken_off
from cms.cards.files import wall_pdf
from cms.cards.paper import CardForm
from cms.models import Matter
from cms.models.card_file import CardBook, CardFile
from cms.public_matters import PublicMatter, public_matters
from cms.views.card_files import pdf_response

BOOKS_SHOWN = 5
State = CardBook.State


class CardsView(StaffView):
    """For everybody who drafts or publishes."""

    verb = Verb.DRAFT_CONTENT
    header_icon = "doc-full"
    page_title = gettext_lazy("Notice cards")

    def check(self, user: Actor) -> None:
        if not any(offices_of(user, verb) for verb in MAKERS):
            raise NotAllowed(verb=self.verb.label)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("cards"), "label": _("Notice cards")}]

    def back_url(self) -> str:
        return reverse("cards")


class CardListView(CardsView):
    """The cards that are valid now, of the offices where the person works."""

    template_name = "cms/admin/cards.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            matters=self._matters(),
            books=CardBook.objects.select_related("asked_by")[:BOOKS_SHOWN],
            has_worker=worker_is_alive(),
            **kwargs,
        )

    def _matters(self) -> Sequence[PublicMatter]:
        own = set(Matter.objects.visible_to(self.actor).values_list("pk", flat=True))
        return [each for each in public_matters() if each.version.matter_id in own]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.POST.get("form")
        book = ask_card_book(self.actor, CardForm.A4 if form == CardForm.A4 else CardForm.A5)
        return HttpResponseRedirect(reverse("card_book", args=[book.pk]))


class WallView(CardsView):
    """The poster of all matters, as of today: of the whole house, as its files are."""

    model = CardFile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stored = wall_pdf(settings.LANGUAGE_CODE)
        return pdf_response(request, stored, "all-cards.pdf", _("Codes of all notice cards") + ".pdf")


class BookView(CardsView):
    """How far one book is. With script a fragment is fetched every second; without it the page loads anew."""

    model = CardBook
    template_name = "cms/admin/card_book.html"
    page_title = gettext_lazy("All cards in one PDF")

    @property
    def book(self) -> CardBook:
        return get_object_or_404(CardBook, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book = self.book
        broken_off = is_broken_off(book)
        return super().get_context_data(
            book=book,
            broken_off=broken_off,
            waits=book.state in (State.WAITING, State.RUNNING) and not broken_off,
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


class BookProgressView(BookView):
    """The fragment. The header tells the script whether to go on asking."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        response = render(request, "cms/admin/card_book_progress.html", context)
        response["X-Progress"] = "on" if context["waits"] else "over"
        response["Cache-Control"] = "no-store"
        return response


class BookFileView(BookView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        book = self.book
        if book.file is None:
            raise Http404
        plain = f"cards-{book.form}-{book.asked_at:%Y-%m-%d}.pdf"
        return pdf_response(request, book.file, plain, _("All notice cards") + f" {plain}")


def card_urls() -> list[URLPattern]:
    """Below /admin/, for the hook register_admin_urls."""
    return [
        path("cards/", CardListView.as_view(), name="cards"),
        path("cards/all.pdf", WallView.as_view(), name="cards_wall"),
        path("cards/books/<int:pk>/", BookView.as_view(), name="card_book"),
        path("cards/books/<int:pk>/progress/", BookProgressView.as_view(), name="card_book_progress"),
        path("cards/books/<int:pk>/cards.pdf", BookFileView.as_view(), name="card_book_file"),
    ]


class CardsMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(_("Notice cards"), reverse("cards"), name="cards", icon_name="doc-full", order=155)

    def is_shown(self, request: HttpRequest) -> bool:
        return any(offices_of(request.user, verb) for verb in MAKERS)
