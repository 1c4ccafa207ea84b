from casework.models.application import Application, ApplicationMaterial, MaterialFile
from casework.models.case import Case, CaseStep
from casework.models.case_event import CaseEvent
from casework.models.filing import Filing, FilingFile
from casework.models.hand_over import HandOver
from casework.models.notice import Notice
from casework.models.opinion import Opinion
from casework.models.restriction import Restriction
from casework.models.sealed_file import SealedFile
from casework.models.subscription import Subscription

__all__ = [
    "Application",
    "ApplicationMaterial",
    "Case",
    "CaseEvent",
    "CaseStep",
    "Filing",
    "FilingFile",
    "HandOver",
    "MaterialFile",
    "Notice",
    "Opinion",
    "Restriction",
    "SealedFile",
    "Subscription",
]
