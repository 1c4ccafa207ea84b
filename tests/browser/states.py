"""States that the sample lacks, made by the actions in a process of their own; says where they are as JSON."""

import json

from bureau import calendar
from bureau.models import User
from certificates.actions.decide_bundle import send_for_approval
from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.replace_certificate import replace_certificate
from certificates.models import Bundle, Certificate
from search.actions.exports import write_export
from search.models import SearchExport
from tests.kit import certificate, open_bureau


def make_states() -> None:
    """A bundle that waits for approval, a permit that a new one has replaced, and files of a search."""
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
        **files(bureau.person("officer")),
    }
    print(json.dumps(where))  # noqa: T201  the caller reads it


def files(person: User) -> dict[str, int]:
    """Exports that no worker was asked for, so that they stay as they are."""
    given = {"asked_by": person, "asked_at": calendar.now(), "asked": "q=样例", "form": SearchExport.Form.XLSX}
    failed = {"state": SearchExport.State.FAILED, "problem": "查到的太多。按年份分几次导出。"}
    ready = SearchExport.objects.create(**given)
    write_export(ready.pk)
    return {
        "waiting file": SearchExport.objects.create(**given).pk,
        "half a file": SearchExport.objects.create(**given, state=SearchExport.State.RUNNING, done=500, total=990).pk,
        "file": ready.pk,
        "failed file": SearchExport.objects.create(**given, **failed).pk,
    }
