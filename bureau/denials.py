"""Refused attempts go into the audit trail: after the failed transaction, because what it wrote is undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bureau import audit
from bureau.errors import NotAllowed
from bureau.models.office import Office
from bureau.models.user import Actor, User
from bureau.roles import Verb

audit.label("bureau.denied", _("Denied"), _("Was denied: see the action"))


@dataclass(frozen=True, slots=True)
class Denial:
    """Who wanted to do what, to which object."""

    actor: Actor
    verb: Verb
    office: Office
    obj: models.Model


def keep(error: NotAllowed, denial: Denial) -> None:
    """Ties the denial to its error, and records it at once when no transaction is open."""
    error.denied = denial
    record_denial(error)


def record_denial(error: NotAllowed) -> None:
    """Writes the entry once; inside a transaction it waits for whoever catches the error outside."""
    denial = error.denied
    if not isinstance(denial, Denial) or connection.in_atomic_block:
        return
    error.denied = None
    person = denial.actor if isinstance(denial.actor, User) else None
    with transaction.atomic():
        audit.record(denial.obj, "bureau.denied", actor=person, data={"verb": denial.verb.value}, office=denial.office)


@contextmanager
def denials_recorded() -> Iterator[None]:
    """Around a call of actions (a command, a job, a view): what is denied within is recorded after its rollback."""
    try:
        yield
    except NotAllowed as error:
        record_denial(error)
        raise


class DenialMiddleware:
    """The same for every request whose view lets NotAllowed through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotAllowed):
            record_denial(exception)
