"""Why something of the public site is not published.

Refused
├── MatterNotReady   the matter lacks or contradicts something; each finding says what
├── NoticeNotReady   the same of a notice
└── VersionsKept     the matter was published once, so it is withdrawn, never deleted
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused


class MatterNotReady(Refused):
    code = "cms.matter_not_ready"
    message = _("%(matter)s cannot be published yet. %(findings)s")
    next_step = _("The draft is saved. Mend it, then send it again.")


class NoticeNotReady(Refused):
    code = "cms.notice_not_ready"
    message = _("“%(notice)s” cannot be published yet. %(findings)s")
    next_step = MatterNotReady.next_step


class VersionsKept(Refused):
    code = "cms.versions_kept"
    message = _("%(matter)s was published, so it is not deleted: cards on paper and applications rest on its versions.")
    next_step = _("Withdraw it instead: readers then no longer find it.")
