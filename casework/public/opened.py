"""Which applications are open on a device, in its session: for half an hour after somebody showed who they are."""

import time
from typing import Any

from django.http import HttpRequest

from casework.models import Application

OPENED = "cases"  # of the session: until when which applications are open
OPEN_FOR = 30 * 60  # seconds
MOST_OPEN = 20


def open_here(request: HttpRequest, application: Application) -> None:
    now = time.time()
    kept: dict[str, Any] = request.session.get(OPENED, {})
    kept.pop(application.public_id, None)  # the one opened last stands last, and is dropped last
    kept[application.public_id] = now + OPEN_FOR
    request.session[OPENED] = dict(list(kept.items())[-MOST_OPEN:])


def was_open(request: HttpRequest, application: Application) -> bool:
    """Now or before: whoever has this device has shown already that they know the case."""
    return application.public_id in request.session.get(OPENED, {})


def is_open(request: HttpRequest, application: Application) -> bool:
    until = request.session.get(OPENED, {}).get(application.public_id, 0)
    return bool(until > time.time())
