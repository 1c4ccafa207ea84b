"""B10: permits that refer to permits, and which land permit of the bundle a works permit belongs to."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from certificates.findings import BundleSnapshot, CertificateView, Finding
from certificates.rules.named import SAME_BATCH
from certificates.rules.wording import must, name_of, several
from documents.number_keys import number_key

LAND_KEY, WORKS_KEY = "land_permit_number", "works_permit"
NO_LAND = _("%(name)s: %(label)s is empty and this bundle holds no land permit. Enter the one in force: %(known)s.")
NO_LAND_AT_ALL = _("%(name)s: the project has no land permit in force. Add one to the bundle, or attach it.")
WHICH_LAND = _(
    "%(name)s: the bundle holds several land permits (%(known)s). Give the parcels, so that one of them fits."
)
OTHER_LAND = _(
    "%(name)s: %(label)s is %(number)s, which is no land permit in force of this project. Correct or empty it."
)
OTHER_WORKS = _("%(name)s: %(label)s is %(number)s, which is no works permit in force of this project. Correct it.")


def b10(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """A works permit names the bundle's land permit or one in force; a verification names works in force."""
    for view in snapshot.certificates:
        if LAND_KEY in view.definition.by_key and view.code != "LAND":
            yield from _land(snapshot, view)
        if WORKS_KEY in view.definition.by_key:
            yield from _works(snapshot, view)


def land_in_bundle(snapshot: BundleSnapshot, works: CertificateView) -> CertificateView | None:
    """The land permit of the bundle that ``works`` stands on; None when it is an earlier one or none can be told.

    An empty number, or 同批, means the one land permit issued together with it; of several, the one whose parcels
    hold all of its own.
    """
    lands, number = snapshot.of("LAND"), works.text(LAND_KEY)
    if number and number != SAME_BATCH:
        key = number_key(number)
        return next((land for land in lands if land.number and number_key(land.number) == key), None)
    if len(lands) == 1:
        return lands[0]
    own = set(works.texts("parcels"))
    fitting = [land for land in lands if own and own <= set(land.texts("parcels"))]
    return fitting[0] if len(fitting) == 1 else None


def _land(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    if land_in_bundle(snapshot, view):
        return
    number = view.text(LAND_KEY)
    earlier = (*snapshot.earlier_land, *(prior.number for prior in snapshot.prior("LAND") if prior.number))
    if number and number != SAME_BATCH:
        if number_key(number) not in {number_key(each) for each in earlier}:
            yield must("B10", OTHER_LAND, view, LAND_KEY, number=number)
    elif lands := snapshot.of("LAND"):
        yield must("B10", WHICH_LAND, view, LAND_KEY, known=several(name_of(each) for each in lands))
    elif earlier:
        yield must("B10", NO_LAND, view, LAND_KEY, known=several(earlier))
    else:
        yield must("B10", NO_LAND_AT_ALL, view, LAND_KEY)


def _works(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    number = view.text(WORKS_KEY)
    known = (*snapshot.earlier_works, *(prior.number for prior in snapshot.prior("WORKS")))
    if number and number_key(number) not in {number_key(each) for each in known if each}:
        yield must("B10", OTHER_WORKS, view, WORKS_KEY, number=number)
