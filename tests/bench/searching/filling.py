"""Rows for the invented records: certificates, for which the index is asked again, and what search holds of them.

They are written in bulk, not issued: no paper, no signature, no facts stand behind them.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from bureau.calendar import now
from bureau.models import Office, User
from certificates.kinds import shipped_kinds
from certificates.models import Bundle, Certificate, CertificateType, CertificateTypeVersion, Project
from documents.models import LedgerEntry, StoredFile
from documents.number_keys import number_key
from search import index
from tests.bench.frame import say
from tests.bench.searching.invented import KINDS, InventedProject, invent

BATCH = 700  # projects
USCC = "91430900MA0YLD0166"
OFFICES = 3


def fill(certificates: int) -> None:
    """Offices, people, and so many certificates of projects, all of them found."""
    people, versions, paper = _people(), _versions(), _paper()
    projects, done = invent(certificates, _offices()), 0
    while batch := list(islice(projects, BATCH)):
        with transaction.atomic():
            _write(batch, people, versions, paper)
            index.write(entry for project in batch for entry in project.certificates)
        done += sum(len(project.certificates) for project in batch)
        if done % (BATCH * 70) == 0:
            say(f"{done:,} certificates written")


def _write(
    batch: list[InventedProject],
    people: list[User],
    versions: dict[str, CertificateTypeVersion],
    paper: StoredFile,
) -> None:
    moment = now()
    Project.objects.bulk_create(
        Project(
            pk=each.at,
            office_id=each.office,
            project_code=each.code,
            name=each.name,
            applicant=each.holder,
            applicant_uscc=USCC,
            location=each.place,
            county_code=each.region,
            created_at=moment,
        )
        for each in batch
    )
    Bundle.objects.bulk_create(
        Bundle(
            pk=each.at,
            project_id=each.at,
            reference=f"B{each.at:08}",
            state=Bundle.State.ISSUED,
            prepared_by=people[0],
            approved_by=people[1],
            issued_by=people[2],
            issued_at=moment,
            created_at=moment,
        )
        for each in batch
    )
    entries = [(project, entry) for project in batch for entry in project.certificates]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            pk=entry.sort_id,
            office_id=project.office,
            code=entry.type,
            text=entry.number,
            key=number_key(entry.number),
            state=LedgerEntry.State.ISSUED,
            taken_at=moment,
        )
        for project, entry in entries
    )
    Certificate.objects.bulk_create(_certificates(batch, versions, paper))


def _certificates(
    batch: list[InventedProject], versions: dict[str, CertificateTypeVersion], paper: StoredFile
) -> Iterator[Certificate]:
    for project in batch:
        for position, entry in enumerate(project.certificates, 1):
            version = versions[entry.type]
            ended = entry.state != Certificate.State.ISSUED
            yield Certificate(
                pk=entry.sort_id,
                public_id=entry.record_id,
                bundle_id=project.at,
                position=position,
                print_order=position,
                type_version=version,
                type_code=entry.type,
                publicity=version.definition.publicity.value,
                state=entry.state,
                entry_id=entry.sort_id,
                number=entry.number,
                number_key=number_key(entry.number),
                statement="{}",
                check_code_hash="0" * 64,
                pdf=paper,
                pages=1,
                issued_on=entry.day,
                ended_on=entry.day if ended else None,
                end_reason=Certificate.EndReason.ALTERED if ended else "",
            )


def _offices() -> list[int]:
    return [
        Office.objects.create(
            name=f"益阳市样例自然资源和规划局{at}",
            short_name=f"样例{at}",
            code=f"bench-{at}",
            uscc="11430900MB0YLGT12D",
            region_code="430900",
        ).pk
        for at in range(1, OFFICES + 1)
    ]


def _people() -> list[User]:
    names = ("preparer", "approver", "issuer")
    return [User.objects.create(username=name, password=UNUSABLE_PASSWORD_PREFIX) for name in names]


def _versions() -> dict[str, CertificateTypeVersion]:
    found = {}
    for code in KINDS:
        shipped = shipped_kinds()[code]
        kind, _made = CertificateType.objects.get_or_create(
            code=code, defaults={"name": shipped.name, "short_name": shipped.short_name, "number_pattern": ".*"}
        )
        found[code], _made = CertificateTypeVersion.objects.get_or_create(
            type=kind, version=1, defaults={"body": shipped.canonical_json(), "published_at": now()}
        )
    return found


def _paper() -> StoredFile:
    return StoredFile.objects.create(
        sha256=sha256(b"bench").hexdigest(), size=1, media_type="application/pdf", stored_at=now()
    )
