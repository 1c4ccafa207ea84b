"""The receipt (收件凭证): what came this time, for which cases, what is still missing, and until when we answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bureau.models import User
from casework.models import Application, ApplicationMaterial, Case, Notice
from casework.notices import words
from casework.notices.writing import chinese, write


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one material. On paper that is as many originals and copies as the material asks for."""

    material: ApplicationMaterial
    on_paper: bool
    files: int


def receipt_is_due(application: Application) -> bool:
    """Every application gets one at once, also where no paper came with it."""
    is_unanswered = application.cases.filter(state=Case.State.RECEIVED).exists()
    return is_unanswered and not application.notices.filter(kind=Notice.Kind.RECEIPT).exists()


def write_receipt(application: Application, came: Sequence[Came], *, by: User | None) -> Notice | None:
    """Written with what came, for the cases that are not answered yet; else papers belong to a clock that runs.

    What the office fetches itself was not handed in, and does not stand on it. ``by`` None: it came online.
    """
    received = application.cases.filter(state=Case.State.RECEIVED)
    cases = list(received.select_related("version").order_by("pk"))
    if not cases:
        return None
    with chinese():
        brought = (each for each in came if not each.material.is_shared)
        items = [_in_words(each) for each in sorted(brought, key=lambda each: each.material.position)]
        content = words.receipt(application, cases, items, _missing(application, cases))
    return write(Notice.Kind.RECEIPT, content, application, by=by)


def _missing(application: Application, cases: Sequence[Case]) -> list[str]:
    codes = {case.version.code for case in cases}
    missing = application.materials.filter(state=ApplicationMaterial.State.MISSING, is_shared=False)
    return [each.name for each in missing if codes & set(each.needed_by)]


def _in_words(came: Came) -> str:
    """设计方案：原件 1 份，复印件 2 份，电子文件 1 个."""
    forms = pgettext("between forms of a paper", ", ").join(_forms(came))
    return _("%(material)s: %(forms)s") % {"material": came.material, "forms": forms}


def _forms(came: Came) -> Iterator[str]:
    if came.on_paper:
        originals, copies = came.material.originals, came.material.copies
        if originals:
            yield ngettext("%(n)s original", "%(n)s originals", originals) % {"n": originals}
        if copies:
            yield ngettext("%(n)s copy", "%(n)s copies", copies) % {"n": copies}
        if not originals and not copies:
            yield _("on paper")
    if came.files:
        yield ngettext("%(n)s file", "%(n)s files", came.files) % {"n": came.files}
