"""Issued certificates of shipped kinds, announced as the publishing transaction announces them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils.timezone import make_aware

from bureau.models import Office, OfficeUserGrant, User
from certificates.facts import make_facts
from certificates.kinds import shipped_kinds
from certificates.models import Bundle, Certificate, CertificateType, CertificateTypeVersion, Project
from certificates.signals import bundle_issued, project_changed
from documents.models import LedgerEntry, StoredFile
from documents.number_keys import number_key
from search import index
from search.contract import PUBLIC, Entry, Query
from search.elastic import indexes, outbox
from search.elastic.client import client
from search.engines import engine
from search.models import SearchIndex

MORNING = make_aware(datetime(2022, 8, 12, 10, 0))
APPLICANT, PLACE = "益阳样例发电有限公司", "益阳市赫山区样例镇样例村"
Issue = Callable[..., Certificate]


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(
        name="益阳市样例自然资源和规划局",
        short_name="样例局",
        code="yy",
        uscc="11430900MB0YLGT12D",
        region_code="430900",
    )


@pytest.fixture
def project(office: Office) -> Project:
    return make_project(office, "益阳样例电厂三期扩建工程")


def make_project(office: Office, name: str, code: str = "2203-430900-04-01-618327") -> Project:
    project = Project.objects.create(
        office=office,
        project_code=code,
        name=name,
        applicant=APPLICANT,
        applicant_uscc="91430900MA0YLD0166",
        location=PLACE,
        created_at=MORNING,
    )
    project_changed.send(Project, project=project)
    return project


@pytest.fixture
def clerk(office: Office) -> User:
    clerk = User.objects.create_user("clerk", password="a long password")
    OfficeUserGrant.objects.assign_perm("view_records", clerk, office)
    return clerk


@pytest.fixture
def issue(project: Project) -> Issue:
    """Issues one certificate: ``issue("WORKS", "建字第…号", works_name="三期 主厂房")``."""
    people = [User.objects.create_user(name) for name in ("preparer", "approver", "issuer")]
    numbers = count(1)

    def issue(
        code: str, number: str, *, day: date = date(2022, 8, 12), supersedes: Certificate | None = None, **facts
    ) -> Certificate:
        at = next(numbers)
        bundle = Bundle.objects.create(
            project=project,
            reference=f"2022-{at:04}",
            state=Bundle.State.ISSUED,
            prepared_by=people[0],
            approved_by=people[1],
            issued_by=people[2],
            issued_at=MORNING,
            created_at=MORNING,
        )
        certificate = make_certificate(bundle, code, number, day, at, facts, supersedes)
        with transaction.atomic():
            bundle_issued.send(Bundle, bundle=bundle)
        return certificate

    return issue


def make_certificate(
    bundle: Bundle, code: str, number: str, day: date, at: int, facts: dict, supersedes: Certificate | None
) -> Certificate:
    definition, project = shipped_kinds()[code], bundle.project
    known = {
        "location": PLACE,
        "project_name": project.name,
        "works_name": project.name,
        "holder_uscc": "91430900MA0YLD0166",
    }
    keys = {each.key for each in definition.fields}
    values = {definition.holder_field: APPLICANT} | {key: known[key] for key in known if key in keys} | facts
    statement = make_facts(
        definition,
        values,
        number=number,
        project_code=project.project_code,
        issuer=project.office.name,
        issuer_uscc=project.office.uscc,
        issued_on=day,
    )
    return Certificate.objects.create(
        public_id=f"id{at:08}",
        bundle=bundle,
        position=1,
        print_order=1,
        type_version=_version(code),
        type_code=code,
        publicity=definition.publicity.value,
        values=values,
        state=Certificate.State.ISSUED,
        entry=LedgerEntry.objects.create(
            office=project.office, code=code, text=number, key=number_key(number), taken_for="", taken_at=MORNING
        ),
        number=number,
        number_key=number_key(number),
        statement=statement.canonical_json().decode(),
        check_code_hash="0" * 64,
        pdf=StoredFile.objects.create(
            sha256=sha256(f"{at}".encode()).hexdigest(), size=1, media_type="application/pdf", stored_at=MORNING
        ),
        pages=1,
        issued_on=day,
        supersedes=supersedes,
    )


def _version(code: str) -> CertificateTypeVersion:
    shipped = shipped_kinds()[code]
    kind, _made = CertificateType.objects.get_or_create(
        code=code, defaults={"name": shipped.name, "short_name": shipped.short_name or code, "number_pattern": ".*"}
    )
    version, _made = CertificateTypeVersion.objects.get_or_create(
        type=kind, version=1, defaults={"body": shipped.canonical_json(), "published_at": MORNING}
    )
    return version


ELASTICSEARCH = "YIZHENG_TEST_ELASTICSEARCH"  # addresses of a cluster that tests may fill, by comma


@pytest.fixture(scope="session")
def elasticsearch() -> list[str]:
    """The addresses of a real Elasticsearch, or the test is left out."""
    addresses = os.environ.get(ELASTICSEARCH)
    if not addresses:
        pytest.skip("needs Elasticsearch: script/test --services, or script/elasticsearch start")
    return addresses.split(",")


@pytest.fixture
def cluster(db: None, settings: Any, elasticsearch: list[str]) -> Iterator[None]:
    """The engine is a real Elasticsearch, with indexes of the test's own."""
    settings.ELASTICSEARCH = elasticsearch
    with indexes_in(settings, f"test-{uuid4().hex}"):
        yield


@contextmanager
def indexes_in(settings: Any, prefix: str) -> Iterator[None]:
    """The engine is the cluster that the settings name; its first index is made, and in the end all are deleted."""
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_PREFIX = "elasticsearch", prefix
    client.cache_clear()
    indexes.fill()
    yield
    names = SearchIndex.objects.values_list("name", flat=True)
    client().indices.delete(index=",".join(names), ignore_unavailable=True)
    client.cache_clear()


@pytest.fixture
def name(request: pytest.FixtureRequest, settings: Any) -> str:
    """The engine that the test asks: parametrize it, indirect."""
    if request.param == "elasticsearch":
        request.getfixturevalue("cluster")
    settings.SEARCH_ENGINE = request.param
    return str(request.param)


def put(entries: Iterable[Entry]) -> None:
    """Written, and found at once by whichever engine is used."""
    index.put(entries)
    if outbox.is_used():
        outbox.flush(refresh=True)


def remove(kind: str, record_ids: Iterable[str]) -> None:
    index.remove(kind, record_ids)
    if outbox.is_used():
        outbox.flush(refresh=True)


def entry(title: str, at: int = 1) -> Entry:
    return Entry(
        kind="certificate",
        record_id=f"c{at}",
        sort_id=at,
        number=f"建字第43090020220008{at}号",
        title=title,
        day=date(2022, 8, 12),
        audience=frozenset({PUBLIC}),
    )


def found(text: str) -> list[str]:
    client().indices.refresh(index="_all")
    return [hit.title for hit in engine().search(Query(text=text, audience=frozenset({PUBLIC}))).hits]
