"""What a signer can do, and the part that all of them share: PAdES over a prepared PDF, CAdES beside other bytes.

Callers hold a `Signer`; which key is behind it decides `configured.py` from the settings.
"""

import asyncio
import hashlib
from datetime import datetime
from typing import Protocol

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner

from documents.signing.cms import DIGEST, Envelope
from documents.signing.errors import KeyExpired
from documents.signing.revision import add_signature


class Signer(Protocol):
    """A key with its certificate, ready to sign many documents."""

    @property
    def certificate_der(self) -> bytes: ...

    @property
    def is_sample(self) -> bool:
        """Whether papers must carry the visible mark 样本."""

    @property
    def valid_from(self) -> datetime: ...

    @property
    def valid_until(self) -> datetime: ...

    def describe(self) -> str:
        """For people: whose key, until when."""

    def sign_pdf(self, pdf: bytes, *, field: str, at: datetime, reason: str = "", location: str = "") -> bytes:
        """The PDF with a PAdES signature (B-B) in its empty ``field``. ``at`` is aware; it becomes the signing time.

        Raises SigningFailed or one of its subclasses; then nothing was made.
        """

    def sign_detached(self, data: bytes, *, at: datetime) -> bytes:
        """The DER of a CAdES signature (B-B) over ``data``, which stays beside it. Raises as `sign_pdf` does."""


class CertifiedKey:
    """A Signer over any key that pyHanko can use. The key is parsed once and held."""

    def __init__(self, cms_signer: CmsSigner, certificate: x509.Certificate, *, is_sample: bool) -> None:
        self._cms_signer = cms_signer
        self._certificate = certificate
        self.is_sample = is_sample
        self.certificate_der: bytes = certificate.dump()
        self.valid_from: datetime = certificate.not_valid_before
        self.valid_until: datetime = certificate.not_valid_after
        self._envelope = Envelope(cms_signer)
        chain = {certificate.dump(), *(one.dump() for one in cms_signer.cert_registry)}
        self._room = 1536 + sum(map(len, chain))  # attributes and a signature of 4096 bits need less than 1 KB

    def describe(self) -> str:
        return f"{self._certificate.subject.human_friendly}, {self.valid_from:%Y-%m-%d} – {self.valid_until:%Y-%m-%d}"

    def sign_pdf(self, pdf: bytes, *, field: str, at: datetime, reason: str = "", location: str = "") -> bytes:
        self._require_valid(at)
        revision = add_signature(pdf, field=field, at=at, room=self._room, reason=reason, location=location)
        return revision.filled(self._envelope.around(revision.digest(), self._sign_raw))

    def sign_detached(self, data: bytes, *, at: datetime) -> bytes:
        self._require_valid(at)
        digest = hashlib.new(DIGEST, data).digest()
        # CAdES wants the signing time among what is signed; in a PDF it stands in the dictionary.
        named = PdfCMSSignedAttributes(signing_time=at)
        signing = self._cms_signer.async_sign(
            digest, DIGEST, use_pades=True, is_pdf_sig=False, signed_attr_settings=named
        )
        signature: bytes = asyncio.run(signing).dump()
        return signature

    def _sign_raw(self, data: bytes) -> bytes:
        """The bare signature over the SHA-256 of ``data``."""
        signature: bytes = asyncio.run(self._cms_signer.async_sign_raw(data, DIGEST))
        return signature

    def _require_valid(self, at: datetime) -> None:
        if not self.valid_from <= at <= self.valid_until:
            first, last, day = (f"{moment:%Y-%m-%d}" for moment in (self.valid_from, self.valid_until, at))
            raise KeyExpired(start=first, end=last, day=day)
