"""The letters of this package that anyone may check by their file (certificates.verification.letters)."""

from collections.abc import Collection

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from casework.models import Notice, SealedFile
from casework.numbers import first_number
from certificates.verification import letters
from certificates.verification.letters import IssuedLetter


def join() -> None:
    letters.register("notices", notice_with_file, notice_named)
    letters.register("sealed files", sealed_list_with_file)  # goes by a case number, which is nobody's to try


def notice_with_file(sha256: str) -> IssuedLetter | None:
    found = Notice.objects.filter(file__sha256=sha256).select_related("entry", "application__office").first()
    if found is None:
        return None
    return IssuedLetter(
        kind=found.get_kind_display(),
        number=found.entry.text,
        day=localtime(found.written_at).date(),
        office=found.application.office,
    )


def notice_named(keys: Collection[str]) -> str:
    sent = Notice.objects.filter(entry__key__in=list(keys)).exclude(file=None)
    return sent.order_by("pk").values_list("entry__text", flat=True).first() or ""


def sealed_list_with_file(sha256: str) -> IssuedLetter | None:
    found = SealedFile.objects.filter(contents__sha256=sha256).select_related("application__office").first()
    if found is None:
        return None
    return IssuedLetter(
        kind=_("List of contents of a closed file"),
        number=first_number(found.application),
        day=localtime(found.sealed_at).date(),
        office=found.application.office,
    )
