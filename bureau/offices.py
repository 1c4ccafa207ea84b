"""Opening an office: its roles, its first administrator, and what the layers above add to a house that begins work."""

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from bureau import audit
from bureau.models import Office, User
from bureau.people import appoint_first_administrator

audit.label("bureau.open_office", _("Office opened"), _("Office was opened"))

office_opened = Signal()  # sender Office; office, administrator. Inside the transaction: receivers write rows only


@transaction.atomic
def open_office(office: Office, administrator: User) -> Office:
    """Saves a new office whose roles ``administrator`` will give out. Raises ValidationError, field by field.

    Meant for the operator at the machine: there is nobody yet who could be asked for permission.
    """
    office.full_clean()
    office.save()
    appoint_first_administrator(administrator, office)
    office_opened.send(Office, office=office, administrator=administrator)
    audit.record(office, "bureau.open_office", actor=administrator, office=office)
    return office
