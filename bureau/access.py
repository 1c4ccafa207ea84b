"""Who may do what, where: verbs granted at offices (django-guardian's direct tables), asked in one place.

Being a superuser grants none of it; `user.has_perm` is never asked for a verb.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bureau import denials
from bureau.errors import NotAllowed, Refused
from bureau.models.grants import acting_post, granted_directly, offices_where
from bureau.models.office import Office
from bureau.models.user import Actor, User
from bureau.roles import Verb

__all__ = [
    "Actor",
    "SamePerson",
    "acting_post",
    "granted_directly",
    "may",
    "offices_where",
    "require",
    "require_another_person",
]


class SamePerson(Refused):
    code = "bureau.same_person"
    message = _("You %(did)s this yourself.")
    next_step = _("Ask a colleague of the same post to do it.")


def may(user: Actor, verb: Verb, office: Office) -> bool:
    return offices_where(user, verb).filter(pk=office.pk).exists()


def require(user: Actor, verb: Verb, office: Office, obj: models.Model | None = None) -> None:
    """Raises NotAllowed unless ``user`` may do ``verb`` at ``office``; the denial goes into the trail of ``obj``."""
    if may(user, verb, office):
        return
    error = NotAllowed(verb=verb.label)
    denials.keep(error, denials.Denial(user, verb, office, obj or office))
    raise error


def require_another_person(actor: User, others: dict[str, User | int | None]) -> None:
    """Keeps separated verbs of one record with different people, also when one of them acts for an absent colleague.

    ``others`` says what was done and by whom: ``{_("prepared"): bundle.prepared_by}``.
    """
    for did, person in others.items():
        if person is not None and actor.pk == (person.pk if isinstance(person, User) else person):
            raise SamePerson(did=did)
