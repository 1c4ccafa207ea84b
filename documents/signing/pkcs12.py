"""The office's real key in a PKCS#12 file (.p12, .pfx)."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12

from documents.signing.base import CertifiedKey
from documents.signing.errors import KeyLocked, KeyMissing, KeyUnreadable
from documents.signing.software import PrivateKey, software_signer


def load_pkcs12_signer(path: Path, password: str) -> CertifiedKey:
    """Raises KeyMissing, KeyLocked (wrong password) or KeyUnreadable (not such a file, no key, no certificate)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KeyMissing(key=path) from error
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        # cryptography has one exception for both; a wrong password is told by its words
        raise (KeyLocked if "password" in str(error).lower() else KeyUnreadable)(key=path) from error
    if certificate is None or not isinstance(key, PrivateKey):
        raise KeyUnreadable(key=path)
    return software_signer(key, certificate, chain, is_sample=False)
