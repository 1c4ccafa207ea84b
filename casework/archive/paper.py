"""The signed list of a closed file, and the container that holds list and files. Slow, so outside any transaction."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Office
from casework.archive.contents import HASH, Contents, Section
from certificates.facts import printed_date
from certificates.printing import DRAWINGS, LETTER_STYLESHEET, SEAL_PLACE, Letter, letter_html
from certificates.sealing import SEAL_FIELD
from documents import store
from documents.rendering.errors import CharactersMissing
from documents.rendering.finishing import SignaturePlace
from documents.rendering.pdf import render_pdf
from documents.signing.base import Signer
from documents.signing.container import MEDIA_TYPE, Packed, write_container

PDF = "application/pdf"
LIST = "contents.pdf"
IN_MEMORY = 32 * 1024 * 1024  # of a container; a larger one waits on disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file in the store; nobody knows of it until its row is written."""

    sha256: str
    size: int
    media_type: str


def write_list(contents: Contents, office: Office, *, signer: Signer, at: datetime) -> bytes:
    """The signed PDF. Raises SigningFailed, FontsMissing and their like."""
    html = letter_html(_letter(contents, office, at, is_sample=signer.is_sample))
    try:
        unsigned = _rendered(html, office, at)
    except CharactersMissing as error:  # people name files as they like; the list must come about all the same
        unsigned = _rendered(_spelled(html, str(error.params["characters"])), office, at)
    return signer.sign_pdf(unsigned, field=SEAL_FIELD, at=at)


def write_all(contents: Contents, list_pdf: bytes, *, signer: Signer, at: datetime) -> Written:
    """The container. Raises FileMissing when a stored file is not what its record says, and what storing raises."""
    own = Packed(name=LIST, media_type=PDF, size=len(list_pdf), open=partial(BytesIO, list_pdf))
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
        digests = write_container(target, [own, *_packed(contents)], signer=signer, at=at)  # type: ignore[arg-type]  # it is a BinaryIO
        for each in contents.files:
            if digests[each.place] != each.file.sha256:
                raise store.FileMissing(sha256=each.file.sha256)
        size = target.tell()
        return Written(sha256=store.write_from(target), size=size, media_type=MEDIA_TYPE)  # type: ignore[arg-type]


def _packed(contents: Contents) -> Iterator[Packed]:
    for each in contents.files:
        opening = partial(store.open_file, each.file)
        yield Packed(name=each.place, media_type=each.file.media_type, size=each.file.size, open=opening)


def _rendered(html: str, office: Office, at: datetime) -> bytes:
    place = SignaturePlace(label=f"{office.name}电子签名", field=SEAL_FIELD, rectangle=SEAL_PLACE)
    rendered = render_pdf(html, stylesheets=[LETTER_STYLESHEET], drawings=DRAWINGS, created=at, signature=place)
    return rendered.bytes


def _spelled(html: str, characters: str) -> str:
    """Characters that no font draws, by their codes: [U+1F600]."""
    for code in re.findall(r"\(U\+([0-9A-F]{4,6})\)", characters):
        html = html.replace(chr(int(code, 16)), f"[U+{code}]")
    return html


def _letter(contents: Contents, office: Office, at: datetime, *, is_sample: bool) -> Letter:
    count = len(contents.files)
    closing = _("The container holds this list and %(count)d files, each under the name that stands here.") % {
        "count": count
    }
    return Letter(
        office=office.name,
        number=contents.number,
        numbered=_("File %(number)s") % {"number": contents.number},
        name=_("List of contents of a closed file"),
        body="".join([*(_section(each) for each in contents.sections), f'<p class="note">{escape(closing)}</p>']),
        address=f"{settings.SITE_URL}{reverse('check')}",
        scan=_("Check this file here"),
        foot=_("Signed electronically by the office."),
        day=printed_date(timezone.localtime(at).date()),
        is_sample=is_sample,
        language="zh-hans",
    )


def _section(section: Section) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(row.label)}</th><td>{'<br>'.join(map(_line, row.lines))}</td></tr>"
        for row in section.rows
    )
    return f"<h2>{escape(section.title)}</h2><table>{rows}</table>"


def _line(line: str) -> str:
    """A hash fits into one line when it is small."""
    return f'<span class="hash">{escape(line)}</span>' if line.startswith(HASH) else escape(line)
