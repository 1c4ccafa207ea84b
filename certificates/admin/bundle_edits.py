"""What a posted bundle page says: which values, parts and marks differ from what is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from bureau.models import User
from certificates.actions.edit_bundle import edit_parts, edit_values
from certificates.admin.cells import parsed
from certificates.admin.matrix import Draft, Look, inputs
from certificates.admin.whole_numbers import whole_number
from certificates.facts import Value
from certificates.models import Bundle, Certificate


@dataclass(slots=True)
class Edits:
    """Changes against the stored bundle. Empty when nothing was typed."""

    revision: int
    values: dict[int, dict[str, Value]] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)
    complete: bool | None = None

    def save(self, bundle: Bundle, actor: User) -> bool:
        """Writes them through the actions; False when there was nothing to write. Raises StaleEdit and the like."""
        revision = self.revision
        if self.values:
            revision = edit_values(bundle.pk, self.values, revision=revision, actor=actor).revision
        if self.parts or self.complete is not None:
            revision = edit_parts(
                bundle.pk, self.parts, complete=self.complete, revision=revision, actor=actor
            ).revision
        return revision != self.revision


def as_drafts(certificates: Sequence[Certificate]) -> list[Draft]:
    return [Draft(pk=each.pk, definition=each.definition, values=each.values, part=each.part) for each in certificates]


def read_edits(data: QueryDict, bundle: Bundle, certificates: Sequence[Certificate], *, sees_closed: bool) -> Edits:
    edits = Edits(_number(data.get("revision"), bundle.revision))
    for name, (stored, fields) in inputs(as_drafts(certificates), sees_closed=sees_closed).items():
        text = str(data.get(name, stored))
        if _plain(text) == _plain(stored):
            continue
        for pk, each in fields.items():
            edits.values.setdefault(pk, {})[each.key] = parsed(each, text)
    for certificate in certificates:
        part = data.get(f"part-{certificate.pk}", certificate.part).strip()
        if part != certificate.part:
            edits.parts[certificate.pk] = part
    if "marks" in data and (complete := "complete" in data) != bundle.complete:
        edits.complete = complete
    return edits


def look_after_refusal(data: QueryDict, drafts: Sequence[Draft], *, sees_closed: bool) -> Look:
    """The table with what was typed kept, and beside it what a colleague saved meanwhile in the same cells."""
    shown = shown_in(data)
    stored = {name: text for name, (text, _fields) in inputs(drafts, sees_closed=sees_closed).items()}
    typed = {name: text for name, text in typed_anew(data).items() if name in stored}
    differs = frozenset(name for name in typed if _plain(stored[name]) != _plain(shown.get(name, "")))
    return Look(editable=True, sees_closed=sees_closed, typed=typed, stored_differs=differs)


def typed_anew(data: QueryDict) -> dict[str, str]:
    """What differs from what the page showed, by input, whether the table still has the input or not."""
    shown = shown_in(data)
    cells = {name: str(text) for name, text in data.items() if name.startswith(("v-", "s-"))}
    return {name: text for name, text in cells.items() if _plain(text) != _plain(shown.get(name, ""))}


def shown_json(drafts: Sequence[Draft], *, sees_closed: bool) -> str:
    """What the inputs hold as the page is made: the form carries it, so that a late save tells who changed what."""
    found = inputs(drafts, sees_closed=sees_closed)
    return json.dumps({name: text for name, (text, _fields) in found.items() if text}, ensure_ascii=False)


def shown_in(data: QueryDict) -> Mapping[str, str]:
    try:
        found = json.loads(data.get("shown", "{}"))
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _plain(text: str) -> str:
    """Without what browsers change in line ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _number(text: str | None, default: int) -> int:
    number = whole_number(text)
    return default if number is None else number
