"""How actions take hold of what they change: through the doorway of visible rows, locked, in a known state.

The application's row is locked, whichever of its cases is meant: two who act on one of them wait for each other.
"""

from django.db.models import QuerySet
from django.utils.timezone import localtime

from bureau.access import may
from bureau.models import User
from bureau.roles import Verb
from casework.errors import CaseNotFound, FileSealed, ReasonMissing, WrongState
from casework.models import Application, Case, SealedFile


def lock(applications: QuerySet[Application]) -> Application:
    """The one of ``applications``, locked until the transaction ends; for the clock, which sees everything."""
    return applications.select_for_update(of=("self",)).select_related("office", "project").get()


def locked_application(application_id: int, actor: User) -> Application:
    """Locked until the transaction ends. Raises CaseNotFound, and FileSealed once its closed file was sealed."""
    visible = Application.objects.visible_to(actor).values("pk")
    try:
        application = lock(Application.objects.filter(pk=application_id, pk__in=visible))
    except Application.DoesNotExist as error:
        raise CaseNotFound(number=application_id) from error
    sealed = SealedFile.objects.filter(application=application).first()
    if sealed:
        raise FileSealed(since=f"{localtime(sealed.sealed_at):%Y-%m-%d %H:%M}")
    return application


def locked_case(case_id: int, actor: User, *states: Case.State) -> Case:
    """With its application, which is locked. Raises CaseNotFound, FileSealed or WrongState."""
    found = Case.objects.filter(pk=case_id).values_list("application", flat=True).first()
    if found is None:
        raise CaseNotFound(number=case_id)
    application = locked_application(found, actor)
    case = Case.objects.select_related("version", "matter").get(pk=case_id)
    case.application = application
    require_state(case, *states)
    return case


def require_state(case: Case, *states: Case.State) -> None:
    if states and case.state not in states:
        raise WrongState(number=case.number, state=case.get_state_display())


def verb_at_work(actor: User, application: Application) -> Verb:
    """Of what the window does, and later also whoever reviews: papers and facts reach them too."""
    return Verb.REVIEW_CASE if may(actor, Verb.REVIEW_CASE, application.office) else Verb.RECEIVE_APPLICATION


def written(reason: str) -> str:
    """A reason of somebody who gave one. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()
