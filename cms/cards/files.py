"""The PDFs of cards and posters: each made once, kept in the store, and always those of today's facts.

What a paper says is written out first and digested; a digest that is known is a file that is there already. Whatever
changes the paper (a new version, other hours, another phone, a new layout) changes the digest, so nothing has to be
thrown away and nothing can be out of date. Only the day of printing is left out: a file keeps the day it was made.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone, translation

from bureau import calendar
from cms.cards.current import paper_of, wall_paper
from cms.cards.fit import SHEETS, attempts
from cms.cards.page import Density, Setting, card_html
from cms.cards.paper import CardForm, CardPaper
from cms.cards.poster import QR_SIDES, poster_html, wall_html
from cms.models.card_file import CardFile
from cms.public_matters import PublicMatter
from documents import store
from documents.models import StoredFile
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import render_pdf

CARD_STYLE = Path(__file__).with_name("card.css")
POSTER_STYLE = Path(__file__).with_name("poster.css")
Html = Callable[[date | None], str]  # the page, with the day of printing or without


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to set a paper; it will do if it has at most so many pages (None: whatever comes)."""

    html: Html
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper before it is a file."""

    form: CardForm
    style: Path
    attempts: Callable[[], Iterator[Attempt]]  # the best first
    code: str = ""
    number: int | None = None


def card_pdf(matter: PublicMatter, form: CardForm, language: str) -> StoredFile:
    """A card or the poster of one matter, whose facts are in ``language``: from the store, or made now.

    Raises CharactersMissing, FontsMissing, RenderingFailed, StoreFull. Call it outside any transaction: a rendering
    takes a tenth of a second and more.
    """
    with translation.override(language):
        return _stored(_sheet(paper_of(matter), form), language)


def wall_pdf(language: str) -> StoredFile:
    """The poster of all matters."""
    with translation.override(language):
        html = partial(wall_html, wall_paper())
        sheet = Sheet(form=CardForm.WALL, style=POSTER_STYLE, attempts=lambda: iter([Attempt(html, None)]))
        return _stored(sheet, language)


def warm_up() -> None:
    """Reads fonts and style sheet, so that the first card of a process takes no longer than the next."""
    render_pdf(
        '<html lang="zh-hans"><head><title>1</title></head><body><h1>证</h1><p>书</p></body></html>',
        stylesheets=[CARD_STYLE],
        created=timezone.now(),
    )


def visit_card(paper: CardPaper, form: CardForm, day: date, signature: SignaturePlace) -> bytes:
    """The card of one applicant, with the field that a signature fills; who made it keeps it.

    Raises what `card_pdf` raises; call it outside any transaction, in the language of the paper.
    """
    return _rendered(_sheet(paper, form), day, signature)


def draft_card(matter: PublicMatter) -> bytes:
    """The A5 card of an unpublished draft, for its editor: marked 草稿, never kept."""
    return _rendered(_sheet(paper_of(matter, is_draft=True), CardForm.A5), calendar.today())


def _sheet(paper: CardPaper, form: CardForm) -> Sheet:
    poster = form is CardForm.POSTER
    return Sheet(
        form=form,
        style=POSTER_STYLE if poster else CARD_STYLE,
        attempts=partial(_posters, paper) if poster else partial(_cards, paper, form),
        code=paper.facts.code,
        number=paper.number,
    )


def _cards(paper: CardPaper, form: CardForm) -> Iterator[Attempt]:
    for front, back in attempts(paper, form):
        pages = None if Density.LONG in (front, back) else SHEETS[form]
        yield Attempt(partial(_card, paper, form, front, back), pages)


def _card(paper: CardPaper, form: CardForm, front: Density, back: Density, printed_on: date | None) -> str:
    return card_html(paper, Setting(form=form, front=front, back=back, printed_on=printed_on))


def _posters(paper: CardPaper) -> Iterator[Attempt]:
    for side in QR_SIDES:
        yield Attempt(partial(poster_html, paper, side=side), None if side == QR_SIDES[-1] else 1)


def _stored(sheet: Sheet, language: str) -> StoredFile:
    digest = _digest(sheet)
    known = CardFile.objects.select_related("file").filter(digest=digest).first()
    if known is not None:
        return known.file
    content = _rendered(sheet, calendar.today())
    sha256 = store.write(content)
    with transaction.atomic():
        file = store.record(sha256, size=len(content), media_type="application/pdf")
        made, _new = CardFile.objects.get_or_create(  # of two readers who asked at once, the first one's file stays
            digest=digest,
            defaults={
                "code": sheet.code,
                "number": sheet.number,
                "form": sheet.form.value,
                "language": language,
                "file": file,
                "made_at": calendar.now(),
            },
        )
    return made.file


def _digest(sheet: Sheet) -> str:
    """Of everything that the paper says and how it looks, but for the day it is printed on."""
    html = next(sheet.attempts()).html(None)
    parts = (sheet.form.value.encode(), sheet.style.read_bytes(), html.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _rendered(sheet: Sheet, day: date, signature: SignaturePlace | None = None) -> bytes:
    """Set closer and closer until it fits its sheet. Within a day the same paper gives the same bytes."""
    created = timezone.make_aware(datetime.combine(day, time()))
    for attempt in sheet.attempts():
        pdf = render_pdf(attempt.html(day), stylesheets=[sheet.style], created=created, signature=signature)
        if attempt.pages is None or pdf.pages <= attempt.pages:
            break
    return pdf.bytes
