"""Why something could not be signed, or a signature not read.

Unavailable
└── SigningFailed        the key does not sign; numbers and pages stay as they are, try again
    ├── KeyMissing       no file, no token, no such label
    ├── KeyLocked        wrong password or PIN
    ├── KeyUnreadable    the file is no key, or holds no certificate
    ├── KeyExpired       its certificate is not valid at the signing time
    └── ModuleMissing    the software for hardware keys is not installed
Refused
└── PdfUnreadable        what was handed in for judging is no PDF that we can read
"""

from django.utils.translation import gettext_lazy as _

from bureau.errors import Refused, Unavailable


class SigningFailed(Unavailable):
    code = "documents.signing_failed"
    message = _("The signature could not be made: %(reason)s.")
    next_step = _("Nothing was published; numbers are kept. Try again, or tell the administrator.")


class KeyMissing(SigningFailed):
    code = "documents.key_missing"
    message = _("The signing key is not there: %(key)s.")
    next_step = _("Put the key back, or correct the setting, then issue again. Numbers are kept.")


class KeyLocked(SigningFailed):
    code = "documents.key_locked"
    message = _("The password of the signing key is wrong: %(key)s.")
    next_step = _("Correct the password in the settings, then issue again. Numbers are kept.")


class KeyUnreadable(SigningFailed):
    code = "documents.key_unreadable"
    message = _("The signing key cannot be read: %(key)s.")
    next_step = _("Put a PKCS#12 file with a key and its certificate there, then issue again. Numbers are kept.")


class KeyExpired(SigningFailed):
    code = "documents.key_expired"
    message = _("The certificate of the signing key is valid from %(start)s to %(end)s, not on %(day)s.")
    next_step = _("Install a key whose certificate is valid, then issue again. Numbers are kept.")


class ModuleMissing(SigningFailed):
    code = "documents.signing_module_missing"
    message = _("Hardware keys need the Python package %(package)s, which is not installed.")
    next_step = _("Install it in the environment of this system, then issue again. Numbers are kept.")


class PdfUnreadable(Refused):
    code = "documents.pdf_unreadable"
    message = _("This file cannot be read as a PDF: %(reason)s.")
    next_step = _("Choose the PDF as it was issued, unchanged.")
