"""What the applicant was told to bring by the last notice of it, and has not brought since."""

from collections.abc import Iterable

from casework.models import Application, ApplicationMaterial, Case, CaseEvent, Notice
from casework.notices.words import Content


def last_notice(application: Application) -> Notice | None:
    """Of what is missing before acceptance."""
    notices = application.notices.filter(kind=Notice.Kind.MORE)
    return notices.select_related("entry").order_by("-pk").first()


def last_notice_of(case: Case) -> Notice | None:
    """None where no notice named this case."""
    was_told = any(each.what == CaseEvent.What.ASKED_FOR_MORE for each in case.events.all())
    return last_notice(case.application) if was_told else None


def still_told(sent: Notice | None, materials: Iterable[ApplicationMaterial]) -> dict[int, str]:
    """Remarks of the notice on papers that have neither come anew since nor may follow, by the key of the material."""
    remarks = Content.of(sent.content).remarks if sent else {}
    return {
        each.pk: remarks[each.key] for each in materials if sent and each.key in remarks and not _is_settled(each, sent)
    }


def _is_settled(material: ApplicationMaterial, sent: Notice) -> bool:
    came_anew = material.came_at is not None and material.came_at > sent.written_at
    return came_anew or material.state == ApplicationMaterial.State.DEFERRED
