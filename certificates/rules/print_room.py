"""B15: every character can be drawn, and what does not fit its place in print is said beforehand."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.facts import make_facts
from certificates.findings import BundleSnapshot, CertificateView, Finding, must_fix
from certificates.printing import How, fits
from certificates.rules.schema import Subject, check_values
from certificates.rules.wording import must, name_of, remind, several
from documents.rendering.fonts import missing_characters

NO_GLYPH = _("%(name)s: no font has %(characters)s of %(label)s. Replace it, or ask for a font that has it.")
TO_ANNEX = _("%(name)s: %(label)s is too long for its place and will be printed on the annex page. You may shorten it.")


def b15(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Characters that no font has are named, never replaced; long values are told to go to the annex."""
    for view in snapshot.certificates:
        for field in view.definition.fields:
            found = dict.fromkeys(
                each for text in _texts(view.values.get(field.key)) for each in missing_characters(text)
            )
            if found:
                named = several(f"{each} (U+{ord(each):04X})" for each in found)
                yield must("B15", NO_GLYPH, view, field.key, characters=named)
        yield from _room(snapshot, view)


def _texts(value: Any) -> Iterable[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


def _room(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    """Only for values that pass the schema: others cannot be set in type."""
    if must_fix(check_values(Subject(definition=view.definition, name=name_of(view)), view.values)):
        return
    facts = make_facts(
        view.definition,
        view.values,
        number=view.number,
        project_code=snapshot.project_code,
        issuer=snapshot.office_name,
        issuer_uscc="",
        issued_on=snapshot.issue_day,
    )
    for overflow in fits(facts, view.definition):
        if overflow.how is How.ANNEX:
            yield remind("B15", TO_ANNEX, view, overflow.key)
