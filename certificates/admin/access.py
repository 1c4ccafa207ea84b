"""What a person at a screen may see and press; answers are kept for the page. Actions ask again for themselves."""

from bureau.models import Office, User
from bureau.policy import may_here
from bureau.roles import Verb


def works_on_cases(user: User, office: Office) -> bool:
    """Who prepares, approves or issues here; others read closed fields only with a trace."""
    verbs = (Verb.PREPARE_BUNDLE, Verb.APPROVE_BUNDLE, Verb.ISSUE_BUNDLE)
    return any(may_here(user, verb, office) for verb in verbs)


def sees_closed(user: User, office: Office) -> bool:
    return works_on_cases(user, office) and may_here(user, Verb.READ_CLOSED_FIELDS, office)


def may_open_closed(user: User, office: Office) -> bool:
    """Whether the page offers to open closed fields, which is then recorded (auditors)."""
    return not works_on_cases(user, office) and may_here(user, Verb.READ_CLOSED_FIELDS, office)
