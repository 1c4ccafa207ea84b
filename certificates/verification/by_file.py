"""A check by file. The surest test of our own files is the SHA-256 of the whole file against the record (pdf.md).

Everything else that is said of a file only tells an altered certificate of ours from a stranger. For kinds that are
only checked (titles) that must not depend on whether a number exists: else anybody could write a number into a file
and learn it (domain.md §8). There the file's own claim decides.
"""

import hashlib
import re
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from bureau import calendar
from bureau.models import Office
from certificates.definition import Publicity
from certificates.models import Certificate, CertificateType
from certificates.verification.by_result import outcome_of
from certificates.verification.evidence import Evidence, Form, read_evidence
from certificates.verification.letters import letter_named, letter_with_file
from certificates.verification.outcome import Answer, Outcome, Reason, answer_for
from certificates.verification.records import AWAY, issued, result_with_file, with_file
from documents.number_keys import number_key
from documents.signing.configured import signer_from_settings
from documents.signing.errors import PdfUnreadable, SigningFailed
from documents.signing.inspection import inspect_signature

LARGEST_READ = 20 * 1024 * 1024  # our files are far smaller; a larger one is compared by its hash alone
_BLOCK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}\d{1,12}\s{1,9}(\d{1,12})\s{1,9}(\d{1,12})")
_MOST_SIGNATURES = 4  # ours have one; each one more costs a hash of the whole file
_LARGEST_SIGNATURE = 128 * 1024
_REASONS = {
    Form.NOT_A_PDF: Reason.NOT_A_PDF,
    Form.DAMAGED: Reason.DAMAGED,
    Form.ENCRYPTED: Reason.ENCRYPTED,
    Form.READABLE: Reason.NOT_OURS,
}


class _Signed(Enum):
    """What the signature of a file has to do with us."""

    UNTOUCHED = "our key signed exactly these bytes"
    TOUCHED = "it carries our signature, over other bytes"
    NOT_BY_US = "no signature of ours"


def check_path(path: Path) -> Outcome:
    """Never an exception for what may be at ``path``: a file that cannot be opened could not be checked."""
    try:
        with path.open("rb") as file:
            return check_file(file)
    except OSError:
        return Outcome(answer=Answer.UNCHECKED, reason=Reason.UNREADABLE, checked_at=calendar.now(), by_file=True)


def check_file(file: BinaryIO) -> Outcome:
    """Reads to the end, in bounded memory whatever the size. Raises OSError when reading fails."""
    digest, size, kept = hashlib.sha256(), 0, []
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if size <= LARGEST_READ:
            kept.append(block)
        else:
            kept.clear()
    return check_content(digest.hexdigest(), b"".join(kept) if size <= LARGEST_READ else None)


def check_sha256(sha256: str) -> Outcome:
    """For somebody who computed the hash of their file and kept the file."""
    plain = sha256.strip().lower()
    outcome = _known(plain, calendar.now()) if _SHA256.fullmatch(plain) else None
    return outcome or _unknown(Reason.NOT_OURS, calendar.now())


def check_content(sha256: str, content: bytes | None) -> Outcome:
    """``content`` is None when the file is too large to be read. The answers in the order of design §10."""
    moment = calendar.now()
    outcome = _known(sha256, moment)
    if outcome is not None and outcome.answer is not Answer.UNCHECKED:
        return outcome
    if content is None:
        return outcome or _unknown(Reason.TOO_LARGE, moment)
    evidence = read_evidence(content)
    signed = _signed(content, evidence)
    try:
        claimed = _claimed_number(evidence, signed) if outcome is None else ""
    except AWAY:
        claimed, outcome = "", _unchecked(moment)
    if signed is _Signed.TOUCHED or claimed:  # the former needs no record to be seen
        stated = evidence.statement.number if evidence.statement else ""
        return _altered(claimed or stated, moment)
    return outcome or _unknown(_REASONS[evidence.form], moment)


def _known(sha256: str, moment: datetime) -> Outcome | None:
    try:
        found = with_file(sha256)
        result = result_with_file(sha256) if found is None else None
        letter = letter_with_file(sha256) if found is None and result is None else None
    except AWAY:
        return _unchecked(moment)
    if letter is not None:
        return Outcome(answer=Answer.AUTHENTIC, letter=letter, number=letter.number, checked_at=moment, by_file=True)
    if result is not None:
        return outcome_of(result, moment, by_file=True)
    if found is None:
        return None
    return Outcome(
        answer=answer_for(found, moment), certificate=found, number=found.number, checked_at=moment, by_file=True
    )


def _signed(content: bytes, evidence: Evidence) -> _Signed:
    try:
        ours = signer_from_settings().certificate_der
    except SigningFailed:  # no key here, or it does not answer; numbers and statements still tell
        return _Signed.NOT_BY_US
    written = ours.hex().encode()
    if evidence.form is Form.NOT_A_PDF or (written not in content and written.upper() not in content):
        return _Signed.NOT_BY_US
    gaps = [int(end) - int(start) for start, end in _RANGE.findall(content)]
    if not gaps or len(gaps) > _MOST_SIGNATURES or max(gaps) > _LARGEST_SIGNATURE:
        return _Signed.TOUCHED
    try:
        report = inspect_signature(content, trusted=[ours])
    except PdfUnreadable:
        return _Signed.TOUCHED
    return _Signed.UNTOUCHED if report.is_ours_and_untouched else _Signed.TOUCHED


def _claimed_number(evidence: Evidence, signed: _Signed) -> str:
    """The number of ours that the file claims to be; '' when it claims none."""
    if signed is _Signed.UNTOUCHED:  # nobody else can make such a file, so looking for its number tells nobody else
        own = number_key(evidence.statement.number) if evidence.statement else ""
        return issued().filter(number_key=own).order_by().values_list("number", flat=True).first() or ""
    keys = evidence.keys()
    listed = Certificate.objects.listed().filter(number_key__in=list(keys)).order_by()
    known = dict(listed.values_list("number_key", "number"))
    named = next((known[key] for key in keys if key in known), "") or letter_named(keys)
    return named or _claimed_title(evidence, keys)


def _claimed_title(evidence: Evidence, keys: dict[str, str]) -> str:
    """The number of a kind that is only checked, by what the file says alone. Offices and kinds are public."""
    offices = list(Office.objects.values_list("name", "title_prefix", "title_place"))
    kinds = set(CertificateType.objects.filter(publicity=Publicity.VERIFY_ONLY.value).values_list("code", flat=True))
    statement = evidence.statement
    if statement and statement.type_code in kinds and statement.issuer in {name for name, *_rest in offices}:
        return statement.number
    for _name, prefix, place in offices:
        form = re.compile(
            rf"{re.escape(number_key(prefix))}20\d\d{re.escape(number_key(place))}不动产.{{1,4}}\d{{7,8}}"
        )
        for key, text in keys.items():
            if form.fullmatch(key):
                return text
    return ""


def _altered(number: str, moment: datetime) -> Outcome:
    return Outcome(answer=Answer.ALTERED, reason=Reason.BYTES_DIFFER, number=number, checked_at=moment, by_file=True)


def _unknown(reason: Reason, moment: datetime) -> Outcome:
    return Outcome(answer=Answer.UNKNOWN, reason=reason, checked_at=moment, by_file=True)


def _unchecked(moment: datetime) -> Outcome:
    return Outcome(answer=Answer.UNCHECKED, reason=Reason.RECORDS_AWAY, checked_at=moment, by_file=True)
