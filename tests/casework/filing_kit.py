"""A draft of an application that is filed online, in any state."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bureau import calendar
from casework.actions import draft_filing
from casework.actions.file_application import file_application
from casework.filing import PROJECT, Wish
from casework.models import Application, Filing
from casework.online import asked_for, versions_of
from certificates.sample import power_plant
from tests.casework.kit import CONTACT, MORNING, PDF

FIELDS = {name: str(power_plant.PROJECT[name]) for name in PROJECT} | {
    "contact": CONTACT.name,
    "phone": CONTACT.phone,
    "email": CONTACT.email,
    "address": CONTACT.address,
}
NEW = FIELDS | {"project_code": "2208-430900-04-01-222222", "name": "样例仓库"}


def begun(*codes: str, fields: dict[str, str] | None = None, at: datetime = MORNING) -> Filing:
    with calendar.at(at):
        filing = draft_filing.begin([Wish(code) for code in codes or ("M04",)])
        return draft_filing.fill_in(filing.public_id, FIELDS if fields is None else fields)


def pdf(name: str = "设计方案.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(filing: Filing, **options: Any) -> Application:
    with calendar.at(options.pop("at", MORNING)):
        versions = versions_of(asked_for(draft_filing.typed_in(Filing.objects.get(pk=filing.pk)).wishes))
        return file_application(filing.public_id, versions=options.get("versions", versions))
