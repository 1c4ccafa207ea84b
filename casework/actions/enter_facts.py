"""Entering what certificates will state (证书内容), once and before there is a bundle."""

from collections.abc import Mapping

from django.db import transaction

from bureau import audit
from bureau.access import require
from bureau.models import User
from bureau.roles import Verb
from casework.certificate_facts import stated_of
from casework.errors import FactsChanged, NothingToDo
from casework.models import Application
from casework.reading import locked_application, verb_at_work
from certificates.definition import Visibility
from certificates.facts import Values
from certificates.rules import normalise


def enter_facts(
    application_id: int, changes: Mapping[int, Values], *, seen: Mapping[int, Values], actor: User
) -> Application:
    """Writes values by case and key of its kind; "" empties one. They are not judged: the checks of the bundle do that.

    ``seen``: what the changed values were when somebody began to type. Raises FactsChanged where a colleague changed
    one of them since, NothingToDo where a bundle holds the draft already, or none will,
    NotAllowed also for a closed field of somebody who does not read those.
    """
    with transaction.atomic():
        application = locked_application(application_id, actor)
        verb = verb_at_work(actor, application)
        require(actor, verb, application.office)
        stated = {each.case.pk: each for each in stated_of(application)}
        if not changes or changes.keys() - stated.keys():
            raise NothingToDo(number=application)
        changed: dict[str, list[str]] = {}
        for key, values in changes.items():
            one = stated[key]
            if any(one.definition.by_key[name].visibility is Visibility.CLOSED for name in values):
                require(actor, Verb.READ_CLOSED_FIELDS, application.office)
            before = seen.get(key, {})
            if any((one.values.get(name) or "") != (before.get(name) or "") for name in values):  # an empty list is ""
                raise FactsChanged(number=one.case.number)
            one.case.values |= normalise(one.definition, values)
            one.case.save(update_fields=["values"])
            changed[one.case.number] = sorted(values)
        audit.record(
            application,
            "casework.enter_facts",
            actor=actor,
            office=application.office,
            verb=verb,
            data={"fields": changed},
        )
    return application
