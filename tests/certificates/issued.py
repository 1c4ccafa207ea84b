"""The seven certificates of August 2022, really issued, for tests that only read them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from certificates.actions.issue_bundle import issue_bundle
from certificates.actions.replace_certificate import replace_certificate
from certificates.models import Certificate
from certificates.sample import load as certificates_sample
from documents import store
from tests.kit import Bureau, open_bureau

WORKS_NUMBER, TITLE_NUMBER = "建字第430900202200086号", "湘(2022)益阳市不动产权第0018231号"


@dataclass(frozen=True)
class Paper:
    """An issued certificate with what is printed on it."""

    certificate: Certificate
    pdf: bytes
    code: str

    @property
    def number(self) -> str:
        return self.certificate.number


@dataclass(frozen=True)
class Issued:
    bureau: Bureau
    papers: tuple[Paper, ...]

    def of(self, kind: str, index: int = 0) -> Paper:
        """``WORKS`` and so on, in the order of the bundle."""
        return [paper for paper in self.papers if paper.certificate.type_code == kind][index]


def issue_2022() -> Issued:
    bureau = open_bureau()
    certificates_sample.issued_in_2022(bureau.sample)
    rows = Certificate.objects.exclude(state="draft").select_related("type_version", "pdf").order_by("position")
    return Issued(bureau, tuple(paper_of(row) for row in rows))


def paper_of(certificate: Certificate) -> Paper:
    pdf = store.read(certificate.pdf)
    return Paper(certificate, pdf, printed_code(pdf))


def printed_code(pdf: bytes) -> str:
    """The check code stands on the paper and nowhere else."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(text.partition("验证码")[2].split()[:2])


def supersede(issued: Issued, paper: Paper) -> Paper:
    """A corrected certificate, by the same three people as any other."""
    person = issued.bureau.person
    bundle = replace_certificate(paper.certificate, Certificate.EndReason.CORRECTED, actor=person("officer"))
    issued.bureau.approve(bundle)
    issue_bundle(bundle.pk, actor=person("issuer"))
    return paper_of(bundle.certificates.select_related("type_version", "pdf").get())


@contextmanager
def issued_for_a_module() -> Iterator[Issued]:
    """Issues once; every test of the module runs in a savepoint on top, and all of it is undone at the end."""
    with transaction.atomic():
        yield issue_2022()
        transaction.set_rollback(True)
