"""What can go wrong with projects, bundles and certificates.

YizhengError
├── Refused
│   ├── BundleNotFound, StateRefused, StaleEdit, FourEyes, FindingsLeft, …   change something, try again
│   ├── IssueUnderway                                                       somebody else is at it
│   └── TicketExpired, ResultsUsedUp                                        ask again, now or tomorrow
└── Unavailable
    ├── NoWorker                                                            nothing picks the job up now
    └── LeaseLost                                                           another worker has taken over
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import NotAllowed, Refused, Unavailable


class BundleNotFound(Refused):
    code = "certificates.bundle_not_found"
    message = _("There is no bundle %(reference)s that you may see.")
    next_step = _("Compare the reference with the list of bundles.")


class StateRefused(Refused):
    code = "certificates.wrong_state"
    message = _("Bundle %(reference)s is %(state)s; this step is not possible now.")
    next_step = _("Open the bundle to see what its next step is.")


class StaleEdit(Refused):
    code = "certificates.stale_edit"
    message = _("Not saved: somebody changed bundle %(reference)s meanwhile.")
    next_step = _("Your entries are still in the form. Compare them with the new ones and save again.")


class FourEyes(NotAllowed):
    code = "certificates.four_eyes"
    message = _("%(why)s")
    next_step = _("Ask a colleague: three different people prepare, approve and issue.")


class FindingsLeft(Refused):
    code = "certificates.findings_left"
    message = _("Bundle %(reference)s has %(count)s things to mend first.")
    next_step = _("Mend them and check again. Everything you entered is kept.")


class ReasonMissing(Refused):
    code = "certificates.reason_missing"
    message = _("A reason is missing.")
    next_step = _("Write in one sentence why; the others will read it.")


class EmptyBundle(Refused):
    code = "certificates.bundle_size"
    message = _("A bundle holds 1 to 50 certificates, this one %(count)s.")
    next_step = _("Add or remove certificates.")


class NumbersMissing(Refused):
    code = "certificates.numbers_missing"
    message = _("%(certificate)s waits for its supervision number.")
    next_step = _("Import the number that the national system gave for this project and kind.")


class NumberElsewhere(Refused):
    code = "certificates.number_elsewhere"
    message = _("Number %(number)s belongs to region %(region)s, this office is %(own)s.")
    next_step = _("Compare it with the notice of the national system.")


class IssueUnderway(Refused):
    code = "certificates.issue_underway"
    message = _("Bundle %(reference)s is being issued right now.")
    next_step = _("Watch its page; it will show all certificates at once.")


class CertificateNotInForce(Refused):
    code = "certificates.not_in_force"
    message = _("%(certificate)s is not in force.")
    next_step = _("Only a certificate in force can be replaced or ended.")


class NothingIssued(Refused):
    code = "certificates.nothing_issued"
    message = _("%(certificate)s is not issued yet, so it has no file.")
    next_step = _("Look at its preview, or come back after the issue.")


class ReplacementUnderway(Refused):
    code = "certificates.replacement_underway"
    message = _("A replacement of %(certificate)s is being prepared in bundle %(reference)s.")
    next_step = _("Go on with that bundle, or withdraw it first.")


class NoSigningAccount(Refused):
    code = "certificates.no_scheduled_account"
    message = _("The office names no account for scheduled work.")
    next_step = _("Say with --as who issues, or name an account in the office's settings.")


class TicketExpired(Refused):
    code = "certificates.ticket_expired"
    message = _("This answer was open for too long, so it was not saved.")
    next_step = _("Type number and check code again, then save the new answer.")


class ResultsUsedUp(Refused):
    code = "certificates.results_used_up"
    message = _("Of this certificate no more results can be saved today.")
    next_step = _("You can still read the answer on the page. Tomorrow it can be saved again.")


class NoWorker(Unavailable):
    code = "certificates.no_worker"
    message = _("No worker runs, so nothing would be issued now.")
    next_step = _("Ask the operator to start it (script/server, or script/manage work). The bundle stays approved.")


class LeaseLost(Unavailable):
    code = "certificates.lease_lost"
    message = _("Another worker has taken over bundle %(reference)s.")
    next_step = _("Watch its page; nothing is issued twice.")
