"""Why something of the public site is not published.

Refused
└── MatterNotReady   the matter lacks or contradicts something; each finding says what
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused


class MatterNotReady(Refused):
    code = "cms.matter_not_ready"
    message = _("%(matter)s cannot be published yet. %(findings)s")
    next_step = _("The draft is saved. Mend it, then send it again.")
