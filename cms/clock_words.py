"""The words of a clock, fixed once for every place that says where a case stands (face.md, section 6)."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy


class Words(Protocol):
    """A lazy text with names in braces; one that counts chooses singular or plural by ``n``."""

    def format(self, *args: object, **given: object) -> str: ...


@dataclass(frozen=True, slots=True)
class ClockState:
    icon: str
    tone: str
    title: Words
    line: Words


CLOCK_STATES: dict[str, ClockState] = {
    "received": ClockState(
        "file",
        "white",
        _("Received, not yet accepted"),
        _("By {date} at the latest we tell you whether it is accepted and what is missing."),
    ),
    "received_open": ClockState(
        "file",
        "white",
        _("Received, not yet accepted"),
        _("The days off of that time have not been published, so the last day for our answer cannot be said yet."),
    ),
    "asked_for_more": ClockState(
        "warning",
        "ochre",
        _("Waiting for what you still have to hand in"),
        _("The list is below. Once everything is there it is accepted, and the clock begins."),
    ),
    "not_accepted": ClockState(
        "cross", "crimson", _("Not accepted"), _("The reason is below. You may apply for a review or go to court.")
    ),
    "withdrawn": ClockState("cross", "white", _("Withdrawn"), _("You asked for it. You may apply again at any time.")),
    "running": ClockState(
        "clock",
        "azurite",
        ngettext_lazy("{n} working day left", "{n} working days left", "n"),
        _("Done by {date} at the latest. Now at: {stage}."),
    ),
    "paused": ClockState(
        "pause",
        "ochre",
        _("Paused: {reason}"),
        _("Goes on on {resumes}, done by {date} at the latest. There is nothing for you to do now."),
    ),
    "paused_owing": ClockState(
        "pause",
        "ochre",
        _("Paused: {reason}"),
        _("Goes on on {resumes}, done by {date} at the latest. What you still have to hand in stands below."),
    ),
    "paused_for_you": ClockState(
        "pause",
        "ochre",
        _("Paused: waiting for you"),
        ngettext_lazy(
            "Hand in {n} paper by {date}; it goes on on the next working day.",
            "Hand in {n} papers by {date}; it goes on on the next working day.",
            "n",
        ),
    ),
    "paused_hearing": ClockState(
        "pause", "ochre", _("Paused: {reason}"), _("The hearing is on {day} at {time}: {place}.")
    ),
    "paused_open": ClockState(
        "pause",
        "ochre",
        _("Paused, no end date yet: {reason}"),
        _("When it goes on cannot be said yet. We tell you every 5 working days."),
    ),
    "promise_missed": ClockState(
        "warning",
        "ochre",
        ngettext_lazy("{n} working day later than promised", "{n} working days later than promised", "n"),
        _("Still within the legal limit of {date}. Reason: {reason}. Ask: {post}."),
    ),
    "law_missed": ClockState(
        "warning",
        "crimson",
        _("Past the legal limit"),
        _("We are sorry. The supervisors have been told. You may complain or apply for a review."),
    ),
    "decided": ClockState(
        "tick",
        "malachite",
        pgettext_lazy("clock", "Done"),
        ngettext_lazy(
            "It took {n} working day of {promised} promised.",
            "It took {n} working days of {promised} promised.",
            "n",
        ),
    ),
    "refused": ClockState(
        "cross",
        "crimson",
        pgettext_lazy("clock", "Refused"),
        _("Reasons and legal basis are in the decision. You may apply for a review or go to court."),
    ),
    "due_unknown": ClockState(
        "clock",
        "white",
        _("Last day not known yet"),
        ngettext_lazy(
            "The days off of {year} have not been published; we tell you as soon as they are. {n} working day left.",
            "The days off of {year} have not been published; we tell you as soon as they are. {n} working days left.",
            "n",
        ),
    ),
}
