"""What a kind of record says about itself."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Protocol

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from bureau.access import Actor
from search.contract import Entry

MARK = "0" * 16  # fits where a number is wanted and where a text is


class Kind(Protocol):
    """One kind of record that can be found, and with which audience."""

    name: str  # small Latin letters
    label: Any  # of one record: a lazy translation

    def record_ids(self) -> QuerySet[Any, Any]:
        """All that the index should hold, as one column of text."""
        ...

    def entries(self, record_ids: Collection[str]) -> Iterator[Entry]:
        """What the index should hold of these; of what is not there, or no longer, nothing."""
        ...

    def shown(self, record_ids: Collection[str], viewer: Actor) -> Mapping[str, str]:
        """Those that ``viewer`` may see at this moment, whatever the index says, each with its address. One query."""
        ...


def addresses(name: str) -> Callable[[object], str]:
    """Of many records under the address ``name`` and their key: worked out once for all of them."""
    before, _mark, after = reverse(name, args=[MARK]).partition(MARK)
    return lambda key: f"{before}{key}{after}"


def keys(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The primary keys of ``rows`` as text."""
    found: QuerySet[Any, Any] = rows.order_by("pk").annotate(key=Cast("pk", CharField())).values_list("key", flat=True)
    return found


def numbers(record_ids: Collection[str]) -> list[int]:
    return [int(each) for each in record_ids if each.isascii() and each.isdigit()]
