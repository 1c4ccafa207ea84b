"""Issuing as it goes on: how many are signed, which one is next, why it stopped. The page may be closed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from certificates.actions.ask_issue import ask_issue
from certificates.admin.asking import worker_words
from certificates.admin.bundles import BundleRecordView
from certificates.admin.paper_rows import papers_of
from certificates.four_eyes import why_not_issue
from certificates.models import Bundle, Certificate

State = Bundle.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One certificate in the table of progress."""

    name: str
    part: str
    number: str
    state: str  # signed, now, waiting or stopped
    words: str
    seconds: str


class Progress:
    """Where the issue of a bundle stands at this moment."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        rows = bundle.certificates.select_related("type_version", "entry", "sealed").order_by("position")
        certificates = list(rows)
        self.count = len(certificates)
        self.issued = bundle.state == State.ISSUED
        self.running = bundle.is_being_issued and not bundle.issue_problem
        self.lines = self._lines(certificates)
        self.done = self.count if self.issued else sum(line.state == "signed" for line in self.lines)
        self.left = self.count - self.done
        self.waits = bundle.state in {State.APPROVED, State.ISSUING} and not bundle.issue_problem
        self.problem = "" if self.issued else bundle.issue_problem

    @property
    def parts(self) -> list[str]:
        return ["done"] * self.done + ["now"] * bool(self.running and self.left) + ["later"] * self.left

    @property
    def bar(self) -> list[str]:
        return self.parts[: self.count]

    def _lines(self, certificates: list[Certificate]) -> list[Line]:
        lines = []
        next_one = True
        for each in certificates:
            sealed = getattr(each, "sealed", None)
            if self.issued or sealed is not None:
                state, words = "signed", _("issued") if self.issued else _("signed")
            elif next_one and self.running:
                state, words, next_one = "now", _("being signed"), False
            elif next_one and self.bundle.issue_problem:
                state, words, next_one = "stopped", _("stopped here"), False
            else:
                state, words = "waiting", _("waiting")
            lines.append(
                Line(
                    name=each.definition.name,
                    part=each.part,
                    number=each.number or (str(each.entry) if each.entry else _("number taken at issue")),
                    state=state,
                    words=words,
                    seconds=f"{sealed.milliseconds / 1000:.1f}" if sealed is not None else "",
                )
            )
        return lines


class IssuingView(BundleRecordView):
    """With script a fragment is fetched every second; without it the page loads anew every two."""

    template_name = "certificates/admin/issuing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        progress = Progress(self.object)
        return super().get_context_data(
            progress=progress,
            papers=papers_of(self.object, self.actor) if progress.issued else None,
            why_not="" if progress.issued else why_not_issue(self.object, self.actor),
            no_worker="" if progress.issued else worker_words(),
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Issuing")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carries on where it stopped."""
        ask_issue(self.object.pk, actor=self.actor)
        return self.get(request, *args, **kwargs)


class ProgressView(IssuingView):
    """The fragment. The header tells the script whether to go on asking."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        response = render(request, "certificates/admin/progress.html", context)
        response["X-Issuing"] = "on" if context["progress"].waits else "over"
        response["Cache-Control"] = "no-store"
        return response
