"""B13: what a certificate names is there, and parcels lie inside the project's boundary."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from certificates.findings import BundleSnapshot, Finding
from certificates.rules.geometry import lies_inside
from certificates.rules.wording import must

NOT_ATTACHED = _("%(name)s: “%(value)s” is not among the project's attachments. Upload it under this name.")
NO_FILE = _("%(name)s: the attachment “%(value)s” has no file yet. Upload it.")
OUTSIDE = _("Parcel %(parcel)s lies partly outside the project's boundary. Check its corners.")


def b13(snapshot: BundleSnapshot) -> Iterator[Finding]:
    """Named attachments exist as files with a hash; drawings of parcels lie inside the project's area, if given."""
    has_file = {prior.name: prior.has_file for prior in snapshot.prior_records}
    for view in snapshot.certificates:
        for name in view.texts("attachments"):
            if not has_file.get(name, False):
                message = NO_FILE if name in has_file else NOT_ATTACHED
                yield must("B13", message, view, "attachments", value=name)
    if len(snapshot.boundary) >= 3:
        for parcel in snapshot.parcels:
            if len(parcel.corners) >= 3 and not lies_inside(parcel.corners, snapshot.boundary):
                yield must("B13", OUTSIDE, parcel=parcel.code)
