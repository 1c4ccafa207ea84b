"""Who may do what to a case in which state: every action, every role, every state, as tests/casework/deeds.py says.

Everybody tries everything everywhere; what does not hang on the state of a case (`anywhere`) is tried in one.
"""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from bureau import calendar
from bureau.errors import Refused
from bureau.models import User
from bureau.roles import Role
from casework import actions
from casework.errors import CaseNotFound
from casework.models import Case, CaseEvent
from tests.casework.case_states import STATES, TUESDAY, State, helped
from tests.casework.deeds import DEEDS, ELSEWHERE, Deed
from tests.casework.kit import Hall

PEOPLE = {
    Role.EDITOR: "editor",
    Role.PUBLISHER: "publisher",
    Role.WINDOW_CLERK: "clerk",
    Role.CASE_OFFICER: "officer",
    Role.CHIEF_APPROVER: "chief",
    Role.ISSUER: "issuer",
    Role.SUPERVISOR: "supervisor",
    Role.AUDITOR: "auditor",
    Role.HELPER: "helper",
    Role.ADMINISTRATOR: "admin",
}
# Nothing is decided about a case that does not show: these roles never see it. A helper sees what they filed.
BLIND = {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR}


@pytest.mark.sqlite
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_each_role_does_in_each_state_what_the_table_says(hall: Hall, state: State) -> None:
    case = state(hall)
    wrong = []
    for name, deed in DEEDS.items():
        possible = not deed.states or state in deed.states
        for role, person in PEOPLE.items():
            sees = deed.anywhere or (role not in BLIND and (role != Role.HELPER or state is helped))
            allowed = role in deed.roles and sees
            if deed.anywhere and not possible:
                continue
            happened = _tried(deed, case, hall.person(person))
            expected = {"done"} if allowed and possible else {"refused"} if allowed else {"denied"}
            if not possible:
                expected.add("refused")  # which of the two is said first is the action's own
            if happened not in expected:
                wrong.append(f"{role}: {name}: {happened}, not {' or '.join(sorted(expected))}")

    assert wrong == []


def test_the_table_names_every_role_and_every_action() -> None:
    named = {name for deed in DEEDS.values() for name in deed.do.__code__.co_names}

    assert set(PEOPLE) == set(Role)
    assert _actions() - named == set(ELSEWHERE)


def _actions() -> set[str]:
    """Functions of casework/actions that somebody does: they ask for an actor by name."""
    modules = [import_module(f"{actions.__name__}.{each.name}") for each in iter_modules(actions.__path__)]
    functions = {each for module in modules for each in vars(module).values() if inspect.isfunction(each)}
    return {
        each.__name__
        for each in functions
        if each.__module__.startswith(actions.__name__)
        and not each.__name__.startswith("_")
        and (actor := inspect.signature(each).parameters.get("actor")) is not None
        and actor.kind is actor.KEYWORD_ONLY
    }


def _tried(deed: Deed, case: Case, actor: User) -> str:
    """Done, refused (by a rule), or denied (to this person); all of it is undone."""
    events = CaseEvent.objects.count()
    with calendar.at(TUESDAY), transaction.atomic():
        try:
            deed.do(Case.objects.get(pk=case.pk), actor)
            happened = "done"
        except (PermissionDenied, CaseNotFound):
            happened = "denied"
        except Refused:
            happened = "refused"
        if happened != "done":
            assert CaseEvent.objects.count() == events
        transaction.set_rollback(True)
    return happened
