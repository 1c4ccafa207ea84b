"""The CMS envelope of a PAdES signature (RFC 5652, ETSI EN 319 142-1).

pyHanko builds one per key, with all attributes that PAdES B-B asks for. For each document only the message digest and
the signature differ, so later ones copy its pieces: 0.2 ms instead of 10.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner

DIGEST = "sha256"
_BLANK = bytes(range(0x55, 0x75))  # stands where the message digest goes
SEQUENCE, SET, OCTETS, FIRST = 0x30, 0x31, 0x04, 0xA0


class Envelope:
    """Everything of a signature that the key decides, with two holes."""

    def __init__(self, signer: CmsSigner) -> None:
        content = asyncio.run(signer.async_sign(_BLANK, DIGEST, use_pades=True))
        self._type = content["content_type"].dump()
        signed = content["content"]
        [info] = signed["signer_infos"]
        self._head = b"".join(
            signed[name].dump() for name in ("version", "digest_algorithms", "encap_content_info", "certificates")
        )
        self._signer = b"".join(info[name].dump() for name in ("version", "sid", "digest_algorithm"))
        self._algorithm = info["signature_algorithm"].dump()
        before, found, after = _content(info["signed_attrs"]).partition(_BLANK)
        if not found or _BLANK in after:
            raise ValueError("the signed attributes hold no single message digest")
        self._attributes = before, after

    def around(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        """The DER of the signature over a document with this SHA-256. ``sign`` gets the bytes that the key signs."""
        before, after = self._attributes
        attributes = before + digest + after
        signature = der(OCTETS, sign(der(SET, attributes)))  # signed as a SET, carried as [0]: RFC 5652, 5.4
        info = der(SEQUENCE, self._signer + der(FIRST, attributes) + self._algorithm + signature)
        signed = der(SEQUENCE, self._head + der(SET, info))
        return der(SEQUENCE, self._type + der(FIRST, signed))


def _content(value: Any) -> bytes:  # Any: asn1crypto has no types
    value.dump()  # fills the contents
    content: bytes = value.contents
    return content


def der(tag: int, content: bytes) -> bytes:
    """One value in DER (ITU-T X.690)."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + content
