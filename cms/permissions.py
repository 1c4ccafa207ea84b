"""Who may change the words around the site: whoever manages the office that the site shows."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Site

from bureau.models.user import Actor
from bureau.policy import OfficePolicy
from bureau.roles import Verb


class SiteSettingsPolicy(OfficePolicy):
    """Wagtail asks a setting's policy about sites, so a site stands for its settings here."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(model, view=Verb.MANAGE_OFFICE, change=Verb.MANAGE_OFFICE)

    def sites_user_has_permission_for(self, user: Actor, action: str) -> QuerySet[Site]:
        allowed = self.instances_user_has_permission_for(user, action)
        sites: QuerySet[Site] = Site.objects.filter(pk__in=allowed.values("site"))
        return sites

    def user_has_permission_for_instance(self, user: Actor, action: str, instance: Any) -> bool:
        if isinstance(instance, Site):
            return self.sites_user_has_permission_for(user, action).filter(pk=instance.pk).exists()
        return super().user_has_permission_for_instance(user, action, instance)
