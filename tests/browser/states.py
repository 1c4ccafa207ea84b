"""States that the sample lacks, made by the actions in a process of their own; says where they are as JSON."""

import json

from certificates.actions.decide_bundle import send_for_approval
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.replace_certificate import replace_certificate
from certificates.models import Bundle, Certificate
from tests.kit import certificate, open_bureau


def make_states() -> None:
    """A bundle that waits for approval, and a permit that a new one has replaced."""
    bureau = open_bureau()
    checked = send_for_approval(bureau.draft_bundle().pk, actor=bureau.person("officer"))
    issued = Bundle.objects.get(reference="2022-0001")
    old = certificate(issued, "WORKS", 1)
    again = replace_certificate(old, Certificate.EndReason.CORRECTED, actor=bureau.person("officer"))
    bureau.approve(again)
    issue_bundle(again.pk, actor=bureau.person("issuer"))
    where = {
        "draft": Bundle.objects.get(reference="2026-0002").pk,
        "checked": checked.pk,
        "approved": Bundle.objects.get(reference="2026-0001").pk,
        "issued": issued.pk,
        "replaced": old.pk,
        "permit": certificate(issued, "WORKS").public_id,
        "old permit": old.public_id,
        "project": issued.project_id,
        "kind": old.type_version.type_id,
        "numbers": old.entry.book_id if old.entry else 0,
    }
    print(json.dumps(where))  # noqa: T201  the caller reads it
