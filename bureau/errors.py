"""The root of the error tree. Callers catch by what they can do; people read `message` and `next_step`.

YizhengError
├── Refused          a rule says no: change something, then try again
│   └── NotAllowed   the rule is about who may do it (403)
├── Unavailable      something that is needed does not answer: nothing is lost, try again
└── Broken           stored records contradict each other: an administrator must look
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
_in_full = _("%(message)s %(next_step)s")  # Chinese needs no space between sentences


class YizhengError(Exception):
    """An error that helps: a stable `code`, a `message` with named placeholders, and the `next_step`."""

    code: str = "bureau.error"
    message: Text = _("Something went wrong.")
    next_step: Text = _("Try again in a few minutes.")

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)

    def in_full(self) -> str:
        """What happened and what to do, where there is room for one line only."""
        return str(_in_full) % {"message": self, "next_step": self.next_step}

    def as_json(self) -> dict[str, str]:
        """What commands with --json and the API say; codes are stable, words are for people."""
        return {"error": self.code, "message": str(self), "next_step": str(self.next_step)}


class Refused(YizhengError):  # noqa: N818  # reads as what happened
    """A rule says no."""


class NotAllowed(Refused, PermissionDenied):
    """Django and Wagtail know it as PermissionDenied: 403, or the admin's home with a message.

    ``denied`` says who wanted what, for the audit trail (bureau.denials).
    """

    code = "bureau.not_allowed"
    message = _("You may not do this: %(verb)s.")
    next_step = _("Ask the colleague whose post it is.")
    denied: object = None


class Unavailable(YizhengError):  # noqa: N818
    """Something that is needed does not answer; nothing was changed."""


class Broken(YizhengError):  # noqa: N818
    """Stored records contradict each other."""
