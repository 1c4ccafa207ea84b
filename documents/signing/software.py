"""Keys held in memory: the sample key that set-up makes, and what a PKCS#12 file holds (see pkcs12.py)."""

import os
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.base import CertifiedKey
from documents.signing.errors import KeyMissing, KeyUnreadable

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
SAMPLE_FROM, SAMPLE_UNTIL = datetime(2022, 1, 1, tzinfo=UTC), datetime(2042, 1, 1, tzinfo=UTC)
KEY_FILE, CERTIFICATE_FILE = "sample-signing.key", "sample-signing.crt"
KINDS = ("p-256", "rsa-3072")


class SoftwareCmsSigner(CmsSigner):
    """pyHanko's SimpleSigner parses the key again for every signature (90 ms each for RSA); this one holds it."""

    def __init__(self, key: PrivateKey, certificate: asn1_x509.Certificate, chain: list[asn1_x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self.sign_raw(data)

    def sign_raw(self, data: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class SoftwareKey(CertifiedKey):
    """A key in this process: it signs without an event loop."""

    def __init__(self, signer: SoftwareCmsSigner, certificate: asn1_x509.Certificate, *, is_sample: bool) -> None:
        super().__init__(signer, certificate, is_sample=is_sample)
        self._signer = signer

    def _sign_raw(self, data: bytes) -> bytes:
        return self._signer.sign_raw(data)


def software_signer(
    key: PrivateKey, certificate: x509.Certificate, chain: list[x509.Certificate], *, is_sample: bool
) -> CertifiedKey:
    parsed, *others = (
        asn1_x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in (certificate, *chain)
    )
    return SoftwareKey(SoftwareCmsSigner(key, parsed, others), parsed, is_sample=is_sample)


def make_sample_key(folder: Path, *, kind: str = "p-256") -> None:
    """The key and certificate of a sample system, unless the folder has them already. Of two makers one wins."""
    if (folder / KEY_FILE).exists() and (folder / CERTIFICATE_FILE).exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key: PrivateKey
    if kind == "p-256":
        key = ec.generate_private_key(ec.SECP256R1())
    elif kind == "rsa-3072":
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    else:
        raise ValueError(f"kind must be one of {KINDS}")
    certificate = _sample_certificate(key)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # One file with both parts is linked into place, so that a crash or a second maker never pairs strangers.
    public = certificate.public_bytes(serialization.Encoding.PEM)
    _place(folder / KEY_FILE, private + public)
    _place(folder / CERTIFICATE_FILE, _certificate_part((folder / KEY_FILE).read_bytes()))


def load_sample_signer(folder: Path) -> CertifiedKey:
    path = folder / KEY_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise KeyMissing(key=path) from error
    try:
        key = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(_certificate_part(content))
    except ValueError as error:
        raise KeyUnreadable(key=path) from error
    if not isinstance(key, PrivateKey):
        raise KeyUnreadable(key=path)
    return software_signer(key, certificate, [], is_sample=True)


def _certificate_part(content: bytes) -> bytes:
    start = content.find(b"-----BEGIN CERTIFICATE-----")
    if start < 0:
        raise ValueError("no certificate beside the key")
    return content[start:]


def _sample_certificate(key: PrivateKey) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SAMPLE 样本"),
            x509.NameAttribute(NameOID.COMMON_NAME, "SAMPLE 样本，没有法律效力"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SAMPLE_FROM)
        .not_valid_after(SAMPLE_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _place(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made it first; its key is the one to use
    finally:
        draft.unlink()
