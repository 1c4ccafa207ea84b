"""Certificates whose last day of validity has passed."""

from datetime import timedelta

from django.db import transaction

from bureau import audit, calendar
from bureau.scheduled import scheduled
from certificates.models import Certificate
from certificates.signals import certificate_ended


@scheduled(every=timedelta(hours=1))
def expire_certificates() -> int:
    """Marks them expired from the day after; returns how many."""
    due = Certificate.objects.filter(state=Certificate.State.ISSUED, expires_on__lt=calendar.today())
    count = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = due.select_for_update(of=("self",)).select_related("bundle__project__office")
            certificate = locked.filter(pk=pk).first()
            if certificate is None or certificate.expires_on is None:
                continue
            certificate.state = Certificate.State.EXPIRED
            certificate.ended_on = certificate.expires_on + timedelta(days=1)
            certificate.save(update_fields=["state", "ended_on"])
            certificate_ended.send(Certificate, certificate=certificate)
            audit.record(
                certificate,
                "certificates.expire_certificate",
                actor=None,
                office=certificate.bundle.project.office,
            )
            count += 1
    return count
