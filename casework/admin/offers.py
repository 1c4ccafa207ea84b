"""What a person may do with a case at this moment: each a small form on its page. Actions ask again for themselves."""

from collections.abc import Iterator
from functools import partial

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bureau.models import User
from bureau.policy import may_here
from bureau.roles import Role, Verb
from casework.actions.answer import refuse, withdraw
from casework.actions.decide import Decided, Decision, decide_and_approve
from casework.actions.give_out import take_fee
from casework.actions.review import answer_opinion, ask_opinion, assign_step, finish_step
from casework.admin.clock_offers import clock_offers
from casework.admin.offer import Data, Offer, Reason
from casework.models import Case, CaseStep
from casework.steps import may_do

State, Outcome = Case.State, Case.Outcome


class Finding(forms.Form):
    finding = forms.CharField(
        label=gettext_lazy("What you found"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Reasons and conditions"),
        help_text=gettext_lazy("A denial needs reasons and the legal basis; the applicant reads them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class OpinionForm(forms.Form):
    of = forms.CharField(label=gettext_lazy("Whose opinion"), max_length=64, required=False)
    question = forms.CharField(label=gettext_lazy("Question"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    due = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class FeeForm(forms.Form):
    receipt = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=40, required=False)


def offers_of(case: Case, actor: User) -> list[Offer]:
    """In the order in which the page shows them; ``case`` with its steps, events and opinions."""
    if case.state == State.RECEIVED:
        return list(_before_acceptance(case, actor))
    if case.state == State.ACCEPTED:
        return [*_steps(case, actor), *clock_offers(case, actor), *_others(case, actor)]
    return list(_fee(case, actor))


def _may(actor: User, verb: Verb, case: Case) -> bool:
    return may_here(actor, verb, case.application.office)


def _before_acceptance(case: Case, actor: User) -> Iterator[Offer]:
    if _may(actor, Verb.ANSWER_APPLICATION, case):
        yield _refusal(case, actor)
        yield _withdrawal(case, actor)


def _refusal(case: Case, actor: User) -> Offer:
    return Offer(
        do="refuse",
        title=_("Do not accept this matter"),
        button=_("Do not accept"),
        form=Reason,
        run=lambda data: refuse(case.pk, actor=actor, reason=data["reason"]),
        done=_("Not accepted. The applicant reads the reason."),
        serious=True,
    )


def _withdrawal(case: Case, actor: User) -> Offer:
    return Offer(
        do="withdraw",
        title=_("The applicant withdraws it"),
        button=_("Withdraw"),
        form=Reason,
        run=lambda data: withdraw(case.pk, actor=actor, reason=data["reason"]),
        done=_("Withdrawn."),
        serious=True,
    )


def _steps(case: Case, actor: User) -> Iterator[Offer]:
    for step in case.steps.all():
        if step.done_at or not may_do(step, actor):
            continue
        if step.role == Role.CASE_OFFICER:
            yield from _review(step, actor)
        elif step.role == Role.CHIEF_APPROVER and not case.stands_still:
            yield Offer(
                do="decide",
                title=_("Decide"),
                button=_("Decide"),
                form=DecisionForm,
                run=partial(_decide, case, actor),
                done=_("Decided."),
                first=True,
            )


def _decide(case: Case, actor: User, data: Data) -> Decided:
    decision = Decision(Outcome(data["outcome"]), data["words"])
    decided = decide_and_approve(case.application_id, {case.pk: decision}, actor=actor)
    if error := decided.answers[case.pk]:
        raise error
    return decided


def _review(step: CaseStep, actor: User) -> Iterator[Offer]:
    if step.assigned_to_id is None:
        yield Offer(
            do=f"take-{step.pk}",
            title=_("Take this step: %(step)s") % {"step": step},
            button=_("I take it"),
            run=lambda data: assign_step(step.pk, to=actor, actor=actor),
            done=_("It is with you now."),
        )
    is_first = step.on_site and step.first_by_id is None
    on_site = _("Enter what you found on the spot: %(step)s. Two officers each enter theirs.")
    yield Offer(
        do=f"finish-{step.pk}",
        title=(on_site if step.on_site else _("Finish this step: %(step)s")) % {"step": step},
        button=_("Enter") if is_first else _("Finish"),
        form=Finding,
        run=lambda data: finish_step(step.pk, actor=actor, finding=data["finding"]),
        done=_("Entered. It waits for the second officer.") if is_first else _("Done. The next step has begun."),
        first=True,
    )


def _answer(opinion: int, actor: User, data: Data) -> None:
    answer_opinion(opinion, answer=data["answer"], actor=actor)


def _others(case: Case, actor: User) -> Iterator[Offer]:
    if _may(actor, Verb.REVIEW_CASE, case):
        yield from _opinions(case, actor)
    yield from _fee(case, actor)
    if _may(actor, Verb.ANSWER_APPLICATION, case):
        yield _withdrawal(case, actor)


def _opinions(case: Case, actor: User) -> Iterator[Offer]:
    for opinion in case.opinions.all():
        if opinion.answered_at is None:
            yield Offer(
                do=f"answer-{opinion.pk}",
                title=_("Enter the opinion of %(of)s") % {"of": opinion.of},
                button=_("Enter"),
                form=AnswerForm,
                run=partial(_answer, opinion.pk, actor),
                done=_("Entered."),
            )
    yield Offer(
        do="ask",
        title=_("Ask another section or body"),
        button=_("Ask"),
        form=OpinionForm,
        run=lambda data: ask_opinion(case.pk, of=data["of"], question=data["question"], due=data["due"], actor=actor),
        done=_("Asked."),
    )


def _fee(case: Case, actor: User) -> Iterator[Offer]:
    if case.fee_yuan and not case.fee_receipt and _may(actor, Verb.ANSWER_APPLICATION, case):
        yield Offer(
            do="fee",
            title=_("Enter the payment of the fee: %(fee)s yuan") % {"fee": case.fee_yuan},
            button=_("Enter"),
            form=FeeForm,
            run=lambda data: take_fee(case.pk, receipt=data["receipt"], actor=actor),
            done=_("Entered."),
        )
