"""Taking an application in (收件): one for a project, with all matters that are asked for and what they need, once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import audit, calendar, personal
from bureau.access import may, require
from bureau.models import User
from bureau.roles import Role, Verb
from casework.actions.recording import What, add_event
from casework.clock import Regime
from casework.errors import ApplicationInvalid, MandateMissing, MatterWithdrawn
from casework.models import Application, ApplicationMaterial, Case, CaseStep
from casework.models.case import regime_of
from casework.numbers import take_numbers
from certificates.codes import new_public_id
from certificates.facts import Values
from certificates.models import Project
from cms.matters.facts import MatterFacts, StepRole
from cms.matters.joint import Needed, needed
from cms.models import Matter, MatterVersion
from documents import store
from documents.models import LedgerEntry, StoredFile
from documents.uploads import taken

MOST_MATTERS = 50
PHONE = re.compile(r"[+0-9][0-9 ()\-]{4,30}\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """One matter that is applied for. The same matter may be asked for several times, for parts of the project."""

    matter: Matter
    situation: str = ""
    is_major: bool = False
    part: str = ""
    values: Values = field(default_factory=dict)  # facts of the certificate, under the keys of its kind


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the office calls and writes to; kept encrypted, apart from the case."""

    name: str
    phone: str
    email: str = ""
    address: str = ""  # where results are posted to

    def facts(self) -> Mapping[str, str]:
        return {"name": self.name, "phone": self.phone, "email": self.email, "address": self.address}


def receive_application(
    project: Project,
    asked: Sequence[Asked],
    *,
    contact: Contact,
    actor: User,
    promised_days: int | None = None,
    promise_reason: str = "",
    mandate: bytes = b"",
) -> Application:
    """Makes the application, its cases with their numbers and steps, and the list of materials.

    ``promised_days``: sooner than the matters promise, with the reason. Each case keeps the version of its matter.
    ``mandate``: the paper that the applicant signed for a helper (帮办员), who is whoever may take in but not answer.
    Raises NotAllowed, MatterWithdrawn, MandateMissing, FileKindRefused, or ApplicationInvalid, which names the field.
    """
    office = project.office
    require(actor, Verb.RECEIVE_APPLICATION, office)
    helps = not may(actor, Verb.ANSWER_APPLICATION, office)
    check_request(asked, contact)
    if helps and not mandate:
        raise MandateMissing(applicant=project.applicant)
    if mandate and not helps:
        raise ApplicationInvalid(problem=_("Mandate: only a helper gives one; hand it in as a material."))
    signed = _stored_mandate(mandate) if mandate else None
    with transaction.atomic():
        application = take_in(
            project,
            asked,
            contact=contact,
            by=actor,
            promised_days=promised_days,
            promise_reason=promise_reason,
            mandate=store.record(signed[0], size=len(mandate), media_type=signed[1]) if signed else None,
        )
        audit.record(
            application,
            "casework.receive",
            actor=actor,
            office=project.office,
            verb=Verb.RECEIVE_APPLICATION,
            data={"cases": list(application.cases.values_list("number", flat=True))},
        )
        if signed:
            audit.record(application, "casework.help", actor=actor, office=office, data={"mandate": signed[0]})
    return application


def _stored_mandate(mandate: bytes) -> tuple[str, str]:
    """Hash and media type. Written before the transaction, like all files."""
    media_type = taken(mandate, _("Mandate"))
    return store.write(mandate), media_type


def check_request(asked: Sequence[Asked], contact: Contact) -> None:
    """What can be said before anything is locked. Raises ApplicationInvalid."""
    if not contact.name.strip():
        raise ApplicationInvalid(problem=_("Contact: give the name of the person whom we can ask."))
    if not PHONE.match(contact.phone.strip()):
        raise ApplicationInvalid(problem=_("Phone: give a number with at least five digits, such as 0737-000 0001."))
    if not 1 <= len(asked) <= MOST_MATTERS:
        raise ApplicationInvalid(problem=_("An application is for 1 to 50 matters; choose them."))


def take_in(
    project: Project,
    asked: Sequence[Asked],
    *,
    contact: Contact,
    by: User | None,
    promised_days: int | None = None,
    promise_reason: str = "",
    mandate: StoredFile | None = None,
) -> Application:
    """The rows of an application, within the caller's transaction; ``by`` None: it was filed online.

    ``mandate``: of the applicant for ``by``, who is a helper.
    """
    versions = [_offered(each.matter, project) for each in asked]
    promises = [_promise(one, version.facts, promised_days) for one, version in zip(asked, versions, strict=True)]
    if promised_days is not None and not promise_reason.strip():
        raise ApplicationInvalid(problem=_("Say why this application is promised sooner; the applicant reads it."))
    public_id = new_public_id()
    application = Application.objects.create(
        office=project.office,
        project=project,
        public_id=public_id,
        promised_days=promised_days,
        promise_reason=promise_reason.strip(),
        contact=personal.keep(contact.facts()),
        phone_hash=personal.phone_hash(contact.phone, of=public_id),
        received_by=by,
        received_at=calendar.now(),
        helper=by if mandate else None,
        mandate=mandate,
        is_sample=project.is_sample,
    )
    _list_materials(application, [(v.facts, one.situation or None) for one, v in zip(asked, versions, strict=True)])
    for entry, one, version, (promised, statutory) in zip(
        take_numbers([project.project_code] * len(asked)), asked, versions, promises, strict=True
    ):
        case = _new_case(application, entry, one, version, promised_days=promised, statutory_days=statutory)
        CaseStep.objects.bulk_create(_steps(case, version.facts))
        add_event(case, What.RECEIVED, by=by)
    return application


def _new_case(application: Application, entry: LedgerEntry, one: Asked, version: MatterVersion, **days: int) -> Case:
    return Case.objects.create(
        application=application,
        office=application.office,
        entry=entry,
        number=entry.text,
        matter=one.matter,
        version=version,
        situation=one.situation,
        is_major=one.is_major,
        part=one.part,
        values=dict(one.values),
        regime=regime_of(version.facts).value,
        extension_days=version.facts.extension_days,
        fee_yuan=version.facts.fee_yuan,
        **days,
    )


def _offered(matter: Matter, project: Project) -> MatterVersion:
    """The version in force now. Raises MatterWithdrawn."""
    found = Matter.objects.offered().filter(pk=matter.pk).select_related("current_version").first()
    if found is None or found.current_version is None:
        raise MatterWithdrawn(matter=matter)
    if found.office_id != project.office_id:
        raise ApplicationInvalid(problem=_("%(matter)s is a matter of another office.") % {"matter": matter})
    version: MatterVersion = found.current_version
    return version


def _promise(one: Asked, facts: MatterFacts, sooner: int | None) -> tuple[int, int]:
    """Promised and statutory days. Raises ApplicationInvalid: unknown situation, no major class, a later promise."""
    if one.situation and one.situation not in {each.key for each in facts.situations}:
        raise ApplicationInvalid(problem=_("%(matter)s: choose one of its situations.") % {"matter": facts.name})
    if one.is_major and facts.major is None:
        raise ApplicationInvalid(problem=_("%(matter)s has no class of major cases.") % {"matter": facts.name})
    days = facts.major if one.is_major and facts.major else facts
    if sooner is not None and sooner > days.promised_days:
        raise ApplicationInvalid(
            problem=_("%(matter)s promises %(days)s working days; give no more than that.")
            % {"matter": facts.name, "days": days.promised_days}
        )
    return days.promised_days if sooner is None else sooner, days.statutory_days


def materials_of(several: Sequence[tuple[MatterFacts, str | None]]) -> list[Needed]:
    """Each paper once, whichever matters ask for it; nothing that registration needs may follow later."""
    registrations = {facts.code for facts, _situation in several if regime_of(facts) is Regime.REGISTRATION}
    once = {(facts.code, situation): (facts, situation) for facts, situation in several}
    return [
        replace(each, material=each.material.model_copy(update={"defer_days": None}))
        if registrations & set(each.codes)
        else each
        for each in needed(list(once.values()))
    ]


def _list_materials(application: Application, several: Sequence[tuple[MatterFacts, str | None]]) -> None:
    ApplicationMaterial.objects.bulk_create(
        ApplicationMaterial(
            application=application,
            position=position,
            key=each.material.id,
            name=each.material.name,
            help=each.material.help,
            needed_by=list(dict.fromkeys(each.codes)),
            originals=each.material.originals,
            copies=each.material.copies,
            electronic=each.material.electronic,
            is_shared=each.material.is_shared,
            defer_days=each.material.defer_days,
        )
        for position, each in enumerate(materials_of(several), start=1)
    )


def _steps(case: Case, facts: MatterFacts) -> Iterator[CaseStep]:
    """What staff do, in turns: steps that go together share one. The first turn begins with the receipt."""
    turn = 0
    done_by_staff = [each for each in facts.steps if each.role is not StepRole.APPLICANT]
    for position, step in enumerate(done_by_staff, start=1):
        if not (step.with_previous and turn):
            turn += 1
        yield CaseStep(
            case=case,
            turn=turn,
            position=position,
            name=step.name,
            role=Role(step.role.value).value,
            days=step.days,
            on_site=step.on_site,
            begun_at=case.application.received_at if turn == 1 else None,
        )
