"""Who may stop the clock for what, who must approve it, and who lets it go on (domain.md §5.2). Pure."""

from dataclasses import dataclass

from bureau.roles import Verb
from casework.clock import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """``approver`` None: it stops at once. ``closers`` empty: it ends by itself, on the last day of its limit.

    ``once``: not a second time in one case. ``go_on_is_approved``: letting it go on needs the same two as stopping it.
    ``confirm_every``: while it is open, its approver confirms it again within so many working days.
    ``ends_in_writing``: who lets it go on writes what came of it: the opinion, the record, what was revised.
    ``never_the_reviewer``: who reviews the case neither opens nor closes it (行政许可法 第四十八条).
    """

    opener: Verb
    approver: Verb | None = None
    closers: tuple[Verb, ...] = ()
    once: bool = False
    go_on_is_approved: bool = False
    ends_in_writing: bool = False
    confirm_every: int | None = None
    never_the_reviewer: bool = False


RULES = {
    Kind.EXPERT_REVIEW: Rule(Verb.REVIEW_CASE, Verb.DECIDE_CASE, (Verb.REVIEW_CASE,), ends_in_writing=True),
    Kind.PUBLIC_NOTICE: Rule(Verb.REVIEW_CASE, once=True),
    Kind.HEARING: Rule(
        Verb.DECIDE_CASE,
        closers=(Verb.DECIDE_CASE, Verb.STOP_CLOCK),
        ends_in_writing=True,
        never_the_reviewer=True,
    ),
    Kind.CORRECTION: Rule(Verb.REVIEW_CASE, closers=(Verb.ANSWER_APPLICATION,), once=True),
    Kind.REVISION: Rule(Verb.REVIEW_CASE, Verb.DECIDE_CASE, (Verb.REVIEW_CASE,), ends_in_writing=True),
    Kind.FORCE_MAJEURE: Rule(
        Verb.DECIDE_CASE,
        Verb.CONFIRM_STOP,
        (Verb.DECIDE_CASE,),
        go_on_is_approved=True,
        ends_in_writing=True,
        confirm_every=5,
    ),
}
