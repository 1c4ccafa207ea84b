from bureau.models.audit import AuditEntry, AuditHead
from bureau.models.holiday import CalendarOverride, EnteredYear
from bureau.models.office import Office, OfficeGroupGrant, OfficeUserGrant
from bureau.models.outgoing_mail import OutgoingMail
from bureau.models.personal import PersonalRecord
from bureau.models.post import Absence, Post, RoleGroup
from bureau.models.saved_filter import SavedFilter
from bureau.models.service_window import OpeningPeriod, ServiceWindow
from bureau.models.user import User
from bureau.models.work import ScheduledRun, WorkerSign

__all__ = [
    "Absence",
    "AuditEntry",
    "AuditHead",
    "CalendarOverride",
    "EnteredYear",
    "Office",
    "OfficeGroupGrant",
    "OfficeUserGrant",
    "OpeningPeriod",
    "OutgoingMail",
    "PersonalRecord",
    "Post",
    "RoleGroup",
    "SavedFilter",
    "ScheduledRun",
    "ServiceWindow",
    "User",
    "WorkerSign",
]
