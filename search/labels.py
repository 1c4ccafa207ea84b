"""The words of facets, states and readings, for every list of results."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from bureau.models import Office
from certificates.models import CertificateType
from search.contract import Reading, Understood
from search.kinds import KINDS

Words = str | Promise

TITLES: dict[str, Words] = {
    "kind": pgettext_lazy("facet", "What"),
    "type": gettext_lazy("Certificate"),
    "year": gettext_lazy("Year"),
    "district": gettext_lazy("County or district"),
    "state": gettext_lazy("Status now"),
    "office": gettext_lazy("Office"),
}
STATES: dict[str, Words] = {
    "issued": pgettext_lazy("status", "In force"),
    "superseded": pgettext_lazy("status", "Replaced"),
    "revoked": pgettext_lazy("status", "No longer valid"),
    "expired": pgettext_lazy("status", "Expired"),
    "received": gettext_lazy("received"),
    "refused": gettext_lazy("not accepted"),
    "accepted": gettext_lazy("under way"),
    "decided": gettext_lazy("decided"),
    "concluded": gettext_lazy("concluded"),
    "withdrawn": gettext_lazy("withdrawn"),
    "live": pgettext_lazy("status", "Published"),
    "changed": pgettext_lazy("status", "Published, changed since"),
    "draft": pgettext_lazy("status", "Not published"),
}
READINGS: dict[Reading, Words] = {
    Reading.WHOLE_NUMBER: gettext_lazy("Number %(text)s"),
    Reading.NUMBER_BEGINNING: gettext_lazy("Number begins with %(text)s"),
    Reading.NUMBER_TAIL: gettext_lazy("Number ends in %(text)s"),
    Reading.SYNONYM: gettext_lazy("Also searched: %(text)s"),
    Reading.CUT: gettext_lazy("Only the first %(text)s characters were searched"),
}


def facet_labels() -> dict[str, Mapping[str, Words]]:
    """By facet: the words of its values, where they are not words already. Two queries."""
    return {
        "kind": {kind.name: kind.label for kind in KINDS},
        "type": dict(CertificateType.objects.values_list("code", "name")),
        "state": STATES,
        "office": {str(pk): name for pk, name in Office.objects.values_list("pk", "name")},
    }


def understood_words(understood: Iterable[Understood]) -> list[str]:
    return [str(READINGS[each.reading]) % {"text": each.text} for each in understood if each.reading in READINGS]
