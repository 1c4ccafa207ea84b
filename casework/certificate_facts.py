"""What certificates will state of the cases of an application (证书内容), before a bundle holds their drafts.

Entered once, at the window or by who reviews, beside the review; the drafts of `fill_bundle` take it over.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from casework.models import Application, Case
from certificates.actions.create_bundle import known_values
from certificates.definition import TypeDefinition
from certificates.facts import Value
from certificates.models import CertificateType, CertificateTypeVersion

State = Case.State


@dataclass(frozen=True, slots=True)
class Stated:
    """One case that will end in a certificate of ``definition``. ``values``: of the project, and what was entered."""

    case: Case
    definition: TypeDefinition
    values: dict[str, Value]


def kinds_of(cases: Collection[Case]) -> dict[str, CertificateTypeVersion]:
    """The version that new drafts use of each kind in which ``cases`` end, by its code; none of an unpublished kind."""
    codes = {each.facts.result_kind for each in cases}
    kinds = CertificateType.objects.filter(code__in=codes).exclude(current=None).select_related("current")
    return {each.code: each.current for each in kinds if each.current is not None}


def stated_of(application: Application) -> Iterator[Stated]:
    """Of the cases that may still end in a certificate and have none yet, in their order."""
    cases = list(
        application.cases.filter(state__in=[State.RECEIVED, State.ACCEPTED, State.DECIDED], certificate=None)
        .exclude(outcome=Case.Outcome.DENIED)
        .select_related("version")
        .order_by("pk")
    )
    kinds = kinds_of(cases)
    prefetch_related_objects([application.project], "parcels")
    for case in cases:
        if kind := kinds.get(case.facts.result_kind):
            definition = kind.definition
            yield Stated(case, definition, known_values(application.project, definition) | case.values)
