"""What is asked before a step with consequences, in the dialog and on the page of its own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bureau.errors import Text
from bureau.worker import worker_is_alive


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a step asks."""

    step: str
    title: Text
    consequence: Text
    button: Text
    icon: str = "warning"
    needs_reason: bool = True
    serious: bool = False

    @property
    def id(self) -> str:
        return f"ask-{self.step}"


STEPS = {
    "return": Asking(
        step="return",
        title=gettext_lazy("Return for changes"),
        consequence=gettext_lazy("The bundle becomes a draft again. Its preparer reads the reason."),
        button=gettext_lazy("Return"),
    ),
    "withdraw": Asking(
        step="withdraw",
        title=gettext_lazy("Withdraw the bundle"),
        consequence=gettext_lazy(
            "The bundle ends here. Numbers it holds are void for good, with your reason beside each."
        ),
        button=gettext_lazy("Withdraw, void the numbers"),
        serious=True,
    ),
    "issue": Asking(
        step="issue", title=gettext_lazy("Issue"), consequence="", button=gettext_lazy("Issue"), needs_reason=False
    ),
}


def asking(step: str, count: int) -> Asking:
    """The step's words for a bundle of ``count``."""
    if step != "issue":
        return STEPS[step]
    return Asking(
        step="issue",
        title=ngettext("Issue %(n)s certificate", "Issue %(n)s certificates", count) % {"n": count},
        consequence=ngettext(
            "After issue nothing can be changed. %(n)s certificate will be issued.",
            "After issue nothing can be changed. %(n)s certificates will be issued at the same moment.",
            count,
        )
        % {"n": count},
        button=ngettext("Issue %(n)s certificate", "Issue %(n)s certificates", count) % {"n": count},
        needs_reason=False,
    )


def worker_words() -> str:
    """Why the button would do nothing now; "" when a worker is alive."""
    if worker_is_alive():
        return ""
    return _("Nothing is running that could issue now. Ask the operator to start it; the bundle stays approved.")
