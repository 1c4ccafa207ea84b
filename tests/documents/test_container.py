"""A container (ASiC-E): its form, what its manifest names, and the signature over it."""

import base64
import hashlib
import re
import subprocess
import zipfile
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest

from documents.signing.base import Signer
from documents.signing.container import MANIFEST, MEDIA_TYPE, SIGNATURE, Packed, write_container
from documents.signing.errors import KeyExpired
from documents.signing.software import CERTIFICATE_FILE, load_sample_signer, make_sample_key

NOON = datetime(2022, 8, 12, 4, tzinfo=UTC)
FILES = {"目录 & <1>.pdf": b"%PDF-1.7 list", "notices/01.pdf": b"%PDF-1.7 notice", "empty.png": b""}


@pytest.fixture(scope="module", params=["p-256", "rsa-3072"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_sample_key(folder, kind=request.param)
    return folder


@pytest.fixture
def signer(folder: Path) -> Signer:
    return load_sample_signer(folder)


def packed(files: dict[str, bytes] = FILES) -> list[Packed]:
    return [
        Packed(name=name, media_type="application/pdf", size=len(content), open=partial(BytesIO, content))
        for name, content in files.items()
    ]


def container(signer: Signer) -> bytes:
    target = BytesIO()
    write_container(target, packed(), signer=signer, at=NOON)
    return target.getvalue()


def test_its_kind_stands_in_its_first_bytes(signer: Signer) -> None:
    content = container(signer)

    assert content[:4] == b"PK\x03\x04"
    assert content[30 : 38 + len(MEDIA_TYPE)] == b"mimetype" + MEDIA_TYPE.encode()
    first = zipfile.ZipFile(BytesIO(content)).infolist()[0]
    assert (first.compress_type, first.extra) == (zipfile.ZIP_STORED, b"")


def test_the_manifest_names_every_file_with_its_digest(signer: Signer) -> None:
    archive = zipfile.ZipFile(BytesIO(container(signer)))
    manifest = archive.read(MANIFEST).decode()

    names = [unquote(each) for each in re.findall(r'<DataObjectReference URI="([^"]+)"', manifest)]
    digests = [base64.b64decode(each) for each in re.findall(r"<ds:DigestValue>([^<]+)<", manifest)]
    assert names == list(FILES)
    assert digests == [hashlib.sha256(archive.read(name)).digest() for name in names]
    assert {name: archive.read(name) for name in names} == FILES
    assert manifest.index('Rootfile="true"') < manifest.index("notices/01.pdf")


def test_openssl_accepts_the_signature_over_the_manifest_and_no_other(
    signer: Signer, folder: Path, tmp_path: Path
) -> None:
    archive = zipfile.ZipFile(BytesIO(container(signer)))
    signature, manifest = tmp_path / "signature", tmp_path / "manifest"
    signature.write_bytes(archive.read(SIGNATURE))
    asking = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-purpose", "any", "-out", "/dev/null"]
    asking += ["-in", str(signature), "-content", str(manifest), "-CAfile", str(folder / CERTIFICATE_FILE)]

    for content, status in ((archive.read(MANIFEST), 0), (archive.read(MANIFEST) + b" ", 4)):
        manifest.write_bytes(content)
        assert subprocess.run(asking, capture_output=True, check=False).returncode == status


def test_the_signing_time_is_signed(signer: Signer) -> None:
    signature = zipfile.ZipFile(BytesIO(container(signer))).read(SIGNATURE)

    assert b"220812040000Z" in signature


def test_a_key_that_is_not_valid_then_signs_nothing(signer: Signer) -> None:
    with pytest.raises(KeyExpired):
        write_container(BytesIO(), packed(), signer=signer, at=datetime(2021, 1, 1, tzinfo=UTC))


def test_files_are_read_in_blocks_and_their_digests_are_returned(signer: Signer) -> None:
    large = bytes(5 * 1024 * 1024)

    digests = write_container(BytesIO(), packed({"large": large}), signer=signer, at=NOON)

    assert digests == {"large": hashlib.sha256(large).hexdigest()}
