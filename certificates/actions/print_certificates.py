"""Printing: every print is counted, so that a second copy on paper is known as a reprint."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.models import Bundle, Certificate


def print_certificates(bundle: Bundle, certificates: Sequence[Certificate], *, actor: User) -> None:
    """Counts one print of each issued certificate of the bundle. Raises NotAllowed."""
    require(actor, Verb.VIEW_RECORDS, bundle.project.office)
    issued = bundle.certificates.exclude(state=Certificate.State.DRAFT)
    chosen = issued.filter(pk__in=[each.pk for each in certificates])
    with transaction.atomic():
        chosen.update(prints=F("prints") + 1)
        audit.record(
            bundle,
            "certificates.print_certificates",
            actor=actor,
            office=bundle.project.office,
            data={"prints": {each.number: each.prints for each in chosen}},
        )
