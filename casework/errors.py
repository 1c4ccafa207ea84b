"""What casework refuses, and what to do then."""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused


class ClockCaseInvalid(Refused):
    """A clock case in a file that cannot be read. ``reason`` says what is wrong with the value."""

    code = "casework.clock_case_invalid"
    message = _("Clock case %(case)s, field %(field)s: %(reason)s.")
    next_step = _("Correct the file; docs/commands.md shows its form.")
