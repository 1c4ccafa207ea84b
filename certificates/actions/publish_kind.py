"""A new version of a kind of certificate: what administrators edited becomes what new drafts use."""

from django.core.exceptions import ValidationError
from django.db import transaction

from bureau import audit, calendar
from bureau.access import offices_where
from bureau.errors import NotAllowed
from bureau.models import User
from bureau.roles import Verb
from certificates.models import CertificateType, CertificateTypeVersion


def publish_kind(kind: CertificateType, *, actor: User) -> CertificateTypeVersion:
    """Freezes the kind as it stands, unless nothing changed. Raises NotAllowed, ValidationError (no meaning)."""
    if not offices_where(actor, Verb.MANAGE_KINDS).exists():
        raise NotAllowed(verb=Verb.MANAGE_KINDS.label)
    last: CertificateTypeVersion | None = kind.versions.order_by("-version").first()
    number = last.version + 1 if last else 1
    try:
        body = kind.definition(number).canonical_json()
        if last is not None and kind.definition(last.version).canonical_json() == last.body:
            return last
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError(str(error), code="kind_unreadable") from error
    with transaction.atomic():
        version = CertificateTypeVersion.objects.create(
            type=kind, version=number, body=body, published_at=calendar.now()
        )
        kind.current = version
        kind.save(update_fields=["current"])
        audit.record(kind, "certificates.publish_kind", actor=actor, data={"version": number})
    return version
