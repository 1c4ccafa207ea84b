"""Changes to a bundle's drafts. Any edit makes a sent or approved bundle a draft again."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from certificates.actions.create_bundle import LARGEST_BUNDLE, Draft, new_certificate
from certificates.actions.locking import locked_bundle
from certificates.errors import EmptyBundle, StaleEdit
from certificates.facts import Values
from certificates.models import Bundle, Certificate
from certificates.rules import normalise

EDITABLE = (Bundle.State.DRAFT, Bundle.State.CHECKED, Bundle.State.APPROVED)


def edit_values(bundle_id: int, changes: Mapping[int, Values], *, revision: int, actor: User) -> Bundle:
    """Writes values by certificate and field key; "" empties one. Values are normalised, not judged: checks do that.

    Raises StaleEdit when somebody saved after ``revision`` was shown, NotAllowed, StateRefused.
    """
    with transaction.atomic():
        bundle = _opened(bundle_id, revision, actor)
        changed: dict[str, list[str]] = {}
        certificates = bundle.certificates.select_related("type_version").filter(pk__in=changes)
        for certificate in certificates:
            before = certificate.values
            merged = {**before, **changes[certificate.pk]}
            normal = normalise(certificate.definition, merged)
            certificate.values = {key: value for key, value in normal.items() if value}
            keys = sorted(key for key in merged if before.get(key, "") != certificate.values.get(key, ""))
            if keys:
                changed[str(certificate.position)] = keys
        Certificate.objects.bulk_update(certificates, ["values"])
        return _saved(bundle, actor, {"fields": changed})


def edit_parts(
    bundle_id: int, parts: Mapping[int, str], *, complete: bool | None = None, revision: int, actor: User
) -> Bundle:
    """Names parts (主厂房 …) and says whether the bundle holds all works."""
    with transaction.atomic():
        bundle = _opened(bundle_id, revision, actor)
        certificates = list(bundle.certificates.filter(pk__in=parts))
        for certificate in certificates:
            certificate.part = parts[certificate.pk][:40]
        Certificate.objects.bulk_update(certificates, ["part"])
        if complete is not None:
            bundle.complete = complete
        return _saved(bundle, actor, {"parts": len(parts)})


def add_certificates(bundle_id: int, drafts: Sequence[Draft], *, revision: int, actor: User) -> Bundle:
    with transaction.atomic():
        bundle = _opened(bundle_id, revision, actor)
        last = bundle.certificates.order_by("position").last()
        start = last.position + 1 if last else 1
        count = bundle.certificates.count() + len(drafts)
        if count > LARGEST_BUNDLE:
            raise EmptyBundle(count=count)
        Certificate.objects.bulk_create(
            [new_certificate(bundle, draft, position) for position, draft in enumerate(drafts, start=start)]
        )
        return _saved(bundle, actor, {"added": len(drafts)})


def remove_certificate(bundle_id: int, certificate_id: int, *, revision: int, actor: User) -> Bundle:
    """Takes a draft out. Its imported number, if any, goes back to the project's stock."""
    with transaction.atomic():
        bundle = _opened(bundle_id, revision, actor)
        if bundle.certificates.count() <= 1:
            raise EmptyBundle(count=0)
        certificate = bundle.certificates.filter(pk=certificate_id).first()
        if certificate is not None:
            certificate.delete()
        return _saved(bundle, actor, {"removed": certificate.position if certificate else None})


def set_print_order(bundle_id: int, order: Sequence[int], *, actor: User) -> Bundle:
    """In which order the print file holds the certificates; also possible after issue, since it states nothing."""
    with transaction.atomic():
        bundle = locked_bundle(bundle_id, actor)
        require(actor, Verb.PREPARE_BUNDLE, bundle.project.office)
        places = {pk: place for place, pk in enumerate(order, start=1)}
        certificates = list(bundle.certificates.all())
        for certificate in certificates:
            certificate.print_order = places.get(certificate.pk, len(places) + certificate.position)
        Certificate.objects.bulk_update(certificates, ["print_order"])
        audit.record(bundle, "certificates.set_print_order", actor=actor, office=bundle.project.office)
    return bundle


def _opened(bundle_id: int, revision: int, actor: User) -> Bundle:
    bundle = locked_bundle(bundle_id, actor, *EDITABLE)
    require(actor, Verb.PREPARE_BUNDLE, bundle.project.office)
    if bundle.revision != revision:
        raise StaleEdit(reference=bundle.reference)
    return bundle


def _saved(bundle: Bundle, actor: User, data: dict[str, object]) -> Bundle:
    bundle.revision += 1
    bundle.prepared_by = actor
    bundle.preparers.add(actor)
    make_draft(bundle)
    bundle.save()
    audit.record(bundle, "certificates.edit_bundle", actor=actor, office=bundle.project.office, data=data)
    return bundle


def make_draft(bundle: Bundle) -> None:
    """Back to draft: what was checked and approved no longer holds."""
    bundle.state = Bundle.State.DRAFT
    bundle.checked_at = bundle.approved_by = bundle.approved_at = None
