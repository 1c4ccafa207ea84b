"""What certificates announce, written into the index within the transaction that did it: if this fails, that fails."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Bundle, Certificate, Project
from certificates.signals import bundle_issued, certificate_ended, project_changed
from search import index
from search.records import CERTIFICATES, PROJECTS


@receiver(bundle_issued, dispatch_uid="search.bundle_issued")
def index_bundle(*, bundle: Bundle, **kwargs: Any) -> None:
    issued = bundle.certificates.select_related("bundle__project", "type_version")
    index.put(map(CERTIFICATES.entry, issued))


@receiver(certificate_ended, dispatch_uid="search.certificate_ended")
def index_ended(*, certificate: Certificate, **kwargs: Any) -> None:
    index.put([CERTIFICATES.entry(certificate)])


@receiver(project_changed, dispatch_uid="search.project_changed")
def index_project(*, project: Project, **kwargs: Any) -> None:
    index.put([PROJECTS.entry(project)])
