"""Publishing a matter outside the browser: by the sample, later by the API."""

from bureau.models import User
from cms.models import Matter


def publish_matter(matter: Matter, *, actor: User) -> Matter:
    """Publishes the newest draft. Raises NotAllowed, OwnDraft, MatterNotReady."""
    matter.get_latest_revision().publish(user=actor)
    matter.refresh_from_db()
    return matter
