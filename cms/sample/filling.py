"""From facts back to the fields that editors fill in: for the sample, whose matters are kept as facts."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.documents.models import Document

from cms.matters.facts import MatterFacts
from cms.models import Matter

PLAIN = (
    "code", "name", "summary", "order", "implementation_code", "who", "note", "on_application", "statutory_days",
    "extension_days", "promised_days", "fee_yuan", "fee_note", "fee_basis", "trips", "trips_note", "online_url",
    "result_name", "result_kind", "result_note", "slogan", "keeper", "checked_on", "is_sample",
)  # fmt: skip


def fill(matter: Matter, facts: MatterFacts, form: Document | None = None, filled: Document | None = None) -> None:
    """``form`` is offered to readers, empty; ``filled`` shows how the first material, the application, is filled in."""
    for name in PLAIN:
        setattr(matter, name, getattr(facts, name))
    matter.topic, matter.online_level = facts.topic.value, facts.online_level.value
    matter.conditions = [_block("condition", each.id, each.text) for each in facts.conditions]
    matter.situations = [_block("situation", each.id, _values(each, "key", "name")) for each in facts.situations]
    materials = [_block("material", each.id, _material(each)) for each in facts.materials]
    if form and filled:
        matter.forms = [
            _block("form", str(uuid5(NAMESPACE_URL, f"{facts.code} form")), {"document": form.pk, "name": ""})
        ]
        materials[0]["value"]["sample"] = filled.pk
    matter.materials = materials
    matter.steps = [_block("step", each.id, _step(each)) for each in facts.steps]
    matter.basis = [_block("citation", each.id, _values(each, "law", "articles", "url")) for each in facts.basis]
    matter.questions = [_block("question", each.id, _values(each, "question", "answer")) for each in facts.questions]
    if facts.major:
        matter.major_name = facts.major.name
        matter.major_statutory_days = facts.major.statutory_days
        matter.major_promised_days = facts.major.promised_days
    if facts.before:
        for name, value in facts.before:
            setattr(matter, f"before_{name}", value)


def _block(kind: str, key: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "value": value}


def _values(part: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names}


def _material(part: Any) -> dict[str, Any]:
    values = _values(part, "name", "help", "originals", "copies", "electronic", "source_note", "defer_days")
    return {**values, "source": part.source.value, "only_in": " ".join(part.only_in), "sample": None}


def _step(part: Any) -> dict[str, Any]:
    return {**_values(part, "name", "days", "with_previous", "may_pause", "on_site", "note"), "role": part.role.value}
