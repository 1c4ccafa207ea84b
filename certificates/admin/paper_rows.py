"""Issued certificates as rows of files, and who may open which."""

from dataclasses import dataclass

from bureau.models import User
from bureau.policy import may_here
from bureau.roles import Verb
from certificates.actions.read_records import has_closed_fields
from certificates.admin.access import sees_closed
from certificates.models import Bundle, Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One row of the downloads."""

    certificate: Certificate
    may_open: bool
    kilobytes: int


def papers_of(bundle: Bundle, actor: User) -> list[Paper]:
    """The issued certificates in print order, and whether this person may open each."""
    office = bundle.project.office
    whole = sees_closed(actor, office) or any(
        may_here(actor, verb, office) for verb in (Verb.READ_CLOSED_FIELDS, Verb.HAND_OUT)
    )
    rows = bundle.certificates.exclude(state=Certificate.State.DRAFT).select_related("type_version", "pdf")
    return [
        Paper(
            certificate=each,
            may_open=whole or not has_closed_fields(each.definition),
            kilobytes=-(-each.pdf.size // 1024) if each.pdf else 0,
        )
        for each in rows.order_by("print_order", "position")
    ]
