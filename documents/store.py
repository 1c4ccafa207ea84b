"""The private write-once store: files under the SHA-256 of their bytes. Written once, read for ever, never changed.

A file counts as stored when its row exists. A file without a row is somebody's draft (`hold`), or an orphan of an
unfinished work, which is removed after a day (`remove_orphans`).
"""

import errno
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bureau import calendar
from bureau.errors import Broken, Unavailable
from bureau.scheduled import scheduled
from documents.models import StoredFile

ORPHANS_LIVE = timedelta(days=1)
Holder = Callable[[Collection[str]], Iterable[str]]
_BLOCK = 1 << 20
_holders: list[Holder] = []
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EFBIG}


class StoreFull(Unavailable):
    code = "documents.store_full"
    message = _("The file store takes no more: %(reason)s.")
    next_step = _("Make room or mend the folder's rights, then try again. Nothing that was stored is lost.")


class FileMissing(Broken):
    code = "documents.file_missing"
    message = _("The stored file %(sha256)s is missing or was changed.")
    next_step = _("Restore it from the backup; script/manage check_records says which are affected.")


def path_of(sha256: str) -> Path:
    return Path(settings.STORE) / sha256[:2] / sha256[2:4] / sha256


def write(data: bytes) -> str:
    """Puts bytes on disk and returns their SHA-256. Safe to repeat; the file appears whole or not at all."""
    return write_from(io.BytesIO(data))


def write_from(source: BinaryIO) -> str:
    """The same for a file of any size, read twice from its beginning."""
    sha256 = _sha256_of(source)
    target = path_of(sha256)
    if target.exists():
        os.utime(target)  # young again, so that the removal of orphans leaves it to the work that needs it now
        return sha256
    draft = target.with_name(f".{sha256}.{os.getpid()}")
    source.seek(0)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with draft.open("xb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o440)
        draft.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in _NO_ROOM:
            raise StoreFull(reason=error.strerror) from error
        raise
    return sha256


def record(sha256: str, *, size: int, media_type: str) -> StoredFile:
    """The row that makes a written file a stored one; call it in the transaction that needs the file."""
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": media_type, "stored_at": calendar.now()}
    )
    return stored


def put(data: bytes, media_type: str) -> StoredFile:
    return record(write(data), size=len(data), media_type=media_type)


def open_file(stored: StoredFile) -> BinaryIO:
    try:
        return path_of(stored.sha256).open("rb")
    except OSError as error:
        raise FileMissing(sha256=stored.sha256) from error


def read(stored: StoredFile) -> bytes:
    """The bytes, compared with their hash. Raises FileMissing."""
    with open_file(stored) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileMissing(sha256=stored.sha256)
    return data


def first_damaged_file() -> str | None:
    """The first stored file that is missing or has other bytes, in words."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            with open_file(stored) as file:
                is_whole = _sha256_of(file) == stored.sha256
        except FileMissing:
            is_whole = False
        if not is_whole:
            return str(FileMissing(sha256=stored.sha256))
    return None


def hold(named: Holder) -> None:
    """Files whose hashes ``named`` gives back, of those it is asked about, stay without a row as long as it does."""
    _holders.append(named)


@scheduled(every=ORPHANS_LIVE)
def remove_orphans() -> int:
    """Removes files that no row and no holder names and that are older than a day; returns how many."""
    limit = (calendar.now() - ORPHANS_LIVE).timestamp()
    old = [path for path in _files() if path.stat().st_mtime < limit]
    removed = 0
    for start in range(0, len(old), 500):
        batch = {path.name.lstrip(".").split(".")[0]: path for path in old[start : start + 500]}
        # Holders first: what one of them lets go meanwhile, because it is stored for ever now, has its row after that.
        held = {sha256 for named in _holders for sha256 in named(batch)}
        known = held | set(StoredFile.objects.filter(sha256__in=batch).values_list("sha256", flat=True))
        for sha256, path in batch.items():
            if sha256 not in known or path.name.startswith("."):
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _sha256_of(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    root = Path(settings.STORE)
    return (path for path in root.glob("*/*/*") if path.is_file())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
