"""Drafting a matter outside the browser: by the sample, imports of the catalogue, later by the API."""

from django.db import transaction
from wagtail.models import Revision

from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from cms.models import Matter


def draft_matter(matter: Matter, *, actor: User) -> Revision:
    """Keeps ``matter`` as it stands as a draft; a new one gets its row. Raises NotAllowed, ValidationError."""
    require(actor, Verb.DRAFT_CONTENT, matter.office, matter if matter.pk else None)
    with transaction.atomic():
        if matter.pk is None:
            matter.live = False
            matter.full_clean(exclude=["translation_key", "locale"])
            matter.save()
        revision: Revision = matter.save_revision(user=actor, log_action=True)
    return revision
