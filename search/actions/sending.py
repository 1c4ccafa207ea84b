"""Changes that the search cluster refused, sent again when somebody has mended the cause."""

from collections.abc import Iterable

from bureau.errors import NotAllowed
from bureau.models import User
from bureau.models.grants import offices_where
from bureau.roles import Verb
from search.elastic import outbox


def send_again(actor: User, entries: Iterable[int] | None = None) -> int:
    """These, or all that were refused; returns how many. A worker or the next tick sends them. Raises NotAllowed."""
    if not offices_where(actor, Verb.MANAGE_OFFICE).exists():
        raise NotAllowed(verb=Verb.MANAGE_OFFICE.label)
    return outbox.retry(outbox.refused().values_list("pk", flat=True) if entries is None else entries)
