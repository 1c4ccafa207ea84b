from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from bureau.models import Office
from cms.permissions import SiteSettingsPolicy


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting):
    """Whose site this is, and what only a site needs; name, address, phone and hours are the office's own facts."""

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", verbose_name=_("office"))
    scope = models.CharField(
        _("scope"), max_length=40, blank=True, help_text=_("One line under the name, such as 土地 · 规划 · 不动产登记.")
    )
    complaints_phone = models.CharField(
        _("complaints phone"),
        max_length=40,
        blank=True,
        help_text=_("Of a desk, such as 0737-000 0003; at the foot of every page and on cards."),
    )
    filing_number = models.CharField(_("filing number"), max_length=60, blank=True, help_text=_("ICP 备案号."))
    english_name = models.CharField(_("name in English"), max_length=120, blank=True)
    english_scope = models.CharField(_("scope in English"), max_length=120, blank=True)
    english_address = models.CharField(_("address in English"), max_length=200, blank=True)
    english_hours = models.CharField(_("opening hours in English"), max_length=120, blank=True)

    panels = [
        FieldPanel("office", read_only=True),  # chosen once, by set_up_site
        FieldPanel("scope"),
        FieldPanel("complaints_phone"),
        FieldPanel("filing_number"),
        MultiFieldPanel(
            [
                FieldPanel("english_name"),
                FieldPanel("english_scope"),
                FieldPanel("english_address"),
                FieldPanel("english_hours"),
            ],
            heading=_("For readers of English"),
            help_text=_("Readers of English get Chinese until all is written that the office has in Chinese."),
        ),
    ]

    class Meta:
        verbose_name = _("public site")

    @classmethod
    def get_permission_policy(cls) -> SiteSettingsPolicy:
        return SiteSettingsPolicy(cls)

    def __str__(self) -> str:
        return str(self.office or _("public site"))
