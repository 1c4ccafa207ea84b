"""Who may do what, where: verbs granted at offices (django-guardian's direct tables), asked in one place.

Being a superuser grants none of it; `user.has_perm` is never asked for a verb.
"""

from bureau.errors import NotAllowed
from bureau.models.grants import offices_where
from bureau.models.office import Office
from bureau.models.user import Actor
from bureau.roles import Verb

__all__ = ["Actor", "may", "offices_where", "require"]


def may(user: Actor, verb: Verb, office: Office) -> bool:
    return offices_where(user, verb).filter(pk=office.pk).exists()


def require(user: Actor, verb: Verb, office: Office) -> None:
    """Raises NotAllowed unless ``user`` may do ``verb`` at ``office``."""
    if not may(user, verb, office):
        raise NotAllowed(verb=verb.label)
