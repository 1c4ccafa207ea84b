"""The doorway to the audit trail: ``record`` what was done, ``first_broken_entry`` checks the whole chain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context
from wagtail.log_actions import registry as actions

from bureau.models.audit import START, AuditEntry, AuditHead, chain, plain
from bureau.models.grants import acting_post
from bureau.models.office import Office
from bureau.models.user import User
from bureau.office_of import office_of
from bureau.roles import Verb

_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|\d{17}[0-9Xx])(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """Where the chain breaks, and how."""

    seq: int
    reason: str  # missing, altered or unlinked


def record(
    obj: models.Model,
    action: str,
    *,
    actor: User | None,
    data: dict[str, Any] | None = None,
    office: Office | None = None,
    verb: Verb | None = None,
) -> AuditEntry:
    """Adds an entry in the caller's transaction; it stands or falls with the change itself.

    ``action`` was registered with ``audit.label``. ``actor`` is None only for what nobody asked for (sweepers).
    ``data`` is JSON and never personal: give ids, numbers of certificates and names of fields, not values of people.
    With ``verb`` the entry also says for whom a stand-in acted. The chain's head stays locked until the transaction
    ends, so record last.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action}: the audit entry belongs inside the transaction of the change")
    refuse_personal(data or {})
    extra = {} if office is None else {"office": office}
    place = office or office_of(obj)
    if verb is not None and actor is not None and place is not None:
        data = {**(data or {}), **acts_for(actor, verb, place)}
    entry: AuditEntry = AuditEntry.objects.log_action(
        obj, action, user=actor, uuid=get_active_log_context().uuid, data=data, **extra
    )
    return entry


def acts_for(actor: User, verb: Verb, office: Office) -> dict[str, Any]:
    """For whom ``actor`` acts: nothing when the verb is their own, else the absent holder and the post."""
    post = acting_post(actor, verb, office)
    return {} if post is None else {"acts_for": post.holder_id, "post": post.code}


def refuse_personal(data: Any) -> None:
    """A net under the rule, not the rule: stops identity numbers and mobile phones in an entry's data."""
    for text in _texts(plain(data) if isinstance(data, dict) else data):
        for found in _LONG_NUMBER.findall(text):
            if len(found) == 11 or _is_identity_number(found):
                raise ValueError("audit data must hold no personal data: an identity or phone number was found")


def _is_identity_number(number: str) -> bool:
    """By check digit and day of birth; the place is left out, because lists of counties age."""
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return bool(mod_11_2.is_valid(number))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def history(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """What was done to ``obj``, newest first."""
    found: models.QuerySet[AuditEntry] = AuditEntry.objects.for_instance(obj).select_related("user")
    return found


def first_broken_entry() -> BrokenEntry | None:
    """The first entry that is missing, was altered or does not name its predecessor; None when the chain is whole."""
    seq, previous = 0, START
    for entry in chain():
        seq += 1
        if entry.seq != seq:
            return BrokenEntry(seq, "missing")
        if entry.previous_hash != previous:
            return BrokenEntry(seq, "unlinked")
        if entry.hash != entry.computed_hash():
            return BrokenEntry(seq, "altered")
        previous = entry.hash
    head = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
    if head is None:
        return BrokenEntry(seq, "missing") if seq else None
    if head.seq > seq:
        return BrokenEntry(seq + 1, "missing")
    return None if (head.seq, head.hash) == (seq, previous) else BrokenEntry(seq, "altered")


_labels: dict[str, tuple[str | Promise, str | Promise]] = {}


def label(action: str, name: str | Promise, message: str | Promise = "") -> None:
    """Names an action for people (both translatable); called where the action is defined."""
    _labels[action] = (name, message or name)
    if actions.has_scanned_for_actions and action not in actions.formatters:
        _register(actions, action)


class EntryFormatter(LogFormatter):
    """Adds 'for A' where a stand-in acted."""

    def format_comment(self, log_entry: AuditEntry) -> str:
        holder = User.objects.filter(pk=log_entry.data.get("acts_for", 0)).first()
        return (
            _("for %(person)s (absent), post %(post)s") % {"person": holder, "post": log_entry.data["post"]}
            if holder
            else ""
        )


def _register(registry: LogActionRegistry, action: str) -> None:
    name, message = _labels[action]
    registry.register_action(action)(type("Formatter", (EntryFormatter,), {"label": name, "message": message}))


@hooks.register("register_log_actions", order=100)
def register_log_actions(registry: LogActionRegistry) -> None:
    """After Wagtail's own registration: from here on every model but pages is logged into our chain."""
    registry.register_model(models.Model, AuditEntry)
    for action in _labels:
        _register(registry, action)
