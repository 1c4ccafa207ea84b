"""The ten matters of domain.md §4 as readers find them, without a database."""

from datetime import datetime

from django.utils import timezone

from cms.models import MatterVersion
from cms.public_matters import PublicMatter
from tests.cms.matters import TABLE, matter


def public(code: str, guide_url: str = "") -> PublicMatter:
    published = timezone.make_aware(datetime(2022, 7, 1, 9))
    return PublicMatter(MatterVersion(code=code, number=3, published_at=published), matter(code), True, guide_url)


def ten_matters(language: str | None = None) -> tuple[PublicMatter, ...]:
    return tuple(public(code) for code in TABLE)
