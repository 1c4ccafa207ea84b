"""The draft of an application that is filed online (存草稿): begun, filled in, saved, opened again, lapsed.

It is nobody's record yet, so it stands in no trail; its own key of 60 bits, which only the session of who began or
opened it holds, is the permission. Nothing of what is typed goes anywhere but into the encrypted record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bureau import personal
from bureau.calendar import now
from bureau.errors import Refused
from bureau.scheduled import scheduled
from casework.errors import ApplicationInvalid, DraftGone, NeedsChanged, TooManyFiles
from casework.filing import Typed, Wish
from casework.models import Application, Filing
from casework.online import asked_for, needed_for
from certificates.codes import check_code_hash, new_check_code, new_public_id, same_hash
from cms.matters.facts import Material
from documents.uploads import Errors, keep_uploads

KEPT_FOR = timedelta(days=30)  # after it was last saved
UNSAVED = timedelta(days=1)  # without a code nobody comes back to it
MOST_FILES = 60
CODES = "filing"  # what the hash of a code is of


def begin(wishes: Sequence[Wish]) -> Filing:
    """Raises NotOnline, NotOfOneOffice."""
    office = asked_for(wishes)[0].matter.office
    with transaction.atomic():
        moment = now()
        typed = personal.keep(Typed(wishes=tuple(wishes)).facts())
        return Filing.objects.create(
            office=office, public_id=new_public_id(), typed=typed, saved_at=moment, lapses_at=moment + UNSAVED
        )


def choose(public_id: str, wishes: Sequence[Wish]) -> Filing:
    """Other matters; files stay with their material, also where it stands under another matter's key now."""
    asked = asked_for(wishes)
    with transaction.atomic():
        filing = locked_filing(public_id)
        typed = typed_in(filing)
        keys = {each.material.name: each.material.id for each in needed_for(asked)}
        for before in _needed_before(typed, filing):
            key = keys.get(before.name)
            if key and key != before.id:
                filing.files.filter(key=before.id).update(key=key)
        filing.office = asked[0].matter.office
        _keep(filing, replace(typed, wishes=tuple(wishes)))
    return filing


def fill_in(public_id: str, fields: Mapping[str, str]) -> Filing:
    """``fields`` as casework.filing names them; the phone is among them."""
    with transaction.atomic():
        filing = locked_filing(public_id)
        typed = typed_in(filing)
        filing.phone_hash = personal.phone_hash(fields.get("phone", ""), of=public_id)
        _keep(filing, replace(typed, fields={**typed.fields, **fields}))
    return filing


def save(public_id: str, *, new_code: bool = False) -> tuple[Filing, str]:
    """With the code to open it again, which nobody can be told later; "" where it has one, unless ``new_code``.

    Raises ApplicationInvalid without a phone, whose end opens it.
    """
    with transaction.atomic():
        filing = locked_filing(public_id)
        typed = typed_in(filing)
        if sum(map(str.isdigit, typed.fields.get("phone", ""))) < personal.TAIL:
            raise ApplicationInvalid(
                problem=_("Phone: give a number with at least five digits, such as 0737-000 0001.")
            )
        code = new_check_code() if new_code or not filing.code_hash else ""
        if code:
            filing.code_hash = check_code_hash(CODES, code)
        _keep(filing, typed)
    return filing, code


def opened_by(code: str, tail: str) -> Filing | None:
    """The draft of this code and this end of a phone. A wrong code takes the same work as a wrong phone."""
    hashed = check_code_hash(CODES, code)
    filing = Filing.objects.filter(code_hash=hashed, application=None, lapses_at__gt=now()).first()
    given = personal.phone_hash(tail, of=filing.public_id if filing else hashed)
    kept = filing.phone_hash if filing else hashed
    return filing if same_hash(given, kept) else None


def add_files(public_id: str, uploads: Mapping[str, Sequence["UploadedFile[Any]"]]) -> Errors[str]:
    """``uploads`` by the key of their material. What can be taken is; the answer says what could not, and why.

    Raises TooManyFiles, DraftGone, or NeedsChanged where such a material is not asked for any more.
    """
    if sum(map(len, uploads.values())) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    came, refused = keep_uploads(uploads)
    with transaction.atomic():
        filing = locked_filing(public_id)
        typed = typed_in(filing)
        wanted = {each.id for each in _needed_now(typed, filing) if not each.is_shared}
        if any(key not in wanted for key, _file in came):
            raise NeedsChanged()
        there, names = set(filing.files.values_list("key", "sha256")), dict(typed.files)
        for key, file in came:
            if (key, file.sha256) not in there:
                there.add((key, file.sha256))
                chosen = filing.files.create(key=key, sha256=file.sha256, size=file.size, media_type=file.media_type)
                names[chosen.pk] = file.name
        if len(there) > MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        _keep(filing, replace(typed, files=names))
    return refused


def remove_file(public_id: str, file: int) -> None:
    """Nothing where it is gone already, or another draft's."""
    with transaction.atomic():
        filing = locked_filing(public_id)
        typed = typed_in(filing)
        filing.files.filter(pk=file).delete()
        _keep(filing, replace(typed, files={key: name for key, name in typed.files.items() if key != file}))


@scheduled(every=timedelta(hours=1))
def remove_lapsed() -> int:
    """Drafts whose time is over go, with what was typed, and their files out of the store. Returns how many."""
    lapsed = Filing.objects.filter(lapses_at__lte=now()).order_by("pk")
    return sum(_remove(pk) for pk in list(lapsed.values_list("pk", flat=True)))


def locked_filing(public_id: str) -> Filing:
    """Not lapsed, locked until the transaction ends. Raises DraftGone.

    Without joins: who waited for the lock would see beside the fresh row what the others were before (PostgreSQL).
    """
    filing = Filing.objects.select_for_update().filter(public_id=public_id).first()
    if filing is None or filing.lapses_at <= now():
        raise DraftGone()
    return filing


def typed_in(filing: Filing) -> Typed:
    """Raises DraftGone once it was sent."""
    if filing.application is not None:
        raise DraftGone()
    return Typed.of(personal.read(filing.typed))


def use_up(filing: Filing, application: Application) -> None:
    """The draft, which is locked, was sent: it says as which application, for who presses twice, and no more."""
    typed, filing.typed, filing.application = filing.typed, None, application
    filing.lapses_at = now() + UNSAVED
    filing.save(update_fields=["typed", "application", "lapses_at"])
    filing.files.all().delete()
    if typed:
        typed.delete()


def _keep(filing: Filing, typed: Typed) -> None:
    assert filing.typed is not None
    personal.change(filing.typed, typed.facts())
    filing.saved_at = now()
    filing.lapses_at = filing.saved_at + (KEPT_FOR if filing.code_hash else UNSAVED)
    filing.save()


def _needed_now(typed: Typed, filing: Filing) -> list[Material]:
    return [each.material for each in needed_for(asked_for(typed.wishes, filing.office))]


def _needed_before(typed: Typed, filing: Filing) -> list[Material]:
    """Nothing where a matter was withdrawn meanwhile: its papers are chosen anew."""
    try:
        return _needed_now(typed, filing)
    except Refused:
        return []


def _remove(pk: int) -> bool:
    with transaction.atomic():
        filing = Filing.objects.select_for_update(of=("self",)).filter(pk=pk, lapses_at__lte=now()).first()
        if filing is None:
            return False
        typed = filing.typed
        filing.delete()
        if typed:
            typed.delete()
    return True
