"""What machines read of a public page: its one address, what it is, and what a shared link shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from cms.notices.shown import Notice
from cms.public_matters import PublicMatter
from cms.site_facts import SiteFacts

PICTURE = "social.png"
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # nothing in it can end the element


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    canonical: str
    title: str
    description: str = ""
    feed: str = ""
    data: SafeString | str = ""

    @property
    def image(self) -> str:
        return settings.SITE_URL + static(PICTURE)


def head(path: str, title: str, description: str = "", *, feed: str = "", data: Any = None) -> Head:
    """``path`` without what was asked of it: one page has one address, whatever situation or mode it is read in."""
    return Head(
        canonical=settings.SITE_URL + path,
        title=title,
        description=description,
        feed=feed,
        data=mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPED)) if data else "",
    )


def government_service(matters: Sequence[PublicMatter], path: str, title: str, site: SiteFacts) -> dict[str, Any]:
    """schema.org GovernmentService of a guide; a package lists its matters."""
    service = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": title,
        "url": settings.SITE_URL + path,
        "provider": {"@type": "GovernmentOrganization", "name": site.name, "telephone": site.phone},
    }
    if len(matters) > 1:
        return {**service, "hasPart": [_service(matter) for matter in matters]}
    return service | (_service(matters[0]) if matters else {})


def special_announcement(notice: Notice, path: str, title: str, description: str, site: SiteFacts) -> dict[str, Any]:
    """schema.org SpecialAnnouncement of a notice; one that people can object to expires with the last day for that."""
    announcement = {
        "@context": "https://schema.org",
        "@type": "SpecialAnnouncement",
        "name": title,
        "text": description or title,
        "url": settings.SITE_URL + path,
        "datePosted": notice.published_on.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": site.name, "telephone": site.phone},
    }
    return announcement | ({"expires": notice.period.to_day.isoformat()} if notice.period else {})


def _service(matter: PublicMatter) -> dict[str, Any]:
    facts = matter.facts
    return {
        "@type": "GovernmentService",
        "name": facts.name,
        "description": facts.summary,
        "identifier": facts.code,
        "serviceOutput": facts.result_name,
        "audience": {"@type": "Audience", "audienceType": facts.who},
        "offers": {"@type": "Offer", "price": str(facts.fee_yuan), "priceCurrency": "CNY"},
        "dateModified": matter.valid_from.isoformat(),
        "termsOfService": "；".join(f"{basis.law}{basis.articles}" for basis in facts.basis),
    }
