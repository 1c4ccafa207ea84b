"""Giving an applicant the card of their case after a visit (一次性告知卡, 个人版): what is missing, and by when."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework.actions.answer import refuse_late
from casework.errors import NothingMissing, ToldBefore
from casework.missing import missing_of, supply_day
from casework.models import Case, Notice
from casework.notices.cards import write_card
from casework.notices.told import last_notice_of, still_told
from casework.notices.words import Content
from casework.reading import locked_case


def print_card(
    case_id: int, *, actor: User, supply_by: date | None = None, remarks: Mapping[int, str] | None = None
) -> Notice:
    """Writes the card; its file is made when it is opened (notices.paper).

    Once the applicant was told by a notice the card is its short form: it says of that what is still missing, and its
    day where it gave one. Before, it counts as no notice and stops no clock.
    Raises NotAllowed, WrongState (answered before), TooLate, NothingMissing, ToldBefore (a remark that the notice does
    not make), ApplicationInvalid (no day).
    """
    with transaction.atomic():
        case = locked_case(case_id, actor, Case.State.RECEIVED)
        application = case.application
        require(actor, Verb.ANSWER_APPLICATION, application.office)
        refuse_late(case)
        sent = last_notice_of(case)
        if sent and any(each.strip() for each in (remarks or {}).values()):
            raise ToldBefore(number=case.number)
        materials = application.materials.all()
        told = still_told(sent, materials) if sent else remarks or {}
        missing = missing_of(materials, {case.version.code}, told)
        if not missing:
            raise NothingMissing(number=case.number)
        card = write_card(case, missing, _day(sent, supply_by), by=actor, letter=sent)
        audit.record(
            application,
            "casework.print_card",
            actor=actor,
            office=application.office,
            verb=Verb.ANSWER_APPLICATION,
            data={"case": case.number, "notice": card.entry.text, "missing": len(missing)},
        )
    return card


def _day(sent: Notice | None, given: date | None) -> date:
    said = Content.of(sent.content).supply_by if sent else ""
    return date.fromisoformat(said) if said else supply_day(given)
