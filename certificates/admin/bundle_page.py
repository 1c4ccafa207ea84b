"""Everything that the page of one bundle shows, read once: steps, table, findings, what may be pressed and why not."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau import audit, calendar
from bureau.models import User
from bureau.policy import may_here
from bureau.roles import Verb
from bureau.worker import worker_is_alive
from certificates.admin.access import may_open_closed
from certificates.admin.bundle_edits import as_drafts, shown_json
from certificates.admin.matrix import Look, Matrix, Remark, make_matrix
from certificates.bundle_checks import check_bundle, number_of_bundle_checks
from certificates.definition import Minting
from certificates.findings import Finding, must_fix
from certificates.four_eyes import why_not_approve, why_not_issue
from certificates.models import Bundle, Certificate

State = Bundle.State
CHECKED_STATES = {State.DRAFT, State.CHECKED, State.APPROVED, State.ISSUING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One station of the way: 填写, 检查, 批准, 签发, 已发出."""

    number: int
    name: str
    who: str
    state: str  # done, now or later


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a certificate's column."""

    certificate: Certificate
    url: str
    number: str
    musts: int
    reminders: int
    preview: str  # address of the draft, or of the signed file
    checks: int
    selected: bool

    @property
    def passed(self) -> int:
        return self.checks - self.musts - self.reminders

    @property
    def name(self) -> str:
        return self.certificate.part or self.certificate.definition.short_name or self.certificate.definition.name


class BundlePage:
    """The page for one person at one moment."""

    def __init__(
        self, bundle: Bundle, actor: User, *, selected: int | None, wants_edit: bool, look: Look | None, closed: bool
    ) -> None:
        self.bundle = bundle
        self.actor = actor
        self.office = bundle.project.office
        self.wants_edit = wants_edit
        self.sees_closed = closed
        self._selected = selected
        self._look = look

    # What is there

    @cached_property
    def certificates(self) -> list[Certificate]:
        rows = self.bundle.certificates.select_related("type_version", "entry", "pdf", "supersedes")
        return list(rows.order_by("position"))

    @cached_property
    def in_print_order(self) -> list[Certificate]:
        return sorted(self.certificates, key=lambda each: (each.print_order, each.position))

    @property
    def is_checked(self) -> bool:
        """Whether checks still mean something: not once it is issued or withdrawn."""
        return self.bundle.state in CHECKED_STATES

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return check_bundle(self.bundle) if self.bundle.state in CHECKED_STATES else ()

    @cached_property
    def musts(self) -> int:
        return len(must_fix(self.findings))

    @property
    def reminders(self) -> int:
        return len(self.findings) - self.musts

    @cached_property
    def matrix(self) -> Matrix:
        look = self._look or Look(editable=self.editing, sees_closed=self.sees_closed)
        return make_matrix(as_drafts(self.certificates), self.findings, look)

    @property
    def remarks(self) -> list[Remark]:
        return self.matrix.remarks

    @property
    def shown(self) -> str:
        return shown_json(as_drafts(self.certificates), sees_closed=self.sees_closed)

    @cached_property
    def selected(self) -> int:
        keys = [each.pk for each in self.certificates]
        first_wrong = next((each.certificate for each in self.findings if each.certificate in keys), None)
        return self._selected if self._selected in keys else (first_wrong or keys[0])

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(each) for each in self.certificates]

    @property
    def musts_words(self) -> str:
        """What must be mended before what."""
        count = self.musts
        words = {
            State.DRAFT: ngettext(
                "%(n)s thing to mend before it can be sent.", "%(n)s things to mend before it can be sent.", count
            ),
            State.CHECKED: ngettext(
                "%(n)s thing to mend before it can be approved.",
                "%(n)s things to mend before it can be approved.",
                count,
            ),
        }
        later = ngettext(
            "%(n)s thing to mend before it can be issued.", "%(n)s things to mend before it can be issued.", count
        )
        return words.get(State(self.bundle.state), later) % {"n": count}

    @property
    def bundle_checks(self) -> int:
        return number_of_bundle_checks()

    @property
    def bundle_findings(self) -> list[Finding]:
        return [each for each in self.findings if each.certificate is None]

    @cached_property
    def last_saved(self) -> datetime | None:
        saving = ["create_bundle", "edit_bundle", "enter_from_spreadsheet"]
        saved = audit.history(self.bundle).filter(action__in=[f"certificates.{each}" for each in saving])
        return saved.values_list("timestamp", flat=True).first()

    @property
    def issue_day(self) -> str:
        if self.bundle.issue_day is None:
            return _("on the day of issue")
        day = self.bundle.issue_day
        return f"{day.year}年{day.month}月{day.day}日"

    # What may be done

    @cached_property
    def may_edit(self) -> bool:
        return self.bundle.is_editable and may_here(self.actor, Verb.PREPARE_BUNDLE, self.office)

    @property
    def editing(self) -> bool:
        """A draft is open for typing at once; one that was sent is opened on purpose, since an edit takes it back."""
        return self.may_edit and (self.bundle.state == State.DRAFT or self.wants_edit)

    @property
    def may_order_prints(self) -> bool:
        return may_here(self.actor, Verb.PREPARE_BUNDLE, self.office) and self.bundle.state != State.WITHDRAWN

    @property
    def may_return(self) -> bool:
        return self.bundle.state in {State.CHECKED, State.APPROVED} and not why_not_approve(self.bundle, self.actor)

    @cached_property
    def may_withdraw(self) -> bool:
        if self.bundle.state == State.DRAFT and may_here(self.actor, Verb.PREPARE_BUNDLE, self.office):
            return True
        open_states = {State.DRAFT, State.CHECKED, State.APPROVED, State.ISSUING}
        return self.bundle.state in open_states and may_here(self.actor, Verb.ISSUE_BUNDLE, self.office)

    @property
    def asked_steps(self) -> list[str]:
        """Steps that the page asks about in a dialog."""
        wanted = {
            "issue": self.bundle.state == State.APPROVED and not self.why_not and not self.no_worker,
            "return": self.may_return,
            "withdraw": self.may_withdraw,
        }
        return [step for step, is_wanted in wanted.items() if is_wanted]

    @property
    def may_open_closed(self) -> bool:
        return not self.sees_closed and may_open_closed(self.actor, self.office)

    @cached_property
    def why_not(self) -> str:
        """Why this person may not press the button of the present step; "" when they may."""
        match self.bundle.state:
            case State.DRAFT if not self.may_edit:
                return _("Preparing is for the case officer's or the issuer's post.")
            case State.CHECKED | State.APPROVED if self.musts:
                return _("Something is to be mended first. The preparer mends it and sends it again.")
            case State.CHECKED:
                return why_not_approve(self.bundle, self.actor)
            case State.APPROVED | State.ISSUING:
                return why_not_issue(self.bundle, self.actor)
        return ""

    @cached_property
    def no_worker(self) -> bool:
        return self.bundle.state in {State.APPROVED, State.ISSUING} and not worker_is_alive()

    # The way

    @property
    def steps(self) -> list[Step]:
        now = {State.DRAFT: 2, State.CHECKED: 3, State.APPROVED: 4, State.ISSUING: 4, State.ISSUED: 6}.get(
            State(self.bundle.state), 0
        )
        names = [_("Fill in"), _("Check"), _("Approve"), _("Issue"), _("All issued")]
        whos = [
            str(self.bundle.prepared_by or ""),
            self._checked_words(),
            str(self.bundle.approved_by or _("chief approver")),
            str(self.bundle.issued_by or self._issuer_words()),
            self._issued_words(),
        ]
        return [
            Step(
                number=number,
                name=name,
                who=who,
                state="now" if number == now else "done" if number < now else "later",
            )
            for number, (name, who) in enumerate(zip(names, whos, strict=True), start=1)
        ]

    def _checked_words(self) -> str:
        if self.bundle.state not in CHECKED_STATES:
            return _("passed") if self.bundle.state == State.ISSUED else ""
        words = []
        if self.musts:
            words.append(ngettext("%(n)s to mend", "%(n)s to mend", self.musts) % {"n": self.musts})
        if self.reminders:
            words.append(ngettext("%(n)s reminder", "%(n)s reminders", self.reminders) % {"n": self.reminders})
        return "，".join(words) or _("nothing to mend")

    def _issuer_words(self) -> str:
        return _("issuer") if self.office.preparer_may_issue else _("another issuer")

    def _issued_words(self) -> str:
        count = len(self.certificates)
        if self.bundle.issued_at is not None:
            moment = self.bundle.issued_at.astimezone(calendar.now().tzinfo)
            return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
        return ngettext("%(n)s certificate at once", "%(n)s certificates at once", count) % {"n": count}

    def _head(self, certificate: Certificate) -> Head:
        own = [each for each in self.findings if each.certificate == certificate.pk]
        musts = len(must_fix(own))
        issued = certificate.state != Certificate.State.DRAFT
        return Head(
            certificate=certificate,
            url=reverse("certificate_staff", args=[certificate.pk]),
            number=self._number(certificate),
            musts=musts,
            reminders=len(own) - musts,
            preview=reverse("certificate_pdf" if issued else "bundle_preview", args=[certificate.pk]),
            checks=len(certificate.definition.fields),
            selected=certificate.pk == self.selected,
        )

    def _number(self, certificate: Certificate) -> str:
        if certificate.number or certificate.entry:
            return certificate.number or str(certificate.entry)
        own = certificate.definition.numbers.minting is Minting.OWN
        if not own and self.office.imports_numbers(calendar.today()):
            return _("waits for its supervision number")
        return _("number taken at issue")
