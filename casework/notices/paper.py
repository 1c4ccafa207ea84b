"""The signed PDF of a notice. Slow, so outside any transaction; made once and then read from the store."""

from html import escape

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Case, Notice
from casework.notices.cards import card_pdf
from casework.notices.words import Content
from casework.notices.writing import chinese
from certificates.printing import DRAWINGS, LETTER_STYLESHEET, SEAL_PLACE, Letter, letter_html
from certificates.sealing import SEAL_FIELD
from cms.cards.paper import CardForm
from documents import store
from documents.models import StoredFile
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import render_pdf
from documents.signing.configured import signer_from_settings

PDF = "application/pdf"


def file_of(notice: Notice, form: CardForm = CardForm.A5) -> StoredFile:
    """Of two who ask at once one makes it; both get the same. Raises SigningFailed, StoreFull and their like.

    ``form`` is of cards alone: letters are A4 and have one file.
    """
    column = "sheet" if notice.kind == Notice.Kind.CARD and form is CardForm.A4 else "file"
    known: StoredFile | None = getattr(notice, column)
    if known is not None:
        return known
    content = _sealed_card(notice, form) if notice.kind == Notice.Kind.CARD else _sealed(notice)
    sha256 = store.write(content)
    with transaction.atomic():
        fresh = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        made: StoredFile = getattr(fresh, column) or store.record(sha256, size=len(content), media_type=PDF)
        setattr(fresh, column, made)
        fresh.save(update_fields=[column])
    setattr(notice, column, made)
    return made


def _sealed_card(notice: Notice, form: CardForm) -> bytes:
    """Signed without a place for a seal: a card shows by its words whether it counts as a notice."""
    signer = signer_from_settings()
    place = SignaturePlace(label=f"{notice.application.office.name}电子签名", field=SEAL_FIELD)
    card = card_pdf(notice, form, is_sample=signer.is_sample, signature=place)
    return signer.sign_pdf(card, field=SEAL_FIELD, at=notice.written_at)


def _sealed(notice: Notice) -> bytes:
    signer, office = signer_from_settings(), notice.application.office
    with chinese():
        html = letter_html(_letter(notice, is_sample=signer.is_sample))
        rendered = render_pdf(
            html,
            stylesheets=[LETTER_STYLESHEET],
            drawings=DRAWINGS,
            created=notice.written_at,
            signature=SignaturePlace(label=f"{office.name}电子签名", field=SEAL_FIELD, rectangle=SEAL_PLACE),
        )
    return signer.sign_pdf(rendered.bytes, field=SEAL_FIELD, at=notice.written_at)


def _letter(notice: Notice, *, is_sample: bool) -> Letter:
    day = timezone.localtime(notice.written_at)
    return Letter(
        office=notice.application.office.name,
        number=notice.entry.text,
        numbered=notice.entry.text,
        name=str(Notice.Kind(notice.kind).label),
        body=_body(Content.of(notice.content)),
        address=f"{settings.SITE_URL}{reverse('track_case')}?number={_number(notice)}",
        scan=_("Scan to follow the case"),
        foot=_("Signed electronically by the office."),
        day=f"{day.year}年{day.month}月{day.day}日",
        is_sample=is_sample,
        language="zh-hans",
    )


def _number(notice: Notice) -> str:
    case = notice.case or Case.objects.filter(application=notice.application_id).order_by("pk").first()
    return case.number if case else ""


def _body(content: Content) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in content.rows
    )
    to = _("To: %(name)s") % {"name": content.to}
    items = "".join(f"<li>{escape(each)}</li>" for each in content.items)
    parts = [
        f'<p class="asked">{escape(to)}</p>',
        *(f'<p class="words">{escape(each)}</p>' for each in content.paragraphs),
        f"<ol>{items}</ol>" if items else "",
        f"<table>{rows}</table>" if rows else "",
        *(f'<p class="note">{escape(each)}</p>' for each in content.close),
    ]
    return "".join(parts)
