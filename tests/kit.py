"""The sample bureau for tests: people with real roles, the shipped kinds, a key, bundles of seven."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from bureau import calendar, sample
from bureau.models import Office, User, WorkerSign
from bureau.sample import Sample
from certificates.actions.create_bundle import Draft, create_bundle
from certificates.actions.decide_bundle import approve_bundle, send_for_approval
from certificates.models import Bundle, Certificate
from certificates.sample import load as certificates_sample
from certificates.sample.more import make_bundles
from cms.sample.load import what_editors_own

PROJECTS = 60  # sample parts below this order: offices and people, the signing key, the site, the kinds


@dataclass(frozen=True)
class Bureau:
    """The sample bureau before it has any project."""

    sample: Sample

    @property
    def office(self) -> Office:
        return self.sample.office

    def person(self, name: str) -> User:
        """``officer``, ``officer-2``, ``chief``, ``issuer``, ``issuer-2``, ``clerk``, ``auditor``, ``admin`` …"""
        return self.sample.people[f"sample-{name}"]

    def ready_bundle(self) -> Bundle:
        """A new project with seven certificates, prepared by an officer and approved by the chief, as of today."""
        self.sample.bundles = Bundle.objects.filter(project__project_code__startswith="2501-").count() + 1
        return Bundle.objects.get(reference=make_bundles(self.sample)[-1])

    def draft_bundle(self) -> Bundle:
        """The same in draft, entered by the officer through the action."""
        ready = self.ready_bundle()
        drafts = [
            Draft(type_version=each.type_version, part=each.part, values=each.values)
            for each in ready.certificates.select_related("type_version").order_by("position")
        ]
        return create_bundle(ready.project, drafts, actor=self.person("officer"), complete=True)

    def approve(self, bundle: Bundle) -> Bundle:
        send_for_approval(bundle.pk, actor=self.person("officer"))
        return approve_bundle(bundle.pk, actor=self.person("chief"))

    def office_of_imports(self) -> Bundle:
        """The second office's draft that waits for its supervision numbers."""
        certificates_sample.waiting_for_numbers(self.sample)
        return Bundle.objects.get(project__office=self.sample.second_office)


def open_bureau() -> Bureau:
    """Loads what the sample begins with; what is there already stays."""
    return Bureau(sample.load(Sample(say=lambda line: None), force=True, before=PROJECTS))


@contextmanager
def opened_for_a_module() -> Iterator[Bureau]:
    """Opens once; every test of the module runs in a savepoint on top, and all of it is undone at the end."""
    with transaction.atomic():
        yield open_bureau()
        transaction.set_rollback(True)


def open_bureau_and_site() -> Bureau:
    """The bureau with its matters, guides and texts, which take ten times as long to load."""
    bureau = open_bureau()
    what_editors_own(bureau.sample)
    return bureau


def certificate(bundle: Bundle, code: str, index: int = 0) -> Certificate:
    """One certificate of a kind, in the order of the bundle."""
    return bundle.certificates.filter(type_code=code).select_related("type_version").order_by("position")[index]


def worker_at_work() -> WorkerSign:
    """A sign of life that outlasts the test, however slow the machine: nobody else writes one."""
    return WorkerSign.objects.create(name="worker", seen_at=calendar.now() + timedelta(hours=1))
