"""The office's real key in hardware, through PKCS#11. Needs the package python-pkcs11 beside pyHanko."""

from documents.signing.base import CertifiedKey
from documents.signing.errors import KeyLocked, KeyMissing, ModuleMissing, SigningFailed

try:
    import pkcs11  # type: ignore[import-not-found, unused-ignore]  # optional: most offices sign with a file
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
except ImportError:
    pkcs11 = None


def load_pkcs11_signer(*, module: str, token: str, key: str, pin: str) -> CertifiedKey:
    """The key and the certificate that carry the label ``key`` on the token labelled ``token``.

    The session stays open as long as the process; it is never shared by two processes.
    """
    if pkcs11 is None:
        raise ModuleMissing(package="python-pkcs11")
    place = f"{token}/{key} ({module})"
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinLocked, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        raise KeyLocked(key=place) from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise KeyMissing(key=f"{place}: {error!r}") from error
    try:
        # The token only signs digests: every token can, while few know "ECDSA with SHA-256".
        signer = PKCS11Signer(session, cert_label=key, key_label=key, use_raw_mechanism=True)
        return HardwareKey(signer, signer.signing_cert, is_sample=False)
    except (pkcs11.PKCS11Error, SigningError) as error:
        session.close()
        raise KeyMissing(key=f"{place}: {error!r}") from error


class HardwareKey(CertifiedKey):
    """A key that may go away while we sign."""

    def _sign_raw(self, data: bytes) -> bytes:
        try:
            return super()._sign_raw(data)
        except pkcs11.PKCS11Error as error:
            raise SigningFailed(reason=repr(error)) from error
