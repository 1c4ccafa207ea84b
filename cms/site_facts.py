"""What every page says about the office behind the site, in the reader's language."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import get_language

from bureau.english import words_for
from bureau.models import Office
from cms.models.site_settings import SiteSettings
from cms.page_cache import remembered

LAST_FACTS = "cms.site_facts"
LAST_PHONE = "cms.site_facts.phone"  # for the failure page, which must not ask the database


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    name: str
    scope: str = ""
    address: str = ""
    hours: str = ""
    language: str = ""  # of the words above where it is not the reader's
    phone: str = ""
    complaints_phone: str = ""
    filing_number: str = ""
    is_sample: bool = False

    @property
    def phone_link(self) -> str:
        return telephone_link(self.phone)

    @property
    def complaints_phone_link(self) -> str:
        return telephone_link(self.complaints_phone)


def telephone_link(phone: str) -> str:
    """tel: address of a number as people write it: 0737-000 0001 becomes tel:07370000001."""
    return "tel:" + quote("".join(char for char in phone if char.isdigit() or char == "+"), safe="+")


def site_facts() -> SiteFacts:
    """Before the site is set up there is only the product's name; while the database is away, what was known last."""
    try:
        return _read()
    except DatabaseError:
        last: SiteFacts | None = cache.get(f"{LAST_FACTS}.{get_language()}")
        return last or SiteFacts(name=settings.WAGTAIL_SITE_NAME)


def site_office() -> Office | None:
    """The office whose site this is."""
    words = SiteSettings.objects.select_related("office").filter(site__is_default_site=True).first()
    return words.office if words else None


@remembered
def _read() -> SiteFacts:
    words = SiteSettings.objects.select_related("office").filter(site__is_default_site=True).first()
    if words is None or words.office is None:
        return SiteFacts(name=settings.WAGTAIL_SITE_NAME)
    facts = _facts(words, words.office)
    cache.set(f"{LAST_FACTS}.{get_language()}", facts, None)
    cache.set(LAST_PHONE, facts.phone, None)
    return facts


def _facts(words: SiteSettings, office: Office) -> SiteFacts:
    (name, scope, address, hours), language = words_for(
        get_language() or "",
        (office.name, words.english_name),
        (words.scope, words.english_scope),
        (office.address, words.english_address),
        (office.hours, words.english_hours),
    )
    return SiteFacts(
        name=name,
        scope=scope,
        address=address,
        hours=hours,
        language=language,
        phone=office.phone,
        complaints_phone=words.complaints_phone,
        filing_number=words.filing_number,
        is_sample=office.is_sample,
    )
