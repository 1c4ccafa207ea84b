"""From the fields that editors fill in to the frozen statement that everything else reads."""

from typing import TYPE_CHECKING, Any

from wagtail.blocks import StreamValue
from wagtail.documents.models import Document

from cms.blocks import children
from cms.harmless import harmless
from cms.matters.facts import (
    Basis,
    Before,
    File,
    Material,
    MatterFacts,
    OnlineLevel,
    Part,
    Promise,
    Question,
    Situation,
    Source,
    Step,
    StepRole,
    Topic,
)

if TYPE_CHECKING:
    from cms.models.matter import Matter


def facts_of(matter: "Matter", files: bool = True) -> MatterFacts:
    """What ``matter`` states as it stands; a draft may lack things, which cms.matters.rules names.

    Without ``files``, which are those of the Chinese matter, a translation is read without asking for documents.
    """
    materials = matter.materials if files else _without_samples(matter.materials)
    return MatterFacts(
        code=matter.code,
        name=matter.name,
        summary=matter.summary,
        topic=Topic(matter.topic),
        order=matter.order,
        basic_catalogue_code=matter.catalogue_entry.code if matter.catalogue_entry else "",
        implementation_code=matter.implementation_code,
        who=matter.who,
        conditions=tuple(Part(id=_id(each), text=each.value) for each in children(matter.conditions)),
        note=harmless(matter.note),
        on_application=matter.on_application,
        situations=tuple(
            Situation(id=_id(each), key=each.value["key"] or "", name=each.value["name"])
            for each in children(matter.situations)
        ),
        materials=tuple(_material(each) for each in children(materials)),
        forms=tuple(
            _file(_id(each), each.value["document"], each.value["name"])
            for each in (children(matter.forms) if files else ())
            if each.value["document"]
        ),
        steps=tuple(_step(each) for each in children(matter.steps)),
        statutory_days=matter.statutory_days,
        extension_days=matter.extension_days,
        promised_days=matter.promised_days,
        major=_major(matter),
        fee_yuan=matter.fee_yuan,
        fee_note=matter.fee_note,
        fee_basis=matter.fee_basis,
        trips=matter.trips,
        trips_note=matter.trips_note,
        online_level=OnlineLevel(matter.online_level),
        online_url=matter.online_url,
        windows=tuple(sorted(window.pk for window in matter.windows.all())),
        post=matter.post_id,
        result_name=matter.result_name,
        result_kind=matter.result_kind,
        result_note=matter.result_note,
        basis=tuple(
            Basis(id=_id(each), law=each.value["law"], articles=each.value["articles"], url=each.value["url"] or "")
            for each in children(matter.basis)
        ),
        questions=tuple(
            Question(id=_id(each), question=each.value["question"], answer=harmless(each.value["answer"].source))
            for each in children(matter.questions)
        ),
        before=_before(matter),
        slogan=matter.slogan,
        keeper=matter.keeper,
        checked_on=matter.checked_on,
        is_sample=matter.is_sample,
    )


def _without_samples(materials: StreamValue) -> StreamValue:
    """Reading one line of a stream fetches the files of all its lines."""
    raw = [{**each, "value": {**each["value"], "sample": None}} for each in materials.raw_data]
    return StreamValue(materials.stream_block, raw, is_lazy=True)


def documents_of(matter: "Matter") -> set[Document]:
    """The files that ``facts_of`` names."""
    forms = {each.value["document"] for each in children(matter.forms)}
    samples = {each.value["sample"] for each in children(matter.materials)}
    return (forms | samples) - {None}


def _id(child: Any) -> str:
    """Empty for a line that was never saved."""
    return str(child.id or "")


def _material(child: Any) -> Material:
    value = child.value
    return Material(
        id=_id(child),
        name=value["name"],
        help=value["help"] or "",
        originals=value["originals"] or 0,
        copies=value["copies"] or 0,
        electronic=bool(value["electronic"]),
        source=Source(value["source"] or Source.APPLICANT),
        source_note=value["source_note"] or "",
        defer_days=value["defer_days"],
        only_in=tuple((value["only_in"] or "").split()),
        sample=_file(f"{_id(child)}-sample", value["sample"], "") if value["sample"] else None,
    )


def _step(child: Any) -> Step:
    value = child.value
    return Step(
        id=_id(child),
        name=value["name"],
        role=StepRole(value["role"] or StepRole.CASE_OFFICER),
        days=value["days"] or 0,
        with_previous=bool(value["with_previous"]),
        may_pause=bool(value["may_pause"]),
        on_site=bool(value["on_site"]),
        note=value["note"] or "",
    )


def _file(key: str, document: Any, name: str) -> File:
    return File(
        id=key,
        name=name or document.title,
        url=document.url,
        kind=document.file_extension.upper(),
        size=document.get_file_size() or 0,
        sha256=document.get_file_hash() or "",
    )


def _major(matter: "Matter") -> Promise | None:
    if matter.major_statutory_days is None or matter.major_promised_days is None:
        return None
    return Promise(
        name=matter.major_name,
        statutory_days=matter.major_statutory_days,
        promised_days=matter.major_promised_days,
    )


def _before(matter: "Matter") -> Before | None:
    values = (
        matter.before_links,
        matter.before_materials,
        matter.before_days,
        matter.before_fee_yuan,
        matter.before_trips,
    )
    links, materials, days, fee, trips = values
    if links is None or materials is None or days is None or fee is None or trips is None:
        return None
    return Before(links=links, materials=materials, days=days, fee_yuan=fee, trips=trips)
