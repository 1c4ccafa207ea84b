"""How actions take hold of what they change: by the doorway of visible rows, locked, in a known state."""

from bureau.models import User
from certificates.errors import BundleNotFound, ReasonMissing, StateRefused
from certificates.models import Bundle


def locked_bundle(bundle_id: int, actor: User, *states: Bundle.State) -> Bundle:
    """The bundle, locked until the transaction ends. Raises BundleNotFound or StateRefused."""
    visible = Bundle.objects.visible_to(actor).values("pk")
    try:
        bundle = (
            Bundle.objects.select_for_update(of=("self",))
            .select_related("project__office")
            .get(pk=bundle_id, pk__in=visible)
        )
    except Bundle.DoesNotExist as error:
        raise BundleNotFound(reference=bundle_id) from error
    if states and bundle.state not in states:
        raise StateRefused(reference=bundle.reference, state=bundle.get_state_display())
    return bundle


def written_reason(reason: str) -> str:
    """A reason of somebody who gave one. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()
