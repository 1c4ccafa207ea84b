"""Judging the signature of a PDF that somebody hands in.

The file is never parsed: a signature covers ranges of bytes, so it is enough to find those ranges and to compute. What
a parser could be fooled with (incremental updates, forged metadata, bytes behind the end or inside the gap) shows as
bytes that no signature covers. The surest check of our own files stays the SHA-256 of the whole file.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils.translation import gettext as _

from documents.signing.cms import FIRST, OCTETS, SEQUENCE, SET, der
from documents.signing.errors import PdfUnreadable

LARGEST = 20 * 1024 * 1024
_BYTE_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,12})\s{1,9}(\d{1,12})\s{1,9}(\d{1,12})\s{1,9}(\d{1,12})\s{0,99}\]"
)
_DATE = re.compile(rb"/M\s{0,9}\(D:(\d{14})(Z|[+-]\d\d'\d\d)")
_ENCRYPTED = re.compile(rb"/Encrypt\s{1,9}\d{1,9}\s{1,9}\d{1,5}\s{1,9}R|/Encrypt\s{0,9}<<")
_END = re.compile(rb"%%EOF[\r\n]{0,2}\Z")
_NEAR = 4096  # the signature dictionary lies this close to its gap
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("300b06092a864886f70d010701")  # detached
_VERSION = bytes.fromhex("020101")
_DIGESTS = tuple(map(bytes.fromhex, ("300d06096086480165030402010500", "300b0609608648016503040201")))  # SHA-256
_SIGNATURES = (
    bytes.fromhex("300a06082a8648ce3d040302"),  # ECDSA with SHA-256
    bytes.fromhex("300d06092a864886f70d01010b0500"),  # RSA with SHA-256
)
_UNPARSABLE = (  # what asn1crypto and cryptography raise on forged bytes
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError),
    *(InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion),
)


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What the signature that reaches furthest says. A file without one is neither valid nor whole."""

    valid: bool  # the signature fits the bytes it covers
    whole_document: bool  # and it covers all of them
    trusted: bool  # and its certificate is one of those we were given
    signer: str  # subject of that certificate, for people
    at: datetime | None  # as the signer says

    @property
    def is_ours_and_untouched(self) -> bool:
        return self.valid and self.whole_document and self.trusted


UNSIGNED = SignatureReport(valid=False, whole_document=False, trusted=False, signer="", at=None)


def inspect_signature(pdf: bytes, *, trusted: Collection[bytes]) -> SignatureReport:
    """``trusted`` holds certificates in DER: the present one and those of earlier keys.

    Raises PdfUnreadable (too large, no PDF, cut off, encrypted) and nothing else, whatever the bytes are.
    """
    _require_pdf(pdf)
    reports = [report for ranges in _byte_ranges(pdf) if (report := _judge(pdf, ranges, trusted)) is not None]
    return max(reports, key=lambda report: (report.whole_document, report.valid, report.trusted), default=UNSIGNED)


def _require_pdf(pdf: bytes) -> None:
    if len(pdf) > LARGEST:
        sizes = {"size": round(len(pdf) / 1024 / 1024), "largest": LARGEST // 1024 // 1024}
        raise PdfUnreadable(reason=_("it has %(size)s MB, at most %(largest)s MB") % sizes)
    if not pdf.startswith(b"%PDF-"):
        raise PdfUnreadable(reason=_("it does not begin like a PDF"))
    if b"%%EOF" not in pdf:
        raise PdfUnreadable(reason=_("its end is missing"))
    if _ENCRYPTED.search(pdf):
        raise PdfUnreadable(reason=_("it is encrypted"))


def _byte_ranges(pdf: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each gap that holds a signature. A range that does not begin at 0 covers nothing sensible."""
    for found in _BYTE_RANGE.finditer(pdf):
        first, length, start, rest = map(int, found.groups())
        if first == 0 and length < start and start + rest <= len(pdf):
            yield length, start


def _judge(pdf: bytes, gap: tuple[int, int], trusted: Collection[bytes]) -> SignatureReport | None:
    start, end = gap
    covered_to = _covered_to(pdf, gap)
    if pdf[start : start + 1] != b"<" or pdf[end - 1 : end] != b">":
        return None
    digest = hashlib.sha256(pdf[:start] + pdf[end:covered_to]).digest()
    try:
        written = pdf[start + 1 : end - 1].decode("ascii")
        packed = bytes.fromhex(written)
        content = cms.ContentInfo.load(packed)
        gap_is_clean = written in (packed.hex(), packed.hex().upper()) and _is_canonical(content, packed)
        certificate, fits = _verify(content["content"], digest)
        signer = x509.load_der_x509_certificate(certificate).subject.rfc4514_string()
    except _UNPARSABLE:
        return SignatureReport(valid=False, whole_document=False, trusted=False, signer="", at=None)
    whole = covered_to == len(pdf) and gap_is_clean and _END.search(pdf) is not None
    return SignatureReport(
        valid=fits,
        whole_document=fits and whole,
        trusted=fits and certificate in trusted,
        signer=signer,
        at=_said_time(pdf[max(0, start - _NEAR) : start] + pdf[end : end + _NEAR]),
    )


def _is_canonical(content: cms.ContentInfo, packed: bytes) -> bool:
    """Whether the parts that no signature covers are as they have to be, and nothing but zeros follows."""
    signed = content["content"]
    [info] = signed["signer_infos"]
    parts = [
        info[name].dump() for name in ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm")
    ]
    inner = der(SEQUENCE, b"".join(parts) + der(OCTETS, info["signature"].native))
    certificates = der(FIRST, signed["certificates"].contents)
    outer = _VERSION + der(SET, parts[2]) + _DATA + certificates + der(SET, inner)
    rebuilt = der(SEQUENCE, _SIGNED_DATA + der(FIRST, der(SEQUENCE, outer)))
    return (
        parts[0] == _VERSION
        and parts[2] in _DIGESTS
        and parts[4] in _SIGNATURES
        and packed.startswith(rebuilt)
        and not packed[len(rebuilt) :].strip(b"\0")
    )


def _covered_to(pdf: bytes, gap: tuple[int, int]) -> int:
    for found in _BYTE_RANGE.finditer(pdf):
        _zero, length, start, rest = map(int, found.groups())
        if (length, start) == gap:
            return start + rest
    return 0


def _verify(signed: cms.SignedData, digest: bytes) -> tuple[bytes, bool]:
    """The signer's certificate, and whether signature, digest and certificate belong together."""
    [info] = signed["signer_infos"]
    sid = info["sid"].chosen
    certificates = [one.chosen for one in signed["certificates"]]
    [certificate] = [one for one in certificates if _is_of(sid, one)]
    attributes = {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}
    if info["digest_algorithm"]["algorithm"].native != "sha256":
        return certificate.dump(), False
    fits = attributes["message_digest"][0].native == digest and attributes["content_type"][0].native == "data"
    covered = der(SET, info["signed_attrs"].contents)  # signed as a SET, carried as [0]: RFC 5652, 5.4
    key = x509.load_der_x509_certificate(certificate.dump()).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(info["signature"].native, covered, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(info["signature"].native, covered, ec.ECDSA(hashes.SHA256()))
    else:
        return certificate.dump(), False
    return certificate.dump(), fits


def _is_of(sid: cms.IssuerAndSerialNumber, certificate: cms.Certificate) -> bool:
    same_issuer: bool = certificate.issuer.dump() == sid["issuer"].dump()
    return same_issuer and certificate.serial_number == sid["serial_number"].native


def _said_time(dictionary: bytes) -> datetime | None:
    plain = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) & 255]), dictionary)
    found = _DATE.search(plain)
    if found is None:
        return None
    zone = "+0000" if found[2] == b"Z" else found[2].decode().replace("'", "")
    try:
        return datetime.strptime(found[1].decode() + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
