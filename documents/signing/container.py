"""ASiC-E (ETSI EN 319 162-1): files in one zip, a manifest of their digests, one CAdES signature over the manifest.

`mimetype` stands first and uncompressed, so that the kind of the file is known from its first bytes. Files are copied
in blocks, however large they are.
"""

import base64
import hashlib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from django.utils import timezone

from documents.signing.base import Signer

MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
_BLOCK = 1 << 20
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file that goes into the container. ``open`` is called once; what it gives is closed afterwards."""

    name: str  # within the container, with slashes
    media_type: str
    size: int
    open: Callable[[], BinaryIO]


def write_container(target: BinaryIO, files: Iterable[Packed], *, signer: Signer, at: datetime) -> dict[str, str]:
    """Writes the container of ``files`` in their order, the first of which is its main document.

    Returns the SHA-256 of each as it was packed, by name. ``at`` is aware. Raises SigningFailed, and what opening
    raises.
    """
    digests: dict[str, str] = {}
    references: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry("mimetype", at), MEDIA_TYPE)
        for each in files:
            digest = _copy(archive, each, at)
            digests[each.name] = digest.hex()
            references.append(_reference(each, digest, is_main=not references))
        manifest = _manifest(references)
        archive.writestr(_entry(MANIFEST, at), manifest)
        archive.writestr(_entry(SIGNATURE, at), signer.sign_detached(manifest, at=at))
    return digests


def _copy(archive: zipfile.ZipFile, packed: Packed, at: datetime) -> bytes:
    digest, entry = hashlib.sha256(), _entry(packed.name, at)
    entry.file_size = packed.size  # decides whether the zip needs its form for large files
    with packed.open() as source, archive.open(entry, "w") as copy:
        while block := source.read(_BLOCK):
            digest.update(block)
            copy.write(block)
    return digest.digest()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """With the signing time as its own, in local time as zips have it."""
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    entry.external_attr = 0o444 << 16
    return entry


def _manifest(references: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<SigReference URI="{SIGNATURE}" MimeType="application/x-pkcs7-signature"/>'
        f"{''.join(references)}</ASiCManifest>"
    ).encode()


def _reference(packed: Packed, digest: bytes, *, is_main: bool) -> str:
    main = ' Rootfile="true"' if is_main else ""
    return (
        f"<DataObjectReference URI={quoteattr(quote(packed.name))} MimeType={quoteattr(packed.media_type)}{main}>"
        f'<ds:DigestMethod Algorithm="{_SHA256}"/>'
        f"<ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue></DataObjectReference>"
    )
