"""Windows of the offices: where to go, when, whom to call."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bureau.access import Actor
from bureau.models import Post, ServiceWindow
from search.contract import NO_DAY, PUBLIC, Entry
from search.kinds.base import keys, numbers


class OfficeKind:
    """One record for each window in use. Posts that answer calls are found with it; who holds them is not told."""

    name = "office"
    label = _("Window")

    def record_ids(self) -> QuerySet[Any, Any]:
        return keys(_in_use())

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        for window in _in_use().filter(pk__in=numbers(record_ids)).select_related("office"):
            office = window.office
            address = window.address or office.address
            posts = Post.objects.filter(office=office).exclude(phone="").values_list("name", "english_name", "phone")
            words = [office.name, office.short_name, address, window.place, window.phone or office.phone]
            english = [window.english_name, window.english_place, window.english_address]
            yield Entry(
                kind=self.name,
                record_id=str(window.pk),
                sort_id=window.pk,
                title=window.name,
                body="\n".join([*words, *english, *(word for post in posts for word in post)]),
                day=NO_DAY,
                audience=frozenset({PUBLIC}),
                office=str(office.pk),
                payload={"holder": office.name, "place": address, "about": window.place},
            )

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        found = _in_use().filter(pk__in=numbers(record_ids)).values_list("pk", flat=True)
        return {str(pk): f"{reverse('offices')}#window-{pk}" for pk in found}


def _in_use() -> Any:
    return ServiceWindow.objects.filter(is_active=True)
