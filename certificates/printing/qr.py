"""The QR code of a certificate: at most version 15."""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused
from documents.rendering.qr import QrCode

MOST_MODULES = 77  # version 15: modules of 0.36 mm at 28 mm, which a phone still reads from a photocopy


class AddressTooLong(Refused):
    """The address does not fit a QR code that can be read at 28 mm."""

    code = "certificates.address_too_long"
    message = _("The address of a certificate has %(bytes)s bytes; its QR code holds 412.")
    next_step = _("Ask the administrator to set a shorter public address.")


def qr_image(text: str) -> tuple[int, str]:
    """Modules a side, and a data URI of a PNG without quiet zone (the page keeps four modules of white around it)."""
    code = QrCode.of(text)
    if code.modules > MOST_MODULES:
        raise AddressTooLong(bytes=len(text.encode()))
    return code.modules, code.image()
