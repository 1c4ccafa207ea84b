"""All of one application on one page: who is at which case, what is missing, what is late, and what to do next."""

from collections.abc import Callable
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau import audit, personal
from bureau.policy import may_here
from bureau.roles import Verb
from bureau.views import RecordView
from casework.actions.answer import accept, ask_for_more
from casework.actions.decide import Decision, decide_and_approve
from casework.actions.defer import Deferral
from casework.actions.download_file import may_read_papers
from casework.actions.give_out import adopt_bundle, fill_bundle
from casework.actions.hand_in import File, HandedIn, hand_in
from casework.actions.hand_over import hand_over
from casework.actions.print_card import print_card
from casework.actions.serve import serve
from casework.admin.application_rows import elsewhere, rows_of, with_rows
from casework.admin.deciding import say_bundle
from casework.archive.closed import closed
from casework.errors import ApplicationInvalid
from casework.missing import lacking, missing_of, usual_supply_day
from casework.models import Application, Case, HandOver, Notice, Opinion
from casework.notices.receipt import receipt_is_due
from casework.notices.told import last_notice, still_told
from certificates.models import Bundle, Certificate

State = Case.State
BEHIND = (State.ACCEPTED, State.DECIDED)  # a bundle whose drafts are made for them


class ApplicationView(RecordView):
    model = Application
    object: Application
    template_name = "casework/admin/application.html"
    header_icon = "tasks"

    def check(self, user: Any) -> None:
        super().check(user)
        found = Application.objects.select_related(
            "project", "office", "contact", "received_by", "helper", "hand_over", "sealed_file"
        )
        self.object = found.prefetch_related("materials__files").get(pk=self.object.pk)

    def get_page_title(self) -> str:
        return str(self.object.project)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("cases"), "label": _("Cases")},
            {"url": "", "label": str(self.object.project)},
        ]

    def back_url(self) -> str:
        return reverse("application", args=[self.object.pk])

    # What is there

    @cached_property
    def cases(self) -> list[Case]:
        found = self.object.cases.select_related("certificate__bundle", "application__office").order_by("pk")
        return list(with_rows(found).prefetch_related("opinions__asked_by"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(rows_of(self.cases, decides=self._may(Verb.DECIDE_CASE)))
        materials = list(self.object.materials.all())
        received = [case for case in self.cases if case.state == State.RECEIVED]
        told = still_told(last_notice(self.object) if received else None, materials)
        lacks = lacking(received, materials, told)
        missing = missing_of(materials, {case.version.code for case in received}, told)
        sealed = getattr(self.object, "sealed_file", None)
        is_open = any(case.state in {State.RECEIVED, State.ACCEPTED, State.DECIDED} for case in self.cases)
        works_here = self._may_work() or self._may(Verb.DECIDE_CASE)
        return super().get_context_data(
            application=self.object,
            rows=rows,
            late=sum(row.is_late for row in rows),
            elsewhere=list(elsewhere(self.object, self.actor)),
            opinions=self._opinions() if self._may(Verb.VIEW_RECORDS) else [],
            materials=materials,
            missing=missing,
            lacks=lacks,
            complete=[case for case in received if case not in lacks],
            receipt_is_due=receipt_is_due(self.object),
            told=told,
            contact=personal.read(self.object.contact) if works_here else {},
            takes_in=is_open and not sealed and self._may_work(),
            answers=bool(received) and self._may(Verb.ANSWER_APPLICATION),
            supply_by=usual_supply_day() if received else None,
            deferrable=[each.material for each in missing if each.material.defer_days and not each.material.is_there],
            decides=any(row.can_decide for row in rows),
            outcomes=Case.Outcome.choices,
            bundle=self.bundle,
            states=self._may_work() and bool(self._without_certificate(State.RECEIVED, *BEHIND)),
            fills=self._may(Verb.PREPARE_BUNDLE) and bool(self._without_certificate(*BEHIND)),
            adoptable=self._adoptable(),
            gives_out=not sealed and self._gives_out(),
            sealed=sealed,
            is_closed=sealed is None and closed().filter(pk=self.object.pk).exists(),
            handed_over=getattr(self.object, "hand_over", None),
            notices=self.object.notices.select_related("entry", "case", "served_by", "letter__entry"),
            serves=not sealed and self._may(Verb.ANSWER_APPLICATION),
            inside=self._may(Verb.VIEW_RECORDS),
            reads_papers=may_read_papers(self.actor, self.object.office),
            history=audit.history(self.object)[:8] if self._may(Verb.VIEW_RECORDS) else [],
            **kwargs,
        )

    def _opinions(self) -> list[Opinion]:
        """What was asked about cases that are under way, the late ones first."""
        under_way = [case for case in self.cases if case.state == State.ACCEPTED]
        asked = [each for case in under_way for each in case.opinions.all() if each.answered_at is None]
        return sorted(asked, key=lambda each: (each.due, each.pk))

    @cached_property
    def bundle(self) -> Bundle | None:
        return next((case.certificate.bundle for case in self.cases if case.certificate), None)

    def _without_certificate(self, *states: Case.State) -> list[Case]:
        return [
            case
            for case in self.cases
            if case.state in states
            and case.outcome != Case.Outcome.DENIED
            and case.certificate is None
            and case.facts.result_kind
        ]

    def _may_work(self) -> bool:
        return self._may(Verb.RECEIVE_APPLICATION) or self._may(Verb.REVIEW_CASE)

    def _adoptable(self) -> list[Bundle]:
        if not (self._may(Verb.PREPARE_BUNDLE) and self._without_certificate(*BEHIND)):
            return []
        free = Bundle.objects.filter(project=self.object.project, certificates__case=None)
        return list(free.exclude(state=Bundle.State.WITHDRAWN).distinct())

    def _gives_out(self) -> bool:
        is_ready = all(
            case.state not in {State.RECEIVED, State.ACCEPTED}
            and not (case.certificate and case.certificate.state == Certificate.State.DRAFT)
            for case in self.cases
        )
        return is_ready and self._may(Verb.HAND_OUT) and any(case.state == State.DECIDED for case in self.cases)

    def _may(self, verb: Verb) -> bool:
        return may_here(self.actor, verb, self.object.office)

    # What is done

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, _sep, key = request.POST.get("do", "").partition("-")
        ways: dict[str, Callable[[], str]] = {
            "card": partial(self._print_card, key),
            "hand_in": self._hand_in,
            "accept": self._accept,
            "ask_for_more": self._ask_for_more,
            "decide": self._decide,
            "fill": self._fill,
            "adopt": self._adopt,
            "hand_over": self._hand_over,
            "serve": self._serve,
        }
        done = ways.get(asked)
        if done is None:
            raise Http404
        if words := done():
            messages.success(request, words)
        return HttpResponseRedirect(self.back_url())

    def _hand_in(self) -> str:
        came = {}
        for material in self.object.materials.all():
            uploads = self.request.FILES.getlist(f"files-{material.pk}")
            files = tuple(File(each.name or "", each.read()) for each in uploads)
            on_paper = f"paper-{material.pk}" in self.request.POST
            if files or on_paper:
                came[material.pk] = HandedIn(on_paper=on_paper, files=files)
        was_due = receipt_is_due(self.object)
        hand_in(self.object.pk, came, actor=self.actor)
        return _("Entered. The receipt is among the notices.") if was_due else _("Entered.")

    def _accept(self) -> str:
        deferred = {}
        for material in self.object.materials.exclude(defer_days=None):
            day, pledge = self._day(f"day-{material.pk}"), self.request.FILES.get(f"pledge-{material.pk}")
            if day or pledge:
                if not (day and pledge):
                    raise ApplicationInvalid(
                        problem=_("%(material)s: give the day and the signed pledge, both.") % {"material": material}
                    )
                deferred[material.pk] = Deferral(day, pledge.read())
        accept(self.object.pk, actor=self.actor, deferred=deferred)
        left = self.object.cases.filter(state=State.RECEIVED).select_related("version")
        materials = list(self.object.materials.order_by("position"))
        for case, missing in lacking(left, materials, still_told(last_notice(self.object), materials)).items():
            words = _("%(number)s is not accepted yet. Still missing: %(materials)s.")
            names = _("; ").join(map(str, missing))
            messages.warning(self.request, words % {"number": case.number, "materials": names})
        return _("Accepted. The clock runs, and the reviewers have it.")

    def _day(self, name: str) -> date | None:
        text = self.request.POST.get(name, "").strip()
        try:
            return parse_date(text) if text else None
        except ValueError:
            return None

    def _ask_for_more(self) -> str:
        sent = self.request.POST
        ask_for_more(
            self.object.pk,
            actor=self.actor,
            remarks=self._remarks(),
            why_again=sent.get("why_again", ""),
            supply_by=self._day("supply_by"),
            as_cards="as_cards" in sent,
        )
        return _("The applicant reads now what is missing.")

    def _print_card(self, key: str) -> str:
        case = int(key) if key.isdecimal() else 0
        card = print_card(case, actor=self.actor, supply_by=self._day("supply_by"), remarks=self._remarks())
        return _("Card %(card)s is ready: print it from the list of notices.") % {"card": card}

    def _remarks(self) -> dict[int, str]:
        return {each.pk: self.request.POST.get(f"remark-{each.pk}", "") for each in self.object.materials.all()}

    def _decide(self) -> str:
        """Each case by itself; then, when the last one is decided, the bundle that waits for it."""
        decisions = {
            case.pk: Decision(Case.Outcome(outcome), self.request.POST.get(f"words-{case.pk}", ""))
            for case in self.cases
            if (outcome := self.request.POST.get(f"outcome-{case.pk}", "")) in Case.Outcome.values
        }
        if not decisions:
            raise ApplicationInvalid(problem=_("Choose a decision for at least one case."))
        numbers = {case.pk: case.number for case in self.cases}
        decided = decide_and_approve(self.object.pk, decisions, actor=self.actor)
        for pk, error in decided.answers.items():
            if error:
                messages.error(self.request, f"{numbers[pk]}：{error} {error.next_step}")
        say_bundle(self.request, decided)
        done = [numbers[pk] for pk, error in decided.answers.items() if error is None]
        return _("Decided: %(numbers)s.") % {"numbers": _(", ").join(done)} if done else ""

    def _fill(self) -> str:
        bundle = fill_bundle(self.object.pk, actor=self.actor, complete="complete" in self.request.POST)
        return _("Bundle %(bundle)s holds a draft for each case.") % {"bundle": bundle}

    def _adopt(self) -> str:
        chosen = self.request.POST.get("bundle", "")
        bundle = adopt_bundle(self.object.pk, int(chosen) if chosen.isdecimal() else 0, actor=self.actor)
        return _("The certificates of bundle %(bundle)s belong to the cases now.") % {"bundle": bundle}

    def _serve(self) -> str:
        sent, proof = self.request.POST, self.request.FILES.get("proof")
        chosen = sent.get("notice", "")
        notice = serve(
            int(chosen) if chosen.isdecimal() else 0,
            Notice.Way.POST if sent.get("tracking", "").strip() else Notice.Way.WINDOW,
            proof=proof.read() if proof else b"",
            tracking=sent.get("tracking", ""),
            actor=self.actor,
        )
        return _("Notice %(notice)s is served.") % {"notice": notice}

    def _hand_over(self) -> str:
        sent, signature = self.request.POST, self.request.FILES.get("signature")
        hand_over(
            self.object.pk,
            HandOver.Way.POST if sent.get("way") == HandOver.Way.POST else HandOver.Way.WINDOW,
            receiver=sent.get("receiver", ""),
            signature=signature.read() if signature else b"",
            tracking=sent.get("tracking", ""),
            actor=self.actor,
        )
        return _("Given out. All cases are concluded.")
