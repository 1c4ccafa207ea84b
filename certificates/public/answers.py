"""What the answer page says about the outcome of a check. The banner's words are fixed for the whole site."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import disclosure
from certificates.facts import printed_date
from certificates.models import Certificate
from certificates.tickets import ticket_for
from certificates.verification.outcome import Answer, Outcome, Reason
from certificates.verification.records import replacement_of
from certificates.verification.rows import Row, is_title, rows_for_checker, status_words
from certificates.verification.stored import kept_paper_is_whole
from documents.models import LedgerEntry
from documents.number_keys import number_key

FILE_LINES: dict[Reason, str | Promise] = {
    Reason.NOT_OURS: gettext_lazy("We have not issued this file."),
    Reason.NOT_A_PDF: gettext_lazy("This file is no PDF. Every certificate that we issue is one."),
    Reason.DAMAGED: gettext_lazy("This PDF is incomplete. Ask the holder for the whole file."),
    Reason.ENCRYPTED: gettext_lazy("This PDF is locked by a password. Ask the holder for the file as it was issued."),
    Reason.TOO_LARGE: gettext_lazy("This file is larger than any that we issued."),
}
HASH_LINE = gettext_lazy("We have not issued a file that is the same byte for byte.")


def answer_context(outcome: Outcome) -> dict[str, Any]:
    """For certificates/public/answer.html."""
    context: dict[str, Any] = {
        "outcome": outcome,
        "state": outcome.answer.value,
        "since": outcome.since,
        "checked_at": outcome.checked_at,
    }
    if outcome.certificate is not None:
        return context | _genuine(outcome, outcome.certificate)
    if outcome.answer is Answer.ALTERED:
        return context | _altered(outcome)
    if outcome.by_file:
        context["line"] = FILE_LINES[outcome.reason]
    return context


def result_context(outcome: Outcome) -> dict[str, Any]:
    """For certificates/public/result.html: what the paper of a query result said, and what holds now."""
    result, certificate = outcome.result, outcome.certificate
    if result is None or certificate is None:
        return {"state": outcome.answer.value}
    told = Answer(result.told)
    office = certificate.bundle.project.office
    shows_facts = result.shows_facts and office.verify_shows_facts  # what the office no longer shows is not shown here
    status, told_status = (status_words(certificate, answer) for answer in (outcome.answer, told))
    return {
        "state": outcome.answer.value,
        "result": result,
        "is_same": status == told_status,
        "tone": "malachite" if outcome.answer is Answer.AUTHENTIC else "ochre",
        "status": status,
        "told_status": told_status,
        "since": None if outcome.answer is Answer.AUTHENTIC else outcome.since,
        "facts": rows_for_checker(certificate, told, verify_shows_facts=shows_facts),
        "hides_facts": is_title(certificate) and result.shows_facts and not shows_facts,
        "is_title": is_title(certificate),
        "office": office,
        "office_phone": telephone_address(office.phone),
    }


def _genuine(outcome: Outcome, certificate: Certificate) -> dict[str, Any]:
    office = certificate.bundle.project.office
    status = status_words(certificate, outcome.answer)
    newer = replacement_of(certificate) if outcome.answer is Answer.SUPERSEDED else None
    rows = rows_for_checker(certificate, outcome.answer, verify_shows_facts=office.verify_shows_facts)
    context: dict[str, Any] = {
        "status": status,
        "office": office,
        "office_phone": telephone_address(office.phone),
        "is_title": is_title(certificate),
        "newer_url": page_of(newer) if newer else "",
        "ticket": ticket_for(certificate),
    }
    if outcome.answer is not Answer.AUTHENTIC:
        return context | {"facts": _ended_rows(rows, newer)}
    compared = _compared(outcome, certificate, status)
    return context | {
        "facts": rows,
        "tables": disclosure.for_checker(certificate, verify_shows_facts=office.verify_shows_facts).tables,
        "compared": compared,
        "compared_title": _("We compared %(things)s") % {"things": _things(sum(row["ok"] is True for row in compared))},
    }


def _ended_rows(rows: list[Row], newer: Certificate | None) -> list[Row]:
    if newer is None:
        return rows
    return [
        {**rows[0], "label": _("This one")},
        *rows[1:],
        {"label": _("New certificate"), "value": newer.number, "url": page_of(newer)},
    ]


def _compared(outcome: Outcome, certificate: Certificate, status: str) -> list[Row]:
    """What was really done now: the kept paper was hashed and its signature computed; the ledger was read."""
    whole = kept_paper_is_whole(certificate)
    if not whole:
        signature = _("The paper that we keep could not be read now, so its signature was not compared.")
    elif outcome.by_file:
        signature = _("Your file is the one that we issued: signed by this office, unchanged since.")
    else:
        signature = _("The paper that we keep is signed by this office and unchanged since.")
    entry = certificate.entry
    in_ledger = entry is not None and entry.state == LedgerEntry.State.ISSUED and entry.key == number_key(entry.text)
    ledger = _("It stands in the office’s number book and was given once.") if in_ledger else _("not compared")
    return [
        {"label": _("Signature"), "finding": signature, "ok": True if whole else None},
        {"label": _("Number"), "finding": ledger, "ok": True if in_ledger else None},
        {"label": _("Status now"), "finding": _("Looked up just now: %(status)s") % {"status": status}, "ok": True},
    ]


def _things(count: int) -> str:
    return {1: _("one thing"), 2: _("two things"), 3: _("three things"), 4: _("four things")}[count]


def _altered(outcome: Outcome) -> dict[str, Any]:
    """Of a listed kind the true content can be read; of titles not even whether the number exists."""
    ours = _listed_with(outcome.number)
    rows: list[Row] = [{"label": _("Number"), "value": outcome.number}]
    if ours is not None and ours.issued_on is not None:
        issued = _("%(day)s, %(pages)d pages") % {"day": printed_date(ours.issued_on), "pages": ours.pages}
        rows.append({"label": _("As we issued it"), "value": issued})
    rows.append({"label": _("Your file"), "value": _("was changed after signing, or saved anew")})
    return {"facts": rows if outcome.number else rows[1:], "true_url": page_of(ours) if ours else ""}


def _listed_with(number: str) -> Certificate | None:
    if not number:
        return None
    return Certificate.objects.listed().filter(number_key=number_key(number)).order_by("-issued_on").first()


def page_of(certificate: Certificate) -> str:
    return reverse("certificate_page", args=[certificate.public_id])


def telephone_address(phone: str) -> str:
    """tel: and the digits of a number as people write it."""
    return "tel:" + "".join(character for character in phone if character.isdecimal() or character == "+")
