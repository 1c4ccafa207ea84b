"""What the public site does when the house below announces something."""

from typing import Any

from django.dispatch import receiver

from bureau.models import Office, User
from bureau.offices import office_opened
from cms.actions.set_up_site import set_up_site
from cms.models import SiteSettings


@receiver(office_opened, dispatch_uid="cms.office_opened")
def give_site(*, office: Office, administrator: User, **kwargs: Any) -> None:
    """The first office of a house gets the public site; further ones share it."""
    if not SiteSettings.objects.exists():
        set_up_site(office, actor=administrator)
