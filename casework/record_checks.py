"""What must hold of applications and cases as stored; asked by `check_records`."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from bureau import records
from bureau.calendar import now
from casework.archive.closed import to_seal
from casework.due import first_stale
from casework.models import Case, CaseEvent, MaterialFile, Notice, SealedFile
from casework.notices.writing import NOTICES, RECEIPTS
from casework.numbers import CODE, first_number
from documents.models import LedgerEntry

SEALED_WITHIN = timedelta(days=1)


def join() -> None:
    records.register("due days", first_stale)
    records.register("case numbers", first_loose_number)
    records.register("notices", first_loose_notice)
    records.register("sealed files", first_unsealed)
    records.register("offices of cases", first_strayed_case)


def first_loose_number() -> str | None:
    """Every case number in the ledger has its case, under the same spelling."""
    loose = LedgerEntry.objects.filter(code=CODE, case=None).order_by("pk").first()
    if loose:
        return f"case number {loose.text} is given, but no case has it"
    wrong = Case.objects.exclude(number__in=LedgerEntry.objects.filter(code=CODE).values("text")).order_by("pk").first()
    return f"case {wrong.number} is not in the ledger" if wrong else None


def first_strayed_case() -> str | None:
    """Every case keeps the office of its application."""
    strayed = Case.objects.exclude(office=F("application__office")).order_by("pk").first()
    return f"case {strayed.number} keeps another office than its application" if strayed else None


def first_loose_notice() -> str | None:
    """Every number of a notice has its notice."""
    loose = LedgerEntry.objects.filter(code__in=[NOTICES.code, RECEIPTS.code], notice=None).order_by("pk").first()
    return f"notice number {loose.text} is given, but no notice has it" if loose else None


def first_unsealed() -> str | None:
    """Every file that was to be sealed a day ago is sealed, and no paper, letter or service came after that.

    That what was sealed is still there, byte for byte, the check of all stored files says.
    """
    waiting = to_seal(now() - SEALED_WITHIN).first()
    if waiting:
        return f"the file of case {first_number(waiting)} is closed, but not sealed; run tick, and read its errors"
    file, moment = OuterRef("application"), OuterRef("sealed_at")
    came_later = (
        Exists(CaseEvent.objects.filter(case__application=file, recorded_at__gt=moment))
        | Exists(MaterialFile.objects.filter(material__application=file, added_at__gt=moment))
        | Exists(Notice.objects.filter(Q(written_at__gt=moment) | Q(served_at__gt=moment), application=file))
    )
    changed = SealedFile.objects.filter(came_later).select_related("application").order_by("pk").first()
    return f"the file of case {first_number(changed.application)} was changed after it was sealed" if changed else None
