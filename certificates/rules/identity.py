"""B01 and B02: one project, one holder (domain.md §3)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from certificates.findings import BundleSnapshot, CertificateView, Finding
from certificates.identifiers import is_project_code, is_uscc
from certificates.rules.records import HOLDER_KEYS, attached
from certificates.rules.wording import must, several

PROJECT_CODE_FORM = _("The project code %(code)s should look like 2203-430900-04-01-618327. Correct it in the project.")
OTHER_PROJECT = _("%(name)s: %(label)s is %(value)s, but the project has %(code)s. Correct one of them.")
PROJECT_USCC = _("The check digit of the applicant's credit code %(code)s is wrong. Correct it in the project.")
OTHER_HOLDER = _("%(name)s: %(label)s is “%(value)s”, but the applicant is “%(applicant)s”. They must be the same.")
OTHER_HOLDER_ATTACHED = _(
    "%(paper)s: its holder is “%(value)s”, but the applicant is “%(applicant)s”. Check the paper."
)
CO_HOLDERS = _("%(name)s: %(label)s names %(count)s holders. Say in the project that it has co-holders, or keep one.")
APPLICANT_MISSING = _("%(name)s: %(label)s does not name the applicant “%(applicant)s”. Add it.")
SOLE_OWNER = _("%(name)s: %(count)s holders cannot own it solely. Change %(label)s.")
NO_USCC = _("%(name)s: %(label)s is empty. Enter the applicant's: %(code)s.")
OTHER_USCC = _("%(name)s: %(label)s is %(value)s, but the applicant has %(code)s. They must be the same.")


def b01(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Every certificate has the bundle's project code, whose shape is valid."""
    if not is_project_code(snapshot.project_code):
        yield must("B01", PROJECT_CODE_FORM, code=snapshot.project_code)
    for view in snapshot.certificates:
        stated = view.text("project_code")
        if stated and stated != snapshot.project_code:
            yield must("B01", OTHER_PROJECT, view, "project_code", value=stated, code=snapshot.project_code)


def b02(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """The applicant and its credit code are the same in all kinds whose holder is the project's.

    A kind says so by marking its holder field as one fact of the project; a mortgage proof names the bank instead.
    """
    if snapshot.applicant_uscc and not is_uscc(snapshot.applicant_uscc):
        yield must("B02", PROJECT_USCC, code=snapshot.applicant_uscc)
    for view in snapshot.certificates:
        holder = view.definition.by_key.get(view.definition.holder_field)
        if holder is not None and holder.shared:
            yield from _holders(snapshot, view)
            yield from _uscc(snapshot, view)
    for record in attached(snapshot, *HOLDER_KEYS):
        stated = record.text(HOLDER_KEYS[record.code])
        if stated and not snapshot.co_holders and stated != snapshot.applicant:
            yield must("B02", OTHER_HOLDER_ATTACHED, paper=record.name, value=stated, applicant=snapshot.applicant)


def holders_of(snapshot: BundleSnapshot, view: CertificateView) -> tuple[str, ...]:
    """A list field names each holder by itself; a text field may join co-holders with 、."""
    stated = view.texts(view.definition.holder_field)
    if snapshot.co_holders and len(stated) == 1:
        return tuple(stated[0].split("、"))
    return stated


def _holders(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    key, holders = view.definition.holder_field, holders_of(snapshot, view)
    if not holders:
        return
    if len(holders) > 1 and not snapshot.co_holders:
        yield must("B02", CO_HOLDERS, view, key, count=len(holders))
    elif snapshot.applicant not in holders:
        message = APPLICANT_MISSING if snapshot.co_holders else OTHER_HOLDER
        yield must("B02", message, view, key, value=several(holders), applicant=snapshot.applicant)
    if len(holders) > 1 and view.text("co_ownership") == "单独所有":
        yield must("B02", SOLE_OWNER, view, "co_ownership", count=len(holders))


def _uscc(snapshot: BundleSnapshot, view: CertificateView) -> Iterator[Finding]:
    if "holder_uscc" not in view.definition.by_key or not snapshot.applicant_uscc:
        return
    stated = view.text("holder_uscc")
    if stated and stated != snapshot.applicant_uscc:
        yield must("B02", OTHER_USCC, view, "holder_uscc", value=stated, code=snapshot.applicant_uscc)
    elif not stated and holders_of(snapshot, view) == (snapshot.applicant,):
        yield must("B02", NO_USCC, view, "holder_uscc", code=snapshot.applicant_uscc)
